"""The first look at every upload, beside the queue: a trainer hears within a minute whether to film again, however many jobs wait.

Two threads of the worker. They read the video at arm's length, as the jobs do, and a look takes seconds.
"""

import logging
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import cv2

from gpu_jobs.errors import Notice, VideoRejected
from gpu_jobs.frames import Frame, Pixels
from gpu_jobs.geometry import Box
from gpu_jobs.options import ProcessOptions
from gpu_jobs.quick_check import LONGEST_SIDE, quick_check
from gpu_jobs.video.guard import GuardedGlances, guarded_probe
from perscoach_app import beside
from perscoach_app.services import first_looks, reasons
from perscoach_app.services.first_looks import Wanted
from perscoach_app.storage import get_storage
from perscoach_app.tables import Verdict
from perscoach_app.tables.database import open_session

POLL_S = 0.5  # one indexed query
AT_ONCE = 2  # looks; a trainer brings several clips from one lesson, and a look keeps hardly more than one core busy
PICTURE_SIDE, PICTURE_QUALITY = 640, 78  # px, of 100: sharp on a phone's card, 30 to 60 kB

log = logging.getLogger("perscoach.first_look")


def beside_the_queue() -> AbstractContextManager[None]:
    """Looks at uploads for the time of the block."""
    return beside.beside_the_queue("first looks", look_at_next, POLL_S, AT_ONCE)


def look_at_next() -> Verdict | None:
    """Looks at the upload that has waited longest; None when none waits."""
    with open_session(reading=True) as db:
        candidates = first_looks.waiting(db)
    for exercise_id in candidates:
        with open_session() as db:
            wanted = first_looks.take(db, exercise_id)
        if wanted is not None:
            return _look(wanted)
    return None


def _look(wanted: Wanted) -> Verdict:
    storage = get_storage()
    with tempfile.TemporaryDirectory() as folder:
        source = storage.path_of(wanted.source_key)
        if source is None:
            source = Path(folder) / Path(wanted.source_key).name
            storage.get_file(wanted.source_key, source)
        notices, pixels, box, duration_s = _found(source)
        if pixels is not None:
            file = Path(folder) / "picture"
            file.write_bytes(_packed(pixels))
            storage.put_file(wanted.picture_key, file)
    stored = [reasons.noted(notice, wanted.source_name) for notice in notices]
    with open_session() as db:
        verdict = first_looks.tell(db, wanted, stored, picture=pixels is not None, box=box, duration_s=duration_s)
    log.info("first look at %s: %s %s", wanted.exercise_id, verdict, [notice.code for notice in notices])
    return verdict


def _found(source: Path) -> tuple[tuple[Notice, ...], Pixels | None, Box | None, float | None]:
    """What there is to say, with the frame that shows it: that of the whole person, or the first one where nobody is seen; seconds."""
    passed: list[Pixels] = []
    duration_s = None

    def watched(frames: GuardedGlances) -> Iterator[Frame]:
        for frame in frames:
            if not passed:
                passed.append(frame.pixels)
            yield frame

    try:
        clip = guarded_probe(source)
        duration_s = clip.duration_s
        look = quick_check(clip, ProcessOptions().pose, watched(GuardedGlances(clip, LONGEST_SIDE)))
    except VideoRejected as error:
        return (Notice(error.code, **error.values),), passed[0] if passed else None, None, duration_s
    return look.notices, look.picture, look.box, duration_s


def _packed(pixels: Pixels) -> bytes:
    height, width = pixels.shape[:2]
    scale = min(1.0, PICTURE_SIDE / max(height, width))
    small = cv2.resize(pixels, (round(scale * width), round(scale * height)), interpolation=cv2.INTER_AREA)
    ok, packed = cv2.imencode(".webp", cv2.cvtColor(small, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_WEBP_QUALITY, PICTURE_QUALITY])
    if not ok:
        raise ValueError("the picture could not be encoded as WebP")
    return bytes(packed.tobytes())
