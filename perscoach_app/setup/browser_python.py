"""The browser's Python: one archive of bytecode with our two packages and just what they need of the standard library.

Pyodide brings its library as sources, 2.5 MB packed, and compiles what it imports at every start. Bytecode of the same version, and only of
the modules needed, is half of that and is there in a third of the time. It is made by that very Python, run under bun.
"""

import hashlib
import json
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from perscoach_app.setup import npm
from perscoach_app.setup.failure import SetupFailed
from perscoach_app.setup.npm import ROOT

PACKAGES: Final = (ROOT / "perscoach_motion", ROOT / "perscoach_training")
RECIPE: Final = ROOT / "packaging" / "motion"
HASH_DIGITS: Final = 12
"""48 bits of a content hash: enough that two builds never share an address."""
ARCHIVE: Final = "python.zip"
MAKE_LIMIT_S: Final = 120.0
"""It takes four seconds on a quiet machine."""


def sources_hash() -> str:
    """A hash of everything the archive is made from, Pyodide aside."""
    digest = hashlib.sha256()
    sources = [path for package in PACKAGES for path in package.rglob("*.py")]
    for path in sorted([*sources, *RECIPE.glob("*.py"), *RECIPE.glob("*.mjs"), RECIPE / "pyproject.toml"]):
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:HASH_DIGITS]


def make_archive(pyodide: Path) -> bytes:
    """Compile the packages and what they need.

    Args:
        pyodide: The fetched package, with the sources of its standard library.

    Raises:
        SetupFailed: It did not go through.
    """
    with tempfile.TemporaryDirectory() as out:
        command = [str(npm.bun()), str(RECIPE / "inside.mjs"), str(pyodide), str(RECIPE / "archive.py"), str(ROOT), str(pyodide), out]
        try:
            result = subprocess.run(command, capture_output=True, text=True, timeout=MAKE_LIMIT_S, check=False)
            said = result.stderr.strip()
        except subprocess.TimeoutExpired as late:
            said = str(late)
        made = Path(out) / ARCHIVE
        if not made.exists() or said:
            raise SetupFailed(
                ru=f"Не удалось собрать Python для браузера: {said[-300:]}",
                en=f"The browser's Python could not be built: {said[-300:]}",
            )
        return made.read_bytes()


def lean_lock(full_lock: Path) -> str:
    """Pyodide's lock file without its three hundred packages: nothing is loaded beside the archive.

    Args:
        full_lock: The `pyodide-lock.json` that came with Pyodide: its `info` says which Python this is for.
    """
    return json.dumps({"info": json.loads(full_lock.read_text("utf-8"))["info"], "packages": {}})
