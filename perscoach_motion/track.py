"""``PoseTrack``: a person's landmarks over a clip, the one type everything speaks.

Flat buffers of the standard library, so that the browser needs no numpy; ``npzfile`` views them as numpy arrays without copying.
"""

from array import array
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from math import isnan

from perscoach_motion.skeleton import COUNT

STRIDE = COUNT * 3
"""Numbers in one frame of ``image`` or ``world``."""


@dataclass(frozen=True, slots=True)
class PoseTrack:
    """Landmarks of one person, frame by frame.

    A frame without a person holds NaN in every channel.

    Attributes:
        times: ``(T,)`` float64, seconds from the start of the clip, growing.
        image: ``(T, 33, 3)`` float32 flattened: x right and y down, 0..1 of the rendition's frame; z as MediaPipe gives it.
        world: ``(T, 33, 3)`` float32 flattened: metres, hip-centred, x right in the image, y down, z away from the camera.
        visibility: ``(T, 33)`` float32 flattened, 0..1.
        aspect: width / height of the rendition that ``image`` refers to.

    Example:
        >>> from perscoach_motion.demonstration import squat
        >>> clip = squat()
        >>> frame = clip.frame_at(1.0)
        >>> frame, clip.present(frame)
        (12, True)
        >>> [len(values) for values in (clip.image_of(frame), clip.xy_of(frame), clip.world_of(frame), clip.visibility_of(frame))]
        [99, 66, 99, 33]
    """

    times: "array[float]"
    image: "array[float]"
    world: "array[float]"
    visibility: "array[float]"
    aspect: float

    def __post_init__(self) -> None:
        frames = len(self.times)
        if len(self.image) != frames * STRIDE or len(self.world) != frames * STRIDE or len(self.visibility) != frames * COUNT:
            raise ValueError("a track's channels differ in length")

    def __len__(self) -> int:
        return len(self.times)

    @property
    def duration(self) -> float:
        """Time of the last frame in seconds; 0 for an empty track."""
        return self.times[-1] if len(self.times) else 0.0

    def present(self, frame: int) -> bool:
        """Whether a person was found in this frame."""
        return not isnan(self.image[frame * STRIDE])

    def frame_at(self, time_s: float) -> int:
        """The last frame shown at this time, 0 before the first."""
        return max(0, bisect_right(self.times, time_s) - 1)

    def image_of(self, frame: int) -> "array[float]":
        """``(33, 3)`` image landmarks of one frame, flattened; a copy."""
        return self.image[frame * STRIDE : (frame + 1) * STRIDE]

    def xy_of(self, frame: int) -> "array[float]":
        """``(33, 2)`` image landmarks of one frame without their depth, flattened; a copy."""
        values, start = array("f", bytes(8 * COUNT)), frame * STRIDE
        values[0::2] = self.image[start : start + STRIDE : 3]
        values[1::2] = self.image[start + 1 : start + STRIDE : 3]
        return values

    def world_of(self, frame: int) -> "array[float]":
        """``(33, 3)`` world landmarks of one frame, flattened; a copy."""
        return self.world[frame * STRIDE : (frame + 1) * STRIDE]

    def only(self, frames: Iterable[int]) -> "PoseTrack":
        """These frames alone, at their own times.

        Example:
            >>> from perscoach_motion.demonstration import squat
            >>> list(squat().only((0, 12)).times)
            [0.0, 1.0]
        """
        times, image, world, visibility = array("d"), array("f"), array("f"), array("f")
        for frame in frames:
            times.append(self.times[frame])
            image.extend(self.image_of(frame))
            world.extend(self.world_of(frame))
            visibility.extend(self.visibility_of(frame))
        return PoseTrack(times, image, world, visibility, self.aspect)

    def visibility_of(self, frame: int) -> "array[float]":
        """``(33,)`` visibility of one frame; a copy."""
        return self.visibility[frame * COUNT : (frame + 1) * COUNT]
