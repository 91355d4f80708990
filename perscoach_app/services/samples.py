"""Samples of a session as the page sends them: checked before they are kept, summarised when all are here."""

import math
from base64 import b64decode
from typing import Any

from perscoach_app.services.errors import ResultRejected
from perscoach_motion.session.heat import counted, heat
from perscoach_motion.session.samples import SamplesRejected, read_sample, summarise

MAX_SAMPLES = 1200  # a chunk holds seconds, at most ten samples a second; two minutes' worth is a page gone wrong
MAX_DURATION_S = 4 * 3600.0  # nobody trains one clip for longer
MAX_SESSION_SAMPLES = round(10 * MAX_DURATION_S)
MAX_LANDMARK_CHARACTERS = 400_000  # five seconds at 30 frames of 33 landmarks are a tenth of it
_GZIP = b"\x1f\x8b"


def check(raw: list[Any]) -> list[Any]:
    """The samples of a chunk, as they came.

    Raises:
        ResultRejected: too many, or not of the form the page sends.
    """
    if len(raw) > MAX_SAMPLES:
        raise ResultRejected(why=f"at most {MAX_SAMPLES} samples")
    try:
        for row in raw:
            check_duration(read_sample(row).t)
    except SamplesRejected as error:
        raise ResultRejected(why=str(error)) from None
    return raw


def read_landmarks(written: str) -> bytes:
    """The landmarks of a chunk, gzipped, from the base64 they travel in.

    Raises:
        ResultRejected: too many, or nothing of the kind.
    """
    if len(written) > MAX_LANDMARK_CHARACTERS:
        raise ResultRejected(why=f"at most {MAX_LANDMARK_CHARACTERS} characters of landmarks")
    try:
        packed = b64decode(written, validate=True)
    except ValueError:
        raise ResultRejected(why="landmarks are base64") from None
    if not packed.startswith(_GZIP):
        raise ResultRejected(why="landmarks are gzipped")
    return packed


def may_be_full(chunks: int) -> bool:
    """Whether that many chunks could hold a session's most samples: until then nobody has to count what is inside them."""
    return (chunks + 1) * MAX_SAMPLES > MAX_SESSION_SAMPLES


def check_room(chunks: int, stored: int, more: int) -> None:
    """Refuses what would make a session longer than one can be; a chunk counts even when it is empty.

    Raises:
        ResultRejected: it would.
    """
    if max(chunks, stored) + max(1, more) > MAX_SESSION_SAMPLES:
        raise ResultRejected(why=f"a session has at most {MAX_SESSION_SAMPLES} samples")


def check_duration(seconds: float) -> float:
    """A session's length, or a moment in it, in seconds."""
    if not math.isfinite(seconds) or not 0.0 <= seconds <= MAX_DURATION_S:
        raise ResultRejected(why=f"a time must be 0..{MAX_DURATION_S:.0f} s")
    return seconds


def summary(rows: list[Any], duration_s: float) -> dict[str, Any]:
    """What the report shows, by the same code that scores live: with the repetitions as they were counted, and limb × time."""
    found = [read_sample(row) for row in rows]
    looks = ((sample.t, sample.limbs) for sample in found)
    return summarise(found, duration_s) | {"repetitions": counted(found, duration_s), "heat": heat(looks, duration_s)}
