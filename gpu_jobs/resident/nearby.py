"""What lies nearby, on the device: the twin of `gpu_jobs.matting.nearby`, for several frames at once."""

import torch
from torch import Tensor

from gpu_jobs.matting.nearby import ENOUGH, LEAST_WEIGHT, LEVELS
from gpu_jobs.resident.sampling import halved, shrunk, stretched

FEWEST = 4  # pixels of a side that are halved once more


def nearby(pixels: Tensor, chosen: Tensor, by: int) -> Tensor:
    """The colours of the chosen pixels everywhere.

    Args:
        pixels: `(N, 3, H, W)` uint8.
        chosen: `(N, 1, H, W)` bool; where none is, the result is black.
        by: How many times smaller the colours are spread.

    Returns:
        `(N, 3, H, W)` uint8.
    """
    # Rounded where OpenCV rounds: both ways give the same colours.
    spread = _spread(shrunk(pixels * chosen, by).round_(), _weight(chosen, by)).round_().clamp_(0, 255)
    return stretched(spread, _size(pixels)).round_().to(torch.uint8)


def nearby_mean(values: Tensor, chosen: Tensor, by: int, least: float) -> Tensor:
    """The mean of the chosen pixels' values nearby, `(N, 1, H, W)` float32, but not less than `least`."""
    return stretched(_spread(shrunk(values * chosen, by), _weight(chosen, by)).clamp_(min=least), _size(values))


def _size(values: Tensor) -> tuple[int, int]:
    return values.shape[-2], values.shape[-1]


def _weight(chosen: Tensor, by: int) -> Tensor:
    return shrunk(chosen.to(torch.uint8) * 255, by).round_() / 255


def _spread(sums: Tensor, weight: Tensor) -> Tensor:
    """Sums of weighted values divided by their weight, as far as there is any; the rest from around."""
    steps = [torch.cat([sums, weight], dim=1)]
    while len(steps) < LEVELS and min(_size(steps[-1])) >= FEWEST:
        steps.append(halved(steps[-1]))
    top = steps[-1].sum(dim=(2, 3), keepdim=True)
    filled = top[:, :-1] / top[:, -1:].clamp(min=LEAST_WEIGHT)
    for step in reversed(steps):
        own = step[:, -1:]
        trust = (own / ENOUGH).clamp(max=1)
        filled = step[:, :-1] * (trust / own.clamp(min=LEAST_WEIGHT)) + stretched(filled, _size(step)) * (1 - trust)
    return filled
