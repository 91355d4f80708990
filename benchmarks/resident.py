"""The way on the device against that of numpy and OpenCV: cut out, graded and made planes, the encoders left out."""

from collections import deque

import cv2
import numpy as np

from benchmarks.matte import WHOLE, watched
from benchmarks.models import Figures, alternating, memory_mb
from gpu_jobs.colour.cube import Cube, grid
from gpu_jobs.device import chosen
from gpu_jobs.frames import Chunk
from gpu_jobs.look import Seconds
from gpu_jobs.render import STAGES, Plan, cut_outs
from gpu_jobs.video.encode import planes_of
from tests.synthetic.clips import rendered_squat

FRAMES = 16  # what a GPU takes at once
GAMMA = 0.9  # of a grade that changes every colour a little
NO_POSTER = -1


def resident_flow() -> Figures:
    """Both in one run, alternating, with the embedded matte, 360 x 640."""
    from gpu_jobs.resident.flow import pictures

    cv2.setNumThreads(1)  # as in a worker
    clip = watched(rendered_squat()[0])
    chunk = Chunk(tuple(range(FRAMES)), np.stack(clip.frames[:FRAMES]))
    masks = clip.masks[:FRAMES]
    points = np.stack([np.full((33, 2), np.nan) if each is None else each for each in clip.points[:FRAMES]]).astype(np.float32)
    plan = Plan(WHOLE, Cube((grid() ** GAMMA).astype(np.float32)), clip.plate, "preview", False, NO_POSTER)
    seconds: Seconds = dict.fromkeys(STAGES, 0.0)
    before = memory_mb()

    def there() -> None:
        deque(pictures(chunk, masks, points, plan, seconds, chosen()), maxlen=0)

    def here() -> None:
        for cut, time_ms in zip(cut_outs(chunk, masks, points, plan, seconds), chunk.times_ms, strict=True):
            planes_of(cut.graded, time_ms)

    on_device, by_processors = alternating(there, here)
    return Figures(
        str(chosen()),
        ms_per_frame=on_device / FRAMES,
        memory_mb=memory_mb() - before,
        note=f"numpy and OpenCV in the same run: {by_processors / FRAMES:.1f} ms a frame; both without the encoders",
    )
