"""Another light over the person, on the device: the twin of `gpu_jobs.relight.linear`."""

from functools import lru_cache

import torch
from torch import Tensor

from gpu_jobs.geometry import Box
from gpu_jobs.relight.field import Field
from gpu_jobs.relight.linear import REACH, STEPS, display_tables, light_table


def lit(pixels: Tensor, field: Field, time_ms: int, size: tuple[int, int], part: Box) -> Tensor:
    """A part of one frame under the field's light.

    Args:
        pixels: `(1, 3, h, w)` uint8 RGB.
        field: The light over the clip.
        time_ms: When the frame is shown.
        size: Width and height of the crop, pixels.
        part: Whole pixels of the crop.

    Returns:
        `(1, 3, h, w)` uint8.
    """
    rows, lines = (torch.from_numpy(factor).to(pixels.device) for factor in field.factors(time_ms, size, part))
    gains = torch.exp(rows @ lines).reshape(*pixels.shape[2:], 3).permute(2, 0, 1)
    light, plain, rolled = _tables(pixels.device)
    places = (light[pixels.int()] * gains * STEPS + 0.5).clamp_(max=REACH * STEPS).int()
    return torch.minimum(plain[places], torch.maximum(pixels, rolled[places]))


@lru_cache(maxsize=4)
def _tables(device: torch.device) -> tuple[Tensor, Tensor, Tensor]:
    light, plain, rolled = (torch.from_numpy(table).to(device) for table in (light_table(), *display_tables()))
    return light, plain, rolled
