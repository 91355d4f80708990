"""The client's movement as it happens: the frame of now, and the repetition under way."""

from collections import deque
from collections.abc import Sequence
from math import exp, fsum, isnan, nan
from operator import mul, sub

from perscoach_motion.counting.reps import LEAVES_AT, RISE, Repetition, RepetitionCounter
from perscoach_motion.directions.limbs import COUNT, WIDTH
from perscoach_motion.directions.motion import LONGEST_GAP_S, RATE_HZ, normalised
from perscoach_motion.directions.signs import Signs
from perscoach_motion.directions.view import View
from perscoach_motion.live.live import Clip
from perscoach_motion.scoring.judge import Differences, differences_of
from perscoach_motion.scoring.limb_marks import FREE, LOST, faded
from perscoach_motion.scoring.score import Marks, marks
from perscoach_motion.yardstick.reference import Reference
from perscoach_motion.yardstick.target import Target
from perscoach_motion.yardstick.template import MARGIN_S, Matching, Piece

ERROR_FADE_S = 0.5
"""A difference fades over half a second: one misread frame must not flash red."""
NOW_LOOSER = 1.2
"""A frame is judged this much more leniently than a part of a repetition: a lag is never exact, and nothing is averaged yet."""
KEPT_S = 6.0
"""The past that is kept, so that a repetition can be looked at from its beginning."""
ROWS_AT_ONCE = 2
"""Frames laid beside the trainer's in one step: catching up is spread over steps."""
SETTLES_S = 0.8
"""A repetition is over so long after it has turned back, at the latest."""
LATE_S = 0.5
"""A repetition is called left out only so long after the trainer's own has ended."""

_Row = tuple[float, list[float], list[bool], Signs]
"""Seconds, ``(14, 3)`` directions, what is seen, signs."""


class Now:
    """How the client differs at this moment, in the trainer's numbering.

    Attributes:
        away: ``(14, 3)`` client less trainer, faded; NaN for limbs not seen.
        theirs: the trainer's frame it was compared with.
        off: per limb standard deviations, NaN where not seen.
        limbs: per limb 0..100, NaN where not seen.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> ask, found = lesson()
        >>> now = Now(Clip(ask))
        >>> now.feed(0.1, 1.5, ask.motion.limbs[15], [True] * COUNT, found.reading.sight, 1.0)
        True
        >>> min(now.limbs)
        100.0
    """

    def __init__(self, clip: Clip) -> None:
        self._clip = clip
        self.away = [nan] * WIDTH
        self.theirs: list[float] = [nan] * WIDTH
        self.off = [nan] * COUNT
        self.limbs = [nan] * COUNT

    def feed(self, passed_s: float, clock_s: float, level: Sequence[float], seen: Sequence[bool], sight: View, strictness: float) -> bool:
        """Take one frame; ``clock_s`` is the trainer's clock less the lag. Whether the trainer is there to compare with."""
        step = self._clip.step_at(clock_s)
        samples = self._clip.samples
        near = [frame for k in (step - 1, step, step + 1) if 0 <= k < len(samples) and (frame := samples[k]) is not None]
        if not near:
            return False
        self.theirs = theirs = max(near, key=lambda frame: fsum(map(mul, level, frame)))
        keep = exp(-passed_s / ERROR_FADE_S)
        # What was not seen before starts anew, what is not seen now is forgotten.
        self.away = [
            (new if isnan(old) else new + (old - new) * keep) if seen[k // 3] else nan
            for k, (old, new) in enumerate(zip(self.away, map(sub, level, theirs), strict=True))
        ]
        free, lost = NOW_LOOSER * FREE / strictness, NOW_LOOSER * LOST / strictness
        judged, away = self._clip.trainer.judged, self.away
        self.off = [
            sight.off(limb, away[3 * limb : 3 * limb + 3], theirs[3 * limb : 3 * limb + 3]) if seen[limb] and judged[limb] else nan
            for limb in range(COUNT)
        ]
        self.limbs = [faded(off, free, lost) for off in self.off]
        return True


class RepetitionWatch:
    """Counts repetitions and judges each as soon as it is over.

    Attributes:
        counter: counts them.
        last, before: marks of the last repetition and of the one before; ``None`` as long as there is none.
        differs: how it differed.
        finished, finished_s: how many are judged, and when the last one was.
        moves: whether there is anything to count at all.
        missed: whether the trainer's last repetition passed without one of the client's.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> from perscoach_motion.yardstick.target import USUAL
        >>> ask, found = lesson()
        >>> watch, shown = RepetitionWatch(Clip(ask), USUAL), found.motion
        >>> for time_s, vectors, seen, signs in zip(shown.times, shown.limbs, shown.seen, shown.signs, strict=True):
        ...     watch.feed(time_s, time_s, vectors, seen, signs, ask.phase_at(vectors, seen), found.reading.sight, mirrored=False)
        >>> watch.counter.count, watch.last.total >= 90, watch.missed
        (2, True, False)
    """

    def __init__(self, clip: Clip, target: Target) -> None:
        self.counter = RepetitionCounter(min(target.range_share, target.accepted.depth))
        self.last: Marks | None = None
        self.before: Marks | None = None
        self.differs: Differences | None = None
        self.missed = False
        self.finished = 0
        self.finished_s = -1e9
        self.moves = bool(clip.trainer.moving)
        self._clip, self._target = clip, target
        self._past: deque[_Row] = deque()
        self._sampled_at = -1e9
        self._matchings: list[Matching] | None = None
        self._piece = Piece([], [], [], [])
        self._fed_to = -1e9
        self._turned: Repetition | None = None
        self._low = nan
        self._judged_to = self._busy_to = -1e9
        self._told: tuple[float, float] | None = None
        self._waiting: tuple[list[list[tuple[int, int]]], list[float], Repetition, Piece] | None = None

    def feed(
        self,
        time_s: float,
        clock_s: float,
        level: list[float],
        seen: list[bool],
        found: Signs,
        phase: float,
        sight: View,
        mirrored: bool,
    ) -> None:
        """Take one frame; ``clock_s`` is the trainer's clock less the lag."""
        ask: Reference = self._clip.trainer
        if self._waiting is not None:
            self._finish(ask, time_s, sight, mirrored)
            return
        if time_s - self._sampled_at >= 0.9 / RATE_HZ:
            self._sampled_at = time_s
            if self._past:
                self._past.extend(_between(self._past[-1], (time_s, level, seen, found)))
            self._past.append((time_s, level, seen, found))
            while time_s - self._past[0][0] > KEPT_S:
                self._past.popleft()
        was_out = self.counter.out
        rep = self.counter.feed(time_s, phase)
        if self.counter.out and not was_out:
            self._begin(ask, self.counter.began_s - MARGIN_S)
        if rep is not None:
            self._turned, self._low = rep, phase
        if self._matchings is not None:
            self._catch_up()
        if self.counter.out or self._turned is not None:
            self._busy_to = time_s
        if self._turned is not None and self._settled(time_s, phase):
            self._judge(self._turned)
        self._look_for_missed(time_s, clock_s)

    def _begin(self, ask: Reference, from_s: float) -> None:
        if self._turned is not None:
            self._judge(self._turned)
        limbs = ask.moving or range(COUNT)
        self._matchings = [Matching(template.piece, limbs) for template in ask.templates]
        self._piece = Piece([], [], [], [])
        self._fed_to = from_s

    def _catch_up(self) -> None:
        assert self._matchings is not None
        due = [row for row in self._past if row[0] > self._fed_to][:ROWS_AT_ONCE]
        for time_s, level, seen, found in due:
            self._fed_to = time_s
            self._piece.times.append(time_s)
            self._piece.limbs.append(level)
            self._piece.seen.append(seen)
            self._piece.signs.append(found)
            for matching in self._matchings:
                matching.feed(level, seen)

    def _settled(self, time_s: float, phase: float) -> bool:
        """Whether the client is back at rest, or has waited long enough."""
        assert self._turned is not None
        if not isnan(phase):
            self._low = min(self._low, phase)
        way = self._turned.depth
        still = phase > self._low + LEAVES_AT * way
        return time_s - self._turned.end_s > SETTLES_S or still or self.counter.out or phase > self._low + RISE

    def _judge(self, rep: Repetition) -> None:
        self._turned = None
        if self._matchings is None:
            return
        paths = [matching.path() for matching in self._matchings]
        self._matchings = None
        self._waiting = ([path for path, _ in paths], [cost for _, cost in paths], rep, self._piece)

    def _finish(self, ask: Reference, time_s: float, sight: View, mirrored: bool) -> None:
        """The costly part, in a step of its own."""
        assert self._waiting is not None
        paths, costs, rep, piece = self._waiting
        self._waiting = None
        way = costs.index(min(costs))
        if not paths[way]:
            return
        self.differs = differences_of(ask, way, piece, paths[way], costs[way])
        self.before, self.last = self.last, marks(ask, self.differs, sight, self._target, mirrored, rep.depth)
        self.missed = False
        self.counter.recount(rep, max(rep.depth, self.differs.fullness))
        self.finished += 1
        self.finished_s = time_s

    def _look_for_missed(self, time_s: float, clock_s: float) -> None:
        """Once for each of the trainer's repetitions, a little after it has ended."""
        span = self._clip.span_before(clock_s - LATE_S)
        if span is None or span == self._told:
            return
        self._told = span
        # The client's clock and the trainer's run alike within one repetition.
        began_s = time_s - (clock_s - span[0])
        if self._busy_to < began_s and self._past and self._past[0][0] <= began_s:
            self.missed = True


def _between(one: _Row, other: _Row) -> list[_Row]:
    """What a slow camera left out: the trainer's frames lie ``1 / RATE_HZ`` apart, and are laid beside frames that do, too."""
    passed = other[0] - one[0]
    steps = round(passed * RATE_HZ)
    if steps < 2 or passed > LONGEST_GAP_S:
        return []
    rows = []
    for k in range(1, steps):
        share = k / steps
        limbs = normalised([a + (b - a) * share for a, b in zip(one[1], other[1], strict=True)])
        both = [a and b for a, b in zip(one[2], other[2], strict=True)]
        rows.append((one[0] + passed * share, limbs, both, tuple(a + (b - a) * share for a, b in zip(one[3], other[3], strict=True))))
    return rows
