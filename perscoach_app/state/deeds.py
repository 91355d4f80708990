"""What the buttons of a page do: one deed as the caller, and what became of it."""

from collections.abc import Callable
from typing import ClassVar, TypeVar

import reflex as rx
from sqlmodel import Session

from perscoach_app.services import jobs
from perscoach_app.services.errors import ServiceError
from perscoach_app.services.scope import Scope
from perscoach_app.tables.database import open_session

T = TypeVar("T")


class Deeds(rx.State, mixin=True):
    """Stands before `Visitor`. The page's state has `_fill(db)`, which begins with `_come_in` and reads the page anew."""

    problem: str = ""
    """Why the last deed was refused, and what to do."""
    _trainers_page: ClassVar[bool] = True
    """Whether the page is *not found* for clients."""

    def _do(self, deed: Callable[[Session, Scope], T], *, reading: bool = False, fill: bool = True) -> T | None:
        """Does something as the caller, and shows what became of it.

        What shall follow only when it was done, a word or another page, belongs into the deed.

        Args:
            reading: the deed writes nothing.
            fill: reads the page anew afterwards, done or refused; not needed by a deed that leads away.

        Returns:
            What the deed returned; None when it was refused (`problem` says why) or is not for the caller (`place` says so).
        """
        done = None
        with open_session(reading=reading) as db:
            scope = self._come_in(db, trainer_only=self._trainers_page)
            if scope is None:
                return None
            self.problem = ""
            try:
                done = deed(db, scope)
            except ServiceError as refusal:
                db.rollback()
                self.problem = refusal.sentence(self.language)
            if fill:
                self._fill(db)
        return done

    def _look_again(self) -> bool:
        """Reads the page anew; False when the caller may not see it (any more)."""
        with open_session(reading=True) as db:
            return self._fill(db)


class JobDeeds(Deeds, mixin=True):
    """Stands before `Visitor`: what a page with jobs on it does to them."""

    @rx.event
    def retry(self, exercise_id: str) -> None:
        """Puts a failed or cancelled clip in the queue again."""
        self._do(lambda db, scope: jobs.retry(db, scope, exercise_id))

    @rx.event
    def cancel(self, job_id: int) -> None:
        """Stops a job that waits or runs."""
        self._do(lambda db, scope: jobs.cancel(db, scope, job_id))
