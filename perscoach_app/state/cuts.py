"""A clip cut by movement, as a strip of stretches."""

from collections.abc import Sequence
from dataclasses import dataclass

from perscoach_app.state import words
from perscoach_app.texts import say
from perscoach_motion.segment import Segment
from perscoach_motion.words import KIND_WORDS

WIDTH_LEAST = 1.5  # per cent of the strip: a thumb and an eye still find it


@dataclass(frozen=True, slots=True)
class Cut:
    """One exercise of the clip; every string is in the reader's language."""

    name: str
    count: str  # repetitions, or how long a position is held
    span: str
    at: str  # seconds, for the player
    until: str
    left: str  # CSS, within the strip
    width: str
    ticks: list[str]  # CSS, where a repetition begins, within the stretch
    label: str


def cuts_of(segments: Sequence[Segment], duration_s: float | None, language: str) -> list[Cut]:
    """The stretches of a clip in order of time."""
    length = max([duration_s or 0.0, *(segment.end_s for segment in segments)])
    return [_cut(segment, length, language) for segment in segments]


def _cut(segment: Segment, length: float, language: str) -> Cut:
    russian, english = KIND_WORDS[segment.kind]
    proposed = russian if language == "ru" else english
    name = proposed[0].upper() + proposed[1:]
    span = f"{words.clock(segment.start_s)}–{words.clock(segment.end_s)}"
    lasts = segment.end_s - segment.start_s
    reps = len(segment.repetitions)
    count = say(language, "exercise.reps_in", n=reps) if reps else words.duration(language, lasts)
    return Cut(
        name=name,
        count=count,
        span=span,
        at=f"{segment.start_s:.3f}",
        until=f"{segment.end_s:.3f}",
        left=f"{100 * segment.start_s / length:.2f}%",
        width=f"{max(WIDTH_LEAST, 100 * lasts / length):.2f}%",
        ticks=[f"{100 * (start - segment.start_s) / lasts:.1f}%" for start, _ in segment.repetitions[1:]],
        label=say(language, "exercise.cut", kind=name, span=span, count=count),
    )
