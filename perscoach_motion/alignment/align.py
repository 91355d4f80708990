"""Where the client is drawn on the trainer's stage, and the plain overlap of the two figures.

Everything here is in image space, for drawing and for the overlap score; the real score works on world landmarks.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot, isnan

from perscoach_motion.skeleton import BODY, LEFT_HIP, LEFT_SHOULDER, MIRROR, RIGHT_HIP, RIGHT_SHOULDER

SMALLEST_SCALE = 0.5
LARGEST_SCALE = 2.5
"""Beyond these the fit has mistaken something for a torso, or the camera stands in the wrong room."""
SEEN = 0.5
"""Visibility from which a landmark counts; below it MediaPipe guesses."""
OVERLAP_REACH = 0.25
"""Mean distance, in heights of the stage, at which the overlap score reaches 0: half the length of a standing body's legs."""
GREEN_ABOVE = 70.0
AMBER_ABOVE = 40.0


@dataclass(frozen=True, slots=True)
class Placement:
    """How camera coordinates become stage coordinates: ``x·sx + bx`` and ``y·sy + by``, both sides 0..1; ``sx < 0`` mirrors.

    Example:
        >>> Placement(-1.0, 1.0, 1.0, 0.0).place(0.25, 0.5)
        (0.75, 0.5)
    """

    sx: float
    bx: float
    sy: float
    by: float

    def place(self, x: float, y: float) -> tuple[float, float]:
        """One point of the camera's frame on the stage."""
        return x * self.sx + self.bx, y * self.sy + self.by


def fit_frame(camera_aspect: float, stage_aspect: float, mirror: bool) -> Placement:
    """The camera's frame at the stage's height, centred; its sides may stick out or leave room.

    Args:
        camera_aspect: width / height of the camera's picture.
        stage_aspect: width / height of the trainer's rendition.
        mirror: show the client as in a mirror.

    Example:
        >>> fit_frame(1.5, 0.75, mirror=False)
        Placement(sx=2.0, bx=-0.5, sy=1.0, by=0.0)
    """
    width = camera_aspect / stage_aspect
    left = (1 - width) / 2
    return Placement(-width, left + width, 1.0, 0.0) if mirror else Placement(width, left, 1.0, 0.0)


def fit_torso(placed: Placement, client: Sequence[float], trainer: Sequence[float], stage_aspect: float) -> Placement:
    """Move and scale a placement so that the client's torso lies on the trainer's.

    The centre is the middle of shoulders and hips, the size is the shoulders' width plus the torso's height.

    Args:
        placed: where the camera's frame lies now.
        client: ``(33, 2)`` image landmarks in camera coordinates, flattened.
        trainer: ``(33, 2)`` image landmarks in stage coordinates, flattened.
        stage_aspect: width / height of the stage.

    Returns:
        The new placement; ``placed`` itself where either torso is unknown or has no size.

    Example:
        >>> from perscoach_motion.demonstration import squat
        >>> clip = squat()
        >>> small = [value / 2 for value in clip.xy_of(0)]
        >>> round(fit_torso(fit_frame(1.0, 1.0, mirror=False), small, clip.xy_of(0), clip.aspect).sx, 3)
        2.0
    """
    cx, cy, client_size = _torso(client, placed, stage_aspect)
    tx, ty, trainer_size = _torso(trainer, _AS_IS, stage_aspect)
    if isnan(client_size) or isnan(trainer_size) or client_size <= 0 or trainer_size <= 0:
        return placed
    scale = min(LARGEST_SCALE, max(SMALLEST_SCALE, trainer_size / client_size))
    return Placement(placed.sx * scale, (placed.bx - cx) * scale + tx, placed.sy * scale, (placed.by - cy) * scale + ty)


def overlap_score(
    client: Sequence[float],
    client_visibility: Sequence[float],
    trainer: Sequence[float],
    trainer_visibility: Sequence[float],
    placed: Placement,
    stage_aspect: float,
) -> float | None:
    """How far shoulders, elbows, wrists, hips, knees and ankles lie from the trainer's, as 0..100; the plain score to compare with.

    Left and right are swapped when the placement mirrors. ``None`` when nothing is seen in both.

    Args:
        client: ``(33, 2)`` image landmarks in camera coordinates, flattened; ``client_visibility`` ``(33,)``.
        trainer: ``(33, 2)`` image landmarks in stage coordinates, flattened; ``trainer_visibility`` ``(33,)``.
        placed: the client's placement, fitted by :func:`fit_torso` where alignment is on.
        stage_aspect: width / height of the stage.

    Example:
        >>> from perscoach_motion.demonstration import squat
        >>> clip = squat()
        >>> xy, seen = clip.xy_of(0), clip.visibility_of(0)
        >>> [overlap_score(xy, seen, xy, seen, Placement(1.0, aside, 1.0, 0.0), 0.75) > 90 for aside in (0.0, 0.1)]
        [True, False]
    """
    total, seen = 0.0, 0
    mirrored = placed.sx < 0
    sx, bx, sy, by = placed.sx, placed.bx, placed.sy, placed.by
    for number in BODY:
        own = MIRROR[number] if mirrored else number
        if client_visibility[own] >= SEEN and trainer_visibility[number] >= SEEN:
            dx = client[2 * own] * sx + bx - trainer[2 * number]
            dy = client[2 * own + 1] * sy + by - trainer[2 * number + 1]
            total += hypot(dx * stage_aspect, dy)
            seen += 1
    if not seen or isnan(total):
        return None
    return 100.0 * max(0.0, 1.0 - total / seen / OVERLAP_REACH)


def colour(score: float) -> str:
    """``"green"`` above 70, ``"amber"`` above 40, else ``"red"``.

    Example:
        >>> colour(90.0), colour(60.0), colour(20.0)
        ('green', 'amber', 'red')
    """
    if score > GREEN_ABOVE:
        return "green"
    return "amber" if score > AMBER_ABOVE else "red"


_AS_IS = Placement(1.0, 0.0, 1.0, 0.0)
_TORSO = tuple(2 * number for number in (LEFT_SHOULDER, RIGHT_SHOULDER, LEFT_HIP, RIGHT_HIP))


def _torso(image: Sequence[float], placed: Placement, aspect: float) -> tuple[float, float, float]:
    """Centre (stage x, y) and size (heights of the stage) of a torso; NaN where unknown."""

    sx, bx, sy, by = placed.sx, placed.bx, placed.sy, placed.by
    (lsx, lsy), (rsx, rsy), (lhx, lhy), (rhx, rhy) = [(image[k] * sx + bx, image[k + 1] * sy + by) for k in _TORSO]
    shoulders = hypot((lsx - rsx) * aspect, lsy - rsy)
    height = hypot((lsx + rsx - lhx - rhx) / 2 * aspect, (lsy + rsy - lhy - rhy) / 2)
    return (lsx + rsx + lhx + rhx) / 4, (lsy + rsy + lhy + rhy) / 4, shoulders + height
