"""Where the client stands on the trainer's stage: found once while she rests, then left alone, so that depth shows.

A fit at every picture hides the movement itself: fitted to the torso frame by frame, a motionless client's hips travel as far over the
screen as the trainer's. So the parts of the body that stay on the floor are laid on the trainer's (standing: the heels), the size is
taken at rest, and both stay as they are until the client has walked elsewhere.

The size of who stands is that of the legs, hips to heels: it is what lowers the hips. Over the suite's twelve correct squats by other
bodies and cameras the hips drawn travel 0.96 to 1.13 of the trainer's; sized by the torso 0.87 to 1.27, by the whole body 0.93 to 1.13.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import fsum, hypot, isnan

from perscoach_motion.alignment.align import LARGEST_SCALE, SMALLEST_SCALE, Placement
from perscoach_motion.order import middle
from perscoach_motion.skeleton import INDEX
from perscoach_motion.yardstick.reference import Reference
from perscoach_motion.yardstick.template import RESTS_BELOW

WATCHED_S = 1.0
"""So long somebody must stand still to be believed to stand there."""
READ_EVERY_S = 0.1
STILL = 0.06
"""Lengths of the body's measure by which the anchor wanders at most in `WATCHED_S`; the estimator's own tremble is 0.02."""
WALKED = 0.12
"""Farther than this from where she was fitted, or larger or smaller by so much, she has walked: 11 cm of a leg of 90."""
STAYS = 0.35
"""A pair of joints that travels less than this share of what the farthest one does stays where it is: hands and toes of a push-up."""
TREMBLES = 0.03
"""Heights of the picture: a pair that moves less than this stays too, whatever the others do."""

Pair = tuple[int, int]

_SHOULDERS, _WRISTS, _HIPS, _ANKLES, _HEELS, _TOES = (
    (INDEX[f"left_{name}"], INDEX[f"right_{name}"]) for name in ("shoulder", "wrist", "hip", "ankle", "heel", "foot_index")
)
_ON_THE_FLOOR = (_TOES, _HEELS, _WRISTS, _HIPS, _SHOULDERS)


@dataclass(frozen=True, slots=True)
class Stance:
    """Where somebody is in a picture.

    Attributes:
        x, y: the anchor, 0..1 of the picture's width and height.
        size: heights of the picture.
    """

    x: float
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class Measure:
    """What is laid on what: the pairs of joints whose middle is the anchor, and the joints along which the size is taken."""

    anchor: tuple[Pair, ...]
    along: tuple[Pair, ...]

    def of(self, xy: Sequence[float], aspect: float) -> Stance:
        """Read one frame.

        Args:
            xy: ``(33, 2)`` image landmarks, flattened. aspect: width / height of the picture.

        Example:
            >>> from perscoach_motion.demonstration import squat
            >>> clip, standing = squat(), Measure((_HEELS,), (_HIPS, _HEELS))
            >>> stance = standing.of(clip.xy_of(0), clip.aspect)
            >>> round(stance.x, 2), round(stance.y, 2), round(stance.size, 2)
            (0.5, 0.9, 0.38)
        """
        ends = [number for pair in self.anchor for number in pair]
        x = fsum(xy[2 * number] for number in ends) / len(ends)
        y = fsum(xy[2 * number + 1] for number in ends) / len(ends)
        points = [((xy[2 * a] + xy[2 * b]) / 2 * aspect, (xy[2 * a + 1] + xy[2 * b + 1]) / 2) for a, b in self.along]
        size = fsum(hypot(p[0] - q[0], p[1] - q[1]) for p, q in pairwise(points))
        return Stance(x, y, size)


STANDING = Measure((_HEELS,), (_HIPS, _HEELS))


def measure_of(trainer: Reference) -> Measure:
    """Standing: the heels, and the legs' size; sitting close: the hips, and the trunk's. Else whatever
    stays in its place through her clip, and the whole body's size.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> measure_of(lesson()[0]) == STANDING
        True
    """
    if not set(_ANKLES) & set(trainer.needed):
        return Measure((_HIPS,), (_SHOULDERS, _HIPS))  # her own legs are not in her picture
    if trainer.standing:
        return STANDING
    track = trainer.track
    frames = [track.xy_of(row) for row in trainer.motion.rows]
    travels = {pair: _travel(frames, pair, track.aspect) for pair in _ON_THE_FLOOR}
    most = max(travels.values(), default=0.0)
    staying = tuple(pair for pair, travel in travels.items() if travel <= max(TREMBLES, STAYS * most))
    return Measure(staying or (_HIPS,), (_SHOULDERS, _HIPS, _ANKLES))


def rest_of(trainer: Reference, measure: Measure) -> Stance | None:
    """Where the trainer herself rests in her picture; ``None`` where nobody is to be seen.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> round(rest_of(lesson()[0], STANDING).size, 2)
        0.38
    """
    track = trainer.track
    resting = [row for row, phase in zip(trainer.motion.rows, trainer.phase, strict=True) if not phase >= RESTS_BELOW]
    return _middle([measure.of(track.xy_of(row), track.aspect) for row in resting or trainer.motion.rows])


def _travel(frames: Sequence[Sequence[float]], pair: Pair, aspect: float) -> float:
    a, b = pair
    xs = sorted((one[2 * a] + one[2 * b]) / 2 * aspect for one in frames)
    ys = sorted((one[2 * a + 1] + one[2 * b + 1]) / 2 for one in frames)
    low, high = len(frames) // 20, len(frames) - 1 - len(frames) // 20
    return hypot(xs[high] - xs[low], ys[high] - ys[low]) if frames else 0.0


class Anchor:
    """Finds the client's place and keeps it.

    Example:
        >>> from perscoach_motion.demonstration import lesson, squat
        >>> anchor, client = Anchor(lesson()[0]), squat(aspect=1.5)
        >>> for tenth in range(12):
        ...     anchor.feed(tenth / 10, client.xy_of(0), client.aspect, rests=True)
        >>> anchor.settled, [round(value, 2) for value in anchor.placement(client.aspect, 0.75, mirror=False).place(0.5, 0.9)]
        (True, [0.5, 0.9])
    """

    def __init__(self, trainer: Reference) -> None:
        """``trainer``: her clip; where she rests in it is where the client is put."""
        self._measure = measure_of(trainer)
        self._hers = rest_of(trainer, self._measure)
        self._seen: deque[tuple[float, Stance]] = deque()
        self._mine: Stance | None = None
        self._watched_s = 0.0
        self.settled = False
        """Whether the place was found from somebody who stood still; until then the longest look so far tells it."""

    def feed(self, time_s: float, xy: Sequence[float], aspect: float, rests: bool) -> None:
        """Take one frame of the client.

        Args:
            time_s: seconds.
            xy: ``(33, 2)`` image landmarks in the camera's picture, flattened. aspect: its width / height.
            rests: whether she is where the trainer rests; in the midst of the movement nothing is fitted.
        """
        seen = self._seen
        if not rests or (seen and time_s < seen[-1][0]):  # a set begun anew begins its clock anew
            seen.clear()
            return
        if seen and time_s - seen[-1][0] < READ_EVERY_S:
            return
        stance = self._measure.of(xy, aspect)
        if isnan(stance.x + stance.size) or stance.size <= 0.0:
            return
        seen.append((time_s, stance))
        while time_s - seen[0][0] > WATCHED_S + READ_EVERY_S:
            seen.popleft()
        stances = [one for _, one in seen]
        here = _middle(stances)
        if here is None:
            return
        watched_s = time_s - seen[0][0]
        still = watched_s >= WATCHED_S and all(_apart(one, here, aspect) <= STILL for one in stances)
        if not self.settled:
            if still or watched_s >= self._watched_s:
                self._mine, self._watched_s, self.settled = here, watched_s, still
        elif still and self._mine is not None and _apart(here, self._mine, aspect) > WALKED:
            self._mine = here

    def again(self) -> None:
        """Fit anew from what was seen last: the client asks for it, or the camera check ends.

        Example:
            >>> from perscoach_motion.demonstration import lesson, squat
            >>> anchor = Anchor(lesson()[0])
            >>> anchor.feed(0.0, squat().xy_of(0), 0.75, rests=True)
            >>> anchor.again()
            >>> anchor.settled
            False
        """
        self.settled, self._watched_s = False, 0.0

    def placement(self, camera_aspect: float, stage_aspect: float, mirror: bool) -> Placement | None:
        """How the camera's picture lies on the stage; ``None`` before the client was seen at rest, or where the trainer never is.

        Args:
            camera_aspect: width / height of the camera's picture. stage_aspect: of the trainer's rendition.
            mirror: show the client as in a mirror.

        Example:
            >>> from perscoach_motion.demonstration import lesson
            >>> Anchor(lesson()[0]).placement(1.0, 0.75, mirror=True) is None
            True
        """
        hers, mine = self._hers, self._mine
        if hers is None or mine is None or hers.size <= 0.0:
            return None
        scale = min(LARGEST_SCALE, max(SMALLEST_SCALE, hers.size / mine.size))
        wide = scale * camera_aspect / stage_aspect * (-1.0 if mirror else 1.0)
        return Placement(wide, hers.x - mine.x * wide, scale, hers.y - mine.y * scale)


def _middle(stances: Sequence[Stance]) -> Stance | None:
    known = [one for one in stances if not isnan(one.x + one.y + one.size)]
    if not known:
        return None
    return Stance(middle([one.x for one in known]), middle([one.y for one in known]), middle([one.size for one in known]))


def _apart(one: Stance, other: Stance, aspect: float) -> float:
    """How far two stances differ in place or in size, in sizes of the second."""
    away = hypot((one.x - other.x) * aspect, one.y - other.y)
    return max(away, abs(one.size - other.size)) / other.size
