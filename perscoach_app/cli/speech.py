"""How the command line speaks: the person's language, one clear sentence for an error, one JSON line for a machine."""

import json
import os
from collections.abc import Mapping
from typing import Annotated, Any, Literal, NoReturn

import typer

JsonFlag = Annotated[bool, typer.Option("--json", help="Make the last line one JSON object.")]
LanguageFlag = Annotated[str | None, typer.Option("--language", help="ru or en; the system's by default.")]


def language(chosen: str | None) -> Literal["ru", "en"]:
    """``"ru"`` or ``"en"``: what was chosen, else what the system speaks."""
    spoken = chosen or os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "ru" if spoken.lower().startswith("ru") else "en"


def last_line(values: Mapping[str, Any]) -> None:
    """Print one JSON object on a line of its own."""
    typer.echo(json.dumps(values, ensure_ascii=False))


def fail(sentence: str, code: int = 1) -> NoReturn:
    """Say what is wrong and what to do, and stop."""
    typer.echo(sentence, err=True)
    raise typer.Exit(code)
