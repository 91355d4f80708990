"""Events of pages run in threads: who waits for the database, or works out what a mark teaches, keeps nobody else's event waiting.

Reflex 0.10.1 calls plain event handlers on its one event loop. A page's state is locked for the whole of its event, so a thread has it for
itself.
"""

import asyncio
import inspect
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import cache, wraps
from typing import Any

from reflex_base.event import EventHandler
from reflex_base.event.processor import base_state_processor

Process = Callable[..., Awaitable[None]]
OURS = "perscoach_app."  # Reflex's own handlers speak to the loop

_process: Process = base_state_processor.process_event


def serve() -> None:
    """From now on in this process."""
    base_state_processor.process_event = process


async def process(handler: EventHandler, **event: Any) -> None:
    """What Reflex does with an event, its plain handler in a thread."""
    await _process(handler=threaded(handler), **event)


@cache
def threaded(handler: EventHandler) -> EventHandler:
    """A handler that lets others go on meanwhile; one that does so already, or is Reflex's, as it is."""
    plain = handler.fn
    awaited = inspect.iscoroutinefunction(plain) or inspect.isasyncgenfunction(plain) or inspect.isgeneratorfunction(plain)
    if awaited or not plain.__module__.startswith(OURS):
        return handler

    @wraps(plain)
    async def elsewhere(state: Any, **payload: Any) -> Any:
        return await asyncio.to_thread(plain, state, **payload)

    return replace(handler, fn=elsewhere)
