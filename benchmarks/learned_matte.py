"""Learned mattes before and after our own stage, against the truth of rendered people: the segmenter itself, and stand-ins for finer ones.

Without the weights of MODNet and BiRefNet their place is taken by the truth with an edge that strays from frame to frame by so many pixels:
what single-picture networks do to a film. It tells what our stage makes of such a matte, not how good theirs are.
"""

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.matte import WHOLE, errors, final, on_whole, taken, watched
from gpu_jobs.frames import Alpha
from gpu_jobs.matting.cutter import cut
from gpu_jobs.matting.learned import Matte, mattes
from tests.synthetic.matte_scenes import rendered

SCENES = ("anna_squat_studio", "samuel_raise_white_on_white", "pavel_press_bricks", "mei_jack_shadow_on_wall")
STRAYS = {"fine, 0.3 px": 0.3, "fine, 0.7 px": 0.7, "fine, 1.5 px": 1.5}  # px, standard deviation
ALONG = 10.0  # px, how far along the edge it strays the same way


def measure() -> dict[str, Any]:
    """Errors of each matte as it is, with our stage, and with our stage where the camera moves (no empty room)."""
    cv2.setNumThreads(1)
    found: dict[str, Any] = {}
    for name in SCENES:
        path, truth = rendered(name)
        clip = watched(path)
        frames = np.stack(clip.frames)
        kinds = {"selfie": mattes("selfie", frames, clip.masks)}
        kinds |= {kind: [Matte(strayed(real, by, number), 1.0) for number, real in enumerate(truth.alpha)] for kind, by in STRAYS.items()}
        found[name] = {"embedded": errors(taken(clip, final), truth.alpha)}
        for kind, learned in kinds.items():
            ways = {"raw": None, "ours": clip.plate, "ours, no plate": None}
            found[name][kind] = {
                way: errors(
                    _as_they_are(learned, frames)
                    if way == "raw"
                    else [
                        on_whole(pixels, *cut(pixels, mask, WHOLE, plate, points, matte))
                        for pixels, mask, points, matte in zip(frames, clip.masks, clip.points, learned, strict=True)
                    ],
                    truth.alpha,
                )
                for way, plate in ways.items()
            }
    return {"scenes": found}


def strayed(truth: NDArray[np.float32], by: float, seed: int) -> Alpha:
    """The truth, every place of it moved a little, neighbours alike: `(H, W)` uint8."""
    height, width = truth.shape
    random = np.random.default_rng(seed)
    moved = []
    for grid in np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32)):
        noise = cv2.GaussianBlur(random.standard_normal((height, width)).astype(np.float32), (0, 0), ALONG)
        moved.append(grid + noise / noise.std() * np.float32(by))
    alpha = cv2.remap(truth.astype(np.float32), moved[0], moved[1], cv2.INTER_LINEAR)
    return np.rint(alpha * 255).clip(0, 255).astype(np.uint8)


def _as_they_are(learned: Sequence[Matte | None], frames: NDArray[np.uint8]) -> list[Alpha]:
    return [matte.levels if matte is not None else np.zeros(frames.shape[1:3], np.uint8) for matte in learned]
