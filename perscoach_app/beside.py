"""Work beside the queue: threads of the worker that take the next piece by themselves, whatever jobs wait."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

ERROR_PAUSE_S = 5.0  # after the database or the storage failed

log = logging.getLogger("perscoach.beside")


@contextmanager
def beside_the_queue(name: str, next_piece: Callable[[], object | None], poll_s: float, at_once: int = 1) -> Iterator[None]:
    """Does pieces of work for the time of the block.

    Args:
        name: of the threads.
        next_piece: does the piece that has waited longest; None when none waits.
        poll_s: pause before it is asked again.
        at_once: threads.
    """
    ended = threading.Event()

    def until_ended() -> None:
        while not ended.wait(poll_s):
            try:
                while not ended.is_set() and next_piece() is not None:
                    pass
            except Exception:  # one piece, a database or a storage in trouble must not end the others
                log.exception("trouble with %s; going on in %s s", name, ERROR_PAUSE_S)
                ended.wait(ERROR_PAUSE_S)

    for _ in range(at_once):
        threading.Thread(target=until_ended, name=name, daemon=True).start()
    try:
        yield
    finally:
        ended.set()  # not waited for: a piece cut short is done again by the next worker
