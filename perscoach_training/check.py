"""The camera check: what keeps a training from going well, one hint at a time, and when it may start by itself."""

from array import array
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from math import isnan, radians

from perscoach_motion.live import layout as at
from perscoach_motion.yardstick.reference import Reference
from perscoach_training.hints import Hints
from perscoach_training.light import Light
from perscoach_training.room import reach_of, room_of
from perscoach_training.sighting import Sighting, settled, sighting, turned_by

READ_EVERY_S = 0.1
WATCHED = 7
"""Sightings that are taken together: 0.7 s."""
GONE_S = 0.6
"""Not seen for so long, nobody is there."""
GOOD_S = 2.0
"""All well for so long, it starts by itself; what could be better, but does not hinder, is left on the screen twice as long."""
ADVISED_S = 4.0

TOO_FAR, FAR_NO_MORE = 0.42, 0.48
"""Share of the picture that the movement takes: below the first the network sees fewer than 200 pixels of a person."""
TOO_NEAR, NEAR_NO_MORE, TWO_STEPS = 1.0, 0.96, 1.3
"""Shares that do not fit; at 2.5 m a step of 60 cm makes a quarter."""
OUTSIDE = 0.02
"""Share of the picture by which a hand may go out: the network guesses that far."""
TURNED, TURNED_NO_MORE, TURNED_AWAY = radians(35), radians(25), radians(55)
"""Cameras that see two bodies from sides 45° apart still judge alike (docs/score.md); beyond the last the score suffers."""
ROLLED, ROLLED_NO_MORE = radians(10), radians(7)
PITCHED, PITCHED_NO_MORE = 0.35, 0.28
"""Radians: the live score levels up to 0.42."""
DARK, DARK_NO_MORE = 42.0, 52.0
"""Mean brightness of the picture, 0..255: a lit room has 90 to 130, whatever the camera makes of it."""
DIM, AGAINST, AGAINST_NO_MORE = 70.0, 70.0, 55.0
"""Somebody darker than the first before a room brighter by the second stands before a window."""
BLACK_S = 2.0
"""A lens is covered when the picture was black for so long."""

LINES = {
    "body": ("nobody", "no_feet", "no_head", "not_whole"),
    "distance": ("near_two", "near", "far", "room_top", "room_bottom", "room_left", "room_right"),
    "turn": ("away_left", "away_right", "turn_left", "turn_right", "aside"),
    "light": ("dark", "against"),
    "camera": ("rolled", "looks_up", "looks_down"),
    "alone": ("two",),
}
"""What the card lists, and the faults of each line; of several the first is shown."""
ADVICE = frozenset({"aside", "against", "rolled", "looks_up", "looks_down", "turn_left", "turn_right"})
"""What could be better and does not hinder."""
ORDER = (
    *("nobody", "dark", "two", "near_two", "no_feet", "no_head", "not_whole"),
    *("near", "far", "room_top", "room_bottom", "room_left", "room_right"),
    *(*LINES["turn"], "against", *LINES["camera"]),
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """How it stands.

    Attributes:
        lines: name of the line, mark (``ok``, ``wait``, ``bad``), fault or empty.
        hint: the one fault to be shown large; empty when all is well.
        good: 0..1, how much of the waiting before the start is over.
        starts: whether it may start by itself now.
        black: whether the lens seems to be covered.
    """

    lines: tuple[tuple[str, str, str], ...]
    hint: str
    good: float
    starts: bool
    black: bool


class CameraCheck:
    """Looks at the client before she starts, with the eyes of this exercise.

    Example:
        >>> from perscoach_motion.demonstration import camera_frame, lesson, squat
        >>> check, out = CameraCheck(lesson()[0]), array("f", bytes(4 * at.OUTPUT_SIZE))
        >>> for tenth in range(40):
        ...     check.frame(tenth / 10, camera_frame(squat(aspect=0.75), 0), out)
        ...     verdict = check.verdict(tenth / 10)
        >>> verdict.hint, verdict.starts, [mark for _, mark, _ in verdict.lines]
        ('', True, ['ok', 'ok', 'ok', 'ok', 'ok', 'ok'])
        >>> check.verdict(6.0).hint, check.verdict(7.0).hint
        ('', 'nobody')
    """

    def __init__(self, trainer: Reference) -> None:
        """``trainer``: the clip of the exercise that is to follow."""
        self._heading = trainer.motion.heading
        self._stands = trainer.standing
        self._room = room_of(trainer)
        self._seen: deque[Sighting] = deque(maxlen=WATCHED)
        self._read_at = self._seen_at = -1e9
        self._pitch = 0.0
        self._light = Light()
        self._black_since: float | None = None
        self._good_since: float | None = None
        self.hints = Hints(ORDER)

    def frame(self, now: float, given: "array[float]", out: "array[float]") -> None:
        """Take one frame: what the engine was given, and what it made of it."""
        if now - self._read_at < READ_EVERY_S:
            return
        self._read_at = now
        if one := sighting(given, int(out[at.GATE]), self._room.measure):
            if now - self._seen_at > GONE_S:
                self._seen.clear()
            self._seen.append(one)
            self._seen_at = now
            if not out[at.GATE] and not isnan(out[at.PITCH]):
                self._pitch = out[at.PITCH]

    def light(self, now: float, light: Light) -> None:
        """Take what the worker measured of the picture.

        Example:
            >>> from perscoach_motion.demonstration import lesson
            >>> check = CameraCheck(lesson()[0])
            >>> check.light(0.0, Light(2.0, 1.0))
            >>> check.light(2.5, Light(2.0, 1.0))
            >>> check.verdict(2.5).black
            True
        """
        self._light = light
        if not light.black:
            self._black_since = None
        elif self._black_since is None:
            self._black_since = now

    def verdict(self, now: float) -> Verdict:
        """How it stands; four times a second is enough."""
        there = bool(self._seen) and now - self._seen_at <= GONE_S
        raised = self.hints.feed(now, set(self._faults(settled(self._seen) if there else None)))
        hint = next((name for name in ORDER if name in raised), "")
        hindered = any(name not in ADVICE for name in raised)
        if hindered or not there:
            self._good_since = None
        elif self._good_since is None:
            self._good_since = now
        wanted = ADVISED_S if raised else GOOD_S
        good = 0.0 if self._good_since is None else min(1.0, (now - self._good_since) / wanted)
        black = self._black_since is not None and now - self._black_since >= BLACK_S
        return Verdict(tuple(self._lines(raised, there)), hint, good, good >= 1.0, black)

    def _lines(self, raised: set[str], there: bool) -> Iterator[tuple[str, str, str]]:
        for name, faults in LINES.items():
            fault = next((one for one in faults if one in raised), "")
            if fault:
                yield name, "wait" if fault in ADVICE else "bad", fault
            else:
                yield name, "ok" if there or name == "light" else "wait", ""

    def _faults(self, seen: Sighting | None) -> Iterator[str]:
        """What is not as it should be in this moment; what is raised already needs more to be well again."""
        light, raised = self._light, self.hints.raised
        if light.mean < (DARK_NO_MORE if "dark" in raised else DARK):
            yield "dark"
        if light.people > 1:
            yield "two"
        if seen is None:
            yield "nobody"
            return
        if light.person < DIM and light.mean - light.person > (AGAINST_NO_MORE if "against" in raised else AGAINST):
            yield "against"
        if not seen.whole or not (seen.feet or not self._room.needs_feet):
            yield "no_feet" if not seen.feet and self._room.needs_feet else "not_whole" if seen.head else "no_head"
        yield from self._misplaced(seen)
        alike = (seen.upright > 0.5) == self._stands
        if alike:
            yield from self._turned(seen)
        elif abs(self._heading) > TURNED_AWAY:
            yield "aside"
        if self._stands and abs(seen.roll) > (ROLLED_NO_MORE if "rolled" in raised else ROLLED):
            yield "rolled"
        if abs(self._pitch) > (PITCHED_NO_MORE if raised & {"looks_up", "looks_down"} else PITCHED):
            yield "looks_up" if self._pitch > 0 else "looks_down"

    def _misplaced(self, seen: Sighting) -> Iterator[str]:
        raised, reach = self.hints.raised, reach_of(self._room, seen.stance, seen.aspect)
        if reach.share > (NEAR_NO_MORE if raised & {"near", "near_two"} else TOO_NEAR):
            yield "near_two" if reach.share > TWO_STEPS else "near"
        elif max(reach.share, seen.tall) < (FAR_NO_MORE if "far" in raised else TOO_FAR):
            yield "far"
        elif reach.bottom > 1.0 + OUTSIDE:
            yield "room_bottom"
        elif reach.top < -OUTSIDE:
            yield "room_top"
        elif reach.left < -OUTSIDE or reach.right > 1.0 + OUTSIDE:
            # Who faces the camera has her left on the picture's right; hers are the words, so a mirror changes nothing.
            faces = abs(seen.yaw) < radians(90)
            yield "room_left" if (reach.left < -OUTSIDE) == faces else "room_right"

    def _turned(self, seen: Sighting) -> Iterator[str]:
        turn = turned_by(seen.yaw, self._heading)
        if abs(turn) > TURNED_AWAY:
            yield "away_left" if turn > 0 else "away_right"
        elif abs(turn) > (TURNED_NO_MORE if self.hints.raised & {"turn_left", "turn_right"} else TURNED):
            yield "turn_left" if turn > 0 else "turn_right"
