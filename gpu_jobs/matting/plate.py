"""The empty room behind the person, as it was put together from the whole clip (`empty_room.py`)."""

from dataclasses import dataclass

import cv2

from gpu_jobs.frames import Alpha, Pixels
from gpu_jobs.geometry import Box

UNKNOWN = 255  # in `spread`


@dataclass(frozen=True, slots=True)
class Plate:
    """The empty room.

    Attributes:
        pixels: `(H, W, 3)` uint8 RGB.
        spread: `(H, W)` uint8: how many levels it varies there (standard deviation), 255 where the room was never seen.
    """

    pixels: Pixels
    spread: Alpha

    def known(self) -> Alpha:
        """255 where the room was seen, 0 elsewhere."""
        known: Alpha = cv2.compare(self.spread, UNKNOWN, cv2.CMP_LT)
        return known

    def part(self, box: Box) -> "Plate":
        """The plate of a part; whole pixels."""
        return Plate(self.pixels[box.slices()], self.spread[box.slices()])
