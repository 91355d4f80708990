"""A chunk rendered from frames that the worker's own GPU decodes: only the clip's name and place travel, no pixel."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gpu_jobs.geometry import Box
from gpu_jobs.mask import Mask
from gpu_jobs.render import STAGES, Plan, Rendered, encoded
from gpu_jobs.resident import NVDEC_PACKAGE, installed, resident_on
from gpu_jobs.video.probe import Clip

LEFT = "decoder_left"  # the notice


@dataclass(frozen=True, slots=True)
class Stretch:
    """Which frames to decode.

    Attributes:
        clip: The clip, which the first pass has read whole; `frames` is how many it found.
        file_bytes: Its length: on another machine, another file may have its name.
        size: Width and height of a frame as it is rendered, upright.
        crop: What is rendered of it.
        first: Number of the first frame.
        times_ms: When each is shown.
    """

    clip: Clip
    file_bytes: int
    size: tuple[int, int]
    crop: Box
    first: int
    times_ms: tuple[int, ...]


def render_own(stretch: Stretch, masks: Sequence[Mask | None], points: NDArray[np.float32], plan: Plan) -> Rendered | str:
    """As `gpu_jobs.render.render`, where this worker can.

    Returns:
        The chunk; or, where its frames must come another way, the code of a notice that says so, empty where nothing is worth saying.
    """
    path = stretch.clip.path
    device = resident_on(plan.matting)
    if device is None or not installed(NVDEC_PACKAGE) or not path.is_file() or path.stat().st_size != stretch.file_bytes:
        return ""
    from gpu_jobs.resident.decoding import Decoded, DecoderLeft
    from gpu_jobs.resident.flow import DeviceLeft, Flow
    from gpu_jobs.resident.priors import Priors, network_of

    if network_of(plan) is None:
        return ""  # processors look at the frames: they have to be here
    seconds = dict.fromkeys(STAGES, 0.0)
    shape = len(stretch.times_ms), int(stretch.crop.width), int(stretch.crop.height)
    try:
        frames = Decoded(stretch.clip, stretch.size, stretch.crop, stretch.first, device)
        flow = Flow(frames, shape[:0:-1], Priors(None, masks, points, plan, device), plan, seconds, device)
        return encoded(flow.pictures(stretch.times_ms), shape, plan, seconds, ())
    except DecoderLeft:
        return LEFT
    except DeviceLeft as why:
        return str(why)
