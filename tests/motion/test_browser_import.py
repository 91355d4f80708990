"""What the browser loads must not need numpy, nor anything outside the standard library."""

import subprocess
import sys

BLOCKED = """
import sys
class Block:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] not in sys.stdlib_module_names | {"perscoach_motion"}:
            raise ImportError(name + " is not there in the browser")
sys.meta_path.insert(0, Block())
import importlib, pkgutil, perscoach_motion
of_the_server = {"departures", "film", "npzfile", "segments"}  # cutting and reading of recordings
names = {module.name for module in pkgutil.iter_modules(perscoach_motion.__path__)} - of_the_server
for name in sorted(names):
    importlib.import_module("perscoach_motion." + name)
assert names > {"engine", "cues", "phrases", "eye", "summary", "compare", "samples"}
print("numpy" in sys.modules)
"""


def test_the_live_brain_needs_the_standard_library_alone() -> None:
    ran = subprocess.run([sys.executable, "-c", BLOCKED], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.strip() == "False"
