"""What the commands about videos share: errors as a sentence, a bar while the work goes on, a quiet terminal."""

import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

from gpu_jobs.clock import Progress as Step
from gpu_jobs.errors import JobError
from gpu_jobs.words import Language

Video = Annotated[Path, typer.Argument(metavar="VIDEO", help="The trainer's clip.")]

STAGES: dict[Language, dict[str, str]] = {
    "ru": {
        "start": "Запускаю",
        "check": "Первый взгляд",
        "look": "Смотрю движение",
        "light": "Ставлю свет",
        "render": "Вырезаю фон",
        "join": "Склеиваю",
        "done": "Готово",
    },
    "en": {
        "start": "Starting",
        "check": "First look",
        "look": "Watching the movement",
        "light": "Setting the light",
        "render": "Cutting out",
        "join": "Joining",
        "done": "Done",
    },
}

ENDED = 128 + signal.SIGTERM  # as a shell says it
_told = threading.Event()


@contextmanager
def failing_clearly(words: Language) -> Iterator[None]:
    """End with one sentence on stderr and a code other than 0; a termination signal unwinds like Ctrl-C, so that nothing stays behind."""
    logging.getLogger("libav").setLevel(logging.CRITICAL)
    _told.clear()
    previous = signal.signal(signal.SIGTERM, _terminated)
    try:
        yield
    except JobError as error:
        typer.echo(error.sentence(words), err=True)
        raise typer.Exit(1) from error
    except KeyboardInterrupt as error:
        raise typer.Exit(130) from error
    finally:
        signal.signal(signal.SIGTERM, previous)


@contextmanager
def progress_shown(words: Language, *, hidden: bool) -> Iterator[Callable[[Step], None]]:
    """A bar on stderr while the work goes on."""
    stages = STAGES[words]
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TextColumn("{task.fields[left]}"))
    with Progress(*columns, console=console, disable=hidden or not sys.stderr.isatty(), transient=True) as bar:
        task = bar.add_task(stages["start"], total=1.0, left="")

        def show(step: Step) -> None:
            if _told.is_set():
                raise SystemExit(ENDED)  # the handler's own is lost where Python cannot raise: in a destructor, a callback from C
            bar.update(task, description=stages.get(step.stage, step.stage), completed=step.done, left=_left(step.eta_s, words))

        yield show


def _left(eta_s: float | None, words: Language) -> str:
    """How long it will still take; the estimate is the pipeline's own."""
    if eta_s is None:
        return ""
    minutes, seconds = divmod(round(eta_s), 60)
    return f"{'ещё' if words == 'ru' else 'left'} {minutes}:{seconds:02}"


@contextmanager
def native_notes_hidden() -> Iterator[None]:
    """Keep MediaPipe's native code, which no setting silences, from writing into the terminal; Python's own stderr goes on."""
    terminal = sys.stderr
    try:
        number = terminal.fileno()
    except (OSError, ValueError):
        yield  # Not a real stream, as under a test runner: nothing native reaches it.
        return
    terminal.flush()
    kept = os.dup(number)
    with os.fdopen(kept, "w", encoding=terminal.encoding, buffering=1) as mine, Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), number)
        sys.stderr = mine
        try:
            yield
        finally:
            mine.flush()
            os.dup2(kept, number)
            sys.stderr = terminal


def _terminated(_number: int, _frame: FrameType | None) -> None:
    _told.set()
    raise SystemExit(ENDED)
