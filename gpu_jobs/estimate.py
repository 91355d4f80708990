"""What a clip's processing takes and costs, before it is processed, on each kind of machine.

The seconds come from processor time per frame, measured stage by stage (`perscoach bench pipeline`; benchmarks/results/pipeline.json).
All but the learned models runs on processors: on a machine with a GPU it is the processors beside the GPU that count. How many there are is
*assumed* from the smallest machine that clouds rent with it; nothing was run on those machines, unless an operator has measured one
(`gpu_jobs.speeds`). A learned model's time on a GPU comes on top of the processors': how well the two overlap was not measured.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass

from gpu_jobs.looking import RENDER_LONGEST
from gpu_jobs.matting import EMBEDDED
from gpu_jobs.options import ProcessOptions
from gpu_jobs.relight import UNLIT
from gpu_jobs.relight.keyframes import EVERY_MS, MOST
from gpu_jobs.speeds import measured_on
from gpu_jobs.video.decode import fitted

CPU = "cpu"  # this very machine
# Processors beside one GPU: AWS g4dn.xlarge (T4) and g6.xlarge (L4) have 4, Google a2-highgpu-1g (A100 40 GB) has 12; each taken to be as
# fast as one of those that were measured on.
PROCESSORS = {"T4": 4, "L4": 4, "A100": 12}
PROCESSORS_UNKNOWN = 4  # of a kind that only the settings name

# Measured on 600 frames of 1280x720, rendered at 446x720, `publish`; CPU milliseconds.
CHECK_MS = 2140.0  # the first look, once a clip
DECODE_MS_PER_MP = 8.4  # a frame, both passes, for each megapixel of the source
# A frame; the networks see it at their own size.
POSE_MS = {"mediapipe": 19.3, "mediapipe-heavy": 50.2}  # heavy: 2.6 times full, measured beside it on 120 frames of 1280x720
MATTE_MS_PER_MP = 49.0  # a frame: matte, foreground and colour, for each megapixel of the rendition
ENCODE_MS_PER_MP = 100.0
STACKED_MS_PER_MP = 27.0
PLAN_MS = 0.6  # a frame
PREVIEW_SHARE = 0.49  # of the encoder's time when it only previews: 13.6 ms against 27.9 (`video.encode`)
BUSY = 0.88  # of the processors, on average, while a clip is processed
SETTLING_S = 3.0  # reading the source from the storage, joining, writing, storing
PERSON_ASPECT = 0.62  # width to height of the crop around a person who moves: 446 to 720 px
HOUR_S = 3600.0


@dataclass(frozen=True, slots=True)
class Measures:
    """What of a clip decides about the work."""

    duration_s: float
    width: int  # pixels of the upright source
    height: int
    fps: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a clip takes on one kind of machine.

    Attributes:
        device: `cpu`, or a GPU's name.
        seconds: from the start of the work to its end, without the queue.
        usd: at the price per hour.
        assumed: nothing was measured on this kind of machine.
        unmeasured: models that were not measured on it: their own time and money come on top.
    """

    device: str
    seconds: float
    usd: float
    assumed: bool
    unmeasured: tuple[str, ...] = ()


def estimates(clip: Measures, options: ProcessOptions, prices: Mapping[str, float]) -> list[Estimate]:
    """One estimate for each kind of machine that has a price.

    Args:
        clip: What is to be processed.
        options: How.
        prices: Kind to dollars an hour.

    Example:
        >>> phone = Measures(60, 1080, 1920, 30)
        >>> [(each.device, each.usd) for each in estimates(phone, ProcessOptions(), {"cpu": 0.0})]
        [('cpu', 0.0)]
    """
    frames, lit = clip.fps * clip.duration_s, min(MOST, clip.duration_s * 1000 / EVERY_MS)
    wanted = not_measured(options)
    found = []
    for device, price in prices.items():
        machine = measured_on(device)
        learned = [(machine.models[name], lit if name == options.relight else frames) for name in wanted if name in machine.models]
        work_s = processor_s(clip, options) + sum(each.ms * times for each, times in learned if not each.on_gpu) / 1000
        gpu_s = sum(each.ms * times for each, times in learned if each.on_gpu) / 1000
        processors = machine.processors or ((os.cpu_count() or 1) if device == CPU else PROCESSORS.get(device, PROCESSORS_UNKNOWN))
        seconds = work_s / (processors * BUSY) + gpu_s + SETTLING_S
        assumed = device != CPU and machine.processors is None
        unmeasured = tuple(name for name in wanted if name not in machine.models)
        found.append(Estimate(device, seconds, seconds * price / HOUR_S, assumed, unmeasured))
    return found


def not_measured(options: ProcessOptions) -> tuple[str, ...]:
    """Which of the models that were chosen nobody has measured here: only where an operator has, their time is known."""
    chosen = {
        options.pose: options.pose in POSE_MS,
        options.matting: options.matting == EMBEDDED,
        options.relight: options.relight == UNLIT,
    }
    return tuple(name for name, measured in chosen.items() if not measured)


def processor_s(clip: Measures, options: ProcessOptions) -> float:
    """Seconds of one processor that the whole work takes, but for what `not_measured` names."""
    source = fitted(clip.width, clip.height, RENDER_LONGEST)
    width, height = source if options.crop == "none" else (min(source[0], PERSON_ASPECT * source[1]), source[1])
    rendered = width * height / 1e6
    encode = ENCODE_MS_PER_MP * (PREVIEW_SHARE if options.quality == "preview" else 1.0) + (STACKED_MS_PER_MP if options.stacked else 0.0)
    each_ms = (
        DECODE_MS_PER_MP * clip.width * clip.height / 1e6 + POSE_MS.get(options.pose, 0.0) + (MATTE_MS_PER_MP + encode) * rendered + PLAN_MS
    )
    return (CHECK_MS + each_ms * clip.fps * clip.duration_s) / 1000
