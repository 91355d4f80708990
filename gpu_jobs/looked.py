"""What the first pass over a clip has told: the person in every frame, in the whole frame's coordinates."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from gpu_jobs.colour.v11 import Tones, no_tones
from gpu_jobs.errors import Notice, VideoRejected
from gpu_jobs.geometry import Box
from gpu_jobs.mask import Mask
from gpu_jobs.stages import Seen
from gpu_jobs.video.probe import Clip
from perscoach_motion.npzfile import track_from_arrays
from perscoach_motion.trackfile import Crop, Estimator, PoseFile, Size, Source

PERSON_LEAST = 0.05  # of the frames; a person in fewer is a mistake of the detector, or only passes by
LOST_LEAST = 0.1  # of the frames without the person, from which on the trainer should know


@dataclass(frozen=True, slots=True)
class Looked:
    """The person in every frame.

    Attributes:
        times_ms: `(T,)` when each frame is shown.
        end_ms: When the last frame's time is over.
        image: `(T, 33, 3)`, x and y 0..1 of the whole frame; NaN without a person. Likewise `world`, `visibility`.
        masks: One a frame.
        tones: The person's colours over the clip.
        estimator: What read the poses.
        notices: What is worth saying.
    """

    times_ms: tuple[int, ...]
    end_ms: int
    image: NDArray[np.float32]
    world: NDArray[np.float32]
    visibility: NDArray[np.float32]
    masks: tuple[Mask | None, ...]
    tones: Tones
    estimator: Estimator
    notices: tuple[Notice, ...]

    def __len__(self) -> int:
        return len(self.times_ms)

    def boxes(self) -> list[Box]:
        """Where the person is, in every frame that shows one."""
        return [mask.person for mask in self.masks if mask is not None]

    def clearest(self) -> int:
        """The number of the frame that shows the person best."""
        shown = np.array([mask is not None for mask in self.masks])
        return int(np.argmax(np.where(shown, np.nan_to_num(self.visibility).mean(axis=1), -1)))

    def durations_ms(self) -> list[int]:
        """How long each frame is shown."""
        return [later - earlier for earlier, later in pairwise((*self.times_ms, self.end_ms))]


def gathered(clip: Clip, times_ms: Sequence[int], seen: Sequence[Seen], damaged: int) -> Looked:
    """Put the chunks' findings together.

    Raises:
        VideoRejected: There is no person in the clip, or no movement.
    """
    if len(times_ms) < 2:
        raise VideoRejected("one_frame" if times_ms else "no_frames", path=clip.path)
    image = np.concatenate([part.image for part in seen])
    masks = tuple(mask for part in seen for mask in part.masks)
    present = sum(mask is not None for mask in masks) / len(masks)
    if present < PERSON_LEAST:
        raise VideoRejected("no_person", path=clip.path)
    notices = []
    if seen[-1].most_people > 1:
        notices.append(Notice("two_people"))
    if 1 - present >= LOST_LEAST:
        notices.append(Notice("person_lost", share=1 - present))
    if damaged:
        notices.append(Notice("damaged_frames", count=damaged))
    if clip.high_dynamic_range:
        notices.append(Notice("high_dynamic_range"))
    return Looked(
        tuple(times_ms),
        max(round(clip.duration_s * 1000), times_ms[-1] + 1),
        image,
        np.concatenate([part.world for part in seen]),
        np.concatenate([part.visibility for part in seen]),
        masks,
        sum((part.tones for part in seen), no_tones()),
        seen[0].estimator,
        tuple(notices),
    )


def pose_file(clip: Clip, looked: Looked, crop: Box, frame: tuple[int, int]) -> PoseFile:
    """The poses as the pose file tells them: in the rendition's frame, the crop kept beside.

    Args:
        clip: Where they come from.
        looked: The poses in the whole frame.
        crop: What the rendition shows, in pixels of `frame`.
        frame: Width and height of the whole frame as it was rendered; less than the source's when that is very large.
    """
    width, height = frame
    image = looked.image.astype(np.float64)
    image[..., 0] = (image[..., 0] * width - crop.left) / crop.width
    image[..., 1] = (image[..., 1] * height - crop.top) / crop.height
    image[..., 2] *= width / crop.width  # z is given in the scale of x
    times = np.array(looked.times_ms) / 1000
    track = track_from_arrays(times, image, looked.world, looked.visibility, crop.width / crop.height)
    of_source = crop.scaled(clip.width / width, clip.height / height)
    return PoseFile(
        track,
        Source(clip.width, clip.height, round(clip.fps, 3), len(looked), looked.end_ms / 1000),
        Crop(round(of_source.left), round(of_source.top), round(of_source.width), round(of_source.height)),
        Size(int(crop.width), int(crop.height)),
        looked.estimator,
    )
