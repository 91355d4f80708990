"""The poses alone, in this process: no cluster, no matte; the crop is the full frame."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from gpu_jobs.clock import Clock, OnProgress, silent
from gpu_jobs.crop import full
from gpu_jobs.errors import Notice
from gpu_jobs.kept import Kept
from gpu_jobs.looked import gathered, pose_file, track_of
from gpu_jobs.looking import look_through
from gpu_jobs.output import write_whole
from gpu_jobs.video.guard import guarded_probe
from gpu_jobs.workers import Here
from perscoach_motion.cutting.segments import segments
from perscoach_motion.trackfile import PoseFile, dumps


@dataclass(frozen=True, slots=True)
class Extracted:
    """The poses, what is worth saying about them, and the seconds of work in each stage."""

    poses: PoseFile
    notices: tuple[Notice, ...]
    stages: dict[str, float]


def extract(source: Path, on_progress: OnProgress = silent, pose: str = "mediapipe") -> Extracted:
    """Read the poses in a video.

    Args:
        source: The video.
        on_progress: Told about every chunk; what it raises cancels the work.
        pose: Registry name of the estimator.

    Raises:
        VideoRejected: The video cannot be worked with.
        WeightsMissing: The estimator's model is not there.
    """
    clock = Clock(on_progress)
    with clock.timed("probe"):
        clip = guarded_probe(source)
    with tempfile.TemporaryDirectory(prefix="perscoach-pose-") as folder:
        kept = Kept(Path(folder))
        looked = gathered(clip, look_through(clip, pose, clock, Here(), 1.0, kept), kept)
    frame = clip.width, clip.height
    track = track_of(looked, full(*frame), frame)
    poses = pose_file(clip, looked, track, full(*frame), frame, segments(track))
    return Extracted(poses, looked.notices, clock.seconds)


def extract_poses(source: Path, on_progress: OnProgress = silent) -> PoseFile:
    """The pose file of a video; errors as :func:`extract`."""
    return extract(source, on_progress).poses


def write_poses(path: Path, poses: PoseFile) -> None:
    """Write a pose file, whole or not at all.

    Raises:
        OutputRejected: It cannot be written there.
    """
    write_whole(path, dumps(poses).encode())
