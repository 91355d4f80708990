"""Finished sets are looked at once more from their landmarks, beside the queue: the client rests, the trainer reads it minutes later."""

from contextlib import AbstractContextManager

from perscoach_app import beside
from perscoach_app.services import look_queue
from perscoach_app.tables.database import open_session

POLL_S = 0.5  # one indexed query; the report says that it is being looked at, and shows what was found at its next look


def beside_the_queue() -> AbstractContextManager[None]:
    """Looks for the time of the block."""
    return beside.beside_the_queue("looks", look_next, POLL_S)


def look_next() -> str | None:
    """Looks at the set that has waited longest: what became of it, None when none waits."""
    with open_session() as db:
        taken = look_queue.take(db)
    if taken is None:
        return None
    with open_session(reading=True) as db:  # seconds of arithmetic: nobody's writing waits for it
        summary = look_queue.looked(db, taken)
    with open_session() as db:
        settled = look_queue.settle(db, taken, summary)
    return "looked" if settled else "unwanted"
