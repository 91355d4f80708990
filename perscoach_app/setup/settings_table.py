"""The table of settings in docs/operate.md, made from the settings and the comments beside them.

`python -m perscoach_app.setup.settings_table` writes it anew.
"""

import ast
import inspect
from pathlib import Path

from pydantic import AliasChoices

from perscoach_app import settings
from perscoach_app.settings import PROJECT_ROOT, Settings

DOCUMENT = PROJECT_ROOT / "docs" / "operate.md"
BEGIN, END = "<!-- settings: made by perscoach_app.setup.settings_table -->", "<!-- end of settings -->"


def table() -> str:
    """One row a setting: its variable, its default, what its comment says."""
    lines = ["| Variable | Default | Meaning |", "|---|---|---|"]
    for name, comment in _comments().items():
        lines.append(f"| `{_variable(name)}` | {_default(name)} | {comment} |")
    return "\n".join(lines)


def written(document: str) -> str:
    """The document with the table of today."""
    before, _, rest = document.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{table()}\n{END}{after}"


def _variable(name: str) -> str:
    alias = Settings.model_fields[name].validation_alias
    return str(alias.choices[0]) if isinstance(alias, AliasChoices) else f"PERSCOACH_{name.upper()}"


def _default(name: str) -> str:
    value = Settings.model_fields[name].default
    if isinstance(value, Path):
        return "`var/`"
    if isinstance(value, dict):
        value = ",".join(f"{key}={price:g}" for key, price in value.items())
    elif isinstance(value, tuple):
        value = ",".join(value)
    return f"`{value}`" if value != "" else "none"


def _comments() -> dict[str, str]:
    """What stands behind a field, or on the lines of their own before it."""
    source = Path(inspect.getfile(settings)).read_text(encoding="utf-8")
    lines = source.splitlines()
    body = next(node.body for node in ast.parse(source).body if isinstance(node, ast.ClassDef) and node.name == Settings.__name__)
    found = {}
    for node in body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.end_lineno:
            behind = lines[node.end_lineno - 1].partition("  # ")[2]
            before: list[str] = []
            for line in reversed(lines[: node.lineno - 1]):
                if not line.strip().startswith("# "):
                    break
                before.insert(0, line.strip().removeprefix("# "))
            found[node.target.id] = " ".join([*before, behind]).strip().replace("|", "\\|")
    return found


if __name__ == "__main__":
    DOCUMENT.write_text(written(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")
