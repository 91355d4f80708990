"""Run inside Pyodide: one archive of bytecode with our two packages and just what they need of the standard library.

`/mnt/0` holds the packages, `/mnt/1` Pyodide's `python_stdlib.zip`, `/mnt/2` takes `python.zip`. Bytecode is stored as it is: the server
packs the whole at once, better than entry by entry, and the browser's Python does not have to unpack it.
"""

import _imp
import marshal
import sys
import zipfile
from ast import Import, ImportFrom, parse, walk
from importlib import import_module
from importlib.util import MAGIC_NUMBER
from pathlib import Path

sys.path.insert(0, "/mnt/0")
ROOMS = ("perscoach_motion", "perscoach_training")
SERVER_ONLY = "numpy"
"""Modules that need it do not run in the browser."""


def load(path):
    """Import a module of ours and all that it imports, also later, inside a function."""
    named = {name.name for node in walk(parse(path.read_bytes())) if isinstance(node, Import) for name in node.names}
    named |= {node.module for node in walk(parse(path.read_bytes())) if isinstance(node, ImportFrom) and node.module}
    if SERVER_ONLY not in named:
        for module in {dotted(path.relative_to("/mnt/0").as_posix()), *named}:
            import_module(module)


def dotted(name):
    """`os/path.py` as `import` calls it."""
    return name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


for room in ROOMS:
    for source_file in sorted(Path("/mnt/0", room).rglob("*.py")):
        load(source_file)
needed = frozenset(sys.modules)
UNCHECKED = (1).to_bytes(4, "little")
"""The archive's address names its content: nobody looks for a newer source."""


def compiled(name, source):
    """A module's bytecode, without docstrings and assertions."""
    code = compile(source, name, "exec", dont_inherit=True, optimize=2)
    return MAGIC_NUMBER + UNCHECKED + _imp.source_hash(0, source) + marshal.dumps(code)


def sources():
    """Names in the archive, and their sources."""
    with zipfile.ZipFile("/mnt/1/python_stdlib.zip") as library:
        for name in library.namelist():
            yield name, library.read(name)
    for room in ROOMS:
        for path in sorted(Path("/mnt/0", room).rglob("*.py")):
            yield path.relative_to("/mnt/0").as_posix(), path.read_bytes()


with zipfile.ZipFile("/mnt/2/python.zip", "w", zipfile.ZIP_STORED) as archive:
    for name, source in sources():
        if name.endswith(".py") and dotted(name) in needed:
            archive.writestr(zipfile.ZipInfo(f"{name}c", (1980, 1, 1, 0, 0, 0)), compiled(name, source))
