"""Cutting people out: the embedded way weighs colours around the pose network's mask; learned mattes stand behind one small protocol."""

from collections.abc import Callable
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from gpu_jobs.errors import WeightsMissing

EMBEDDED = "mediapipe"  # the pose network's own mask: nothing else is opened


class Matting(Protocol):
    """A network that says how much of each pixel is a person. Every frame stands by itself."""

    @property
    def cells(self) -> float:
        """How many cells the longer side of a frame is told apart into: what is finer, our own matte stage draws."""

    def alphas(self, frames: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Mattes of frames of one size.

        Args:
            frames: `(N, H, W, 3)` RGB; N may be 0.

        Returns:
            `(N, H, W)`, 255 is wholly a person.

        Raises:
            WeightsMissing: A single frame does not fit into memory.
        """

    def close(self) -> None:
        """Let go of the network."""


MATTERS: dict[str, Callable[[], Matting]] = {}


def matting(name: str) -> Matting:
    """Open a matting network by its registry name.

    Raises:
        WeightsMissing: The name is unknown, or its weights or packages are not there.
    """
    if name not in MATTERS:
        raise WeightsMissing("model_unknown", name=name, known=", ".join((EMBEDDED, *MATTERS)))
    return MATTERS[name]()
