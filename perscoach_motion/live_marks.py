"""The marks of this moment: the frame of now, the last repetition's range and rules, the same weights as after the fact."""

from collections.abc import Sequence
from math import isnan, nan

from perscoach_motion.judge import degrees_of
from perscoach_motion.limb_state import STILL, LimbState
from perscoach_motion.limbs import COUNT
from perscoach_motion.reference import Reference
from perscoach_motion.score import another, overall, weight_of_limb
from perscoach_motion.skeleton import LIMBS, MIRROR_LIMB
from perscoach_motion.target import Target
from perscoach_motion.watch import Now, RepetitionWatch


def live_marks(ask: Reference, now: Now, watch: RepetitionWatch, target: Target, mirrored: bool) -> tuple[list[float], float]:
    """Marks per limb and in all, in the trainer's numbering.

    Args:
        ask: the trainer's clip.
        now: knows this frame.
        watch: knows the last repetition.
        target: what this client is asked.
        mirrored: whether the client's left answers to the trainer's right.
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
        for limb in ask.moving:
            limbs[limb] = min(limbs[limb], watch.last.ranges[limb]) if watch.last.ranges[limb] >= 0.0 else limbs[limb]
        rules = list(watch.last.rules.values())
    for limb in range(COUNT):
        if target.excluded and LIMBS[MIRROR_LIMB[limb] if mirrored else limb] in target.excluded:
            limbs[limb] = nan
    return limbs, overall(ask, limbs, [weight_of_limb(ask, limb) for limb in range(COUNT)], rules, strange)


def limb_states(ask: Reference, now: Now, watch: RepetitionWatch, limbs: Sequence[float], mirrored: bool) -> list[LimbState]:
    """What the cues are chosen from, numbered as the client's own limbs."""
    states = []
    for own in range(COUNT):
        limb = MIRROR_LIMB[own] if mirrored else own
        k = 3 * limb
        line = ask.lines[limb] if limb in ask.moving else None
        away, theirs = now.away[k : k + 3], now.theirs[k : k + 3]
        reach = nan if line is None or watch.differs is None or isnan(limbs[limb]) else watch.differs.reach[limb]
        if watch.missed and line is not None:
            reach = 0.0
        sign = -1.0 if mirrored else 1.0
        states.append(
            LimbState(
                limbs[limb],
                (sign * away[0], away[1], away[2]),
                degrees_of(away),
                reach,
                line is not None,
                STILL if line is None else (sign * line.axis[0], line.axis[1], line.axis[2]),
                (sign * theirs[0], theirs[1], theirs[2]),
            )
        )
    return states
