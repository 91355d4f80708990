"""The matte against the truth of rendered people, step by step from the pose network's raw mask."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from gpu_jobs.frames import Alpha, Pixels
from gpu_jobs.geometry import Box
from gpu_jobs.mask import Mask
from gpu_jobs.matting.cutter import Points, cut
from gpu_jobs.matting.edge import drawn
from gpu_jobs.matting.empty_room import plate_of
from gpu_jobs.matting.foreground import foreground
from gpu_jobs.matting.plate import Plate
from gpu_jobs.matting.prior import prior_of
from gpu_jobs.pose.blazepose import BlazePose
from gpu_jobs.video.decode import Reader
from gpu_jobs.video.probe import probe
from tests.synthetic.matte_scenes import MATTE_SCENES, PROP_SCENES, SHAKY_SCENE, rendered

WHOLE = Box(0, 0, 1, 1)
BAND = np.ones((9, 9), np.uint8)  # the edge band: so wide around the truth's outline
PLATE_SAMPLES = 24
TUNED_ON = (
    "anna_squat_studio",
    "samuel_raise_white_on_white",
    "anna_hinge_skin_floor",
    "samuel_squat_dark",
    "anna_lunge_far",
    "samuel_knee_stripes",
    "samuel_hinge_gym",
)
"""The constants in `gpu_jobs/matting` were chosen by these; of the others the bricks, too, once the plate knew patterns."""

Step = Callable[[Pixels, Mask, Plate | None, Points | None], Alpha]


@dataclass(frozen=True, slots=True)
class Watched:
    """A clip as the matte gets it.

    Attributes:
        frames: `(H, W, 3)` uint8 RGB each.
        masks: Of each frame.
        plate: The empty room, if the camera stands still.
        points: Landmarks `(33, 2)` in fractions of each frame.
    """

    frames: list[Pixels]
    masks: list[Mask | None]
    plate: Plate | None
    points: list[Points | None]


def watched(path: Path) -> Watched:
    """Read a clip with the pose network."""
    pose = BlazePose("full")
    shown = list(Reader(probe(path), 10_000))
    people = [pose.see(pixels, time_ms) for time_ms, pixels in shown]
    frames, masks = [frame.pixels for frame in shown], [person.mask if person else None for person in people]
    some = np.unique(np.linspace(0, len(frames) - 1, PLATE_SAMPLES).round().astype(int))
    points = [person.image[:, :2] if person else None for person in people]
    return Watched(frames, masks, plate_of([(frames[number], masks[number]) for number in some], WHOLE), points)


def raw(pixels: Pixels, mask: Mask, *_: object) -> Alpha:
    """The network's mask, stretched."""
    height, width = pixels.shape[:2]
    placed = mask.placed * [[width], [height]] - [[0, 0, 0.5], [0, 0, 0.5]]
    stretched: Alpha = cv2.warpAffine(mask.levels(), placed, (width, height), flags=cv2.INTER_LINEAR)
    return stretched


def guided(pixels: Pixels, mask: Mask, *_: object) -> Alpha:
    """The mask, stretched smoothly and drawn to the frame's edges."""
    prior = prior_of(mask, WHOLE, pixels.shape[1], pixels.shape[0])
    assert prior is not None
    box = prior.box
    part = pixels[int(box.top) : int(box.bottom), int(box.left) : int(box.right)]
    return on_whole(pixels, drawn(part, prior.levels / np.float32(255)), box)


def colours(pixels: Pixels, mask: Mask, *_: object) -> Alpha:
    """Colours nearby weighed too."""
    return on_whole(pixels, *cut(pixels, mask, WHOLE))


def room(pixels: Pixels, mask: Mask, plate: Plate | None, _: Points | None) -> Alpha:
    """The empty room weighed too, where it is known."""
    return on_whole(pixels, *cut(pixels, mask, WHOLE, plate))


def final(pixels: Pixels, mask: Mask, plate: Plate | None, points: Points | None) -> Alpha:
    """What the hands hold too."""
    return on_whole(pixels, *cut(pixels, mask, WHOLE, plate, points))


STEPS: dict[str, Step] = {"raw": raw, "guided": guided, "colours": colours, "room": room, "final": final}


def errors(found: Sequence[Alpha], truth: NDArray[np.float32]) -> dict[str, float]:
    """Over the whole pictures.

    Returns:
        `mae` mean absolute error of alpha, 0..1; `band` the same within 9 pixels around the outline; `iou` intersection over union;
        `flicker` mean absolute change of the error from one frame to the next.
    """
    deltas = [alpha / np.float32(255) - real for alpha, real in zip(found, truth, strict=True)]
    bands = [_band(real) for real in truth]
    pairs = [(alpha > 127, real > 0.5) for alpha, real in zip(found, truth, strict=True)]
    return {
        "mae": round(float(np.mean([np.abs(delta).mean() for delta in deltas])), 5),
        "band": round(float(np.mean([np.abs(delta)[band].mean() for delta, band in zip(deltas, bands, strict=True)])), 4),
        "iou": round(float(sum((a & b).sum() for a, b in pairs) / sum((a | b).sum() for a, b in pairs)), 4),
        "flicker": round(float(np.mean([np.abs(after - before).mean() for before, after in pairwise(deltas)])), 5),
    }


def taken(clip: Watched, step: Step) -> list[Alpha]:
    """The clip's mattes as far as `step` brings them."""
    return [
        step(pixels, mask, clip.plate, points) if mask is not None else np.zeros(pixels.shape[:2], np.uint8)
        for pixels, mask, points in zip(clip.frames, clip.masks, clip.points, strict=True)
    ]


def measure() -> dict[str, Any]:
    """Errors per scene and step; medians over the still scenes, worst ones, and halves: tuned on, and not."""
    cv2.setNumThreads(1)
    scenes: dict[str, Any] = {}
    for name in (*MATTE_SCENES, *PROP_SCENES, *SHAKY_SCENE):
        path, truth = rendered(name)
        clip = watched(path)
        scenes[name] = {"plate": clip.plate is not None, **{step: errors(taken(clip, take), truth.alpha) for step, take in STEPS.items()}}
        scenes[name]["cpu_ms"] = _cost(clip)
    halves = {"all": tuple(MATTE_SCENES), "tuned_on": TUNED_ON, "held_out": tuple(name for name in MATTE_SCENES if name not in TUNED_ON)}
    return {
        "median": {half: {step: _over(scenes, names, step, median) for step in STEPS} for half, names in halves.items()},
        "worst": {
            step: _over(scenes, halves["all"], step, max) | {"iou": min(scenes[name][step]["iou"] for name in MATTE_SCENES)}
            for step in STEPS
        },
        "flicker_of_raw": round(max(scenes[name]["final"]["flicker"] / scenes[name]["raw"]["flicker"] for name in MATTE_SCENES), 3),
        "scenes": scenes,
    }


def _over(scenes: dict[str, Any], names: Sequence[str], step: str, how: Callable[[list[float]], float]) -> dict[str, float]:
    return {key: round(how([scenes[name][step][key] for name in names]), 5) for key in ("mae", "band", "iou", "flicker")}


def _cost(clip: Watched) -> dict[str, float]:
    """CPU ms a frame of the matte and of the colours, and the size of what they worked on."""
    pixels, mask = clip.frames[0], clip.masks[0]
    start = process_time()
    for _ in range(10):
        alpha, box = cut(pixels, mask, WHOLE, clip.plate, clip.points[0])
    between = process_time()
    part = pixels[int(box.top) : int(box.bottom), int(box.left) : int(box.right)]
    for _ in range(10):
        foreground(part, alpha)
    return {
        "matte": round((between - start) * 100, 2),
        "foreground": round((process_time() - between) * 100, 2),
        "width": box.width,
        "height": box.height,
    }


def on_whole(pixels: Pixels, alpha: Alpha, box: Box) -> Alpha:
    """The alpha of a box within that of the whole picture."""
    whole = np.zeros(pixels.shape[:2], np.uint8)
    if alpha.size:
        whole[int(box.top) : int(box.bottom), int(box.left) : int(box.right)] = alpha
    return whole


def _band(truth: NDArray[np.float32]) -> NDArray[np.bool_]:
    person = (truth > 0.5).astype(np.uint8)
    return np.asarray(cv2.dilate(person, BAND) != cv2.erode(person, BAND))
