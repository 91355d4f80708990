"""Every public function of the motion core shows itself at work: its docstring holds an example, and the example is true.

What must have one: every public function, every public class that does something, every public method of it. What need not: properties,
dataclasses that only hold values, methods of a class whose own example calls them, dunder methods.
"""

import ast
import doctest
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import perscoach_motion

ROOT = Path(perscoach_motion.__file__).parent
FILES = sorted(path for path in ROOT.rglob("*.py") if path.stem != "__init__")
Function = ast.FunctionDef | ast.AsyncFunctionDef


def owed(source: str) -> Iterator[str]:
    """Names of what is public and shows no example."""
    for node in ast.parse(source).body:
        if not isinstance(node, Function | ast.ClassDef) or node.name.startswith("_"):
            continue
        if isinstance(node, Function):
            if ">>>" not in (ast.get_docstring(node) or ""):
                yield node.name
            continue
        methods = [one for one in node.body if isinstance(one, Function) and not _is_property(one)]
        shown = ">>>".join(text for one in (node, *methods) if ">>>" in (text := ast.get_docstring(one) or ""))
        for method in methods:
            called = re.search(rf"\.{method.name}\(", shown) or (method.name == "__call__" and shown)
            if not method.name.startswith("_") and not called:
                yield f"{node.name}.{method.name}"
        if not shown and any(one.name in ("__init__", "__call__") for one in methods):
            yield node.name


def _is_property(method: Function) -> bool:
    return any(isinstance(one, ast.Name) and one.id == "property" for one in method.decorator_list)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_public_function_has_an_example_and_the_example_runs(path: Path) -> None:
    assert not list(owed(path.read_text())), f"no example in {path.name}"
    module = importlib.import_module(".".join(("perscoach_motion", *path.relative_to(ROOT).with_suffix("").parts)))
    assert "doctest: +SKIP" not in path.read_text()
    found = doctest.testmod(module)
    assert not found.failed, f"an example in {path.name} is not true"


def test_what_shows_nothing_is_found() -> None:
    source = '''
def bare(): "Says much, shows nothing."
def shown():
    """Shows.

    >>> 1
    1
    """
class Keeper:
    """Keeps.

    >>> Keeper().feed(1)
    """
    def __init__(self): ...
    def feed(self, value): ...
    def forget(self): "Nobody calls it."
    @property
    def size(self): return 0
class Held:
    """Holds."""
'''
    assert list(owed(source)) == ["bare", "Keeper.forget"]
