"""MediaPipe's selfie segmenter, run directly by LiteRT: coarse and quick."""

import cv2
import numpy as np
from numpy.typing import NDArray

from gpu_jobs.pose.blaze.network import Network
from gpu_jobs.weights import weight_file

FILE = "selfie_segmenter.tflite"


class SelfieMatting:
    """The segmenter's own 256 x 256 probabilities, stretched over the frame."""

    def __init__(self) -> None:
        """
        Raises:
            WeightsMissing: The file is missing.
        """
        self._network = Network(weight_file("selfie", FILE).read_bytes())

    def cell(self, width: int, height: int) -> float:
        """See `Matting`."""
        return max(1.0, max(width, height) / self._network.side)

    def alphas(self, frames: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """See `Matting`."""
        found = np.empty(frames.shape[:3], np.uint8)
        side = self._network.side
        for number, pixels in enumerate(frames):
            # Stretched, whatever its ratio: so MediaPipe feeds it too.
            self._network.run(cv2.resize(pixels, (side, side), interpolation=cv2.INTER_AREA) / np.float32(255))
            likely = np.rint(self._network.output(side, side) * 255).astype(np.uint8)
            found[number] = cv2.resize(likely, pixels.shape[1::-1], interpolation=cv2.INTER_LINEAR)
        return found

    def close(self) -> None:
        """See `Matting`."""
        del self._network
