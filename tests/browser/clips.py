"""Clips for the browser tests: the demo exercise really processed, and pictures for the fake camera."""

import os
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from tests.synthetic.bodies import CACHE
from tests.synthetic.clips import key_of
from tests.synthetic.scene import Scene, glimpses

CAMERA_FPS = 30
CAMERA_LONGEST = 640
"""Pixels: what the page asks a camera for; more only costs time."""


def write_mjpeg(path: Path, pictures: list[VideoFrame]) -> Path:
    """Pictures as a camera's stream at `CAMERA_FPS`."""
    shrink = min(1.0, CAMERA_LONGEST / max(pictures[0].width, pictures[0].height))
    size = tuple(round(shrink * side / 2) * 2 for side in (pictures[0].width, pictures[0].height))
    with av.open(str(path), "w", format="mjpeg") as out:
        stream = out.add_stream("mjpeg", rate=CAMERA_FPS, options={"qmin": "3", "qmax": "3"})
        stream.width, stream.height, stream.pix_fmt = *size, "yuvj420p"
        for number, picture in enumerate(pictures):
            frame = picture.reformat(*size, "yuvj420p")
            frame.pts, frame.time_base = number, Fraction(1, CAMERA_FPS)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return path


def camera_from_clip(source: Path, path: Path) -> Path:
    """A clip as the camera's stream, in its own time: frames are repeated, never invented."""
    with av.open(str(source)) as clip:
        stream = clip.streams.video[0]
        shown = [(float(frame.pts * stream.time_base), frame) for frame in clip.decode(stream)]
    times = np.array([time for time, _ in shown])
    ticks = np.arange(0, times[-1], 1 / CAMERA_FPS)
    return write_mjpeg(path, [shown[max(0, int(at) - 1)][1] for at in np.searchsorted(times, ticks, side="right")])


def camera_from_picture(picture: NDArray[np.uint8], path: Path, seconds: float = 2.0) -> Path:
    """One picture (H, W, 3) as a camera that never moves."""
    frame = VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24")
    return write_mjpeg(path, [frame] * int(seconds * CAMERA_FPS))


def camera_from_scene(scene: Scene) -> Path:
    """A rendered person as the camera's stream, rendered quickly and only once; it shows the scene again and again."""
    path = CACHE / f"camera-{key_of(scene)}.mjpeg"
    if not path.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        pictures = [VideoFrame.from_ndarray(picture, format="rgb24") for picture in glimpses(scene)]
        half = path.with_name(f"half-{os.getpid()}-{path.name}")
        write_mjpeg(half, [picture for picture in pictures for _ in range(round(CAMERA_FPS / scene.fps))]).replace(path)
    return path
