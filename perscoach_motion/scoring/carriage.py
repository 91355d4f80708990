"""How the body as a whole is carried: whether hips and shoulders come down as far as the trainer's, legs open, a knee stays out.

Limb directions add up the network's errors; heights in the picture do not. Measured on the suite, in lengths of the leg: hips of correct
performances end within 0.07 of the trainer's, of half ones 0.09 to 0.32 above.
"""

from math import degrees, fsum, isnan, nan

from perscoach_motion.directions.signs import HIPS, KNEE_GAP, KNEE_LEFT, KNEE_RIGHT, SHOULDERS, Signs
from perscoach_motion.directions.view import View
from perscoach_motion.scoring.judge import Differences, degrees_of
from perscoach_motion.skeleton import LIMBS
from perscoach_motion.yardstick.reference import Reference
from perscoach_motion.yardstick.template import REST, WORK

SHARE = 0.2
"""Of the trainer's own way down that may be missing."""
HIPS_LEAST, HIPS_MOST, HIPS_FADE = 0.055, 0.10, 0.06
SHOULDERS_LEAST, SHOULDERS_MOST, SHOULDERS_FADE = 0.06, 0.12, 0.12
"""Bounds of that, and how much more is missing when all is lost, in lengths of the leg."""
STEEPER, ALIKE = 0.35, 0.05
"""Seen from another height, hips that go back go up or down in the picture: so many lengths of the leg for each radian that one camera
looks down more steeply than the other; below 3° nothing."""
KEPT_UP = 0.15
"""A trainer whose hips come down less than this keeps them up: a client's must stay up too."""
SUNK_FREE, SUNK_FADE = 0.05, 0.05
STOOPS_FREE, STOOPS_FADE = 0.045, 0.065
"""Lengths of the leg by which the shoulders may come lower than the trainer's while the hips do not."""
SQUATS_FROM, SQUATS_FADE = 0.20, 0.10
"""Beyond it is no longer the same movement with bent knees, but a squat."""
UPENDED_FROM, UPENDED_FADE = 35.0, 20.0
"""Degrees between the trunks, in every part of the repetition: no fault of a movement stands up."""
TOGETHER_FREE, TOGETHER_FADE = 0.15, 0.20
"""Lengths of the shin by which the feet may open less than the trainer's."""
KNEE_FREE, KNEE_FADE, KNEE_GROWS = 0.10, 0.08, 0.05
"""Sine by which one loaded knee may fall in, and how much more for each unit that the lines of sight are apart."""

ROUND_FREE, ROUND_LOST = 10.0, 18.0
"""Degrees by which the head may hang lower than the trunk's own lean says: who bows with a rounded back looks at the floor behind."""
BOWS_DEG = 45.0
"""A trunk that turns so far bows."""
BENT_FREE, BENT_LOST = 11.0, 20.0
"""Degrees by which trunk and thighs may bend against each other more or less than the trainer's, lying: sagging hips or raised ones."""

_THIGHS = (LIMBS.index("left_thigh"), LIMBS.index("right_thigh"))
_SHINS = (LIMBS.index("left_shin"), LIMBS.index("right_shin"))
_TRUNK, _HEAD = LIMBS.index("trunk"), LIMBS.index("head")
_ARMS = tuple(LIMBS.index(f"{side}_{part}") for side in ("left", "right") for part in ("upper_arm", "forearm"))


def asked_less(ask: Reference, way: int, signs: Signs, share: float) -> Signs:
    """The signs of a client of whom only a share of the trainer's range is asked: what may be missing is not missing.

    Limbs that turn through a share of their angle come down by about its square: a height is one less the cosine.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> ask, found = lesson(depth=0.6)
        >>> short, eased = found.done[0].differs.signs, asked_less(ask, 0, found.done[0].differs.signs, 0.55)
        >>> short[HIPS] > 0.1, eased[HIPS]
        (True, 0.0)
    """
    if share >= 1.0:
        return signs
    own = ask.templates[way].changes
    eased = list(signs)
    for sign, missing in ((HIPS, 1.0 - share * share), (SHOULDERS, 1.0 - share * share)):
        if own[sign] < 0.0:
            eased[sign] = min(eased[sign], max(0.0, eased[sign] + missing * own[sign]))
    if own[KNEE_GAP] < 0.0:
        eased[KNEE_GAP] = min(eased[KNEE_GAP], max(0.0, eased[KNEE_GAP] + (1.0 - share) * own[KNEE_GAP]))
    return tuple(eased)


def carriage(ask: Reference, found: Differences, sight: View) -> dict[int, float]:
    """Marks 0..100 that the carriage takes off from limbs, by the trainer's limb; only what can be judged is in it.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> for depth in (1.0, 0.5):
        ...     ask, found = lesson(depth)
        ...     round(min(carriage(ask, found.done[0].differs, found.reading.sight).values()))
        100
        0
    """
    own = ask.templates[found.way].changes
    out: dict[int, float] = {}

    def mark(limbs: tuple[int, ...], value: float, free: float, fade: float) -> None:
        if not isnan(value):
            worth = 100.0 * max(0.0, min(1.0, (free + fade - value) / fade))
            for limb in limbs:
                out[limb] = min(out.get(limb, 100.0), worth)

    hips, shoulders = found.signs[HIPS], found.signs[SHOULDERS]
    steeper = STEEPER * max(0.0, abs(sight.client[1] - sight.trainer[1]) - ALIKE)
    legs = tuple(limb for limb in _THIGHS if limb in ask.moving) or _THIGHS
    if own[HIPS] < -KEPT_UP:
        mark(legs, hips, max(HIPS_LEAST, min(HIPS_MOST, -SHARE * own[HIPS])) + steeper, HIPS_FADE)
    elif ask.standing:
        mark((*_THIGHS, *_SHINS), -hips, SUNK_FREE + steeper, SUNK_FADE)
        mark(_THIGHS, hips, HIPS_LEAST + steeper, HIPS_FADE)
    if own[SHOULDERS] < -KEPT_UP:
        limbs = (
            (_TRUNK,) if ask.standing and _TRUNK in ask.moving else tuple(k for k in _ARMS if k in ask.moving) if not ask.standing else legs
        )
        mark(limbs, shoulders, max(SHOULDERS_LEAST, min(SHOULDERS_MOST, -SHARE * own[SHOULDERS])) + steeper, SHOULDERS_FADE)
    if ask.standing:
        # Who goes deeper comes lower with the shoulders too; who only leans more does so alone.
        mark((_TRUNK,), -(shoulders - min(0.0, hips)), STOOPS_FREE + steeper, STOOPS_FADE)
    if ask.even and ask.standing:
        mark(_THIGHS, found.signs[KNEE_GAP], TOGETHER_FREE, TOGETHER_FADE)
    return out


def knee_in(ask: Reference, found: Differences, sight: View) -> float:
    """How far the loaded knee falls in beyond what is free, as the sine; NaN where it cannot be judged.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> ask, found = lesson()
        >>> knee_in(ask, found.done[0].differs, found.reading.sight)
        nan
    """
    if not ask.standing or ask.even:
        return nan
    loaded = [sign for sign, limb in zip((KNEE_LEFT, KNEE_RIGHT), _THIGHS, strict=True) if limb in ask.moving]
    known = [-found.signs[sign] for sign in loaded if not isnan(found.signs[sign])]
    apart = fsum((a - b) ** 2 for a, b in zip(sight.client, sight.trainer, strict=True)) ** 0.5
    return max(known) - KNEE_GROWS * apart if known else nan


def sunk(ask: Reference, found: Differences) -> float:
    """How far this is a squat instead of a movement that keeps the hips up, 0..1.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> ask, found = lesson()
        >>> sunk(ask, found.done[0].differs)
        0.0
    """
    down = found.signs[HIPS]
    if not ask.standing or isnan(down) or ask.templates[found.way].changes[HIPS] < -KEPT_UP:
        return 0.0
    return max(0.0, min(1.0, (-down - SQUATS_FROM) / SQUATS_FADE))


def deepest(ask: Reference, found: Differences, depth: float) -> float:
    """The depth of a repetition as a share of the trainer's: by its limbs, or, of somebody who lies, by the shoulders if that is more.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> ask, found = lesson()
        >>> deepest(ask, found.done[0].differs, 0.9)
        0.9
    """
    own, less = ask.templates[found.way].changes[SHOULDERS], found.signs[SHOULDERS]
    if ask.standing or isnan(own + less) or own > -KEPT_UP:
        return depth
    return max(depth, 1.0 + less / own)


def upended(found: Differences) -> float:
    """How far one lies and the other stands, at rest and at work alike, 0..1.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> _, found = lesson()
        >>> upended(found.done[0].differs)
        0.0
    """
    apart = [degrees_of(found.away[part][_TRUNK]) for part in (REST, WORK)]
    known = [value for value in apart if not isnan(value)]
    return max(0.0, min(1.0, (min(known) - UPENDED_FROM) / UPENDED_FADE)) if known else 0.0


def rounded(ask: Reference, found: Differences) -> float:
    """Degrees by which the head hangs lower than the lean of the trunk explains; NaN where nobody bows or it is not seen.

    Between hips and shoulders the network sees no spine: a rounded back shows only in what it carries.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> ask, found = lesson()
        >>> rounded(ask, found.done[0].differs)
        nan
    """
    if not ask.standing or _TRUNK not in ask.moving or ask.range_deg[_TRUNK] < BOWS_DEG:
        return nan
    return degrees(found.away[WORK][_HEAD][1] - found.away[WORK][_TRUNK][1])


def bent(ask: Reference, found: Differences) -> float:
    """Degrees by which trunk and thighs bend against each other, other than the trainer's, of somebody who lies; NaN else.

    The sum of both differences: a tilt of the whole body changes them by opposite amounts and falls out.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> ask, found = lesson()
        >>> bent(ask, found.done[0].differs)
        nan
    """
    if ask.standing:
        return nan
    thighs = [found.away[WORK][limb][1] for limb in _THIGHS if not isnan(found.away[WORK][limb][1])]
    return degrees(abs(found.away[WORK][_TRUNK][1] + fsum(thighs) / len(thighs))) if thighs else nan
