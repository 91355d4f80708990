"""From colours to what the encoders take: planes of `yuv420p` and alpha, brought back from the device in one piece a batch."""

from dataclasses import dataclass

import numpy as np
import torch
from av.video.frame import VideoFrame
from numpy.typing import NDArray
from torch import Tensor

from gpu_jobs.frames import Alpha
from gpu_jobs.resident.sampling import ACROSS, DOWN
from gpu_jobs.video.encode import NO_CHROMA, TICK, fill

RED, GREEN, BLUE = 0.2126, 0.7152, 0.0722  # luminance in ITU-R BT.709
BLACK, LUMA, CHROMA = 16, 219 / 255, 224 / 255  # limited range: its least luma, and how much of 255 luma and chroma take
ROWS = (1 / 8, 3 / 8, 3 / 8, 1 / 8)  # what FFmpeg's bilinear scaler weighs four rows by when it makes one of two


def planes_of(pixels: Tensor, alpha: Tensor) -> Tensor:
    """Frames as the encoders want them, one after another in memory: luma, both chromas, alpha.

    The twin of `gpu_jobs.video.encode.planes_of`: BT.709, limited range.

    Args:
        pixels: `(N, 3, H, W)` uint8 RGB, H and W even.
        alpha: `(N, 1, H, W)` uint8.

    Returns:
        `(N, 5 H W / 2)` uint8.
    """
    red, green, blue = pixels.float().chunk(3, dim=1)
    luma = red * (RED * LUMA) + green * (GREEN * LUMA) + blue * (BLUE * LUMA) + BLACK
    red, green, blue = _quartered(pixels).chunk(3, dim=1)
    grey = red * RED + green * GREEN + blue * BLUE
    chromas = [(blue - grey) * (CHROMA / (2 - 2 * BLUE)) + NO_CHROMA, (red - grey) * (CHROMA / (2 - 2 * RED)) + NO_CHROMA]
    return torch.cat([*(plane.round_().to(torch.uint8).flatten(1) for plane in (luma, *chromas)), alpha.flatten(1)], dim=1)


def _quartered(pixels: Tensor) -> Tensor:
    """Half as wide, two pixels' mean, and half as high, by `ROWS`; the outermost rows stand for those beyond."""
    values = pixels.float()
    narrow = (values[..., ::2] + values[..., 1::2]) / 2
    above, below = narrow[..., ::2, :], narrow[..., 1::2, :]
    before = torch.cat([above[..., :1, :], below[..., :-1, :]], dim=DOWN)
    behind = torch.cat([above[..., 1:, :], below[..., -1:, :]], dim=DOWN)
    return before * ROWS[0] + above * ROWS[1] + below * ROWS[2] + behind * ROWS[3]


@dataclass(frozen=True, slots=True)
class Brought:
    """Planes on their way from the device.

    Attributes:
        packed: `(N, 5 H W / 2)` uint8 in this machine's memory, whole once `arrived`.
        height: Of a frame, in pixels.
        width: Likewise.
        arrived: What tells that the copy is done; None where there was nothing to wait for.
    """

    packed: Tensor
    height: int
    width: int
    arrived: "torch.cuda.Event | None"

    def frame(self, number: int, time_ms: int) -> tuple[VideoFrame, Alpha]:
        """One frame's planes, as `gpu_jobs.video.encode.planes_of` gives them, and its alpha `(H, W)`."""
        if self.arrived is not None:
            self.arrived.synchronize()
        levels: NDArray[np.uint8] = self.packed[number].numpy()
        whole, quarter = self.height * self.width, self.height * self.width // 4
        luma, blue, red, alpha = np.split(levels, (whole, whole + quarter, whole + 2 * quarter))
        frame = VideoFrame(self.width, self.height, "yuv420p")
        for plane, values in zip(frame.planes, (luma, blue, red), strict=True):
            fill(plane, values.reshape(plane.height, plane.width))
        frame.pts, frame.time_base = time_ms, TICK
        return frame, alpha.reshape(self.height, self.width)


def brought(pixels: Tensor, alpha: Tensor) -> Brought:
    """Start the one copy back: into page-locked memory from a GPU, so that it goes on while the next batch is worked on."""
    packed = planes_of(pixels, alpha)
    height, width = pixels.shape[DOWN], pixels.shape[ACROSS]
    if not packed.is_cuda:
        return Brought(packed, height, width, None)
    here = torch.empty(packed.shape, dtype=packed.dtype, pin_memory=True)
    here.copy_(packed, non_blocking=True)
    arrived = torch.cuda.Event()  # type: ignore[no-untyped-call]
    arrived.record(torch.cuda.current_stream(packed.device))
    return Brought(here, height, width, arrived)
