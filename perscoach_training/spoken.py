"""The phrases a trainer can record in her own voice, by name: counts, words of a training, cues.

A cue for one side is spoken by the phrase for both («колени наружу» for the left knee): the picture shows which. So 132 cues are 68
phrases, and the fourteen heard most, with counts and words, are a quarter of an hour.
"""

from collections.abc import Collection
from typing import Final

from perscoach_motion.faults.cue_words import HEELS, PRAISE
from perscoach_motion.faults.phrases import CUES, NUMBER

COUNTS_MOST: Final = 20
"""Nobody wants to record more, and few sets are longer; above, the device's voice counts."""
WORDS: Final = ("ready", "go", "one", "halfway", "two_more", "last", "rest", "ten_seconds", "next", "last_set", "come_back", "done")
"""``one`` ends a countdown («три, два, один»), where a repetition is counted «раз»."""

_HEARD_MOST: Final = (
    "deeper",
    "stand_up",
    "straight_back",
    "trunk_up",
    "knee_out",
    "heel_down",
    "arm_up",
    "arm_down",
    "elbow_in",
    "follow",
)
_PRAISES_MOST: Final = ("well_done", "better", "good_depth", "good_knees")


def of_cue(number: int) -> str:
    """The phrase that speaks a cue.

    Example:
        >>> of_cue(NUMBER["left_knee_out"]) == of_cue(NUMBER["knee_out"]) == "cue.37"
        True
    """
    return f"cue.{CUES[number - 1].family}"


COUNTS: Final = tuple(f"count.{number}" for number in range(1, COUNTS_MOST + 1))
SPOKEN_WORDS: Final = tuple(f"word.{name}" for name in WORDS)
CUES_FIRST: Final = tuple(of_cue(NUMBER[name]) for name in _HEARD_MOST + _PRAISES_MOST)
CUES_MORE: Final = tuple(dict.fromkeys(name for cue in CUES if (name := of_cue(cue.number)) not in CUES_FIRST))
FIRST: Final = COUNTS + SPOKEN_WORDS + CUES_FIRST
"""What makes a training sound like her; the rest is for who likes it complete."""
ALL: Final = FIRST + CUES_MORE


def chosen(number: int, recorded: Collection[str]) -> str | None:
    """The recorded phrase that speaks a cue, if there is one.

    Example:
        >>> chosen(NUMBER["deeper"], {"cue.11"}), chosen(NUMBER["deeper"], ())
        ('cue.11', None)
    """
    name = of_cue(number)
    return name if name in recorded else None


def is_praise(number: int) -> bool:
    """Whether a cue says that it went well.

    Example:
        >>> is_praise(NUMBER["better"]), is_praise(NUMBER["deeper"])
        (True, False)
    """
    return CUES[number - 1].rank == PRAISE


def is_safety(number: int) -> bool:
    """Whether a cue is about what may hurt: back, knees, heels.

    Example:
        >>> is_safety(NUMBER["knee_out"]), is_safety(NUMBER["deeper"])
        (True, False)
    """
    return CUES[number - 1].rank <= HEELS
