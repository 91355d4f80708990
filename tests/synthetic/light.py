"""The light of a room, and what turns linear light into a picture."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Light:
    """A soft window light, the sky's and the floor's share, and a weak fill.

    Attributes:
        key: Where the window's middle is, metres in the room. size: its radius.
        key_colour, sky, ground, fill: Linear colours.
    """

    key: tuple[float, float, float] = (-2.3, -3.0, 3.1)
    size: float = 0.75
    key_colour: tuple[float, float, float] = (1.75, 1.66, 1.52)
    sky: tuple[float, float, float] = (0.58, 0.61, 0.66)
    ground: tuple[float, float, float] = (0.34, 0.29, 0.24)
    fill: tuple[float, float, float] = (0.30, 0.32, 0.36)

    def points(self, count: int) -> NDArray[np.float32]:
        """(count, 3) places spread evenly over the window (a sunflower's spiral, so no two pictures differ by chance)."""
        centre = np.array(self.key)
        ahead = -centre / np.linalg.norm(centre)
        right = np.cross(ahead, [0, 0, 1.0])
        right /= np.linalg.norm(right)
        index = np.arange(count) + 0.5
        radius, angle = self.size * np.sqrt(index / count), index * np.pi * (3 - np.sqrt(5))
        offsets = np.outer(radius * np.cos(angle), right) + np.outer(radius * np.sin(angle), np.cross(right, ahead))
        return np.asarray(centre + offsets, dtype=np.float32)


EXPOSURE = 0.62
"""Chosen so that a white shirt in full light stays below clipping."""


def developed(linear: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Linear light as an 8-bit sRGB picture, highlights rolled off (Narkowicz's fit of the ACES curve)."""
    x = np.maximum(linear, 0) * EXPOSURE
    rolled = np.clip(x * (2.51 * x + 0.03) / (x * (2.43 * x + 0.59) + 0.14), 0, 1)
    srgb = np.where(rolled <= 0.0031308, 12.92 * rolled, 1.055 * np.power(rolled, 1 / 2.4) - 0.055)
    return np.asarray(srgb * 255 + 0.5, dtype=np.uint8)
