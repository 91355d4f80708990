"""Which repetition of a report the trainer is asked about first."""

from collections.abc import Mapping, Sequence
from math import isnan

from perscoach_motion.eye.eye import CORRECT
from perscoach_motion.scoring.overall import FAULT_BELOW
from perscoach_motion.scoring.score import Marks


def ask_next(found: Sequence[Marks], said: Mapping[int, str]) -> int | None:
    """The repetition whose mark would say most; ``None`` when all are marked.

    A fault that many repetitions share may be the client's own way: of the most frequent one (by the limb or rule that takes off most)
    the worst repetition is asked first, because all that lies between it and the trainer's way is accepted with it; if that is to be
    corrected, the mildest. Every other question, and when no fault is open, is about a green one that is least certainly so.

    Args:
        found: the marks of every repetition by the target so far.
        said: verdict by number of the repetitions that the trainer has marked.

    Example:
        >>> from perscoach_motion.demonstration import lesson
        >>> from perscoach_motion.eye.eye import RIGHT, marks_of, shown
        >>> found = []
        >>> for arms in (1.0, 0.3):
        ...     ask, seen = lesson(arms=arms)
        ...     found.append(marks_of(ask, shown(seen.done[0], seen)))
        >>> ask_next(found, {0: RIGHT}), ask_next(found, {0: RIGHT, 1: CORRECT})
        (1, None)
    """
    left = [k for k, one in enumerate(found) if k not in said and not isnan(one.total)]
    groups: dict[object, list[int]] = {}
    for k in left:
        if found[k].total < FAULT_BELOW:
            groups.setdefault(_worst(found[k]), []).append(k)
    green = sorted((k for k in left if found[k].total >= FAULT_BELOW), key=lambda k: (found[k].total, k))
    corrected = [_worst(found[k]) for k, verdict in said.items() if verdict == CORRECT]
    opened = [worst for worst, some in groups.items() if corrected.count(worst) < 2 and (len(some) > 1 or not green)]
    if opened and not (green and len(said) % 2):
        worst = max(opened, key=lambda one: (len(groups[one]), -groups[one][0]))
        order = sorted(groups[worst], key=lambda k: (found[k].total, -_farthest(found[k]), k))
        return order[-1 if worst in corrected else 0]
    return green[0] if green else next(iter(left), None)


def _farthest(found: Marks) -> float:
    return max((off for off, _ in found.off if not isnan(off)), default=0.0)


def _worst(found: Marks) -> object:
    """The limb or rule that takes off most."""
    rules = [(mark, rule) for rule, mark in found.rules.items() if mark < FAULT_BELOW]
    limbs = [(mark, limb) for limb, mark in enumerate(found.limbs) if not isnan(mark)]
    return min(rules)[1] if rules else min(limbs)[1] if limbs else None
