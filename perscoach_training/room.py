"""How much of the picture an exercise takes, told from where the client stands: will the movement stay in the picture?"""

from dataclasses import dataclass

from perscoach_motion.alignment.align import SEEN
from perscoach_motion.alignment.anchor import Measure, Stance, measure_of, rest_of
from perscoach_motion.skeleton import INDEX
from perscoach_motion.yardstick.reference import Reference

_BOTH = ("elbow", "index", "knee", "heel", "foot_index")
EXTREMES = (INDEX["nose"], *(INDEX[f"{side}_{name}"] for side in ("left", "right") for name in _BOTH))
"""What sticks out of a body; the shoulders and hips are always within."""
LEGS_END = (INDEX["left_ankle"], INDEX["right_ankle"])
CROWN = 0.12
"""From the nose to the top of the head, in lengths of the legs: 11 cm of 90."""
AIR = 0.04
"""Share of the need that is left free on each side: nobody stands like a post."""


@dataclass(frozen=True, slots=True)
class Room:
    """How far the widest pose reaches from the anchor, in sizes of the body (see :class:`perscoach_motion.alignment.anchor.Measure`).

    Attributes:
        measure: what is laid on the trainer.
        up, down, left, right: from the anchor, in her picture; the client may work as its mirror image.
        needs_feet: whether the trainer's are in her picture.
    """

    measure: Measure
    up: float
    down: float
    left: float
    right: float
    needs_feet: bool = True


@dataclass(frozen=True, slots=True)
class Reach:
    """Where the movement will go, 0..1 of the camera's picture where it stays inside.

    Attributes:
        left, right, top, bottom: edges.
        share: the largest share of the picture's width or height that it takes; above 1 it cannot fit at this distance.
    """

    left: float
    right: float
    top: float
    bottom: float
    share: float


def room_of(trainer: Reference) -> Room:
    """Read the trainer's clip.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> room = room_of(lesson()[0])
        >>> 1.5 < room.up < 2.5, room.down < 0.2, 0.2 < room.left < 0.6, 0.2 < room.right < 0.6
        (True, True, True, True)
    """
    track, measure = trainer.track, measure_of(trainer)
    rest = rest_of(trainer, measure)
    if rest is None:
        return Room(measure, 0.0, 0.0, 0.0, 0.0)
    up = down = left = right = 0.0
    for row in trainer.motion.rows:
        xy, seen = track.xy_of(row), track.visibility_of(row)
        for number in EXTREMES:
            if seen[number] >= SEEN:
                above = (rest.y - xy[2 * number + 1]) / rest.size + (CROWN if number == INDEX["nose"] else 0.0)
                up, down = max(up, above), max(down, -above)
                beside = (xy[2 * number] - rest.x) * track.aspect / rest.size
                left, right = max(left, -beside), max(right, beside)
    return Room(measure, up, down, left, right, bool({*LEGS_END} & set(trainer.needed)))


def reach_of(room: Room, stance: Stance, aspect: float) -> Reach:
    """Where the client's movement will go.

    Args:
        room: what the exercise takes.
        stance: where she stands now. aspect: width / height of the picture.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> far, near = (reach_of(room_of(lesson()[0]), Stance(0.5, 0.9, size), 0.75) for size in (0.3, 0.55))
        >>> far.share < 0.8, near.share > 1.0, near.top < 0.0
        (True, True, True)
    """
    size = stance.size * (1.0 + AIR)
    top, bottom = stance.y - room.up * size, stance.y + room.down * size
    ways = [(stance.x - one * size / aspect, stance.x + other * size / aspect) for one, other in _either(room)]
    left, right = min(ways, key=lambda way: max(0.0, -way[0]) + max(0.0, way[1] - 1.0))
    return Reach(left, right, top, bottom, max(bottom - top, right - left))


def _either(room: Room) -> tuple[tuple[float, float], tuple[float, float]]:
    """As the trainer, and as her mirror image."""
    return (room.left, room.right), (room.right, room.left)
