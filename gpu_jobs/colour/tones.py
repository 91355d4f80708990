"""What the person's colours are, measured in a frame now and then; a few numbers a sample, so that a long clip stays small.

Every sample is judged on its own and the clip by the median of its samples: frames in which a phone's exposure wandered, a lamp
flickered or the mask was wrong do not matter.
"""

from dataclasses import dataclass
from enum import IntEnum

import cv2
import numpy as np
from numpy.typing import NDArray

LEAST_PIXELS = 200  # in a sample; fewer say nothing about a person
MOST_PIXELS = 20_000  # in a sample; more cost time and say the same
LEAST_SHARE = 0.25  # of the usual number of pixels: a smaller sample is a person half out of the picture
NEAR = 5  # samples on which the course of exposure is smoothed: about 2 s

# What may be skin, of whatever depth: hue between red and yellow, neither grey nor a bright garment. In CIELAB the skins of ethnic
# groups overlap widely (Xiao et al. 2017, doi:10.1111/srt.12295); the ranges are wider still, for casts.
SKIN_HUES = (18.0, 82.0)
SKIN_CHROMA = (9.0, 46.0)
SKIN_LIGHTNESS = (18.0, 92.0)
# What may be white or grey cloth: light enough for a cast to show, and not colourful.
GREY_CHROMA = 11.0
GREY_LIGHTNESS = (55.0, 97.0)


class Column(IntEnum):
    """What each number of a sample is. Lightness in CIELAB L, 0..100."""

    PIXELS = 0
    DARKEST = 1  # 1st percentile of lightness
    DARK = 2  # 10th
    MIDDLE = 3  # median
    LIGHT = 4  # 90th
    LIGHTEST = 5  # 99th
    SKIN_SHARE = 6  # of the pixels
    SKIN_L = 7
    SKIN_A = 8
    SKIN_B = 9
    GREY_SHARE = 10
    GREY_L = 11
    GREY_A = 12
    GREY_B = 13


@dataclass(frozen=True, slots=True)
class Tones:
    """The person's colours, sample by sample. Tones of consecutive parts of a clip add up.

    Attributes:
        samples: `(K, 14)` float32, one row a sample, see `Column`; NaN where a sample shows no skin or no grey.
    """

    samples: NDArray[np.float32]

    def __add__(self, other: "Tones") -> "Tones":
        return Tones(np.concatenate([self.samples, other.samples]))

    def usual(self, column: Column) -> float:
        """The median over the clip, of the samples that show enough of the person; NaN if none tells."""
        values = self._enough()[:, column]
        return float(np.nanmedian(values)) if np.isfinite(values).any() else float("nan")

    def drift(self) -> float:
        """How far the person's median lightness wanders: CIELAB L from the 10th percentile to the 90th.

        Auto-exposure does it, and so does a person who turns a dark back to the camera: worth reporting, not worth acting on.
        """
        course = self._enough()[:, Column.MIDDLE]
        if len(course) < NEAR:
            return 0.0
        smooth = np.median(np.lib.stride_tricks.sliding_window_view(course, NEAR), axis=1)
        return float(np.subtract(*np.percentile(smooth, (90, 10))))

    def _enough(self) -> NDArray[np.float32]:
        if not len(self.samples):
            return self.samples
        pixels = self.samples[:, Column.PIXELS]
        return self.samples[pixels >= LEAST_SHARE * np.median(pixels)]


def no_tones() -> Tones:
    """Nothing seen yet."""
    return Tones(np.zeros((0, len(Column)), np.float32))


def tones(pixels: NDArray[np.uint8]) -> Tones:
    """Measure one sample: pixels `(N, 3)` uint8 RGB that are surely the person's."""
    if len(pixels) < LEAST_PIXELS:
        return no_tones()
    chosen = pixels[:: -(-len(pixels) // MOST_PIXELS)]
    lab = cv2.cvtColor(np.ascontiguousarray(chosen[None]).astype(np.float32) / 255, cv2.COLOR_RGB2LAB)[0]
    lightness, a, b = lab.T
    chroma, hue = np.hypot(a, b), np.degrees(np.arctan2(b, a))
    skin = _between(hue, SKIN_HUES) & _between(chroma, SKIN_CHROMA) & _between(lightness, SKIN_LIGHTNESS)
    grey = (chroma < GREY_CHROMA) & _between(lightness, GREY_LIGHTNESS)
    row = [len(pixels), *np.percentile(lightness, (1, 10, 50, 90, 99)), skin.mean(), *_median(lab[skin]), grey.mean(), *_median(lab[grey])]
    return Tones(np.array([row], np.float32))


def _between(values: NDArray[np.float32], ends: tuple[float, float]) -> NDArray[np.bool_]:
    inside: NDArray[np.bool_] = (values >= ends[0]) & (values <= ends[1])
    return inside


def _median(lab: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.median(lab, axis=0) if len(lab) >= LEAST_PIXELS // 10 else np.full(3, np.nan, np.float32)
