"""Where the person is likely to be in each frame of a batch, on the device, before colours are weighed there."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from gpu_jobs.frames import Alpha
from gpu_jobs.geometry import Box
from gpu_jobs.mask import Mask
from gpu_jobs.matting import EMBEDDED
from gpu_jobs.matting.cutter import in_hands, prior_in
from gpu_jobs.matting.learned import mattes, opened
from gpu_jobs.matting.prior import Prior, prior_of
from gpu_jobs.render import Plan
from gpu_jobs.resident.learned import OnDevice, followed

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class DevicePrior:
    """The twin of `gpu_jobs.matting.prior.Prior`; levels are `(1, 1, h, w)` uint8 on the device."""

    levels: Tensor
    box: Box
    cell: float


class Priors:
    """Finds them, batch by batch."""

    def __init__(
        self, pixels: NDArray[np.uint8] | None, masks: Sequence[Mask | None], points: Floats, plan: Plan, device: torch.device
    ) -> None:
        """
        Args:
            pixels: `(N, H, W, 3)` the frames, where they are in this machine's memory: there it is seen what hands hold. Without them
                what is held comes along as far as the network's matte shows it.
            masks: Where the person is in each.
            points: `(N, 33, 2)` landmarks in fractions of the whole frame.
            plan: How.
            device: Where.
        """
        self._pixels, self._masks, self._points, self._plan, self._device = pixels, masks, points, plan, device
        self._network = network_of(plan)

    def of(self, numbers: Sequence[int], frames: Tensor) -> list[DevicePrior | None]:
        """Of frames `numbers`, which are consecutive, and as `(N, 3, H, W)` on the device."""
        if self._network is not None and any(self._masks[number] is not None for number in numbers):
            height, width = frames.shape[2:]
            cell = self._network.cell(width, height)
            return [self._learned(number, matte, cell) for number, matte in zip(numbers, self._network.alphas_on(frames), strict=True)]
        return self._here(numbers)

    def _here(self, numbers: Sequence[int]) -> list[DevicePrior | None]:
        """By processors, from the frames in this machine's memory."""
        if self._pixels is None:
            return [None] * len(numbers)
        span = slice(numbers[0], numbers[-1] + 1)
        learned = mattes(self._plan.matting, self._pixels[span], self._masks[span])
        priors = (
            prior_in(self._pixels[number], self._masks[number], self._plan.view, self._plan.plate, self._points[number], matte)
            for number, matte in zip(numbers, learned, strict=True)
        )
        return [None if prior is None else DevicePrior(self._over(prior.levels), prior.box, prior.cell) for prior in priors]

    def _learned(self, number: int, matte: Tensor, cell: float) -> DevicePrior | None:
        """By a matte `(1, H, W)` on the device. What hands hold is looked for beside the pose mask, which is here."""
        mask, plan = self._masks[number], self._plan
        pose = prior_of(mask, plan.view, matte.shape[2], matte.shape[1]) if mask is not None else None
        if pose is None:
            return None
        held = pose
        if self._pixels is not None:
            held = in_hands(self._pixels[number], pose, plan.view, plan.plate, self._points[number])
        shown = _placed(pose, held.box)
        person = followed(matte[None][..., *held.box.slices()], self._over(shown), pose.cell)
        if held is not pose:
            extra = np.where(held.levels > shown, held.levels, 0).astype(np.uint8)
            person = torch.maximum(person, self._over(extra))
        return DevicePrior(person, held.box, cell)

    def _over(self, levels: Alpha) -> Tensor:
        return carried(levels[None, None], self._device)


def network_of(plan: Plan) -> OnDevice | None:
    """The network that cuts out on the device; None for the embedded way, and for networks that only know this machine's memory."""
    network = opened(plan.matting) if plan.matting != EMBEDDED else None
    return network if isinstance(network, OnDevice) else None


def carried(values: NDArray[np.uint8], device: torch.device) -> Tensor:
    """Values on the device; to a GPU through page-locked memory, so that nobody waits for it."""
    if device.type != "cuda":
        return torch.tensor(values)
    locked = torch.empty(values.shape, dtype=torch.uint8, pin_memory=True)
    locked.numpy()[...] = values
    return locked.to(device, non_blocking=True)


def _placed(prior: Prior, box: Box) -> Alpha:
    """The levels in a larger box, 0 around them."""
    if prior.box == box:
        return prior.levels
    levels = np.zeros((int(box.height), int(box.width)), np.uint8)
    levels[prior.box.moved(-box.left, -box.top).slices()] = prior.levels
    return levels
