"""Mattes behind one small protocol, a registry by name: from a frame and the pose model's mask to alpha and foreground colours."""

from collections.abc import Callable
from typing import Protocol

from gpu_jobs.errors import WeightsMissing
from gpu_jobs.frames import Alpha, Pixels
from gpu_jobs.geometry import Box
from gpu_jobs.mask import Mask


class Matte(Protocol):
    """Cuts the person out of one frame."""

    def alpha(self, pixels: Pixels, mask: Mask, view: Box) -> tuple[Alpha, Box]:
        """How much of each pixel is the person.

        Args:
            pixels: `(H, W, 3)` uint8 RGB: the part of the frame that `view` names.
            mask: Where the pose model sees the person, in the whole frame.
            view: What part of the whole frame `pixels` shows, in fractions of it.

        Returns:
            `(h, w)` uint8 and the box of `pixels` it covers, in pixels; outside of it there is nobody.
        """


def _pose_mask() -> Matte:
    from gpu_jobs.matting.pose_mask import PoseMaskMatte

    return PoseMaskMatte()


MATTES: dict[str, Callable[[], Matte]] = {"pose-mask": _pose_mask}


def matte(name: str = "pose-mask") -> Matte:
    """Open a matte by its registry name.

    Raises:
        WeightsMissing: The name is unknown, or its model is not there.
    """
    if name not in MATTES:
        raise WeightsMissing("model_unknown", name=name, known=", ".join(MATTES))
    return MATTES[name]()
