"""`perscoach process` and `perscoach pose`: videos in, transparent clips and poses out."""

import logging
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from types import FrameType
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from gpu_jobs.clock import Progress as Step
from gpu_jobs.errors import JobError
from gpu_jobs.words import Language
from perscoach_app.cli.speech import JsonFlag, LanguageFlag, language, last_line

Video = Annotated[Path, typer.Argument(metavar="VIDEO", help="The trainer's clip.")]

STAGES: dict[Language, dict[str, str]] = {
    "ru": {"start": "Запускаю", "look": "Смотрю движение", "render": "Вырезаю фон", "done": "Готово"},
    "en": {"start": "Starting", "look": "Watching the movement", "render": "Cutting out", "done": "Done"},
}


def process(
    video: Video,
    out: Annotated[Path, typer.Option("-o", "--out", metavar="DIR", help="Where the results go.")],
    crop: Annotated[Literal["auto", "none"], typer.Option(help="Cut the picture to the person, or keep it whole.")] = "auto",
    quality: Annotated[Literal["preview", "publish"], typer.Option(help="Quick, or smaller and finer.")] = "preview",
    as_json: JsonFlag = False,
    chosen: LanguageFlag = None,
) -> None:
    """Cut the person out of VIDEO, grade the colour, read the 3D pose."""
    words = language(chosen)
    with failing_clearly(words):
        from gpu_jobs.cluster import process_video
        from gpu_jobs.pipeline import ProcessOptions

        with progress_shown(words, hidden=as_json) as tell:
            result = process_video(video, out, ProcessOptions(crop=crop, quality=quality), tell)
    warnings = [notice.sentence(words) for notice in result.warnings]
    if as_json:
        stages = {stage: round(seconds, 3) for stage, seconds in result.stages.items()}
        files = {name: str(path) for name, path in result.files.items()}
        answer = {"files": files, "frames": result.frames, "stages": stages, "wall_s": round(result.wall_s, 3), "warnings": warnings}
        last_line(answer)
        return
    for warning in warnings:
        typer.echo(warning, err=True)
    for path in result.files.values():
        typer.echo(path)


def pose(
    video: Video,
    out: Annotated[Path, typer.Option("-o", "--out", metavar="FILE", help="The pose file to write.")],
    as_json: JsonFlag = False,
    chosen: LanguageFlag = None,
) -> None:
    """Read the 3D pose out of VIDEO, nothing else."""
    words = language(chosen)
    start = perf_counter()
    with failing_clearly(words):
        from gpu_jobs.extract import extract, write_poses

        with native_notes_hidden(), progress_shown(words, hidden=as_json) as tell:
            found = extract(video, tell)
        write_poses(out, found.poses)
    warnings = [notice.sentence(words) for notice in found.notices]
    if as_json:
        stages = {stage: round(seconds, 3) for stage, seconds in found.stages.items()}
        wall_s = round(perf_counter() - start, 3)
        answer = {"files": {out.name: str(out)}, "frames": len(found.poses.track), "stages": stages, "wall_s": wall_s}
        last_line({**answer, "warnings": warnings})
        return
    for warning in warnings:
        typer.echo(warning, err=True)
    typer.echo(out)


@contextmanager
def failing_clearly(words: Language) -> Iterator[None]:
    """End with one sentence on stderr and a code other than 0; a termination signal unwinds like Ctrl-C, so that nothing stays behind."""
    logging.getLogger("libav").setLevel(logging.CRITICAL)
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
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=hidden or not sys.stderr.isatty(), transient=True) as bar:
        task = bar.add_task(stages["start"], total=1.0)
        yield lambda step: bar.update(task, description=stages.get(step.stage, step.stage), completed=step.done)


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


def _terminated(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)
