"""Does the client do as the trainer does, or as her mirror image? Both are followed until the first repetition tells."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan, nan

from perscoach_motion.live.live import Pairing
from perscoach_motion.live.watch import RepetitionWatch
from perscoach_motion.scoring.levelling import CLEARLY

WAITS_S = 1.2
"""When one reading has seen a repetition, the other is given so long to see it too."""
DECIDE_AFTER_S = 6.0
"""A position that is held is decided after so much time."""
SURELY, SURELY_AFTER_S = 0.7, 2.0
"""Less than this share of the other's cost decides at once, after so much time in the midst of the movement."""


@dataclass(frozen=True, slots=True)
class Way:
    """One reading: how the limbs are paired, and the repetitions seen so."""

    pairing: Pairing
    watch: RepetitionWatch


def decided(ways: Sequence[Way], time_s: float, watched_s: float) -> list[Way]:
    """The readings that remain, the one in force first.

    Args:
        ways: one or both.
        time_s: the client's clock.
        watched_s: seconds in the midst of the movement.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> from perscoach_motion.live.live import Clip
        >>> from perscoach_motion.yardstick.target import USUAL
        >>> clip = Clip(lesson()[0])
        >>> both = [Way(Pairing(clip, mirror), RepetitionWatch(clip, USUAL)) for mirror in (True, False)]
        >>> [way.pairing.mirror for way in decided(both, 0.0, 0.0)], len(decided(both[:1], 0.0, 0.0))
        ([True, False], 1)
    """
    if len(ways) < 2:
        return list(ways)
    here, other = ways
    plain, flipped = sorted(ways, key=lambda way: way.pairing.mirror)
    costs = _cost(plain), _cost(flipped)
    if not isnan(sum(costs)):
        return [flipped] if costs[1] < CLEARLY * costs[0] else [plain]
    for way, cost in zip((plain, flipped), costs, strict=True):
        if not isnan(cost) and time_s - way.watch.finished_s > WAITS_S:
            return [way]
    if not here.watch.moves:
        cheap, dear = sorted((here.pairing.cost, other.pairing.cost))
        if watched_s > DECIDE_AFTER_S or (watched_s > SURELY_AFTER_S and cheap < SURELY * dear):
            return [min(ways, key=lambda way: way.pairing.cost)]
    # Until then the cheaper one is shown, and the one in force keeps its place where both cost the same.
    return [other, here] if other.pairing.cost < CLEARLY * here.pairing.cost else [here, other]


def _cost(way: Way) -> float:
    """What the last repetition's match cost; NaN before there is one of which enough was seen."""
    watch = way.watch
    return nan if watch.differs is None or watch.last is None or isnan(watch.last.total) else watch.differs.cost
