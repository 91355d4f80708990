"""A chunk cut out and graded on the device: up once, every stage there, and down once a batch, just before the encoders.

The stages are queued and not waited for: while the encoders work on one batch, a GPU works on the next. Nothing on the way asks for a
value (`.item()`, `.numpy()`), which would make the queue wait. Each frame is cut within its own box, as on processors, so both ways
give the same picture (`tests/jobs/test_resident.py` says how closely).
"""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from gpu_jobs.device import batches
from gpu_jobs.errors import WeightsMissing
from gpu_jobs.frames import Chunk, Pixels
from gpu_jobs.look import Seconds, timed
from gpu_jobs.mask import Mask
from gpu_jobs.render import CutOut, Picture, Plan
from gpu_jobs.resident.colour import foreground, graded
from gpu_jobs.resident.edge import edge
from gpu_jobs.resident.light import lit
from gpu_jobs.resident.memory import frames_at_once
from gpu_jobs.resident.planes import Brought, brought
from gpu_jobs.resident.plate import plate_on
from gpu_jobs.resident.priors import Priors, carried

NAME = "resident"  # in sentences about memory
OUT_OF_MEMORY = "device_memory"  # the code of the error when not even one frame fits


class DeviceLeft(Exception):
    """The device cannot go on; the frames that are missing can be made without it. Says why by the code of a notice."""


class Frames(Protocol):
    """Frames of one size by their numbers."""

    def batch(self, first: int, behind: int) -> Tensor:
        """Frames first..behind-1 on the device, `(N, 3, H, W)` uint8 RGB."""


@dataclass(frozen=True, slots=True)
class Carried:
    """Frames `(N, H, W, 3)` that are carried over from this machine's memory."""

    pixels: NDArray[np.uint8]
    device: torch.device

    def batch(self, first: int, behind: int) -> Tensor:
        """See `Frames`."""
        return carried(self.pixels[first:behind], self.device).permute(0, 3, 1, 2).contiguous()


@dataclass(frozen=True, slots=True)
class _Frame:
    """One frame of a batch that is on its way back; `still` is there for the poster's alone."""

    batch: Brought
    number: int
    time_ms: int
    still: tuple[Pixels, CutOut] | None


def pictures(
    chunk: Chunk, masks: Sequence[Mask | None], points: NDArray[np.float32], plan: Plan, seconds: Seconds, device: torch.device
) -> Iterator[Picture]:
    """What the encoders take of every frame of a chunk; arguments as `gpu_jobs.render.render`, errors as `Flow.pictures`.

    Args:
        seconds: Processor time is added here by stage: of queuing the work on a GPU, of the work itself without one.
        device: Where.
    """
    priors = Priors(chunk.pixels, masks, points, plan, device)
    return Flow(Carried(chunk.pixels, device), chunk.pixels.shape[1:3], priors, plan, seconds, device).pictures(chunk.times_ms)


class Flow:
    """Frames on their way through the device."""

    def __init__(self, frames: Frames, size: tuple[int, ...], priors: Priors, plan: Plan, seconds: Seconds, device: torch.device) -> None:
        """
        Args:
            frames: Where they come from.
            size: Their height and width.
            priors: Where the person is in them.
            plan: How they are rendered.
            seconds: See `pictures`.
            device: Where.
        """
        if device.type == "cpu":
            torch.set_num_threads(1)  # the cores are shared out among workers already
        self._frames, self._priors, self._plan, self._seconds = frames, priors, plan, seconds
        self._plate = plate_on(plan.plate, device) if plan.plate is not None else None
        self._at_once = frames_at_once(size[0], size[1], device)

    def pictures(self, times_ms: Sequence[int]) -> Iterator[Picture]:
        """What the encoders take of frames 0.., which are shown at these times.

        Raises:
            DeviceLeft: Not even one frame fits into the device's memory, or the device fails.
        """

        def work(numbers: Sequence[int]) -> list[_Frame]:
            return self._batch(numbers, [times_ms[number] for number in numbers])

        try:
            for frame in _ahead(batches(NAME, work, range(len(times_ms)), self._at_once), self._at_once):
                with timed(self._seconds, "encode"):
                    planes, alpha = frame.batch.frame(frame.number, frame.time_ms)
                yield Picture(planes, alpha, frame.still)
        except WeightsMissing as full:
            if full.code != OUT_OF_MEMORY:
                raise
            raise DeviceLeft("device_full") from full
        except torch.AcceleratorError as failed:
            raise DeviceLeft("device_failed") from failed

    @torch.inference_mode()
    def _batch(self, numbers: Sequence[int], times_ms: Sequence[int]) -> list[_Frame]:
        with timed(self._seconds, "matte"):
            frames = self._frames.batch(numbers[0], numbers[-1] + 1)
            priors = self._priors.of(numbers, frames)
        plain, coloured = torch.zeros_like(frames), torch.zeros_like(frames)
        alpha = torch.zeros_like(frames[:, :1])
        for place, prior in enumerate(priors):
            if prior is None:
                continue
            part = (slice(place, place + 1), slice(None), *prior.box.slices())
            with timed(self._seconds, "matte"):
                alpha[part] = edge(frames[part], prior.levels, prior.cell, self._plate and self._plate.part(prior.box))
            with timed(self._seconds, "foreground"):
                plain[part] = foreground(frames[part], alpha[part])
            with timed(self._seconds, "light"):
                own, size = plain[part], (frames.shape[3], frames.shape[2])
                seen = lit(own, self._plan.light, times_ms[place], size, prior.box) if self._plan.light is not None else own
            with timed(self._seconds, "colour"):
                coloured[part] = graded(seen, self._plan.cube)
        with timed(self._seconds, "encode"):
            batch = brought(coloured, alpha)

        def still(place: int) -> tuple[Pixels, CutOut]:
            return _here(frames[place]), CutOut(_here(alpha[place])[..., 0], _here(plain[place]), _here(coloured[place]))

        shown = (still(place) if time_ms == self._plan.poster_ms else None for place, time_ms in enumerate(times_ms))
        return [_Frame(batch, place, time_ms, picture) for place, (time_ms, picture) in enumerate(zip(times_ms, shown, strict=True))]


def _here(picture: Tensor) -> Pixels:
    """`(C, H, W)` as `(H, W, C)` in this machine's memory: for the one frame that becomes the poster."""
    pixels: Pixels = picture.permute(1, 2, 0).contiguous().cpu().numpy()
    return pixels


def _ahead(frames: Iterator[_Frame], at_once: int) -> Iterator[_Frame]:
    """The same, but always so far ahead that the next batch is queued before the first frame of this one is asked for."""
    waiting: deque[_Frame] = deque()
    for frame in frames:
        waiting.append(frame)
        if len(waiting) > at_once:
            yield waiting.popleft()
    yield from waiting
