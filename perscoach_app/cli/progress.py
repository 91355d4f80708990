"""The demo's jobs on the terminal: bars where there is one, plain lines where there is not."""

from collections.abc import Sequence
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from perscoach_app.tables import ExercisePublic

STEP = 0.25  # a log gets a line a job every quarter


class JobProgress:
    """Shows exercises on their way to ready."""

    def __init__(self, console: Console) -> None:
        self._console = console
        columns = (TextColumn("{task.description:>14}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %  {task.fields[stage]}"))
        self._bars = Progress(*columns, TimeRemainingColumn(), console=console, transient=True)
        self._tasks: dict[str, TaskID] = {}
        self._told: dict[str, tuple[str, int]] = {}

    def __enter__(self) -> Self:
        if self._console.is_terminal:
            self._bars.start()
        return self

    def __exit__(self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None) -> None:
        self._bars.stop()

    def show(self, exercises: Sequence[ExercisePublic]) -> None:
        """Brings what is shown up to date."""
        for exercise in exercises:
            done = 1.0 if exercise.state == "ready" else (exercise.job.progress if exercise.job else 0.0)
            stage = exercise.state if exercise.job is None or not exercise.job.active else (exercise.job.stage or exercise.job.status)
            if self._console.is_terminal:
                if exercise.slug not in self._tasks:
                    self._tasks[exercise.slug] = self._bars.add_task(exercise.slug, total=1.0, stage=stage)
                self._bars.update(self._tasks[exercise.slug], completed=done, stage=stage)
            else:
                self._say(exercise.slug, exercise.state, done)

    def _say(self, slug: str, state: str, done: float) -> None:
        told = (state, int(done / STEP))
        if self._told.get(slug) != told:
            self._told[slug] = told
            self._console.print(f"{slug}: {state} {done:.0%}", highlight=False)
