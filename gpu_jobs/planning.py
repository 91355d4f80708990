"""Between the passes: what holds for the whole clip is decided once, from all that the first pass has seen."""

from bisect import bisect_right
from dataclasses import dataclass

from gpu_jobs.colour.grade import cube_of
from gpu_jobs.crop import autocrop, full_even
from gpu_jobs.cut import cut_starts_ms
from gpu_jobs.geometry import Box
from gpu_jobs.looked import Looked, pose_file, track_of
from gpu_jobs.looking import RENDER_LONGEST
from gpu_jobs.matting.empty_room import plate_of
from gpu_jobs.matting.plate import Plate
from gpu_jobs.options import ProcessOptions
from gpu_jobs.render import Plan
from gpu_jobs.video.decode import fitted
from gpu_jobs.video.probe import Clip
from perscoach_motion.cutting.segment import Segment
from perscoach_motion.cutting.segments import segments
from perscoach_motion.trackfile import PoseFile


@dataclass(frozen=True, slots=True)
class Planned:
    """What is decided for a clip.

    Attributes:
        crop: Pixels of the frame at the size it is rendered at.
        plan: How every chunk is rendered.
        poses: The pose file.
        exercises: What was found in the movement.
        starts: Numbers of frames where a video may be cut: they become key frames.
    """

    crop: Box
    plan: Plan
    poses: PoseFile
    exercises: tuple[Segment, ...]
    starts: tuple[int, ...]


def planned(clip: Clip, looked: Looked, options: ProcessOptions) -> Planned:
    """Decide the crop, the cuts, the grade and the empty room."""
    width, height = fitted(clip.width, clip.height, RENDER_LONGEST)
    boxes = [box for box in looked.boxes if box is not None]
    crop = autocrop(boxes, width, height) if options.crop == "auto" else full_even(width, height)
    view = crop.scaled(1 / width, 1 / height)
    track = track_of(looked, crop, (width, height))
    exercises = segments(track)
    return Planned(
        crop,
        Plan(
            view,
            cube_of(looked.tones, options.grade),
            _plate(looked, crop, view),
            options.quality,
            options.stacked,
            looked.times_ms[looked.clearest()],
            options.matting,
        ),
        pose_file(clip, looked, track, crop, (width, height), exercises),
        exercises,
        tuple(max(0, bisect_right(looked.times_ms, start_ms) - 1) for start_ms in cut_starts_ms(exercises)),
    )


def _plate(looked: Looked, crop: Box, view: Box) -> Plate | None:
    left, top, right, bottom = (int(side) for side in crop)
    samples = [(pixels[top:bottom, left:right], looked.masks(number, number + 1)[0]) for number, pixels in looked.samples.items()]
    return plate_of(samples, view)
