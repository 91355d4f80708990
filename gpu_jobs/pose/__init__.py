"""Pose estimators behind one small protocol, a registry by name."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from gpu_jobs.errors import WeightsMissing
from gpu_jobs.frames import Pixels
from gpu_jobs.mask import Mask
from perscoach_motion.trackfile import Estimator

if TYPE_CHECKING:
    from gpu_jobs.pose.refined import Reader


class Place(NamedTuple):
    """Where to look for a person: a turned square.

    Attributes:
        x: Of its middle, in fractions of the frame's width.
        y: Of its middle, in fractions of the frame's height.
        side: In fractions of the frame's width.
        turn: Radians, clockwise.
    """

    x: float
    y: float
    side: float
    turn: float


@dataclass(frozen=True, slots=True)
class Person:
    """One person in one frame.

    Attributes:
        image: `(33, 3)` float32: x right, y down, 0..1 of the frame; z as MediaPipe gives it.
        world: `(33, 3)` float32 metres, hip-centred.
        visibility: `(33,)` float32 0..1.
        mask: Where the person is; None when the model cannot say.
        place: Where the person will be looked for in the next frame.
        extras: What richer models tell beyond that, by name; see `gpu_jobs.extras`.
    """

    image: NDArray[np.float32]
    world: NDArray[np.float32]
    visibility: NDArray[np.float32]
    mask: Mask | None
    place: Place
    extras: Mapping[str, NDArray[np.float32]] = field(default_factory=dict)


class PoseEstimator(Protocol):
    """Follows one person, the largest, through frames that come in order."""

    @property
    def estimator(self) -> Estimator:
        """What is written into the pose file."""

    @property
    def most_people(self) -> int:
        """How many people were seen at once since `begin`."""

    @property
    def constants(self) -> Mapping[str, NDArray[np.generic]]:
        """What the extras of all frames share, by name; empty for most."""

    def begin(self, hint: Place | None) -> None:
        """Forget everything; the next frame begins a run of frames.

        Args:
            hint: Where the person to follow is; None takes the largest.
        """

    def see_all(self, frames: Sequence[Pixels], times_ms: Sequence[int]) -> list[Person | None]:
        """The person in each of the next frames, None where nobody is found.

        Args:
            frames: `(H, W, 3)` uint8 RGB, all of one size.
            times_ms: When each is shown.

        Raises:
            WeightsMissing: A single frame does not fit into memory.
        """

    def close(self) -> None:
        """Let go of the model."""


def _blazepose(size: str) -> PoseEstimator:
    from gpu_jobs.pose.blazepose import BlazePose

    return BlazePose(size)


def _rtmpose() -> "Reader":
    from gpu_jobs.pose.rtmpose import RtmPose

    return RtmPose()


def _sam3d() -> "Reader":
    from gpu_jobs.pose.sam3d import opened

    return opened()


def _refined(open_reader: "Callable[[], Reader]") -> PoseEstimator:
    from gpu_jobs.pose.refined import Refined

    return Refined(estimator(FINDER), open_reader())


FINDER = "mediapipe"  # follows the person for richer models
READERS: dict[str, "Callable[[], Reader]"] = {"rtmpose": _rtmpose, "sam3d_body": _sam3d}
ESTIMATORS: dict[str, Callable[[], PoseEstimator]] = {
    "mediapipe": partial(_blazepose, "full"),
    "mediapipe-lite": partial(_blazepose, "lite"),
    "mediapipe-heavy": partial(_blazepose, "heavy"),
    **{name: partial(_refined, open_reader) for name, open_reader in READERS.items()},
}


def finder_of(name: str) -> str:
    """The estimator that only finds the person for this one: quick, and at home on any machine. Most are their own."""
    return FINDER if name in READERS else name


def estimator(name: str = "mediapipe") -> PoseEstimator:
    """Open an estimator by its registry name.

    Raises:
        WeightsMissing: The name is unknown, or its model is not there.
    """
    if name not in ESTIMATORS:
        raise WeightsMissing("model_unknown", name=name, known=", ".join(ESTIMATORS))
    return ESTIMATORS[name]()
