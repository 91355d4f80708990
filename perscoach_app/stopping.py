"""How a worker is asked to end: a signal raises `Stopped` wherever the work stands."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_told = threading.Event()


class Stopped(BaseException):
    """The process was asked to end. No `Exception`: nothing between here and the worker's loop may swallow it."""


def leave_if_told() -> None:
    """The handler's exception may be swallowed where Python cannot raise (a destructor, a callback from C).

    Raises:
        Stopped: we were told to end.
    """
    if _told.is_set():
        raise Stopped


def wait(seconds: float) -> None:
    """Does nothing for a while."""
    threading.Event().wait(seconds)  # a signal interrupts it, `time.sleep` would go on


@contextmanager
def kept() -> Iterator[None]:
    """Ray and others make errors of their own of what the signal's handler raises in their midst: the job is not to blame for them."""
    try:
        yield
    except Exception as error:
        if _told.is_set():
            raise Stopped from error
        raise


def on_signals() -> None:
    """SIGTERM and SIGINT mean it from now on; others put their own handlers in place, so this is called again after they did."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        if not _told.is_set():  # a second signal must not disturb the tidying
            _told.set()
            raise Stopped

    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, stop)
