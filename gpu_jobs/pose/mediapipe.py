"""MediaPipe's PoseLandmarker: 33 landmarks, world landmarks and the person's mask from one call a frame."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2
import mediapipe
import numpy as np
from mediapipe.tasks.python import BaseOptions, vision
from numpy.typing import NDArray

from gpu_jobs.frames import Pixels
from gpu_jobs.mask import mask_of
from gpu_jobs.pose import Person
from gpu_jobs.weights import model_path
from perscoach_motion.trackfile import Estimator

COUNT_EVERY_MS = 1000  # how often people are counted; somebody who walks through is seen, at 1 ms a frame
ROW_PIXELS = 4  # MediaPipe aborts the whole process on a mask whose rows are not a multiple of 16 bytes
MOST_PEOPLE = 3  # looked for at once; more do not change whom we follow
OTHER_LEAST_AREA = 0.15  # of the largest person's box: somebody far behind is part of the room
OTHER_MOST_OVERLAP = 0.4  # of the smaller box; two poses that cover each other more are the same person found twice
OTHER_LEAST_VISIBILITY = 0.5  # mean over the landmarks; below it the detector saw a shadow or a coat
LARGER = 1.5  # times the box of the person followed, from which on another one is clearly the larger
LARGER_FOR_MS = 500  # that long, and the larger one is followed from there on
SIZE_HALVES_MS = 10_000  # how fast it is forgotten how large the followed one was; a deep squat is over long before


class MediaPipePose:
    """Follows the largest person.

    One person is followed by MediaPipe's own tracker, which smooths in time. Once several are seen, all are read in every frame and
    `Following` chooses among them.
    """

    def __init__(self, size: str) -> None:
        """
        Args:
            size: `lite`, `full` or `heavy`.

        Raises:
            WeightsMissing: The bundle is not there.
        """
        self._path = model_path(f"pose_landmarker_{size}.task")
        self.estimator = Estimator("mediapipe", mediapipe.__version__, f"pose_landmarker_{size}")
        self.most_people = 0
        self._counter = _landmarker(self._path, vision.RunningMode.IMAGE, MOST_PEOPLE, masks=False)
        self._tracker = _landmarker(self._path, vision.RunningMode.VIDEO, 1, masks=True)
        self._crowded = False
        self._next_count_ms = 0
        self._following = Following()

    def see(self, pixels: Pixels, time_ms: int) -> Person | None:
        """The person in the next frame; times must grow."""
        width = pixels.shape[1]
        even = cv2.copyMakeBorder(pixels, 0, 0, 0, -width % ROW_PIXELS, cv2.BORDER_REPLICATE)  # a copy: a strided array finds nobody
        stretch = even.shape[1] / width
        image = mediapipe.Image(mediapipe.ImageFormat.SRGB, even)
        if time_ms >= self._next_count_ms and not self._crowded:
            self._next_count_ms = time_ms + COUNT_EVERY_MS
            self._count(image)
        result = self._tracker.detect_for_video(image, time_ms)
        poses = [_image_landmarks(pose) * np.array((stretch, 1, stretch), np.float32) for pose in result.pose_landmarks]
        if not poses:
            return None
        if self._crowded:
            self.most_people = max(self.most_people, len(_apart(poses)))
        clear = [_clear(pose) for pose in result.pose_landmarks]
        chosen = self._following.choose(poses, clear, time_ms)
        mask = mask_of(result.segmentation_masks[chosen].numpy_view().reshape(even.shape[:2])[:, :width])
        world = np.array([(point.x, point.y, point.z) for point in result.pose_world_landmarks[chosen]], np.float32)
        visibility = np.array([point.visibility for point in result.pose_landmarks[chosen]], np.float32)
        return Person(poses[chosen], world, visibility, mask)

    def close(self) -> None:
        """Let go of the models."""
        self._counter.close()
        self._tracker.close()

    def _count(self, image: Any) -> None:
        found = self._counter.detect(image).pose_landmarks
        clear = [_image_landmarks(pose) for pose in found if _clear(pose)]
        people = len(_apart(clear))
        self.most_people = max(self.most_people, people)
        if people > 1:
            self._crowded = True
            self._tracker.close()
            self._tracker = _landmarker(self._path, vision.RunningMode.VIDEO, MOST_PEOPLE, masks=True)


class Following:
    """Who of several people is followed: the largest, steadily.

    From frame to frame it is whoever stands nearest to where the followed one stood. Only somebody who has been clearly larger for a
    while takes over: neither a person of like size does, nor one who crosses the picture in a moment.
    """

    def __init__(self) -> None:
        self._followed: NDArray[np.float32] | None = None
        self._size = 0.0
        self._time_ms = 0
        self._larger_since_ms: int | None = None

    def choose(self, poses: Sequence[NDArray[np.float32]], clear: Sequence[bool], time_ms: int) -> int:
        """The number of the pose to follow in the next frame.

        Args:
            poses: One or more, `(33, 2)` or `(33, 3)`, x and y 0..1 of the frame.
            clear: Which of them are surely people.
            time_ms: When the frame is shown; must grow.
        """
        areas = np.array([_area(pose) for pose in poses])
        chosen = int(np.argmax(areas))
        if self._followed is not None:
            followed = self._followed
            chosen = int(np.argmin([np.linalg.norm(pose[:, :2] - followed, axis=1).mean() for pose in poses]))
            self._size *= 0.5 ** ((time_ms - self._time_ms) / SIZE_HALVES_MS)
        self._size = max(areas[chosen], self._size)
        largest = int(np.argmax(np.where(clear, areas, 0)))
        if areas[largest] < LARGER * self._size:
            self._larger_since_ms = None
        elif self._larger_since_ms is None:
            self._larger_since_ms = time_ms
        elif time_ms - self._larger_since_ms >= LARGER_FOR_MS:
            chosen, self._size, self._larger_since_ms = largest, areas[largest], None
        self._followed, self._time_ms = poses[chosen][:, :2], time_ms
        return chosen


def _landmarker(path: Path, mode: Any, people: int, *, masks: bool) -> Any:
    options = vision.PoseLandmarkerOptions(
        base_options=BaseOptions(model_asset_path=str(path)), running_mode=mode, num_poses=people, output_segmentation_masks=masks
    )
    return vision.PoseLandmarker.create_from_options(options)


def _image_landmarks(pose: Any) -> NDArray[np.float32]:
    return np.array([(point.x, point.y, point.z) for point in pose], np.float32)


def _clear(pose: Any) -> bool:
    return bool(np.mean([point.visibility for point in pose]) >= OTHER_LEAST_VISIBILITY)


def _box(pose: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    return pose[:, :2].min(axis=0), pose[:, :2].max(axis=0)


def _area(pose: NDArray[np.float32]) -> float:
    least, most = _box(pose)
    return float(np.prod(most - least))


def _apart(poses: list[NDArray[np.float32]]) -> list[NDArray[np.float32]]:
    """The people who stand apart from each other and are not much smaller than the largest one, largest first."""
    kept: list[NDArray[np.float32]] = []
    for pose in sorted(poses, key=_area, reverse=True):
        if all(_overlap(pose, other) <= OTHER_MOST_OVERLAP for other in kept) and (
            not kept or _area(pose) >= OTHER_LEAST_AREA * _area(kept[0])
        ):
            kept.append(pose)
    return kept


def _overlap(pose: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    least, most = _box(pose)
    other_least, other_most = _box(other)
    common = np.clip(np.minimum(most, other_most) - np.maximum(least, other_least), 0, None)
    return float(np.prod(common)) / max(min(_area(pose), _area(other)), 1e-9)
