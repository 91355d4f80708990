"""Pictures made smaller, larger and smoother on the device, as OpenCV does it on processors.

Pictures are `(N, C, H, W)` float32. Nothing here multiplies matrices or convolves: on recent GPUs those may round to ten bits, and a
variance of smooth cloth would drown in that. Tables are worked out where they are used: carrying one over would make the queue wait.
"""

from functools import lru_cache
from math import ceil

import torch
from torch import Tensor
from torch.nn.functional import interpolate

DOWN = -2  # the axis of rows
ACROSS = -1  # the axis of columns
HALVING = (1 / 16, 4 / 16, 6 / 16, 4 / 16, 1 / 16)  # the pyramid's kernel (Burt and Adelson, The Laplacian Pyramid, 1983)


def shrunk(values: Tensor, by: int) -> Tensor:
    """Pictures `by` times smaller, each pixel the mean of the area that it covers; uint8 is taken, too."""
    height, width = values.shape[DOWN:]
    return resized(values, (max(1, height // by), max(1, width // by)))


def resized(values: Tensor, size: tuple[int, int]) -> Tensor:
    """Pictures of `(height, width)`: the mean of what each pixel covers, or enlarged as OpenCV's `INTER_AREA` does; uint8 is taken, too."""
    height, width = values.shape[DOWN:]
    taps = _covered if size[0] <= height and size[1] <= width else _between
    return _weighed(_weighed(values, taps(width, size[1], values.device), ACROSS), taps(height, size[0], values.device), DOWN)


def stretched(values: Tensor, size: tuple[int, int]) -> Tensor:
    """Pictures enlarged to `(height, width)`, straight lines between the pixels."""
    return interpolate(values, size=size, mode="bilinear", align_corners=False)


def halved(values: Tensor) -> Tensor:
    """The next step of a pyramid."""
    return smoothed(smoothed(values, HALVING, ACROSS, 2), HALVING, DOWN, 2)


def smoothed(values: Tensor, kernel: tuple[float, ...], axis: int, step: int = 1) -> Tensor:
    """Every `step`-th pixel along an axis as the weighted sum of its neighbours; beyond the border the picture is mirrored."""
    length = values.shape[axis]
    wide = values.index_select(axis, _mirrored(length, len(kernel) // 2, values.device))
    windows = [wide.narrow(axis, place, length) for place in range(len(kernel))]
    if step > 1:
        windows = [window[..., ::step] if axis == ACROSS else window[..., ::step, :] for window in windows]
    total = windows[0] * kernel[0]
    for window, weight in zip(windows[1:], kernel[1:], strict=True):
        total.add_(window, alpha=weight)
    return total


def _weighed(values: Tensor, taps: tuple[Tensor, Tensor], axis: int) -> Tensor:
    places, shares = taps
    taken = values.index_select(axis, places.flatten()).reshape(*values.shape[:axis], *places.shape, *values.shape[axis:][1:]).float()
    # Behind the axis of the new pixels lies that of the old ones which each covers.
    return (taken * shares).sum(-1) if axis == ACROSS else (taken * shares.unsqueeze(2)).sum(-2)


@lru_cache(maxsize=64)
def _covered(before: int, after: int, device: torch.device) -> tuple[Tensor, Tensor]:
    """Which of `before` pixels each of `after` covers, and what share of it each one is: both `(after, K)`."""
    scale = before / after
    first = torch.arange(after, dtype=torch.float64, device=device) * scale
    places = first.floor().unsqueeze(1) + torch.arange(ceil(scale) + 1, device=device)
    begins, ends = torch.maximum(places, first.unsqueeze(1)), torch.minimum(places + 1, first.unsqueeze(1) + scale)
    shares = ((ends - begins) / scale).clamp(min=0)
    return places.clamp(max=before - 1).long(), shares.float()


@lru_cache(maxsize=64)
def _between(before: int, after: int, device: torch.device) -> tuple[Tensor, Tensor]:
    """Likewise of an enlarged side: each old pixel stands for its area, and only where two meet are they mixed."""
    scale = before / after
    new = torch.arange(after, dtype=torch.float64, device=device)
    first = (new * scale).floor().clamp(max=before - 1)
    mixed = (new + 1) - (first + 1) / scale
    share = torch.where(mixed > 0, mixed - mixed.floor(), 0.0).float()
    places = torch.stack([first, (first + 1).clamp(max=before - 1)], dim=1).long()
    return places, torch.stack([1 - share, share], dim=1)


@lru_cache(maxsize=64)
def _mirrored(length: int, reach: int, device: torch.device) -> Tensor:
    """Places `-reach .. length + reach` mirrored into the picture, its outermost pixels not repeated."""
    turn = max(1, 2 * (length - 1))
    folded = torch.arange(-reach, length + reach, device=device).remainder(turn)
    return torch.minimum(folded, turn - folded).clamp(max=length - 1)
