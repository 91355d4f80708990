"""The crop against the truth of rendered people: how much of a person it cuts off, its shape, and how much of the picture it saves."""

from typing import Any

import numpy as np

from gpu_jobs.crop import autocrop
from gpu_jobs.frames import chunked
from gpu_jobs.look import look
from gpu_jobs.looking import LOOK_LONGEST
from gpu_jobs.video.decode import Reader
from gpu_jobs.video.probe import probe
from tests.synthetic.matte_scenes import MATTE_SCENES, rendered

SOLID = 0.5  # alpha from which a pixel is the person


def measure() -> dict[str, Any]:
    """Per scene: pixels of the person outside the crop over the whole clip, its width to its height, its share of the picture."""
    scenes = {name: _scene(name) for name in MATTE_SCENES}
    return {
        "scenes": scenes,
        "pixels_cut": sum(scene["pixels_cut"] for scene in scenes.values()),
        "area_median": round(float(np.median([scene["area"] for scene in scenes.values()])), 3),
    }


def _scene(name: str) -> dict[str, float]:
    path, truth = rendered(name)
    clip = probe(path)
    chunk = next(chunked(Reader(clip, LOOK_LONGEST), [clip.frames]))
    boxes = [box for box in look(chunk, "mediapipe").boxes if box is not None]
    left, top, right, bottom = (int(side) for side in autocrop(boxes, clip.width, clip.height))
    person = truth.alpha >= (SOLID * 255 if truth.alpha.dtype == np.uint8 else SOLID)
    inside = person[:, top:bottom, left:right].sum()
    return {
        "pixels_cut": int(person.sum() - inside),
        "aspect": round((right - left) / (bottom - top), 3),
        "area": round((right - left) * (bottom - top) / (clip.width * clip.height), 3),
    }
