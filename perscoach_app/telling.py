"""Long work beside the queue says now and then that it lives, and hears whether it is still wanted."""

from collections.abc import Callable
from time import monotonic

from sqlmodel import Session

from perscoach_app.tables.database import open_session

TELL_S = 2.0  # a page that watches shows progress this fresh


class NotWanted(Exception):
    """What it was made for was deleted, or somebody else took it over."""


def now_and_then(alive: Callable[[Session, float], bool]) -> Callable[[float], None]:
    """Something to call as often as one likes with how much is done, 0..1; it asks `alive` every few seconds.

    The result raises `NotWanted` when the answer is no.
    """
    told_at = monotonic()

    def tell(done: float) -> None:
        nonlocal told_at
        if monotonic() - told_at < TELL_S:
            return
        told_at = monotonic()
        with open_session() as db:
            if not alive(db, done):
                raise NotWanted

    return tell
