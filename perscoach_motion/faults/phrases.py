"""Cues by number: short for the ear, full for the eye with degrees or a share of the trainer's range, Russian and English."""

from dataclasses import dataclass, replace
from math import isnan, nan
from typing import Final

from perscoach_motion.faults.cue_words import PARTS, ROWS, Pair, Sided, Whole

LANGUAGES: Final = ("ru", "en")
SIDES: Final = ("", "left_", "right_")
STEP_DEG: Final = 5
"""Degrees are said in steps of five: landmarks are not read more finely."""
STEP_PERCENT: Final = 5

_DEGREES: Final = {"by": (", на {value}°", "{value}° "), "on": (" на {value}°", " by {value}°")}
_SHARE: Final = (" ({value} % от амплитуды тренера)", " ({value}% of the trainer's range)")


@dataclass(frozen=True, slots=True)
class Cue:
    """One thing to say.

    Attributes:
        number: as it leaves the live step, from 1; it never changes.
        name: the same for code and files; ``left_`` or ``right_`` in front for one side.
        rank: urgency, the lowest is said first (``cue_words``).
        family: number of the cue for both sides; its own where there is only one.
        mirror: number of the same cue for the other side; its own where there is none.
        short: (Russian, English), at most four words.
        pattern: (Russian, English) full sentence with a place for its size; read it by :func:`sentence`.
    """

    number: int
    name: str
    rank: int
    family: int
    mirror: int
    short: Pair
    pattern: Pair


def _all_cues() -> tuple[Cue, ...]:
    cues: list[Cue] = []
    for row in ROWS:
        if len(row) == 7:
            cues += _sided(row, len(cues) + 1)
        else:
            cues.append(_whole(row, len(cues) + 1))
    numbers = {cue.name: cue.number for cue in cues}
    return tuple(replace(cue, mirror=numbers.get(_other_side(cue.name), cue.number)) for cue in cues)


def _sided(row: Sided, family: int) -> list[Cue]:
    """The three forms of a row: both sides, left, right."""
    name, part, rank, short, short_en, full, full_en = row
    cues = []
    for side, (russian, english) in enumerate(zip(PARTS[part].russian, PARTS[part].english, strict=True)):
        nominative, accusative, pronoun = russian
        thing, verb, them = english
        said = short[min(side, 1)].replace("{acc}", accusative), short_en.replace("{part}", thing)
        written = full[min(side, 1)].replace("{nom}", nominative[0].upper() + nominative[1:]).replace("{pron}", pronoun)
        written_en = full_en.replace("{part}", thing).replace("{are}", verb).replace("{them}", them)
        cues.append(Cue(family + side, SIDES[side] + name, rank, family, family, said, (written, written_en)))
    return cues


def _whole(row: Whole, number: int) -> Cue:
    name, rank, short, short_en, full, full_en = row
    return Cue(number, name, rank, number, number, (short, short_en), (full, full_en))


def _other_side(name: str) -> str:
    return name.replace("left", "right") if "left" in name else name.replace("right", "left")


CUES: Final = _all_cues()
"""All cues; number ``n`` is ``CUES[n - 1]``, 0 is silence."""
NUMBER: Final[dict[str, int]] = {cue.name: cue.number for cue in CUES}


def cue_named(name: str) -> Cue:
    """The cue of a name.

    Raises:
        KeyError: there is none.

    Example:
        >>> cue_named("left_arm_up").short
        ('левую руку выше', 'left arm higher')
    """
    return CUES[NUMBER[name] - 1]


def sentence(cue: Cue, language: str, degrees: float = nan, share: float = nan) -> str:
    """The full sentence, with its size where it is known and belongs there.

    Args:
        cue: what to say.
        language: ``"ru"`` or ``"en"``.
        degrees: how far off the limb is; NaN when not known.
        share: the client's range of motion as a share of the trainer's; NaN when not known.

    Raises:
        ValueError: another language.

    Example:
        >>> sentence(cue_named("left_arm_up"), "ru", degrees=24.1)
        'Левая рука ниже, чем у тренера, на 25°: поднимите её.'
        >>> sentence(cue_named("deeper"), "en", share=0.46)
        "Not deep enough (45% of the trainer's range): sink your hips lower."
        >>> sentence(cue_named("arm_up"), "en")
        "Your arms are lower than the trainer's: raise them."
    """
    column = LANGUAGES.index(language)
    text = cue.pattern[column]
    for place, forms in _DEGREES.items():
        figure = "" if isnan(degrees) else forms[column].format(value=_stepped(degrees, STEP_DEG))
        text = text.replace("{" + place + "}", figure)
    figure = "" if isnan(share) else _SHARE[column].format(value=_stepped(100 * share, STEP_PERCENT))
    return text.replace("{share}", figure)


def _stepped(value: float, step: int) -> int:
    return step * round(max(value, 0.0) / step)


def cue_texts(language: str) -> list[dict[str, str]]:
    """Everything a page needs to speak and show cues, sent to it once: element ``n`` belongs to cue number ``n``, element 0 is silence.

    Args:
        language: ``"ru"`` or ``"en"``.

    Returns:
        ``short``; ``full`` without a figure; ``figure``: ``"degrees"``, ``"percent"`` or empty; ``measured``: the full sentence with
        ``{value}`` where that figure goes.

    Raises:
        ValueError: another language.

    Example:
        >>> texts = cue_texts("en")
        >>> texts[NUMBER["deeper"]]["short"]
        'deeper'
        >>> texts[NUMBER["arm_up"]]["measured"]
        "Your arms are {value}° lower than the trainer's: raise them."
        >>> texts[0]["short"]
        ''
    """
    column = LANGUAGES.index(language)
    texts = [{"short": "", "full": "", "figure": "", "measured": ""}]
    for cue in CUES:
        pattern = cue.pattern[column]
        figure = "percent" if "{share}" in pattern else "degrees" if "{by}" in pattern or "{on}" in pattern else ""
        measured = pattern.replace("{share}", _SHARE[column])
        for place, forms in _DEGREES.items():
            measured = measured.replace("{" + place + "}", forms[column])
        texts.append({"short": cue.short[column], "full": sentence(cue, language), "figure": figure, "measured": measured})
    return texts
