"""A folder that one process works in at a time."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def alone_in(folder: Path) -> Iterator[bool]:
    """Whether the folder is ours alone for the time of the block; one that is gone is not.

    The system lets go of a dead process's.
    """
    try:
        descriptor = os.open(folder, os.O_RDONLY)  # a folder can be locked itself: no file has to lie in it
    except FileNotFoundError:
        yield False
        return
    try:
        yield taken(descriptor) and os.fstat(descriptor).st_nlink > 0  # else whoever had it before has cleared it away meanwhile
    finally:
        os.close(descriptor)


def taken(descriptor: int) -> bool:
    """Takes the lock of an open file or folder until that is closed; False while another has it, in this process or any other."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
