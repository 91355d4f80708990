"""A chunk cut out and graded on the device: up once, every stage there, and down once a batch, just before the encoders.

The stages are queued and not waited for: while the encoders work on one batch, a GPU works on the next. Nothing on the way asks for a
value (`.item()`, `.numpy()`), which would make the queue wait. Each frame is cut within its own box, as on processors, so both ways
give the same picture (`tests/jobs/test_resident.py` says how closely).
"""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from gpu_jobs.device import batches
from gpu_jobs.errors import WeightsMissing
from gpu_jobs.frames import Chunk, Pixels
from gpu_jobs.look import Seconds, timed
from gpu_jobs.mask import Mask
from gpu_jobs.matting.cutter import prior_in
from gpu_jobs.matting.learned import mattes
from gpu_jobs.matting.prior import Prior
from gpu_jobs.render import CutOut, Picture, Plan
from gpu_jobs.resident.colour import foreground, graded
from gpu_jobs.resident.edge import edge
from gpu_jobs.resident.memory import frames_at_once
from gpu_jobs.resident.planes import Brought, brought
from gpu_jobs.resident.plate import DevicePlate, plate_on

NAME = "resident"  # in sentences about memory


class DeviceLeft(Exception):
    """The device cannot go on; the frames that are missing can be made without it. Says why by the code of a notice."""


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
    """What the encoders take of every frame of a chunk; arguments as `gpu_jobs.render.render`.

    Args:
        seconds: Processor time is added here by stage: of queuing the work on a GPU, of the work itself without one.
        device: Where.

    Raises:
        DeviceLeft: Not even one frame fits into the device's memory, or the device fails.
    """
    if device.type == "cpu":
        torch.set_num_threads(1)  # the cores are shared out among workers already
    plate = plate_on(plan.plate, device) if plan.plate is not None else None
    at_once = frames_at_once(chunk.pixels.shape[1], chunk.pixels.shape[2], device)

    def work(numbers: Sequence[int]) -> list[_Frame]:
        with timed(seconds, "matte"):
            span = slice(numbers[0], numbers[-1] + 1)
            learned = mattes(plan.matting, chunk.pixels[span], masks[span])
            priors = [
                prior_in(chunk.pixels[number], masks[number], plan.view, plan.plate, points[number], matte)
                for number, matte in zip(numbers, learned, strict=True)
            ]
        return _batch(chunk, numbers, priors, plan, plate, seconds, device)

    try:
        for frame in _ahead(batches(NAME, work, range(len(chunk)), at_once), at_once):
            with timed(seconds, "encode"):
                planes, alpha = frame.batch.frame(frame.number, frame.time_ms)
            yield Picture(planes, alpha, frame.still)
    except WeightsMissing as full:
        raise DeviceLeft("device_full") from full
    except torch.AcceleratorError as failed:
        raise DeviceLeft("device_failed") from failed


@torch.inference_mode()
def _batch(
    chunk: Chunk,
    numbers: Sequence[int],
    priors: Sequence[Prior | None],
    plan: Plan,
    plate: DevicePlate | None,
    seconds: Seconds,
    device: torch.device,
) -> list[_Frame]:
    frames = _carried(chunk.pixels[numbers[0] : numbers[-1] + 1], device).permute(0, 3, 1, 2).contiguous()
    plain, coloured = torch.zeros_like(frames), torch.zeros_like(frames)
    alpha = torch.zeros_like(frames[:, :1])
    for place, prior in enumerate(priors):
        if prior is None:
            continue
        part = (slice(place, place + 1), slice(None), *prior.box.slices())
        with timed(seconds, "matte"):
            levels = _carried(prior.levels, device)[None, None]
            alpha[part] = edge(frames[part], levels, prior.cell, plate and plate.part(prior.box))
        with timed(seconds, "foreground"):
            plain[part] = foreground(frames[part], alpha[part])
        with timed(seconds, "colour"):
            coloured[part] = graded(plain[part], plan.cube)
    with timed(seconds, "encode"):
        batch = brought(coloured, alpha)
    times_ms = [chunk.times_ms[number] for number in numbers]

    def still(place: int) -> tuple[Pixels, CutOut]:
        return _here(frames[place]), CutOut(_here(alpha[place])[..., 0], _here(plain[place]), _here(coloured[place]))

    return [_Frame(batch, place, time_ms, still(place) if time_ms == plan.poster_ms else None) for place, time_ms in enumerate(times_ms)]


def _carried(values: NDArray[np.uint8], device: torch.device) -> Tensor:
    """Values on the device; to a GPU through page-locked memory, so that nobody waits for it."""
    if device.type != "cuda":
        return torch.tensor(values)
    locked = torch.empty(values.shape, dtype=torch.uint8, pin_memory=True)
    locked.numpy()[...] = values
    return locked.to(device, non_blocking=True)


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
