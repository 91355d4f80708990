"""The empty room, on the device."""

from dataclasses import dataclass

import torch
from torch import Tensor

from gpu_jobs.geometry import Box
from gpu_jobs.matting.plate import Plate


@dataclass(frozen=True, slots=True)
class DevicePlate:
    """The empty room.

    Attributes:
        pixels: `(1, 3, H, W)` uint8 RGB.
        spread: `(1, 1, H, W)` uint8, as in `gpu_jobs.matting.plate`.
    """

    pixels: Tensor
    spread: Tensor

    def part(self, box: Box) -> "DevicePlate":
        """The plate of a part; whole pixels."""
        return DevicePlate(self.pixels[..., *box.slices()], self.spread[..., *box.slices()])


def plate_on(plate: Plate, device: torch.device) -> DevicePlate:
    """The room carried over."""
    pixels = torch.tensor(plate.pixels, device=device).permute(2, 0, 1)[None]
    return DevicePlate(pixels.contiguous(), torch.tensor(plate.spread, device=device)[None, None])
