"""A report's exercises, sets and repetitions as its page draws them; limb × time as paths."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from perscoach_app.services.report_trend import Point
from perscoach_app.services.training_report import ExerciseReport, Repetition, SetReport, TrainingReport
from perscoach_app.state import words
from perscoach_app.state.findings import limb_name
from perscoach_app.texts import say
from perscoach_app.texts.catalogue import language_of

COLUMNS = 48  # of the heat map: what a phone still shows apart
CELL, HIGH = 0.86, 10  # of a cell in the drawing's units: its width, leaving a gap, and the height of a row
TREND_WIDTH, TREND_HEIGHT = 100.0, 30.0
PAIRED = [f"{side}_{part}" for part in ("upper_arm", "forearm", "thigh", "shin", "foot") for side in ("left", "right")]
FROM_THE_HEAD = ("head", "shoulders", *PAIRED[:4], "trunk", "hips", *PAIRED[4:])
UNMARKED = ("missed", "broken_off")  # there is nothing to be right or wrong about


@dataclass(frozen=True, slots=True)
class SetTab:
    """One set of an exercise, to be opened."""

    position: int
    session: str  # empty: not done before the camera
    words: str
    score: str
    tone: str


@dataclass(frozen=True, slots=True)
class ExerciseRow:
    """One exercise."""

    title: str
    facts: str
    score: int
    scored: bool
    tone: str
    score_label: str
    pain: bool
    feeling: str
    trend: str  # path; empty for fewer than two trainings
    trend_words: str
    sets: list[SetTab]


@dataclass(frozen=True, slots=True)
class RepetitionRow:
    """One repetition of the open set."""

    index: int
    number: str
    name: str
    at: str
    words: str
    score: str
    width: str  # CSS
    tone: str
    label: str
    mark: str
    markable: bool
    right_label: str
    mend_label: str


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One limb over the open set. Amber cells carry a dash, red ones a block: they differ without colour, too."""

    name: str
    good: str
    fair: str
    poor: str
    signs: str
    label: str


def exercises_of(report: TrainingReport, voice: str) -> list[ExerciseRow]:
    """The exercises with their sets."""
    return [_exercise(one, voice, alone=len(report.exercises) == 1) for one in report.exercises]


def repetitions_of(one: SetReport, voice: str) -> list[RepetitionRow]:
    """The repetitions of a set."""
    return [_repetition(repetition, voice, known=one.has_landmarks) for repetition in one.repetitions]


def heat_of(one: SetReport, voice: str) -> list[HeatRow]:
    """Limb × time, from head to feet."""
    found = one.summary.get("heat") or {}
    limbs: Mapping[str, Sequence[int | None]] = found.get("limbs") or {}
    width = float(found.get("width_s") or 0.5)
    return [_heat(name, _with_faults(one, name, limbs[name], width), width, voice) for name in FROM_THE_HEAD if name in limbs]


def heat_columns(one: SetReport) -> int:
    """How wide the drawings of `heat_of` are."""
    limbs = (one.summary.get("heat") or {}).get("limbs") or {}
    marks = max((len(row) for row in limbs.values()), default=1)
    return -(-marks // -(-marks // COLUMNS))


def trend_path(points: Sequence[Point]) -> str:
    """Scores as a line, the lowest at the bottom; empty for fewer than two."""
    if len(points) < 2:
        return ""
    scores = [point.score for point in points]
    low, span = min(scores), max(max(scores) - min(scores), 10.0)  # a change of a point is no cliff
    step = TREND_WIDTH / (len(scores) - 1)
    places = (f"{k * step:.1f} {TREND_HEIGHT - 2 - (score - low) / span * (TREND_HEIGHT - 4):.1f}" for k, score in enumerate(scores))
    return "M" + "L".join(places)


def change(points: Sequence[Point], voice: str) -> str:
    """Against the time before, in words; empty without a score."""
    if not points:
        return ""
    if len(points) < 2:
        return say(voice, "report.trend_first")
    step = round(points[-1].score) - round(points[-2].score)
    key = "same" if step == 0 else "up" if step > 0 else "down"
    return say(voice, f"report.trend_{key}", n=abs(step))


def overall(report: TrainingReport, voice: str) -> str:
    """The whole training against the time before."""
    first = len(report.trend) == 1 and len(report.exercises) > 1
    return say(voice, "report.trend_first_workout") if first else change(report.trend, voice)


def _exercise(one: ExerciseReport, voice: str, *, alone: bool) -> ExerciseRow:
    """Where it is `alone` in its training, the report's head has said already how it has changed."""
    score = words.percent(language_of(voice), one.score) if one.score is not None else say(voice, "reports.no_score")
    return ExerciseRow(
        title=one.title(language_of(voice)),
        facts=words.joined(
            say(voice, "digest.sets", n=len(one.sets)) if len(one.sets) > 1 else "",
            say(voice, "report.reps", n=one.reps) if one.reps else "",
        ),
        score=round(one.score or 0),
        scored=one.score is not None,
        tone=words.tone(one.score),
        score_label=f"{say(voice, 'report.score')}: {score}",
        pain=one.feeling == "pain",
        feeling=say(voice, f"felt.{one.feeling}") if one.feeling else "",
        trend="" if alone else trend_path(one.trend),
        trend_words="" if alone else change(one.trend, voice),
        sets=[_tab(each, voice) for each in one.sets],
    )


def _tab(one: SetReport, voice: str) -> SetTab:
    language = language_of(voice)
    if not one.id:
        state = say(voice, "digest.set_not_done")
    elif one.pain:
        state = say(voice, "digest.set_hurt")
    else:
        state = words.percent(language, one.score) if one.score is not None else say(voice, "digest.set_told")
    name = say(voice, "digest.set", number=one.number)
    return SetTab(one.position, one.id, name, state, words.tone(one.score))


def _repetition(one: Repetition, voice: str, *, known: bool) -> RepetitionRow:
    score = words.percent(language_of(voice), one.score) if one.score is not None else "–"
    kind = say(voice, f"digest.kind_{one.kind}") if one.kind in ("half", "missed", "broken_off") else ""
    limb = limb_name(one.worst_limb, voice).lower() if one.worst_limb and (one.score or 0.0) <= words.GOOD_ABOVE else ""
    number = say(voice, "digest.rep", number=one.number)
    return RepetitionRow(
        index=one.index,
        number=str(one.number),
        name=number,
        at=f"{one.start_s:.2f}",
        words=words.joined(words.clock(one.start_s), kind, limb),
        score=score,
        width=f"{max(4, round(one.score or 0))}%",
        tone=words.tone(one.score) or "none",
        label=f"{number}: {words.joined(score, kind, limb)}",
        mark=one.mark,
        markable=known and one.kind not in UNMARKED,
        right_label=say(voice, "digest.right_of", rep=number),
        mend_label=say(voice, "digest.mend_of", rep=number),
    )


def _with_faults(one: SetReport, limb: str, marks: Sequence[int | None], width_s: float) -> list[float | None]:
    """The marks, and what a repetition lost by this limb: who does not go deep enough is right at every moment, and wrong on the whole."""
    shown: list[float | None] = list(marks)
    for repetition in one.repetitions:
        if repetition.worst_limb == limb and repetition.score is not None and repetition.score <= words.GOOD_ABOVE:
            for column in range(int(repetition.start_s / width_s), min(len(shown), ceil(repetition.end_s / width_s))):
                mark = shown[column]
                shown[column] = repetition.score if mark is None else min(mark, repetition.score)
    return shown


def _heat(name: str, marks: Sequence[float | None], width_s: float, voice: str) -> HeatRow:
    size = -(-len(marks) // COLUMNS)
    cells = [_mean(marks[k : k + size]) for k in range(0, len(marks), size)]
    paths: dict[str, list[str]] = {"good": [], "fair": [], "poor": [], "signs": []}
    for column, mark in enumerate(cells):
        tone = words.tone(mark)
        if tone:
            paths[tone].append(f"M{column} 0h{CELL}v{HIGH}h-{CELL}z")
        if tone in ("fair", "poor"):
            top, high = (4, 2) if tone == "fair" else (2, 6)
            paths["signs"].append(f"M{column + 0.2:g} {top}h.46v{high}h-.46z")
    known = [(mark, column) for column, mark in enumerate(cells) if mark is not None]
    worst, column = min(known, default=(None, 0))
    spoken = say(
        voice,
        "digest.heat_row",
        limb=limb_name(name, voice),
        worst=words.percent(language_of(voice), worst) if worst is not None else "–",
        time=words.clock(column * size * width_s),
    )
    joined: dict[str, Any] = {tone: "".join(path) for tone, path in paths.items()}
    return HeatRow(limb_name(name, voice), joined["good"], joined["fair"], joined["poor"], joined["signs"], spoken)


def _mean(marks: Sequence[float | None]) -> float | None:
    seen = [mark for mark in marks if mark is not None]
    return sum(seen) / len(seen) if seen else None
