"""Gains applied to pictures in linear light, as a lamp does: display values of a picture are bent, light adds up straight.

Formulas: IEC 61966-2-1 (sRGB), by `gpu_jobs.colour.cielab`.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from gpu_jobs.colour.cielab import to_display, to_linear
from gpu_jobs.frames import Pixels

Floats = NDArray[np.float32]

STEPS = 16384  # of linear light from black to white: the darkest ones are a fifth of a display level apart
KNEE = 0.8  # of white: light beyond it is compressed, so that a lit cheek keeps its shape instead of turning into a white spot


def light_of(pixels: Pixels) -> Floats:
    """Linear light 0..1 of display values; shape as given."""
    return light_table().take(pixels)


def lit(pixels: Pixels, gains: Floats) -> Pixels:
    """A picture under other light.

    Brighter light rolls off before white, but a pixel's brightest colour never falls below what was filmed. All three colours of a pixel
    roll off alike: one by one, red would stop growing first and lit skin turn yellow. Gains of 1 change nothing.

    Args:
        pixels: `(H, W, 3)` RGB.
        gains: `(H, W, 3)` times as much light, above 0.
    """
    filmed = light_of(pixels)
    light = filmed * gains
    high = _brightest(light) > KNEE
    light[high] = _rolled_off(light[high], filmed[high])
    return display_table().take((light * np.float32(STEPS) + np.float32(0.5)).astype(np.int32))


def _rolled_off(light: Floats, filmed: Floats) -> Floats:
    """Of pixels `(N, 3)` that are beyond the knee."""
    most = _brightest(light)
    rolled = np.float32(KNEE) + np.float32(KNEE - 1) * np.expm1((most - np.float32(KNEE)) / np.float32(KNEE - 1))
    within: Floats = light * (np.maximum(rolled, np.minimum(most, _brightest(filmed))) / most)[:, None]
    return within


def _brightest(light: Floats) -> Floats:
    return np.maximum(np.maximum(light[..., 0], light[..., 1]), light[..., 2])


@cache
def light_table() -> Floats:
    """`(256,)` linear light of display values."""
    return to_linear(np.arange(256) / 255).astype(np.float32)


@cache
def display_table() -> NDArray[np.uint8]:
    """`(STEPS + 1,)` display values of linear light."""
    return np.rint(to_display(np.arange(STEPS + 1) / STEPS) * 255).astype(np.uint8)
