"""What one client is asked in one exercise: how strictly, how far, and of which limbs nothing at all."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

from perscoach_motion.eye.ways import LEAST_SHARE, NOTHING_MORE, Accepted, accepted_from
from perscoach_motion.skeleton import LIMBS

VERSION = 2
"""Version 1 knew no accepted ways; it is still read."""
LENIENT, STRICT = 0.5, 2.0
"""Bounds of strictness: half as exact as usual, twice as exact."""
LEAST_RANGE = LEAST_SHARE
"""No target is smaller than this share of the trainer's range: below it nothing is trained."""


@dataclass(frozen=True, slots=True)
class Target:
    """Settings of one client in one exercise.

    Attributes:
        strictness: 1 is as usual, 2 twice as exact, 0.5 half.
        range_share: share of the trainer's range of motion that is whole for this client; a stiff knee is not a fault.
        excluded: names of the client's own limbs of which nothing is asked.
        accepted: what the trainer's marks have added (``eye_fit.refit``).

    Example:
        >>> Target(range_share=0.6, excluded=frozenset({"left_shin"})).document()["excluded"]
        ['left_shin']
        >>> target_from(Target(strictness=1.5).document()) == Target(strictness=1.5)
        True
    """

    strictness: float = 1.0
    range_share: float = 1.0
    excluded: frozenset[str] = field(default_factory=frozenset)
    accepted: Accepted = NOTHING_MORE

    def __post_init__(self) -> None:
        """Refuse what no trainer can mean."""
        if not LENIENT <= self.strictness <= STRICT or not LEAST_RANGE <= self.range_share <= 1.0 or not self.excluded <= set(LIMBS):
            raise ValueError("target")

    def document(self) -> dict[str, Any]:
        """As it is stored; ``docs/formats.md`` says each key."""
        return {
            "version": VERSION,
            "strictness": self.strictness,
            "range_share": self.range_share,
            "excluded": sorted(self.excluded),
            "accepted": self.accepted.document(),
        }


USUAL = Target()


def target_from(document: Mapping[str, Any]) -> Target:
    """The inverse of :meth:`Target.document`; trusts nothing.

    Raises:
        ValueError, KeyError, TypeError: it is not a target.

    Example:
        >>> target_from({"version": 1, "strictness": 0.8, "range_share": 0.6, "excluded": ["left_shin"]}).range_share
        0.6
    """
    strictness, share, excluded = document["strictness"], document["range_share"], document["excluded"]
    if (
        document["version"] not in (1, VERSION)
        or isinstance(document["version"], bool)
        or not isinstance(excluded, list)
        or len(excluded) > len(LIMBS)
    ):
        raise ValueError("target")
    for value in (strictness, share):
        if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
            raise ValueError("target")
    accepted = NOTHING_MORE if document["version"] == 1 else accepted_from(document["accepted"])
    return Target(float(strictness), float(share), frozenset(excluded), accepted)
