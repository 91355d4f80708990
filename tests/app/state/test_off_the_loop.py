"""A page's event that takes long keeps no other waiting."""

import asyncio
import threading

import reflex as rx
from reflex_base.event import EventHandler

from perscoach_app.state import off_the_loop
from perscoach_app.state.jobs import JobsState
from perscoach_app.state.today import TodayState


def test_while_an_event_waits_the_loop_goes_on() -> None:
    """What Reflex does itself would end at the time limit: nobody could open the gate."""
    gate, threads = threading.Event(), list[threading.Thread]()

    def wait(_state: object, word: str) -> str:
        threads.append(threading.current_thread())
        return word if gate.wait(5.0) else "the loop stood still"

    wait.__module__ = "perscoach_app.state.test"
    handler = off_the_loop.threaded(EventHandler(fn=wait))

    async def both() -> str:
        waiting = asyncio.create_task(handler.fn(None, word="done"))
        await asyncio.sleep(0.01)
        gate.set()
        return str(await waiting)

    assert asyncio.run(both()) == "done"
    assert threads != [threading.main_thread()]


def test_only_plain_events_of_ours_are_moved() -> None:
    load = TodayState.event_handlers["load"]
    assert off_the_loop.threaded(load)._is_coroutine_function
    assert off_the_loop.threaded(load)._type_hints == load._type_hints
    for stays in (JobsState.event_handlers["follow"], rx.State.event_handlers["hydrate"]):
        assert off_the_loop.threaded(stays) is stays
