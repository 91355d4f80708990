"""Reminders and word of new messages, beside the queue: a clip of half an hour must not keep the letter of six o'clock waiting."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from perscoach_app.services import message_notices, reminders

PERIOD_S = 60.0  # reminders are set to the minute

log = logging.getLogger("perscoach.reminders")


@contextmanager
def beside_the_queue() -> Iterator[None]:
    """Sends what is due for the time of the block, in a thread of the worker's."""
    ended = threading.Event()
    threading.Thread(target=_send_until, args=(ended,), name="reminders", daemon=True).start()
    try:
        yield
    finally:
        ended.set()  # not waited for: what was claimed and not sent is not sent twice


def _send_until(ended: threading.Event) -> None:
    while not ended.wait(PERIOD_S):
        for send_due in (reminders.send_due, message_notices.send_due):
            try:
                send_due()
            except Exception:  # a database that is away must not end it
                log.exception("trouble with reminders; going on in %s s", PERIOD_S)
