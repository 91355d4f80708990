"""The clip cut to the person and nothing else: `perscoach crop`."""

from collections.abc import Iterator
from contextlib import ExitStack
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import av

from gpu_jobs.clock import Clock, OnProgress, silent
from gpu_jobs.crop import autocrop
from gpu_jobs.frames import Frame
from gpu_jobs.geometry import Box
from gpu_jobs.kept import Kept
from gpu_jobs.looked import gathered
from gpu_jobs.looking import RENDER_LONGEST, look_through
from gpu_jobs.output import writing_to
from gpu_jobs.video.aac import as_aac
from gpu_jobs.video.decode import fitted
from gpu_jobs.video.encode import TICK, label, planes_of
from gpu_jobs.video.guard import GuardedReader, guarded_probe, guarded_sound
from gpu_jobs.video.join import join
from gpu_jobs.video.probe import Clip
from gpu_jobs.workers import Here

LOOK_SHARE = 0.6  # of the whole time
OPTIONS = {"preset": "medium", "crf": "18", "bf": "0"}  # to be edited on: nothing visible is lost


def crop_video(source: Path, target: Path, on_progress: OnProgress = silent, pose: str = "mediapipe") -> Box:
    """Write the clip as MP4 cut to the union of the person over the clip, colours and times as they were.

    Args:
        source: The video.
        target: The `.mp4` to write, whole or not at all.
        on_progress: Told how far it is; what it raises cancels the work.
        pose: Registry name of the estimator.

    Returns:
        The crop, in pixels of the upright source.

    Raises:
        VideoRejected: The video cannot be worked with.
        WeightsMissing: The estimator's model is not there.
        OutputRejected: It cannot be written.
    """
    clock = Clock(on_progress)
    clip = guarded_probe(source)
    with ExitStack() as made:
        with writing_to(target):
            folder = Path(made.enter_context(TemporaryDirectory(prefix=f".{target.name}.partial-", dir=target.parent)))
        kept = Kept(folder)
        looked = gathered(clip, look_through(clip, pose, clock, Here(), LOOK_SHARE, kept), kept)
        width, height = fitted(clip.width, clip.height, RENDER_LONGEST)
        crop = autocrop([box for box in looked.boxes if box is not None], width, height)
        picture, whole = folder / "picture.mkv", folder / "whole.mp4"
        sound, _ = guarded_sound(clip)
        with writing_to(target):
            _encode(_counted(clip, clock, len(looked)), crop, picture)
            join([picture.read_bytes()], as_aac(sound) if sound is not None else None, whole, looked.durations_ms())
            whole.replace(target)
    clock.reached("done", 1.0)
    return crop.scaled(clip.width / width, clip.height / height)


def _counted(clip: Clip, clock: Clock, frames: int) -> Iterator[Frame]:
    for number, frame in enumerate(GuardedReader(clip, RENDER_LONGEST), 1):
        clock.reached("render", LOOK_SHARE + (1 - LOOK_SHARE) * number / frames)
        yield frame


def _encode(frames: Iterator[Frame], crop: Box, target: Path) -> None:
    left, top, right, bottom = (int(side) for side in crop)
    with av.open(str(target), "w", format="matroska") as container:
        stream: Any = container.add_stream("libx264", rate=Fraction(30), options=OPTIONS)
        context = stream.codec_context
        context.width, context.height, context.pix_fmt = right - left, bottom - top, "yuv420p"
        stream.time_base = context.time_base = TICK
        label(context)
        for frame in frames:
            container.mux(stream.encode(planes_of(frame.pixels[top:bottom, left:right], frame.time_ms)))
        container.mux(stream.encode(None))
