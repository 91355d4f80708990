"""Floats are summed by `math.fsum`: the built-in `sum` adds otherwise from Python 3.12 on, and browser and server must say the same."""

import ast
from collections.abc import Iterator
from pathlib import Path

import perscoach_motion

FILES = sorted(Path(perscoach_motion.__file__).parent.rglob("*.py"))
OF_BOOLEANS = {
    "sum((clear[limb] for clear in shown.seen))",
    "sum((clear[number] for number in BODY))",
    "sum((row[limb] for row in seen))",
    "sum(ask.judged)",
    "sum(column) >= count",
}
"""Counts that do not look like ones: what is added is true or false."""


def sums_of_floats(source: str) -> Iterator[str]:
    """Every call of `sum` that does not count, and does not only ask whether one of its parts is NaN."""
    tree = ast.parse(source)
    probes = {id(node.args[0]) for node in ast.walk(tree) if _calls(node, "isnan")}
    compared = {id(part): ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Compare) for part in ast.walk(node)}
    for node in ast.walk(tree):
        if _calls(node, "sum") and id(node) not in probes and not _counts(node):
            text = ast.unparse(node)
            if text not in OF_BOOLEANS and not any(known in compared.get(id(node), "") for known in OF_BOOLEANS):
                yield text


def _calls(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name and bool(node.args)


def _counts(node: ast.AST) -> bool:
    (many,) = node.args
    if not isinstance(many, ast.GeneratorExp | ast.ListComp):
        return False
    one = many.elt
    whole = isinstance(one, ast.Constant) and isinstance(one.value, int)
    return whole or isinstance(one, ast.Compare | ast.BoolOp) or any(_calls(one, name) for name in ("any", "all", "isinstance", "len"))


def test_no_floats_are_added_by_the_built_in_sum() -> None:
    assert {path.name: found for path in FILES if (found := list(sums_of_floats(path.read_text())))} == {}


def test_a_sum_of_floats_is_found() -> None:
    source = "a = sum(x * y for x, y in pairs)\nb = sum(x > 1 for x in c)\nd = isnan(sum(c))\ne = sum(scores) / 2\nf = sum(1 for x in c)"
    assert list(sums_of_floats(source)) == ["sum((x * y for x, y in pairs))", "sum(scores)"]
