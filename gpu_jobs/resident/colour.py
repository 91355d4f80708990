"""The person's own colours and their grade, on the device: the twins of `gpu_jobs.matting.foreground` and `gpu_jobs.colour.apply`."""

from functools import lru_cache

import torch
from torch import Tensor
from torch.nn.functional import grid_sample, max_pool2d

from gpu_jobs.colour.cube import Cube
from gpu_jobs.matting.foreground import SMALLER, SURE
from gpu_jobs.resident.nearby import nearby


def foreground(pixels: Tensor, alpha: Tensor) -> Tensor:
    """The person's own colours everywhere, unchanged from the second full pixel inwards.

    Args:
        pixels: `(N, 3, H, W)` uint8 RGB.
        alpha: `(N, 1, H, W)` uint8.

    Returns:
        `(N, 3, H, W)` uint8.
    """
    outside = (alpha < SURE).to(torch.float16 if alpha.is_cuda else torch.float32)
    inside = max_pool2d(outside, 3, stride=1, padding=1) < 0.5
    return torch.where(inside, pixels, nearby(pixels, inside, SMALLER))


def graded(pixels: Tensor, cube: Cube) -> Tensor:
    """Apply a grade to `(N, 3, H, W)` uint8 RGB.

    Between the table's points by all eight around (FFmpeg's and `Cube.at`'s way takes four of them): within 2 levels of
    `gpu_jobs.colour.cube.exactly` on a person.
    """
    # The table's first axis is red, which is the farthest of three to `grid_sample`: x, y and z are blue, green and red.
    places = (pixels.flip(1).permute(0, 2, 3, 1) * (2 / 255) - 1)[None]
    found = grid_sample(_table(cube, pixels.device), places, mode="bilinear", padding_mode="border", align_corners=True)[0]
    return (found * 255).round_().clamp_(0, 255).to(torch.uint8).transpose(0, 1)


@lru_cache(maxsize=4)
def _table(cube: Cube, device: torch.device) -> Tensor:
    """`(1, 3, N, N, N)`: colours by red, green and blue."""
    return torch.tensor(cube.table, device=device).permute(3, 0, 1, 2)[None].contiguous()
