"""RTMPose with feet: finer in the picture than BlazePose, by its makers' ONNX file; depth and size stay BlazePose's."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from gpu_jobs.catalogue import RTMPOSE_FILE
from gpu_jobs.device import in_batches
from gpu_jobs.frames import Pixels
from gpu_jobs.graphs import RUNTIME, Graph
from gpu_jobs.pose import Person
from gpu_jobs.pose.carried import carried, visibility_of
from gpu_jobs.pose.halpe26 import KEYPOINTS, KNOWN, LANDMARKS
from gpu_jobs.pose.lifting import lifted
from gpu_jobs.pose.refined import Found
from gpu_jobs.pose.simcc import SPLIT, Floats, batch_of, crop_around, decoded
from gpu_jobs.weights import need, unlike, weight_file
from perscoach_motion.trackfile import Estimator

NAME = "rtmpose"
MOST = 45  # crops at once, a whole chunk: 27 MB
SIZE = (192, 256)  # px, width and height, of files that do not fix it
PICTURES = "NCHW"  # the axes it takes


class RtmPose:
    """Reads people whom a finder has found."""

    def __init__(self) -> None:
        """
        Raises:
            WeightsMissing: The runtime or the file is not there, or the file is another network.
        """
        need(NAME)
        path = weight_file(NAME, RTMPOSE_FILE)
        self.estimator = Estimator(NAME, RUNTIME, path.stem)
        self._graph = Graph(NAME, path)
        if len(self._graph.shape) != len(PICTURES):
            raise unlike(NAME, path, f"{len(self._graph.shape)} axes instead of {PICTURES}")
        count, _, height, width = self._graph.shape
        self._most = 1 if count == 1 else MOST
        self._size = (width or SIZE[0], height or SIZE[1])
        try:
            self._keypoints([np.zeros((self._size[1], self._size[0], 3), np.uint8)])
        except Exception as error:  # of whatever kind: another network has other inputs and outputs
            raise unlike(NAME, path, error) from error

    @property
    def constants(self) -> Mapping[str, NDArray[np.generic]]:
        """There are no extras."""
        return {}

    def read(self, found: Sequence[Found]) -> list[Person | None]:
        """See `gpu_jobs.pose.refined.Reader`."""
        return list(in_batches(NAME, self._read, found, self._most))

    def close(self) -> None:
        """Nothing is held but memory."""

    def _read(self, found: Sequence[Found]) -> list[Person]:
        crops = [crop_around(one.box, self._size) for one in found]
        places, scores = self._keypoints([crop.cut(one.pixels) for crop, one in zip(crops, found, strict=True)])
        # The frame's fractions count from its corner, not from the middle of its first pixel.
        return [
            person_of(one, crop.to_frame(place) + 0.5, score) for one, crop, place, score in zip(found, crops, places, scores, strict=True)
        ]

    def _keypoints(self, crops: list[Pixels]) -> tuple[Floats, Floats]:
        """`(N, 26, 2)` pixels of the crops, and scores `(N, 26)`."""
        curves = self._graph.run(batch_of(crops))
        shapes, wanted = [curve.shape for curve in curves], [(len(crops), KEYPOINTS, SPLIT * side) for side in self._size]
        if shapes != wanted:
            raise ValueError(f"it gives {shapes} instead of curves along x and y of {KEYPOINTS} keypoints")
        return decoded(*curves)


def person_of(found: Found, keypoints: NDArray[np.floating], scores: Floats) -> Person:
    """The finder's person with these keypoints.

    A landmark is as visible as the less sure of the two networks says: one knows it in the picture, the other its depth.

    Args:
        found: The finder's.
        keypoints: `(26, 2)` pixels of the frame, from its corner.
        scores: `(26,)` 0..1.
    """
    person, size = found.person, found.size
    seen = person.image[:, :2] * size
    pixels = carried(keypoints[KNOWN], LANDMARKS, seen)
    image = np.concatenate([pixels / size, person.image[:, 2:]], axis=1).astype(np.float32)
    visibility = visibility_of(LANDMARKS, person.visibility)
    visibility[LANDMARKS] = np.minimum(visibility[LANDMARKS], scores[KNOWN])
    return Person(image, lifted(pixels, seen, person.world, size), visibility, person.mask, person.place)
