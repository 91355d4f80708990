"""What the homework builder shows of each exercise, and of the library beside it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from perscoach_app.services.workout_items import ItemShown
from perscoach_app.state.homework_items import short_plan
from perscoach_app.tables import ExercisePublic, WorkoutItemBase
from perscoach_app.texts.catalogue import language_of
from perscoach_app.texts.formats import decimal, duration


@dataclass(frozen=True, slots=True)
class BuilderItem:
    """One exercise of the workout; every field as its control shows it."""

    id: str
    name: str  # for drag and drop: `item:<id>`
    exercise: str
    title: str
    poster: str
    plan: str
    sets: str
    timed: bool  # seconds are asked for, not repetitions
    amount: str  # repetitions or seconds
    rest: str
    load: str
    band: str
    side: str
    tempo: str
    note: str
    strictness: str  # empty: the exercise's own
    voice: str
    top: bool
    bottom: bool
    superset: int  # 0: done by itself
    opens: bool  # the first of a superset
    closes: bool
    problem: str  # why the last change was not taken


@dataclass(frozen=True, slots=True)
class Choice:
    """A clip of the library that can be put into the workout."""

    id: str
    name: str  # for drag and drop: `clip:<id>`
    title: str
    poster: str
    line: str


def builder_items(items: Sequence[ItemShown], voice: str, refused: dict[str, str]) -> list[BuilderItem]:
    """Rows in order; `refused` says by item why its last change was not taken."""
    numbers = [0, *(item.asked.superset or 0 for item in items), 0]
    return [
        BuilderItem(
            id=item.id,
            name=f"item:{item.id}",
            exercise=item.exercise_id,
            title=item.title(language_of(voice)),
            poster=item.poster,
            plan=short_plan(item.asked, voice),
            **_fields(item.asked, voice),
            voice=item.voice,
            top=at == 1,
            bottom=at == len(items),
            superset=numbers[at],
            opens=bool(numbers[at]) and numbers[at - 1] != numbers[at],
            closes=bool(numbers[at]) and numbers[at + 1] != numbers[at],
            problem=refused.get(item.id, ""),
        )
        for at, item in enumerate(items, start=1)
    ]


def choices(exercises: Iterable[ExercisePublic], voice: str, wanted: str) -> list[Choice]:
    """Clips that can be trained and whose title holds all the words wanted."""
    language = language_of(voice)
    words = wanted.casefold().split()
    found = []
    for exercise in exercises:
        title = exercise.title(language) or exercise.source_name
        sought = f"{exercise.title_ru} {exercise.title_en} {exercise.source_name} {' '.join(getattr(exercise, 'tags', []))}".casefold()
        if exercise.version > 0 and all(word in sought for word in words):
            found.append(Choice(exercise.id, f"clip:{exercise.id}", title, exercise.poster, duration(voice, exercise.duration_s)))
    return found


def _fields(asked: WorkoutItemBase, voice: str) -> dict[str, object]:
    timed = asked.hold_s is not None
    return {
        "sets": str(asked.sets),
        "timed": timed,
        "amount": str(asked.hold_s if timed else asked.repetitions),
        "rest": str(asked.rest_s),
        "load": "" if asked.load_kg is None else decimal(voice, asked.load_kg, 2),
        "band": asked.band,
        "side": str(asked.side),
        "tempo": asked.tempo,
        "note": asked.note,
        "strictness": "" if asked.strictness is None else f"{asked.strictness:g}",
    }
