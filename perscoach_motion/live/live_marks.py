"""The marks of this moment: the frame of now, the last repetition's range and rules, the same weights as after the fact."""

from collections.abc import Sequence
from math import isnan, nan

from perscoach_motion.directions.limbs import COUNT
from perscoach_motion.faults.limb_cues import SHORT
from perscoach_motion.faults.limb_state import STILL, LimbState
from perscoach_motion.live.watch import Now, RepetitionWatch
from perscoach_motion.scoring.judge import degrees_of
from perscoach_motion.scoring.limb_marks import FREE, weight_of_limb
from perscoach_motion.scoring.overall import another, overall
from perscoach_motion.skeleton import LIMBS, MIRROR_LIMB
from perscoach_motion.yardstick.reference import Reference
from perscoach_motion.yardstick.target import Target

BADLY = 5.0
"""A mark below is worth a word after one repetition already."""
SPOKEN_BELOW = 45.0
"""A mark below twice in a row is: what is only a little off shows on the meter, and needs no voice."""
SPOKEN_RULES = ("knees_in", "heels_up", "round_back")


def live_marks(ask: Reference, now: Now, watch: RepetitionWatch, target: Target, mirrored: bool) -> tuple[list[float], float]:
    """Marks per limb and in all, in the trainer's numbering.

    Args:
        ask: the trainer's clip.
        now: knows this frame.
        watch: knows the last repetition.
        target: what this client is asked.
        mirrored: whether the client's left answers to the trainer's right.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> from perscoach_motion.live.live import Clip
        >>> from perscoach_motion.yardstick.target import USUAL
        >>> ask, found = lesson()
        >>> now, watch = Now(Clip(ask)), RepetitionWatch(Clip(ask), USUAL)
        >>> seen = now.feed(0.1, 1.5, ask.motion.limbs[15], [True] * COUNT, found.reading.sight, 1.0)
        >>> limbs, score = live_marks(ask, now, watch, USUAL, mirrored=False)
        >>> len(limbs), score
        (14, 100.0)
    """
    limbs = list(now.limbs)
    rules: list[float] = []
    if ask.moving:
        strange = 1.0 if watch.missed else 0.0 if watch.last is None else watch.last.another
    else:
        strange = another(ask, now.off, [nan] * COUNT)
    if watch.missed:
        for limb in ask.moving:
            limbs[limb] = limbs[limb] * 0.0
    elif watch.last is not None:
        # What the last repetition was like stands until the next one is done.
        limbs = [mark if isnan(before) or isnan(mark) else min(mark, before) for mark, before in zip(limbs, watch.last.limbs, strict=True)]
        rules = list(watch.last.rules.values())
    for limb in range(COUNT):
        if target.excluded and LIMBS[MIRROR_LIMB[limb] if mirrored else limb] in target.excluded:
            limbs[limb] = nan
    return limbs, overall(ask, limbs, [weight_of_limb(ask, limb) for limb in range(COUNT)], rules, strange)


def spoken(last: float, before: float | None) -> float:
    """The mark that words go by: what went wrong once may be an accident, or the estimator's; twice, or badly, it is worth a word.

    Example:
        >>> spoken(40.0, 30.0), spoken(40.0, 95.0), spoken(40.0, None), spoken(0.0, None)
        (40.0, 100.0, 100.0, 0.0)
    """
    if isnan(last):
        return last
    first = before is None or isnan(before)
    steady = last if before is None or isnan(before) else max(last, before)
    return steady if steady < (BADLY if first else SPOKEN_BELOW) else 100.0


def rule_marks(watch: RepetitionWatch) -> dict[str, float]:
    """The rules as words go by them; none while the client does not move.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> from perscoach_motion.live.live import Clip
        >>> from perscoach_motion.yardstick.target import USUAL
        >>> rule_marks(RepetitionWatch(Clip(lesson()[0]), USUAL))
        {}
    """
    if watch.last is None or watch.missed:
        return {}
    before = None if watch.before is None else watch.before.rules
    return {name: spoken(watch.last.rules[name], None if before is None else before[name]) for name in SPOKEN_RULES}


def limb_states(ask: Reference, now: Now, watch: RepetitionWatch, limbs: Sequence[float], mirrored: bool) -> list[LimbState]:
    """What the cues are chosen from, numbered as the client's own limbs.

    Of a movement it is what whole repetitions were like; of a position that is held, and of one who does not move, what is seen now.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> from perscoach_motion.live.live import Clip
        >>> from perscoach_motion.yardstick.target import USUAL
        >>> ask, _ = lesson()
        >>> states = limb_states(ask, Now(Clip(ask)), RepetitionWatch(Clip(ask), USUAL), [nan] * COUNT, mirrored=False)
        >>> [LIMBS[k] for k, state in enumerate(states) if not state.moves]
        ['left_foot', 'right_foot', 'shoulders', 'hips', 'head']
    """
    states = []
    sign = -1.0 if mirrored else 1.0
    for own in range(COUNT):
        limb = MIRROR_LIMB[own] if mirrored else own
        k = 3 * limb
        line = ask.lines[limb] if limb in ask.moving else None
        score, reach, blurred = limbs[limb], nan, False
        away, theirs = now.away[k : k + 3], now.theirs[k : k + 3]
        if watch.missed:
            reach = nan if line is None else 0.0
        elif watch.last is not None and watch.differs is not None:
            before = None if watch.before is None else 100.0 - watch.before.losses[limb]
            score = score if isnan(score) else spoken(100.0 - watch.last.losses[limb], before)
            part = watch.last.off[limb][1]
            away = list(watch.differs.away[part][limb])
            theirs = ask.templates[watch.differs.way].means[part][k : k + 3]
            reach = nan if line is None else watch.differs.reach[limb]
            blurred = reach < SHORT and not watch.last.off[limb][0] > FREE
        elif ask.moving:
            score = score if isnan(score) else 100.0
        states.append(
            LimbState(
                score,
                (sign * away[0], away[1], away[2]),
                # What is too short and else no farther off than cameras can tell has no other fault: its size in degrees says nothing.
                nan if blurred else degrees_of(away),
                reach,
                line is not None,
                STILL if line is None else (sign * line.axis[0], line.axis[1], line.axis[2]),
                (sign * theirs[0], theirs[1], theirs[2]),
            )
        )
    return states
