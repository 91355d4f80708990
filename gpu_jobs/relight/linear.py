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
REACH = 4  # times white that the table holds; what is brighter still looks alike
KNEE = 0.8  # of white: light beyond it is compressed, so that a lit cheek keeps its shape instead of turning into a white spot


def light_of(pixels: Pixels) -> Floats:
    """Linear light 0..1 of display values; shape as given."""
    return light_table().take(pixels)


def lit(pixels: Pixels, gains: Floats) -> Pixels:
    """A picture under other light.

    Brighter light rolls off before white, but never below what was filmed; a gain of 1 changes nothing.

    Args:
        pixels: `(H, W, 3)` RGB.
        gains: `(H, W, 3)` times as much light, above 0.
    """
    plain, rolled = display_tables()
    places = np.minimum(light_table().take(pixels) * gains * np.float32(STEPS) + np.float32(0.5), REACH * STEPS).astype(np.int32)
    result: Pixels = np.minimum(plain.take(places), np.maximum(pixels, rolled.take(places)))
    return result


@cache
def light_table() -> Floats:
    """`(256,)` linear light of display values."""
    return to_linear(np.arange(256) / 255).astype(np.float32)


@cache
def display_tables() -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Display values by light in `STEPS`: as it is, and with a shoulder that begins at the knee with the same slope."""
    light = np.arange(REACH * STEPS + 1) / STEPS
    room = 1 - KNEE
    rolled = np.where(light <= KNEE, light, KNEE + room * (1 - np.exp(-(light - KNEE) / room)))
    plain, soft = (np.rint(to_display(each) * 255).astype(np.uint8) for each in (light, rolled))
    return plain, soft
