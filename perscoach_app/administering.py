"""Administrators' business beside the queue: the worker publishes what they may know and carries out what they order."""

import os
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from perscoach_app import beside
from perscoach_app.services import admin_carrying_out, admin_figures, problems

ORDERS_POLL_S = 1.0  # an order is done within seconds; one indexed query
PUBLISH_POLL_S = 2.0


def worker_name() -> str:
    """As leases have it: host and process."""
    return f"{socket.gethostname()}:{os.getpid()}"


@contextmanager
def beside_the_queue() -> Iterator[None]:
    """Both, for the time of the block, each in a thread of the worker's; exceptions are counted meanwhile."""
    name = worker_name()
    admin_figures.forget_workers(name, *_ended_here())
    with ExitStack() as stack:
        stack.callback(admin_figures.forget_workers, name)  # who was told to end is not missed
        stack.enter_context(problems.counted("worker"))
        stack.enter_context(beside.beside_the_queue("orders", admin_carrying_out.next_order, ORDERS_POLL_S))
        stack.enter_context(beside.beside_the_queue("publishing", _publish, PUBLISH_POLL_S))
        yield


def _ended_here() -> list[str]:
    """Workers of this machine that are no more: this one takes their place, and nobody need look for them."""
    host = socket.gethostname()
    known = (name.rpartition(":") for name in admin_figures.worker_names())
    return [f"{place}:{number}" for place, _, number in known if place == host and not Path(f"/proc/{number}").exists()]


def _publish() -> None:
    admin_figures.show_alive(worker_name())
    admin_figures.publish()
