"""The first V11 grade: gentle brightness, contrast and warmth in CIELAB, from what the person looks like over the clip."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from gpu_jobs.frames import Pixels

# All in OpenCV's 8-bit LAB: L 0..255, a and b around 128.
TARGET_LIGHTNESS = 135.0  # where the person's median lightness should lie: skin and clothes readable on a dark page
MOST_LIFT = 14.0  # the farthest the median is moved, up or down
LIFT_SHARE = 0.5  # how much of the way to the target is gone: a grade, not a repair
TARGET_SPREAD = 150.0  # between the 5th and the 95th percentile of lightness
MOST_CONTRAST = 1.10  # steepest curve through the median
TARGET_WARMTH = 134.0  # median b: a little warmer than neutral, as in evening light
MOST_WARMTH = 3.0  # the farthest b is moved; skin turns sallow beyond
SHOULDER = 40.0  # within this distance of black and white the curve bends so that nothing clips


@dataclass(frozen=True, slots=True)
class Tones:
    """What the person's pixels look like: one histogram each of L, a and b, `(3, 256)`."""

    histograms: NDArray[np.int64]

    def __add__(self, other: "Tones") -> "Tones":
        return Tones(self.histograms + other.histograms)


def no_tones() -> Tones:
    """Nothing seen yet."""
    return Tones(np.zeros((3, 256), np.int64))


def tones(pixels: NDArray[np.uint8]) -> Tones:
    """Measure pixels `(N, 3)` uint8 RGB that are surely the person's."""
    if not len(pixels):
        return no_tones()
    lab = cv2.cvtColor(np.ascontiguousarray(pixels[None]), cv2.COLOR_RGB2LAB)[0]
    return Tones(np.stack([np.bincount(lab[:, channel], minlength=256) for channel in range(3)]))


def table(seen: Tones) -> NDArray[np.uint8]:
    """The grade as a lookup table `(256, 3)` uint8 over L, a, b; the identity when nothing was measured."""
    levels = np.arange(256, dtype=np.float64)
    if not seen.histograms[0].sum():
        return np.stack([levels] * 3, axis=1).astype(np.uint8)
    dark, median, bright = (_percentile(seen.histograms[0], share) for share in (0.05, 0.5, 0.95))
    contrast = float(np.clip(TARGET_SPREAD / max(bright - dark, 1.0), 1.0, MOST_CONTRAST))
    lift = float(np.clip((TARGET_LIGHTNESS - median) * LIFT_SHARE, -MOST_LIFT, MOST_LIFT))
    warmth = float(np.clip(TARGET_WARMTH - _percentile(seen.histograms[2], 0.5), 0.0, MOST_WARMTH))
    # The change fades out towards black and white: the curve stays monotonic and keeps its ends.
    room = np.clip(np.minimum(levels, 255 - levels) / SHOULDER, 0, 1)
    lightness = levels + ((levels - median) * (contrast - 1) + lift) * room
    return np.clip(np.stack([np.maximum.accumulate(lightness), levels, levels + warmth], axis=1) + 0.5, 0, 255).astype(np.uint8)


def graded(pixels: Pixels, grade: NDArray[np.uint8]) -> Pixels:
    """Apply a table to `(H, W, 3)` uint8 RGB."""
    lab = cv2.cvtColor(pixels, cv2.COLOR_RGB2LAB)
    result: Pixels = cv2.cvtColor(cv2.LUT(lab, grade[None]), cv2.COLOR_LAB2RGB)
    return result


def _percentile(histogram: NDArray[np.int64], share: float) -> float:
    cumulative = np.cumsum(histogram)
    return float(np.searchsorted(cumulative, share * cumulative[-1]))
