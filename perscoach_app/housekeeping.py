"""What is cleared away from time to time, each by itself: one that fails must not keep the others from it."""

import logging
from collections.abc import Callable

from perscoach_app import outputs, work
from perscoach_app.services import film_queue, leftovers, personal_data, removal, retention, sign_up, unfinished
from perscoach_app.tables.database import open_session

EVERY_S = 3600.0
SOON_S = 30.0  # somebody waits for her archive
OFTEN_S = 600.0  # folders of jobs that ended elsewhere hold gigabytes

Chore = Callable[[], object]


def unconfirmed() -> None:
    """Frees the addresses of sites that nobody confirmed."""
    with open_session() as db:
        sign_up.free_unconfirmed(db)


HOURLY: tuple[Chore, ...] = (
    unfinished.sweep,
    removal.sweep,
    film_queue.sweep,
    outputs.sweep,
    unconfirmed,
    retention.sweep,
    leftovers.sweep,
    personal_data.drop_archives,
)
OFTEN: tuple[Chore, ...] = (work.tidy,)
SOON: tuple[Chore, ...] = (personal_data.make_archives, personal_data.erase_due)

log = logging.getLogger("perscoach.worker")


class Housekeeping:
    """Remembers when what was done."""

    def __init__(self, plan: dict[float, tuple[Chore, ...]] | None = None) -> None:
        """
        Args:
            plan: seconds between two times, and what is done then.
        """
        self._plan = {EVERY_S: HOURLY, OFTEN_S: OFTEN, SOON_S: SOON} if plan is None else plan
        self._done = dict.fromkeys(self._plan, float("-inf"))

    def do_what_is_due(self, clock_s: float) -> None:
        """Does everything whose time has come; the first time that is all."""
        for period_s, chores in self._plan.items():
            if clock_s - self._done[period_s] < period_s:
                continue
            self._done[period_s] = clock_s
            for chore in chores:
                try:
                    chore()
                except Exception:
                    log.exception("%s failed; the next time is in %.0f s", chore.__qualname__, period_s)
