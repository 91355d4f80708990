"""The browser's copy of `perscoach_motion`: a wheel and the lean lock by which Pyodide finds it."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from perscoach_app.setup.failure import SetupFailed
from perscoach_app.setup.npm import ROOT

PACKAGE: Final = ROOT / "perscoach_motion"
RECIPE: Final = ROOT / "packaging" / "motion"
HASH_DIGITS: Final = 12
"""48 bits of a content hash: enough that two builds never share an address."""


def sources_hash() -> str:
    """A hash of everything the wheel is made from."""
    digest = hashlib.sha256()
    for path in sorted([*PACKAGE.rglob("*.py"), *RECIPE.glob("*.py"), RECIPE / "pyproject.toml"]):
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:HASH_DIGITS]


def build_wheel(into: Path) -> Path:
    """Build the wheel from `packaging/motion`; the same sources give the same bytes.

    Args:
        into: An existing folder.

    Returns:
        The wheel's path.

    Raises:
        SetupFailed: The build did not go through.
    """
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-deps", "--no-build-isolation"]
    result = subprocess.run([*command, "--wheel-dir", str(into), str(RECIPE)], capture_output=True, text=True, check=False)
    wheels = sorted(into.glob("perscoach_motion-*.whl"))
    if result.returncode or not wheels:
        raise SetupFailed(
            ru=f"Не удалось собрать пакет движений для браузера: {result.stderr.strip()[-300:]}",
            en=f"The browser's wheel could not be built: {result.stderr.strip()[-300:]}",
        )
    return wheels[-1]


def lean_lock(wheel: Path, full_lock: Path) -> dict[str, Any]:
    """Pyodide's lock file with our one package instead of its three hundred.

    Args:
        wheel: Our wheel; its name is resolved beside the lock.
        full_lock: The `pyodide-lock.json` that came with Pyodide: its `info` says which Python this is for.
    """
    name, version = wheel.name.split("-")[:2]
    return {
        "info": json.loads(full_lock.read_text("utf-8"))["info"],
        "packages": {
            "perscoach-motion": {
                "name": "perscoach-motion",
                "version": version,
                "file_name": wheel.name,
                "install_dir": "site",
                "package_type": "package",
                "sha256": hashlib.sha256(wheel.read_bytes()).hexdigest(),
                "imports": [name],
                "depends": [],
                "unvendored_tests": False,
            }
        },
    }
