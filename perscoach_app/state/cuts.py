"""A clip cut into pieces, as a strip of stretches; the edges of the one that is being trimmed."""

from collections.abc import Sequence
from dataclasses import dataclass

from perscoach_app.services.pieces import LEAST_S, Piece, Pieces
from perscoach_app.services.segments import TimeLine
from perscoach_app.state import words
from perscoach_app.texts import say
from perscoach_motion.faults.words import KIND_WORDS

WIDTH_LEAST = 1.5  # per cent of the strip: a thumb and an eye still find it
STEP_S = 0.1  # an arrow key moves an edge by so much


@dataclass(frozen=True, slots=True)
class Cut:
    """One piece of the clip; every string is in the reader's language."""

    number: int
    name: str
    proposed: str  # what it would be called without a name of the trainer's
    count: str  # repetitions, or how long a position is held
    span: str
    at: str  # seconds, for the player
    until: str
    left: str  # CSS, within the strip
    width: str
    ticks: list[str]  # CSS, where a repetition begins, within the stretch
    label: str


@dataclass(frozen=True, slots=True)
class Edge:
    """One end of the chosen piece: a slider that lies over the part of the strip where it may go."""

    at: str  # seconds
    least: str
    most: str
    left: str  # CSS, within the strip
    width: str
    words: str  # «0:02,4»


def cuts_of(line: TimeLine, language: str) -> list[Cut]:
    """The pieces of a clip in order of time."""
    return [_cut(line, number, piece, language) for number, piece in enumerate(line.pieces)]


def name_of(line: TimeLine, number: int, language: str) -> str:
    """The trainer's name of a piece, else the one proposed by its movement."""
    return line.pieces[number].label or _proposed(line, number, line.pieces[number], language)


def edges_of(pieces: Pieces, number: int, length_s: float, language: str) -> list[Edge]:
    """Both ends of a piece; none where there is no such piece."""
    if not 0 <= number < len(pieces):
        return []
    piece = pieces[number]
    low = pieces[number - 1].end_s if number else 0.0
    high = pieces[number + 1].start_s if number + 1 < len(pieces) else length_s
    return [
        _edge(piece.start_s, low, piece.end_s - LEAST_S, length_s, language),
        _edge(piece.end_s, piece.start_s + LEAST_S, high, length_s, language),
    ]


def dragged(pieces: Pieces, number: int, start: object, end: object, length_s: float) -> tuple[float, float]:
    """Where the sliders' ends are meant to be, seconds. They stop a step short of what they may reach: then it is that.

    Raises:
        ValueError, TypeError: they say no numbers.
    """
    start_s, end_s = float(str(start)), float(str(end))
    low = pieces[number - 1].end_s if 0 < number <= len(pieces) else 0.0
    high = pieces[number + 1].start_s if number + 1 < len(pieces) else length_s
    return low if start_s - low < STEP_S * 0.99 else start_s, high if high - end_s < STEP_S * 0.99 else end_s


def tenths(seconds: float, language: str) -> str:
    """A place on a time line, to a tenth: «0:02,4»."""
    whole, tenth = divmod(round(seconds * 10), 10)
    return f"{words.clock(whole)}{',' if language == 'ru' else '.'}{tenth}"


def _edge(at: float, low: float, high: float, length: float, language: str) -> Edge:
    # A range steps from its least value: it has to lie a whole number of steps below where the edge is.
    least = at - STEP_S * int((at - low) / STEP_S + 1e-6)
    most = max(high, at)
    return Edge(
        at=f"{at:.3f}",
        least=f"{least:.3f}",
        most=f"{most:.3f}",
        left=f"{100 * least / length:.3f}%",
        width=f"{100 * (most - least) / length:.3f}%",
        words=tenths(at, language),
    )


def _proposed(line: TimeLine, number: int, piece: Piece, language: str) -> str:
    kind = line.kind(piece)
    if not kind:
        return say(language, "exercise.part", n=number + 1)
    russian, english = KIND_WORDS[kind]
    proposed = russian if language == "ru" else english
    return proposed[0].upper() + proposed[1:]


def _cut(line: TimeLine, number: int, piece: Piece, language: str) -> Cut:
    span = f"{words.clock(piece.start_s)}–{words.clock(piece.end_s)}"
    lasts, length = piece.end_s - piece.start_s, line.length_s
    reps = line.repetitions(piece)
    count = say(language, "exercise.reps_in", n=len(reps)) if reps else words.duration(language, lasts)
    name = name_of(line, number, language)
    return Cut(
        number=number,
        name=name,
        proposed=_proposed(line, number, piece, language),
        count=count,
        span=span,
        at=f"{piece.start_s:.3f}",
        until=f"{piece.end_s:.3f}",
        left=f"{100 * piece.start_s / length:.2f}%",
        width=f"{max(WIDTH_LEAST, 100 * lasts / length):.2f}%",
        ticks=_ticks(reps, piece),
        label=say(language, "exercise.cut", kind=name, span=span, count=count),
    )


def _ticks(reps: Sequence[tuple[float, float]], piece: Piece) -> list[str]:
    lasts = piece.end_s - piece.start_s
    return [f"{100 * (start - piece.start_s) / lasts:.1f}%" for start, _ in reps[1:]]
