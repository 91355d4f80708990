"""A page that keeps itself fresh while somebody looks at it and something on it moves."""

import asyncio
from typing import ClassVar

import reflex as rx
from reflex.utils import prerequisites

from perscoach_app.tables.database import open_session

PERIOD_S = 1.0  # how often a page with running jobs asks the job table


class Watching(rx.State, mixin=True):
    """Stands before `Visitor`. The page's `_fill(db)` begins with `_come_in` and says whether the caller may see it."""

    _period_s: ClassVar[float] = PERIOD_S
    _watch: int = 0
    """Grows with every visit, so that the loop of an earlier visit ends."""

    @rx.event(background=True)
    async def follow(self) -> None:
        """Fills the page every second, or as often as it says, until nothing on it moves any more.

        It ends, too, when a later visit has begun a loop of its own, the page was left, the browser is gone, or the caller may not see it.
        """
        async with self:
            self._watch += 1
            mine, page = self._watch, self.path
        while True:
            await asyncio.sleep(self._period_s)
            async with self:
                if self._watch != mine or self.router.url.path != page or not still_here(self):
                    return
                with open_session(reading=True) as db:
                    if not self._fill(db) or not self._moves():
                        return

    def _moves(self) -> bool:
        """Whether something on the page may still change."""
        return True


def still_here(state: rx.State) -> bool:
    """True while the browser that started a background event keeps its connection."""
    namespace = prerequisites.get_and_validate_app().app.event_namespace
    return namespace is not None and state.router.session.client_token in namespace.token_to_sid
