"""Poses of the real clips, read by the product's own pipeline and kept in ``var/real`` (never committed), so that they are read once."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks import samples
from perscoach_motion.npzfile import arrays, track_from_arrays
from perscoach_motion.track import PoseTrack
from perscoach_motion.trackfile import read

KEPT = Path(__file__).resolve().parents[2] / "var" / "real"
"""Delete it to have the clips read anew."""
Floats = NDArray[np.float64]


def data() -> Path:
    """The folder of real data.

    Raises:
        SystemExit: There is none on this machine.
    """
    folder = samples()
    if folder is None:
        raise SystemExit("Real people are measured on real clips: set PERSCOACH_SAMPLES to a folder with videos/ and landmarks/.")
    return folder


def clip(name: str, pose: str = "mediapipe") -> PoseTrack:
    """The poses of one clip.

    Args:
        name: Path below ``videos/``.
        pose: Registry name of the estimator.
    """
    kept = KEPT / f"{name.replace('/', '-')}.{pose}.json"
    if not kept.exists():
        from gpu_jobs.extract import extract, write_poses

        kept.parent.mkdir(parents=True, exist_ok=True)
        write_poses(kept, extract(data() / "videos" / name, pose=pose).poses)
    return read(kept).track


def part(track: PoseTrack, start_s: float, end_s: float) -> PoseTrack:
    """A piece of a clip, its clock beginning at 0."""
    times, *channels = arrays(track)
    inside = (times >= start_s) & (times <= end_s)
    image, world, visibility = (channel[inside] for channel in channels)
    return track_from_arrays(times[inside] - times[inside][0], image, world, visibility, track.aspect)


def changed(track: PoseTrack, world: NDArray[np.floating], keep: NDArray[np.intp] | None = None) -> PoseTrack:
    """The same clip with other world landmarks ``(T, 33, 3)``; ``keep`` renumbers the landmarks of the picture ``(T, 33)``."""
    times, image, _, visibility = arrays(track)
    if keep is not None:
        image = np.take_along_axis(image, keep[..., None], axis=1)
        visibility = np.take_along_axis(visibility, keep, axis=1)
    return track_from_arrays(times, image, world, visibility, track.aspect)


def turned_by(track: PoseTrack, rotation: Floats) -> PoseTrack:
    """A clip as a camera that is turned would have read it; ``rotation`` ``(3, 3)`` acts on the world landmarks."""
    return changed(track, arrays(track)[2] @ rotation.T)
