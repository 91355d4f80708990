"""What each cue number of the live step says, as the page of a session is given it."""

from functools import lru_cache
from typing import Final, TypedDict

from perscoach_motion.faults.cue_words import PRAISE
from perscoach_motion.faults.phrases import CUES, cue_texts

_PRAISE: Final = {cue.number for cue in CUES if cue.rank == PRAISE}


class CueText(TypedDict):
    """One cue in one language: ``phrases.cue_texts``, and whether it is praise."""

    short: str
    full: str
    figure: str
    measured: str
    praise: bool


@lru_cache
def texts(language: str) -> tuple[CueText, ...]:
    """All cues of ``"ru"`` or ``"en"``; element ``n`` belongs to number ``n``, element 0 is silence.

    Raises:
        ValueError: another language.
    """
    return tuple(
        CueText(short=said["short"], full=said["full"], figure=said["figure"], measured=said["measured"], praise=number in _PRAISE)
        for number, said in enumerate(cue_texts(language))
    )
