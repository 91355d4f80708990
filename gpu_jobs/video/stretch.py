"""A stretch of a clip, worked with as if it were a clip of its own: read from the same file, so that not one frame is encoded twice."""

from dataclasses import replace

from gpu_jobs.errors import VideoRejected
from gpu_jobs.video.container import shown
from gpu_jobs.video.probe import Clip

LEAST_FRAMES = 2  # fewer show no movement


def stretch_of(clip: Clip, start_ms: int, end_ms: int) -> Clip:
    """The clip from `start_ms` up to `end_ms`, its times counted from the first frame of the stretch.

    Args:
        clip: As it was probed.
        start_ms: The time of the first frame that belongs to it.
        end_ms: The time of the first one that no longer does; 0 for all that is left.

    Raises:
        VideoRejected: There is nothing of the clip between the two.

    Example:
        >>> from pathlib import Path
        >>> whole = Clip(Path("squat.mp4"), 720, 1280, 0, 300, 30.0, 10.0, True, 1)
        >>> part = stretch_of(whole, 2000, 5000)
        >>> part.frames, part.duration_s, part.passed
        (90, 3.0, 60)
    """
    if start_ms == 0 and end_ms == 0:
        return clip
    whole_ms = round(clip.duration_s * 1000)
    end_ms = min(end_ms or whole_ms, whole_ms)
    frames = round(clip.frames * (end_ms - start_ms) / max(1, whole_ms))
    if start_ms < 0 or frames < LEAST_FRAMES:
        raise VideoRejected("one_frame", path=shown(clip.path))
    passed = round(clip.frames * start_ms / whole_ms)
    return replace(clip, frames=frames, duration_s=(end_ms - start_ms) / 1000, start_ms=start_ms, end_ms=end_ms, passed=passed)
