"""What the first pass over a clip has told: the person in every frame, in the whole frame's coordinates."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise

import numpy as np
from numpy.typing import NDArray

from gpu_jobs.colour.tones import Tones, no_tones, tones
from gpu_jobs.errors import Notice, VideoRejected
from gpu_jobs.extras import channels
from gpu_jobs.frames import Pixels
from gpu_jobs.geometry import Box
from gpu_jobs.kept import Kept
from gpu_jobs.look import Seen
from gpu_jobs.looking import LookedAt
from gpu_jobs.mask import Mask
from gpu_jobs.pose.human_shape import human_shape
from gpu_jobs.pose.smoothing import smoothed
from gpu_jobs.video.container import shown
from gpu_jobs.video.probe import Clip
from perscoach_motion.cutting.segment import Segment, clip_tolerance
from perscoach_motion.npzfile import track_from_arrays
from perscoach_motion.track import PoseTrack
from perscoach_motion.trackfile import Crop, Estimator, PoseFile, Size, Source

PERSON_LEAST = 0.05  # of the frames; a person in fewer is a mistake of the detector, or only passes by
LOST_LEAST = 0.1  # of the frames without the person, from which on the trainer should know
SURELY_PERSON = 230  # of the mask's 255
TONES_STEP = 2  # mask pixels; every fourth of them is looked up in the frame


@dataclass(frozen=True, slots=True)
class Masks:
    """A clip's masks, read from the finished chunks as they are needed."""

    kept: Kept
    ends: tuple[int, ...]  # number of the frame behind each chunk

    def span(self, first: int, behind: int) -> tuple[Mask | None, ...]:
        """Of frames first..behind-1, as far as the clip has them."""
        first, behind = max(0, first), min(behind, self.ends[-1])
        found: list[Mask | None] = []
        for number in range(bisect_right(self.ends, first), len(self.ends)):
            start = self.ends[number - 1] if number else 0
            if start >= behind:
                break
            found += _masks_of(self.kept, number)[max(0, first - start) : behind - start]
        return tuple(found)


@lru_cache(maxsize=4)  # neighbours are asked for again and again
def _masks_of(kept: Kept, number: int) -> tuple[Mask | None, ...]:
    return _seen(kept, number).masks


def _seen(kept: Kept, number: int) -> Seen:
    seen = kept.seen(number)
    if seen is None:
        raise FileNotFoundError(kept.folder)
    return seen


@dataclass(frozen=True, slots=True)
class Looked:
    """The person in every frame.

    Attributes:
        times_ms: `(T,)` when each frame is shown.
        end_ms: When the last frame's time is over.
        image: `(T, 33, 3)`, x and y 0..1 of the whole frame, smoothed; NaN without a person. Likewise `world`, `visibility`.
        boxes: Where the person is, in fractions of the frame; None without one.
        store: The masks.
        samples: A few frames, by number.
        tones: The person's colours over the clip.
        estimator: What read the poses.
        notices: What is worth saying.
    """

    times_ms: tuple[int, ...]
    end_ms: int
    image: NDArray[np.float32]
    world: NDArray[np.float32]
    visibility: NDArray[np.float32]
    boxes: tuple[Box | None, ...]
    store: Masks
    samples: dict[int, Pixels]
    tones: Tones
    estimator: Estimator
    notices: tuple[Notice, ...]

    def __len__(self) -> int:
        return len(self.times_ms)

    def masks(self, first: int, behind: int) -> tuple[Mask | None, ...]:
        """The masks of frames first..behind-1, as far as the clip has them."""
        return self.store.span(first, behind)

    def extras(self) -> dict[str, NDArray[np.generic]]:
        """What a richer estimator told beyond the landmarks, as `gpu_jobs.extras.channels` says it; as read, not smoothed."""
        parts = (_seen(self.store.kept, number) for number in range(len(self.store.ends)))
        return channels((part.times_ms, part.extras, part.constants) for part in parts)

    def clearest(self) -> int:
        """The number of the frame that shows the person best."""
        shown = np.array([box is not None for box in self.boxes])
        return int(np.argmax(np.where(shown, np.nan_to_num(self.visibility).mean(axis=1), -1)))

    def durations_ms(self) -> list[int]:
        """How long each frame is shown."""
        return [later - earlier for earlier, later in pairwise((*self.times_ms, self.end_ms))]


def gathered(clip: Clip, found: LookedAt, kept: Kept) -> Looked:
    """Put the chunks' findings together.

    Raises:
        VideoRejected: There is no person in the clip, or no movement.
    """
    seen = found.seen
    times_ms = tuple(time_ms for part in seen for time_ms in part.times_ms)
    if len(times_ms) < 2:
        raise VideoRejected("one_frame" if times_ms else "no_frames", path=shown(clip.path))
    boxes = tuple(box for part in seen for box in part.boxes)
    present = sum(box is not None for box in boxes) / len(boxes)
    if present < PERSON_LEAST:
        raise VideoRejected("no_person", path=shown(clip.path))
    image, world, visibility = (np.concatenate([getattr(part, name) for part in seen]) for name in ("image", "world", "visibility"))
    image, world, visibility = smoothed(np.array(times_ms) / 1000, image, world, visibility)
    store = Masks(kept, tuple(accumulate(len(part.times_ms) for part in seen)))
    return Looked(
        times_ms,
        max(round(clip.duration_s * 1000), times_ms[-1] + 1),
        image,
        world,
        visibility,
        boxes,
        store,
        found.samples.frames,
        sum((_tones(pixels, *store.span(number, number + 1)) for number, pixels in found.samples.frames.items()), no_tones()),
        seen[0].estimator,
        (*_notices(clip, found, 1 - present), *human_shape(image, world, visibility, (clip.width, clip.height))),
    )


def _notices(clip: Clip, found: LookedAt, lost: float) -> list[Notice]:
    notices = []
    if any(part.most_people > 1 for part in found.seen):
        notices.append(Notice("two_people"))
    if lost >= LOST_LEAST:
        notices.append(Notice("person_lost", share=lost))
    if found.damaged:
        notices.append(Notice("damaged_frames", count=found.damaged))
    if clip.high_dynamic_range:
        notices.append(Notice("high_dynamic_range"))
    return notices


def _tones(pixels: Pixels, mask: Mask | None) -> Tones:
    """The colours of the frame's pixels that are surely the person: the frame is looked up where the mask's own pixels lie."""
    if mask is None:
        return no_tones()
    v, u = np.nonzero(mask.levels()[::TONES_STEP, ::TONES_STEP] >= SURELY_PERSON)
    height, width = pixels.shape[:2]
    x, y = mask.placed @ np.stack([u * TONES_STEP, v * TONES_STEP, np.ones(len(u))]) * [[width], [height]]
    inside = (x >= 0) & (x < width) & (y >= 0) & (y < height)
    return tones(pixels[y[inside].astype(np.int64), x[inside].astype(np.int64)])


def track_of(looked: Looked, crop: Box, frame: tuple[int, int]) -> PoseTrack:
    """The poses in the crop's own frame.

    Args:
        looked: The poses in the whole frame.
        crop: What the rendition shows, in pixels of `frame`.
        frame: Width and height of the whole frame as it is rendered; less than the source's when that is very large.
    """
    width, height = frame
    image = looked.image.astype(np.float64)
    image[..., 0] = (image[..., 0] * width - crop.left) / crop.width
    image[..., 1] = (image[..., 1] * height - crop.top) / crop.height
    image[..., 2] *= width / crop.width  # z is given in the scale of x
    return track_from_arrays(np.array(looked.times_ms) / 1000, image, looked.world, looked.visibility, crop.width / crop.height)


def pose_file(
    clip: Clip, looked: Looked, track: PoseTrack, crop: Box, frame: tuple[int, int], segments: Sequence[Segment] = ()
) -> PoseFile:
    """The poses as the pose file tells them: in the rendition's frame, the crop kept beside; arguments as `track_of`."""
    width, height = frame
    of_source = crop.scaled(clip.width / width, clip.height / height)
    return PoseFile(
        track,
        Source(clip.width, clip.height, round(clip.fps, 3), len(looked), looked.end_ms / 1000),
        Crop(round(of_source.left), round(of_source.top), round(of_source.width), round(of_source.height)),
        Size(int(crop.width), int(crop.height)),
        looked.estimator,
        tuple(segments),
        clip_tolerance(segments) or None,
    )
