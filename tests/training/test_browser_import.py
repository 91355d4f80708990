"""The browser imports this package with nothing installed beside it."""

import subprocess
import sys

PROGRAM = """
import sys
for name in ("numpy", "scipy", "cv2", "perscoach_app", "gpu_jobs"):
    sys.modules[name] = None
import importlib, pkgutil, perscoach_training
for module in pkgutil.walk_packages(perscoach_training.__path__, "perscoach_training."):
    importlib.import_module(module.name)
"""


def test_every_module_is_imported_without_numpy_and_without_the_app() -> None:
    ran = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
