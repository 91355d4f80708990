"""What the camera check reads from a frame: where the client stands, which way she faces, how the camera leans, what is cut off."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from math import atan2, cos, fsum, hypot, isnan, pi, sin

from perscoach_motion.alignment.align import SEEN
from perscoach_motion.alignment.anchor import STANDING, Measure, Stance
from perscoach_motion.directions.limbs import sideways
from perscoach_motion.live import layout as at
from perscoach_motion.order import middle
from perscoach_motion.skeleton import INDEX, LEFT_HIP, LEFT_SHOULDER, RIGHT_HIP, RIGHT_SHOULDER

INSIDE = 0.01
"""Share of the picture by which a landmark may lie outside and still be called seen."""
FEET = tuple((INDEX[f"{side}_ankle"], INDEX[f"{side}_heel"]) for side in ("left", "right"))
NOSE = INDEX["nose"]


@dataclass(frozen=True, slots=True)
class Sighting:
    """One frame of the client before she starts.

    Attributes:
        stance: where she stands in the picture.
        aspect: width / height of the picture.
        yaw: radians; 0 faces the camera, positive is turned to her own left.
        roll: radians by which her standing body leans clockwise in the picture.
        tall: from the nose to the feet, share of the picture's height.
        upright: the trunk's share along the vertical, 1 for who stands, 0 for who lies.
        feet, head: whether they are in the picture. whole: whether what the exercise needs is.
    """

    stance: Stance
    aspect: float
    yaw: float
    roll: float
    tall: float
    upright: float
    feet: bool
    head: bool
    whole: bool


def sighting(given: "array[float]", gate: int, measure: Measure) -> Sighting | None:
    """Read the engine's input; ``None`` where nobody is.

    Args:
        given: what the worker wrote for the engine. gate: what the engine made of it.
        measure: what the exercise is laid on.

    Example:
        >>> from perscoach_motion.demonstration import camera_frame, squat
        >>> seen = sighting(camera_frame(squat(), 0), 0, STANDING)
        >>> seen.feet, seen.whole, round(seen.upright, 2), abs(round(seen.yaw, 2)), abs(round(seen.roll, 2))
        (True, True, 1.0, 0.0, 0.0)
    """
    if not given[at.FOUND] or given[at.CAMERA_HEIGHT] <= 0:
        return None
    aspect = given[at.CAMERA_WIDTH] / given[at.CAMERA_HEIGHT]
    xs, ys, sure = (given[at.IMAGE_IN + k : at.WORLD_IN : 4] for k in (0, 1, 3))
    xy = array("f", bytes(8 * len(xs)))
    xy[0::2], xy[1::2] = xs, ys
    x, z = sideways(given[at.WORLD_IN : at.INPUT_SIZE])
    if isnan(x + z):
        return None
    shoulders = ((xs[LEFT_SHOULDER] + xs[RIGHT_SHOULDER]) / 2 * aspect, (ys[LEFT_SHOULDER] + ys[RIGHT_SHOULDER]) / 2)
    hips = ((xs[LEFT_HIP] + xs[RIGHT_HIP]) / 2 * aspect, (ys[LEFT_HIP] + ys[RIGHT_HIP]) / 2)
    trunk = hypot(shoulders[0] - hips[0], shoulders[1] - hips[1]) or 1.0
    upright = (hips[1] - shoulders[1]) / trunk
    # Who stands has her feet on the floor, whatever the exercise will lay there later.
    on_the_floor = len(measure.along) > 2
    stance = (Measure(STANDING.anchor, measure.along) if upright > 0.5 and on_the_floor else measure).of(xy, aspect)
    seen = [sure[k] >= SEEN and -INSIDE <= xs[k] <= 1 + INSIDE and -INSIDE <= ys[k] <= 1 + INSIDE for k in range(len(xs))]
    feet = STANDING.of(xy, aspect)
    roll = atan2(shoulders[0] - feet.x * aspect, feet.y - shoulders[1]) if upright > 0.5 else 0.0
    each = [any(seen[k] for k in foot) for foot in FEET]
    stands_on_both = all(each) if upright > 0.5 else any(each)  # of who lies the far foot is hidden
    whole = not gate & (at.GATE_NOT_WHOLE | at.GATE_NOBODY)
    return Sighting(stance, aspect, atan2(z, x), roll, feet.y - ys[NOSE], upright, stands_on_both, seen[NOSE], whole)


def settled(sightings: Sequence[Sighting]) -> Sighting:
    """The middle of several sightings: one frame trembles.

    Example:
        >>> from perscoach_motion.demonstration import camera_frame, squat
        >>> one = sighting(camera_frame(squat(), 0), 0, STANDING)
        >>> settled([one, one, one]).stance == one.stance
        True
    """
    stance = Stance(*(middle([getattr(one.stance, name) for one in sightings]) for name in ("x", "y", "size")))
    yaw = atan2(fsum(sin(one.yaw) for one in sightings), fsum(cos(one.yaw) for one in sightings))
    most = len(sightings) / 2
    feet, head, whole = (sum(getattr(one, name) for one in sightings) > most for name in ("feet", "head", "whole"))
    roll, tall, upright = (middle([getattr(one, name) for one in sightings]) for name in ("roll", "tall", "upright"))
    return Sighting(stance, sightings[-1].aspect, yaw, roll, tall, upright, feet, head, whole)


def turned_by(yaw: float, hers: float) -> float:
    """Radians to turn to her own left to face as the trainer does, or as her mirror image, whichever is nearer.

    Example:
        >>> [round(turned_by(yaw, 0.5), 1) for yaw in (0.4, -0.5, 0.0, 2.0)]
        [0.1, 0.0, 0.5, -1.5]
    """
    return min((_within(hers - yaw), _within(-hers - yaw)), key=lambda turn: (abs(turn), -turn))


def _within(angle: float) -> float:
    return (angle + pi) % (2 * pi) - pi
