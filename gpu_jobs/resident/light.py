"""Another light over the person, on the device: the twin of `gpu_jobs.relight.linear`."""

from functools import lru_cache

import torch
from torch import Tensor

from gpu_jobs.geometry import Box
from gpu_jobs.relight.field import Field
from gpu_jobs.relight.linear import KNEE, STEPS, display_table, light_table


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
    to_light, to_display = _tables(pixels.device)
    filmed = to_light[pixels.int()]
    light = filmed * gains
    most, before = light.amax(dim=1, keepdim=True), filmed.amax(dim=1, keepdim=True)
    rolled = KNEE + (KNEE - 1) * torch.expm1((most - KNEE) / (KNEE - 1))
    share = torch.where(most > KNEE, torch.maximum(rolled, torch.minimum(most, before)) / most, 1.0)
    return to_display[(light * share * STEPS + 0.5).int()]


@lru_cache(maxsize=4)
def _tables(device: torch.device) -> tuple[Tensor, Tensor]:
    to_light, to_display = (torch.from_numpy(table).to(device) for table in (light_table(), display_table()))
    return to_light, to_display
