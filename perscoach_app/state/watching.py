"""A page that keeps itself fresh while somebody looks at it and something on it moves."""

import asyncio

import reflex as rx
from reflex.utils import prerequisites

from perscoach_app.tables.database import open_session

PERIOD_S = 1.0  # how often a page with running jobs asks the job table


def still_here(state: rx.State) -> bool:
    """True while the browser that started a background event keeps its connection."""
    namespace = prerequisites.get_and_validate_app().app.event_namespace
    return namespace is not None and state.router.session.client_token in namespace.token_to_sid


async def follow(state: rx.State) -> None:
    """The loop of a state's background event `follow`: fills the page every second until nothing on it moves any more.

    It ends, too, when a later visit has begun a loop of its own, the page was left, the browser is gone, or the caller may not see it.

    Args:
        state: has `_watch: int = 0`, `_fill(db)`, which begins with `_come_in` and says whether the caller may see the page, and
            `_moves()`, whether something may still change.
    """
    async with state:
        state._watch += 1
        mine, page = state._watch, state.path
    while True:
        await asyncio.sleep(PERIOD_S)
        async with state:
            if state._watch != mine or state.router.url.path != page or not still_here(state):
                return
            with open_session(reading=True) as db:
                if not state._fill(db) or not state._moves():
                    return
