"""How the command line speaks: the person's language, one clear sentence for an error, one JSON line for a machine."""

import json
import os
from collections.abc import Mapping
from typing import Annotated, Any, Literal, NoReturn

import typer

JsonFlag = Annotated[bool, typer.Option("--json", help="Make the last line one JSON object.")]
LanguageFlag = Annotated[Literal["ru", "en"] | None, typer.Option("--language", help="Of messages; the system's when not given.")]


def language(chosen: Literal["ru", "en"] | None) -> Literal["ru", "en"]:
    """What was chosen, else Russian when the system speaks Russian, else English."""
    spoken = next(filter(None, (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return chosen or ("ru" if spoken.lower().startswith("ru") else "en")


def last_line(values: Mapping[str, Any]) -> None:
    """Print one JSON object on a line of its own."""
    typer.echo(json.dumps(values, ensure_ascii=False))


def fail(sentence: str, code: int = 1) -> NoReturn:
    """Say what is wrong and what to do, and stop."""
    typer.echo(sentence, err=True)
    raise typer.Exit(code)
