"""Between display RGB and CIELAB in floating point, for tables that are built once; frames go through the tables.

Formulas: IEC 61966-2-1 (sRGB) and CIE 15:2004, white point D65.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

TO_XYZ = np.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]])
FROM_XYZ = np.linalg.inv(TO_XYZ)
WHITE = TO_XYZ.sum(axis=1)
LUMINANCE = TO_XYZ[1]
EDGE = (6 / 29) ** 3  # below it CIELAB is linear in luminance


def to_linear(colours: Floats) -> Floats:
    """Display values 0..1 `(..., 3)` as linear light 0..1."""
    return np.where(colours <= 0.04045, colours / 12.92, ((np.maximum(colours, 0.0) + 0.055) / 1.055) ** 2.4)


def to_display(light: Floats) -> Floats:
    """The inverse of `to_linear`; light outside 0..1 is clipped."""
    light = np.clip(light, 0.0, 1.0)
    return np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)


def lab_of_light(light: Floats) -> Floats:
    """Linear light `(..., 3)` as L 0..100, a, b."""
    ratio = light @ TO_XYZ.T / WHITE
    bent = np.where(ratio > EDGE, np.cbrt(ratio), ratio / (3 * (6 / 29) ** 2) + 4 / 29)
    x, y, z = np.moveaxis(bent, -1, 0)
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1)


def light_of_lab(lab: Floats) -> Floats:
    """The inverse of `lab_of_light`; a colour that no display shows comes out below 0 or above 1."""
    lightness, a, b = np.moveaxis(lab, -1, 0)
    y = (lightness + 16) / 116
    bent = np.stack([y + a / 500, y, y - b / 200], axis=-1)
    ratio = np.where(bent > 6 / 29, bent**3, 3 * (6 / 29) ** 2 * (bent - 4 / 29))
    light: Floats = ratio * WHITE @ FROM_XYZ.T
    return light


def lightness_of(luminance: Floats) -> Floats:
    """CIELAB L 0..100 of luminance 0..1."""
    return 116 * np.where(luminance > EDGE, np.cbrt(luminance), luminance / (3 * (6 / 29) ** 2) + 4 / 29) - 16


def luminance_of(lightness: Floats) -> Floats:
    """The inverse of `lightness_of`."""
    bent = (lightness + 16) / 116
    return np.where(bent > 6 / 29, bent**3, 3 * (6 / 29) ** 2 * (bent - 4 / 29))
