"""Where the person ends, on the device: the twin of `gpu_jobs.matting.edge`, with its constants, for several frames at once."""

from functools import lru_cache

import cv2
import torch
from torch import Tensor
from torch.nn.functional import conv2d

from gpu_jobs.matting.edge import (
    AGAINST,
    APART_CELLS,
    CHANNELS,
    CLEAR,
    CONTRAST,
    FOR,
    LEAST_VARIANCE,
    MODEL_CELLS,
    NARROWER,
    NOBODY,
    PERSON_SURE,
    PLATE_SPREAD,
    PRIOR_LEAST,
    ROOM_SURE,
    SOLID,
    UNLIKE_MOST,
    WINDOW,
    WINDOW_SIDE,
)
from gpu_jobs.matting.plate import UNKNOWN
from gpu_jobs.resident.nearby import nearby, nearby_mean
from gpu_jobs.resident.plate import DevicePlate
from gpu_jobs.resident.sampling import ACROSS, DOWN, smoothed

GREY = (0.299, 0.587, 0.114)  # of red, green and blue: ITU-R BT.601's luma
_WINDOW = tuple(cv2.getGaussianKernel(WINDOW_SIDE, WINDOW).ravel().tolist())


def edge(pixels: Tensor, prior: Tensor, cell: float, plate: DevicePlate | None) -> Tensor:
    """How much of each pixel is the person.

    Args:
        pixels: `(N, 3, h, w)` uint8 RGB, the person with some of the room around.
        prior: `(N, 1, h, w)` uint8: the masks in the same place.
        cell: Size of one of the masks' own pixels, in pixels.
        plate: The empty room in the same place.

    Returns:
        `(N, 1, h, w)` uint8.
    """
    believed = torch.logit((prior / 255).clamp_(PRIOR_LEAST, 1 - PRIOR_LEAST))
    likely = believed + _weighed(pixels, prior, cell, plate).clamp_(-AGAINST, FOR)
    return drawn(pixels, torch.sigmoid(likely) * (prior >= NOBODY))


def drawn(pixels: Tensor, person: Tensor) -> Tensor:
    """Probabilities `(N, 1, h, w)` 0..1 drawn to the edges of `pixels`: `(N, 1, h, w)` uint8."""
    red, green, blue = pixels.float().chunk(3, dim=1)
    grey = (red * GREY[0] + green * GREY[1] + blue * GREY[2]).round_()
    values = _guided(grey / 255, person) - CLEAR
    return (values * (255 / (SOLID - CLEAR))).round_().clamp_(0, 255).to(torch.uint8)


def _weighed(pixels: Tensor, prior: Tensor, cell: float, plate: DevicePlate | None) -> Tensor:
    """Log odds that the colours speak for the person rather than the room."""
    by = max(2, round(MODEL_CELLS * cell))
    is_person, is_room = prior >= PERSON_SURE, prior <= ROOM_SURE
    if plate is not None:
        is_room = _far_from(~is_room, round(APART_CELLS * cell))
    from_person = _distance(pixels, nearby(pixels, is_person, by))
    person_varies = nearby_mean(from_person, is_person, by, LEAST_VARIANCE)
    from_room = _distance(pixels, nearby(pixels, is_room, by))
    room_varies = nearby_mean(from_room, is_room, by, LEAST_VARIANCE)
    if plate is not None:
        known = plate.spread < UNKNOWN
        from_room = torch.where(known, _distance(pixels, plate.pixels), from_room)
        room_varies = torch.where(known, CHANNELS * (PLATE_SPREAD**2 + (2 * plate.spread.float()) ** 2), room_varies)
    unlike_person = (from_person / person_varies * (CHANNELS / 2)).clamp_(max=UNLIKE_MOST)
    narrower = torch.log(person_varies / room_varies) * (NARROWER * CHANNELS / 2)
    return from_room / room_varies * (CHANNELS / 2) - unlike_person - narrower


def _far_from(someone: Tensor, reach: int) -> Tensor:
    """Where nobody is within an ellipse that reaches so many pixels: `(N, 1, h, w)` bool."""
    near = conv2d(someone.float(), _ellipse(reach, someone.device), padding=reach)
    return near < 0.5  # a count


@lru_cache(maxsize=32)
def _ellipse(reach: int, device: torch.device) -> Tensor:
    side = 2 * reach + 1
    return torch.from_numpy(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))).float()[None, None].to(device)


def _distance(one: Tensor, other: Tensor) -> Tensor:
    """Squared distance of colours, `(N, 1, h, w)`."""
    return (one.float() - other).square_().sum(dim=1, keepdim=True)


def _guided(guide: Tensor, values: Tensor) -> Tensor:
    mean_guide, mean, mean_square, mean_product = _window(torch.cat([guide, values, guide * guide, guide * values], dim=1)).chunk(4, dim=1)
    slope = (mean_product - mean_guide * mean) / (mean_square - mean_guide * mean_guide + CONTRAST)
    slope, offset = _window(torch.cat([slope, mean - slope * mean_guide], dim=1)).chunk(2, dim=1)
    return slope * guide + offset


def _window(values: Tensor) -> Tensor:
    return smoothed(smoothed(values, _WINDOW, ACROSS), _WINDOW, DOWN)
