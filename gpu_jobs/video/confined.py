"""What runs confined: one clip is probed, decoded or listened to, in a process of its own that may do nothing else.

`gpu_jobs.video.guard` starts it, sends one request and reads messages. Everything is imported before the first byte of the clip is
read, since nothing can be opened afterwards.
"""

import json
import mmap
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

import av.subtitles.stream  # noqa: F401  PyAV imports it on opening a file, when nothing can be imported any more
import cv2
import numpy as np

from gpu_jobs.errors import VideoRejected
from gpu_jobs.video.decode import Reader
from gpu_jobs.video.glance import Glances
from gpu_jobs.video.limits import confine
from gpu_jobs.video.messages import ANSWER, FRAME, FRAMED, READY, SOUND, clip_of, clip_values, packed, request_from
from gpu_jobs.video.probe import probed
from gpu_jobs.video.sound import sound_of

UNNAMED = Path()  # the guard knows what the file is called
CREDITS_READ = 64  # bytes at once; more slots than a ring has

Say = Callable[[bytes], None]
Work = Callable[[threading.Semaphore, Say], dict[str, Any]]  # what remains once nothing can be opened any more


def main() -> None:
    """Do what the request on standard input asks, and end."""
    say = _own_output()
    say(packed(READY))
    with os.fdopen(0, "rb", buffering=0, closefd=False) as guard:
        request = request_from(guard)
    work = TASKS[request["task"]](request, os.fdopen(request["file"], "rb"))
    free = threading.Semaphore(request.get("slots", 0))
    threading.Thread(target=_listen, args=(free,), daemon=True).start()
    confine(request["cpu_s"], request["memory_bytes"])
    say(packed(ANSWER, json.dumps(_answer(work, free, say)).encode()))
    os._exit(0)  # Nothing is left to do, and nothing to be opened for it.


def _answer(work: Work, free: threading.Semaphore, say: Say) -> dict[str, Any]:
    try:
        return work(free, say)
    except VideoRejected as rejected:
        return {"rejected": rejected.code, "values": rejected.values}
    except (MemoryError, BlockingIOError):  # The latter where there is no room for the stack of another thread.
        return {"rejected": "unsafe_memory", "values": {}}
    except Exception as error:  # Whatever a stranger's bytes led to: the guard has a sentence for it.
        return {"rejected": "unsafe_crash", "values": {"reason": repr(error)[:1000]}}


def _probe(_: dict[str, Any], file: BinaryIO) -> Work:
    return lambda _free, _say: {"clip": clip_values(probed(file, UNNAMED))}


def _frames(request: dict[str, Any], file: BinaryIO) -> Work:
    kind = Glances if request["glances"] else Reader
    reader = kind(clip_of(request["clip"], UNNAMED), request["longest_side"], skip=request["skip"], source=file)
    reader.prepare()
    width, height = reader.size
    ring = np.frombuffer(mmap.mmap(request["ring"], 0), np.uint8)
    slots = ring[: request["slots"] * height * width * 3].reshape(request["slots"], height, width, 3)

    def hand_over(free: threading.Semaphore, say: Say) -> dict[str, Any]:
        for number, frame in enumerate(reader):
            free.acquire()
            np.copyto(slots[number % len(slots)], frame.pixels)
            say(packed(FRAMED, FRAME.pack(frame.time_ms, number, reader.damaged)))
        return {"damaged": reader.damaged}

    return hand_over


def _sound(request: dict[str, Any], file: BinaryIO) -> Work:
    clip = clip_of(request["clip"], UNNAMED)

    def listen(_: threading.Semaphore, say: Say) -> dict[str, Any]:
        sound, notices = sound_of(clip, file)
        if sound is not None:
            say(packed(SOUND, sound))
        return {"notices": [notice.code for notice in notices]}

    return listen


TASKS = {"probe": _probe, "frames": _frames, "sound": _sound}


def _listen(free: threading.Semaphore) -> None:
    """Take the guard's credits; its silence for ever is its death, and ours."""
    while came := os.read(0, CREDITS_READ):
        free.release(len(came))
    os._exit(1)


def _own_output() -> Say:
    """A way to the guard that no library writes to: what they print goes nowhere."""
    own, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)

    def say(message: bytes) -> None:
        left = memoryview(message)
        while left:
            left = left[os.write(own, left) :]

    return say


if __name__ == "__main__":
    cv2.setNumThreads(1)
    sys.setswitchinterval(0.001)
    main()
