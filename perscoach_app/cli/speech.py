"""How the command line speaks: the person's language, one clear sentence for an error, one JSON line for a machine."""

import json
import os
from collections.abc import Mapping
from typing import Annotated, Any, Literal, NoReturn

import typer
from rich.console import Console

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
    alarm(sentence)
    raise typer.Exit(code)


def alarm(sentence: str) -> None:
    """Say what is wrong, in red on a terminal. The words may come from a log: brackets in them mean nothing."""
    Console(stderr=True).print(sentence, style="red", markup=False, highlight=False, soft_wrap=True)


def step(said: str, speaks: Literal["ru", "en"]) -> str:
    """What the set-up says it is doing, in the person's language."""
    return _STEPS.get(said, said) if speaks == "ru" else said


_STEPS = {
    "models: assembling from the registry's packages": "модели: собираются из пакетов реестра",
    "browser packages: fetching": "пакеты для браузера: скачиваются",
    "browser packages: copying": "пакеты для браузера: копируются",
    "browser Python: building": "Python для браузера: собирается",
    "browser packages: ready": "пакеты для браузера: готовы",
    "database: migrating": "база данных: обновляется",
}
