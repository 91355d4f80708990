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
of_the_server = {"npzfile", "cutting.departures", "cutting.film", "cutting.segments"}  # cutting and reading of recordings
of_the_server = {"perscoach_motion." + name for name in of_the_server}
names = {module.name for module in pkgutil.walk_packages(perscoach_motion.__path__, "perscoach_motion.")}
assert names > of_the_server
for name in sorted(names - of_the_server):
    importlib.import_module(name)
assert {"perscoach_motion.live.engine", "perscoach_motion.faults.cues", "perscoach_motion.session.compare"} < names
print("numpy" in sys.modules)
"""


def test_the_live_brain_needs_the_standard_library_alone() -> None:
    ran = subprocess.run([sys.executable, "-c", BLOCKED], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.strip() == "False"
