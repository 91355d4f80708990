"""The stages of offline processing and how they overlap. Pure orchestration: it knows neither Ray nor any model.

Two passes over the clip. The first follows the person through every frame in order (pose, mask, colours of the person). Only then
are the crop and the grade known, which hold for the whole clip; the second pass cuts out, grades and encodes chunks of frames,
several at a time, and the chunks are joined without encoding again. This process decodes while the workers work.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from gpu_jobs.clock import Clock, OnProgress
from gpu_jobs.colour.v11 import table
from gpu_jobs.crop import autocrop, full_even
from gpu_jobs.errors import Notice
from gpu_jobs.frames import Frame, chunked
from gpu_jobs.geometry import Box
from gpu_jobs.looked import Looked, pose_file
from gpu_jobs.looking import look
from gpu_jobs.output import staged, writing_to
from gpu_jobs.record import record
from gpu_jobs.stages import Plan, Rendered, render
from gpu_jobs.video.decode import Reader, fitted
from gpu_jobs.video.encode import Quality
from gpu_jobs.video.join import join
from gpu_jobs.video.probe import Clip, probe
from gpu_jobs.video.sound import sound_of
from gpu_jobs.workers import Pending, Workers, in_order
from perscoach_motion import npzfile, trackfile

RENDER_LONGEST = 1920  # px; no stage on a page is larger
LOOK_SHARE = 0.42  # of the whole time, as measured on two cores; the rest is rendering
JOIN_SHARE = 0.02  # joining and writing

WEBM, POSES_JSON, POSES_NPZ, POSTER, RECORD = (
    "trainer_transparent.webm",
    "trainer_poses.json",
    "trainer_poses.npz",
    "poster.webp",
    "process.json",
)
FILES = (WEBM, POSES_JSON, POSES_NPZ, POSTER, RECORD)


@dataclass(frozen=True, slots=True)
class ProcessOptions:
    """What the trainer may choose.

    Attributes:
        crop: `auto` cuts the picture to the person over the whole clip, `none` keeps the whole frame.
        quality: `preview` encodes quickly, `publish` smaller and finer.
        pose: Registry name of the pose estimator.
    """

    crop: Literal["auto", "none"] = "auto"
    quality: Quality = "preview"
    pose: str = "mediapipe"


@dataclass(frozen=True, slots=True)
class ProcessResult:
    """What came out.

    Attributes:
        files: Name to path.
        frames: How many frames the clip has.
        stages: Seconds of work in each stage, summed over the workers; stages overlap, so their sum exceeds `wall_s`.
        wall_s: Seconds from start to end.
        warnings: What is worth saying.
    """

    files: dict[str, Path]
    frames: int
    stages: dict[str, float]
    wall_s: float
    warnings: tuple[Notice, ...]


def process(source: Path, out_dir: Path, options: ProcessOptions, on_progress: OnProgress, workers: Workers) -> ProcessResult:
    """Make a transparent clip with poses out of a trainer's video.

    Args:
        source: The video.
        out_dir: Where `FILES` go, all at once; an older result is replaced only on success.
        options: What the trainer chose.
        on_progress: Told about every finished chunk; what it raises cancels the work.
        workers: Who does it.

    Raises:
        VideoRejected: The video cannot be worked with.
        WeightsMissing: A model is not there.
        OutputRejected: The result cannot be written.
    """
    clock = Clock(on_progress)
    with clock.timed("probe"):
        clip = probe(source)
    with staged(out_dir) as stage:
        looked = look(clip, options.pose, clock, workers, LOOK_SHARE)
        width, height = fitted(clip.width, clip.height, RENDER_LONGEST)
        crop = autocrop(looked.boxes(), width, height) if options.crop == "auto" else full_even(width, height)
        view = crop.scaled(1 / width, 1 / height)
        plan = Plan(view, table(looked.tones), options.quality, looked.clearest())
        rendered = list(_render(clip, looked, plan, crop, clock, workers))
        with clock.timed("sound"):
            sound, notices = sound_of(clip)
        poses = pose_file(clip, looked, crop, (width, height))
        with clock.timed("write"), writing_to(out_dir):
            join([part.webm for part in rendered], sound, stage / WEBM, looked.durations_ms())
            trackfile.write(stage / POSES_JSON, poses)
            npzfile.write_npz(stage / POSES_NPZ, poses.track)
            (stage / POSTER).write_bytes(next(part.poster for part in rendered if part.poster))
        result = ProcessResult(
            {name: out_dir / name for name in FILES}, len(looked), clock.seconds, clock.elapsed_s, (*looked.notices, *notices)
        )
        with writing_to(out_dir):
            (stage / RECORD).write_text(record(clip, options, poses, result, workers.versions), encoding="utf-8")
    clock.reached("done", 1.0)
    return replace(result, wall_s=clock.elapsed_s)


def _render(clip: Clip, looked: Looked, plan: Plan, crop: Box, clock: Clock, workers: Workers) -> Iterator[Rendered]:
    """The second pass: cut out, graded, encoded, chunk by chunk."""
    cropped = _cropped(clock.ticking("decode", Reader(clip, RENDER_LONGEST)), crop)

    def handed_out() -> Iterator[Pending[Rendered]]:
        for chunk in chunked(cropped):
            masks = looked.masks[chunk.first : chunk.first + len(chunk)]
            yield workers.start(render, chunk, masks, plan)

    done = 0
    for part in in_order(handed_out(), at_most=workers.hands + 1):
        done += part.frames
        clock.add(part.seconds)
        clock.reached("render", LOOK_SHARE + (1 - LOOK_SHARE - JOIN_SHARE) * min(1.0, done / len(looked)))
        yield part


def _cropped(frames: Iterator[Frame], crop: Box) -> Iterator[Frame]:
    left, top, right, bottom = (int(side) for side in crop)
    for frame in frames:
        yield Frame(frame.time_ms, frame.pixels[top:bottom, left:right])
