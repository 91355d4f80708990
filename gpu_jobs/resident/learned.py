"""A learned matte on the device in the place of the pose network's mask: the twin of `gpu_jobs.matting.learned`."""

from typing import Protocol, runtime_checkable

import cv2
import torch
from torch import Tensor
from torch.nn.functional import interpolate, max_pool2d

from gpu_jobs.mask import PERSON_LEAST
from gpu_jobs.matting.learned import COARSE_CELLS, NEAR, SEEN_LEAST, SOFTENED, SURELY
from gpu_jobs.resident.sampling import ACROSS, DOWN, resized, smoothed

# Coarse pixels, a 256th of 1.3 people each: how far beyond what the pose mask is sure of anything hangs together with it. Processors
# look on without end; here each step is queued whether it is needed or not, since nobody may ask.
STEPS = 96
_SOFT = tuple(cv2.getGaussianKernel(round(6 * SOFTENED + 1) | 1, SOFTENED).ravel().tolist())  # as wide as OpenCV makes it for levels


@runtime_checkable
class OnDevice(Protocol):
    """A `gpu_jobs.matting.Matting` that takes frames where they are, and leaves its mattes there."""

    def cell(self, width: int, height: int) -> float:
        """As every `Matting`'s."""

    def alphas_on(self, frames: Tensor) -> Tensor:
        """Mattes of frames of one size.

        Args:
            frames: `(N, 3, H, W)` uint8 RGB on the network's device; N is 1 or more.

        Returns:
            `(N, 1, H, W)` uint8 there, 255 is wholly a person.
        """


def followed(matte: Tensor, pose: Tensor, cell: float) -> Tensor:
    """The matte of the person whom the pose mask shows; the mask itself where the matte has missed them.

    Args:
        matte: `(1, 1, h, w)` uint8, where the mask lies.
        pose: `(1, 1, h, w)` uint8, the mask.
        cell: Size of one of the mask's own pixels.

    Returns:
        `(1, 1, h, w)` uint8.
    """
    height, width = matte.shape[2:]
    by = max(1, round(COARSE_CELLS * cell))
    size = max(1, height // by), max(1, width // by)
    seen = (resized(matte, size).round_() > PERSON_LEAST).float()
    here = (resized(pose, size).round_() >= SURELY).float()
    kept = here * seen
    for _ in range(STEPS):  # what hangs together with it, a pixel farther each time
        kept = max_pool2d(kept, 3, stride=1, padding=1) * seen
    wide = len(NEAR)
    near = interpolate(max_pool2d(kept, wide, stride=1, padding=wide // 2), size=(height, width), mode="nearest").to(torch.uint8)
    missed = (kept * here).sum() < SEEN_LEAST * here.sum()
    soft = smoothed(smoothed((matte * near).float(), _SOFT, ACROSS), _SOFT, DOWN).round_().to(torch.uint8)
    return torch.where(missed, pose, soft)
