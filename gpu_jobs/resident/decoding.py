"""Frames decoded by a GPU's own circuit (NVDEC), which never leave the device.

Only where a setting asks for it, and PyNvVideoCodec is installed: its demuxer reads the file outside of the confinement in which we read
strangers' bytes (ADR 12), though only after the first pass has read all of it there. It gives the planes as they were filmed; colours
are made of them here, so that matrix, range, turning and scaling are ours.

**Not run on a GPU by us.** What is tested: the way from planes to colours, and what happens when the decoder fails, with a stand-in for it.
"""

from importlib import import_module
from typing import Any

import torch
from torch import Tensor
from torch.utils.dlpack import from_dlpack

from gpu_jobs.geometry import Box
from gpu_jobs.resident import NVDEC_PACKAGE
from gpu_jobs.resident.sampling import resized
from gpu_jobs.video.encode import NO_CHROMA
from gpu_jobs.video.labels import WEIGHTS
from gpu_jobs.video.probe import Clip

BLACK = 16  # of luma in limited range
LUMA_LEVELS, CHROMA_LEVELS = 219, 224  # of 255 in limited range


class DecoderLeft(Exception):
    """The clip is not for this decoder, or it fails: its frames must come another way."""


class Decoded:
    """A clip's frames on the device, by number."""

    def __init__(self, clip: Clip, size: tuple[int, int], crop: Box, start: int, device: torch.device) -> None:
        """
        Args:
            clip: What to read: the whole of it, of standard range, 8 bits, 4:2:0, square pixels.
            size: Width and height of the upright frames before they are cropped.
            crop: What is handed over of them, whole pixels.
            start: The clip's frame that is number 0 here.
            device: A GPU.

        Raises:
            DecoderLeft: The clip is of another kind, or the decoder does not take it, or counts other frames than we did.
        """
        if not clip.plain or clip.high_dynamic_range or clip.end_ms or clip.matrix not in WEIGHTS:
            raise DecoderLeft
        self._clip, self._size, self._crop, self._start = clip, size, crop, start
        try:
            package = import_module(NVDEC_PACKAGE)
            self._decoder: Any = package.SimpleDecoder(
                str(clip.path), gpu_id=device.index or 0, use_device_memory=True, output_color_type=package.OutputColorType.NATIVE
            )
            counted = len(self._decoder)
        except Exception as error:  # the package's own errors, the driver's, or another version's
            raise DecoderLeft from error
        if counted != clip.frames:
            raise DecoderLeft

    def batch(self, first: int, behind: int) -> Tensor:
        """Frames first..behind-1, upright and cropped: `(N, 3, H, W)` uint8 RGB.

        Raises:
            DecoderLeft: The decoder fails, or gives other frames than were asked for.
        """
        try:
            given = self._decoder.get_batch_frames_by_index(list(range(self._start + first, self._start + behind)))
            planes = torch.stack([from_dlpack(frame) for frame in given])  # a copy: the decoder takes its memory back
        except Exception as error:
            raise DecoderLeft from error
        if len(planes) != behind - first or planes.dtype != torch.uint8 or planes.ndim != 3:
            raise DecoderLeft
        turns = self._clip.quarter_turns
        width, height = self._size if turns % 2 == 0 else self._size[::-1]
        colours = colours_of(planes, self._clip.matrix, full_range=self._clip.full_range)
        if colours.shape[2:] != (height, width):
            colours = resized(colours, (height, width)).round_().to(torch.uint8)
        return torch.rot90(colours, turns, (2, 3))[..., *self._crop.slices()].contiguous()


def colours_of(planes: Tensor, matrix: int, *, full_range: bool) -> Tensor:
    """Planes as NVDEC gives them as colours; each chroma stands for four pixels, as in FFmpeg's own fast way.

    Args:
        planes: `(N, 3 H / 2, W)` uint8, NV12: luma, and below it blue and red chroma in turn.
        matrix: As in `gpu_jobs.video.labels.WEIGHTS`.
        full_range: Whether luma is 0..255, rather than 16..235.

    Returns:
        `(N, 3, H, W)` uint8 RGB.
    """
    height = planes.shape[1] * 2 // 3
    luma = planes[:, :height].float()
    chroma = planes[:, height:].reshape(len(planes), height // 2, -1, 2).float() - NO_CHROMA
    if not full_range:
        luma, chroma = (luma - BLACK) * (255 / LUMA_LEVELS), chroma * (255 / CHROMA_LEVELS)
    chroma = chroma.repeat_interleave(2, dim=1).repeat_interleave(2, dim=2)
    of_red, of_blue = WEIGHTS[matrix]
    blue = luma + 2 * (1 - of_blue) * chroma[..., 0]
    red = luma + 2 * (1 - of_red) * chroma[..., 1]
    green = (luma - of_red * red - of_blue * blue) / (1 - of_red - of_blue)
    # Cut off, not rounded: as FFmpeg does it, so that both ways are equally light.
    return torch.stack([red, green, blue], dim=1).clamp_(0, 255).to(torch.uint8)
