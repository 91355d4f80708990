"""What is asked of a client, exercise by exercise, in words: for her own page, the trainer's preview and the builder."""

from collections.abc import Sequence
from dataclasses import dataclass

from perscoach_app.services.workout_items import ItemShown
from perscoach_app.state import words
from perscoach_app.tables import Side, WorkoutItemBase
from perscoach_app.texts import say
from perscoach_app.texts.catalogue import language_of
from perscoach_app.texts.formats import duration, weight

HYPHEN = "\u2060-\u2060"  # between word joiners: a tempo must not break at its hyphens
_SIDES = {Side.EACH: "asked.each_side", Side.LEFT: "asked.left_side", Side.RIGHT: "asked.right_side"}
_TEMPO_PARTS = ("asked.down", "asked.pause", "asked.up", "asked.top")


@dataclass(frozen=True, slots=True)
class HomeworkItem:
    """One exercise of a homework as the client sees it; every string is in the reader's voice."""

    id: str
    exercise: str
    title: str
    poster: str
    plan: str  # «3 подхода по 12 повторов · 4 кг · отдых 45 с»
    tempo: str  # «темп 3-1-1-0: вниз 3 с, пауза 1 с, вверх 1 с»; empty where none is asked
    note: str
    voice: str  # signed link to the trainer's spoken note; empty where there is none
    voice_label: str
    ready: bool
    sets: int
    superset: int  # 0: done by itself
    opens: str  # what stands above the first of a superset; empty elsewhere
    closes: bool  # the last of a superset


def homework_items(items: Sequence[ItemShown], voice: str) -> list[HomeworkItem]:
    """Rows in order."""
    numbers = [item.asked.superset for item in items]
    language = language_of(voice)
    rows = []
    for at, item in enumerate(items):
        superset = numbers[at] or 0
        first = superset and (at == 0 or numbers[at - 1] != superset)
        title = item.title(language)
        rows.append(
            HomeworkItem(
                id=item.id,
                exercise=item.exercise_id,
                title=title,
                poster=item.poster,
                plan=plan(item.asked, voice),
                tempo=tempo(item.asked.tempo, voice),
                note=item.asked.note,
                voice=item.voice,
                voice_label=say(voice, "asked.voice", title=title) if item.voice else "",
                ready=item.ready,
                sets=item.asked.sets,
                superset=superset,
                opens=say(voice, "asked.superset") if first else "",
                closes=bool(superset) and (at + 1 == len(items) or numbers[at + 1] != superset),
            )
        )
    return rows


def plan(asked: WorkoutItemBase, voice: str) -> str:
    """«3 подхода по 12 повторов на каждую сторону · 4 кг · отдых 45 с»."""
    by = (
        say(voice, "asked.by_time", time=duration(voice, asked.hold_s))
        if asked.hold_s is not None
        else say(voice, "asked.by_reps", n=asked.repetitions or 0)
    )
    side = say(voice, _SIDES[Side(asked.side)]) if asked.side != Side.BOTH else ""
    return words.joined(" ".join(part for part in (say(voice, "asked.sets", n=asked.sets), by, side) if part), *_with(asked, voice))


def short_plan(asked: WorkoutItemBase, voice: str) -> str:
    """«3 × 12 · 4 кг · отдых 45 с · темп 3-1-1-0», for somebody who writes such lines all day."""
    by = duration(voice, asked.hold_s) if asked.hold_s is not None else str(asked.repetitions)
    side = say(voice, _SIDES[Side(asked.side)]) if asked.side != Side.BOTH else ""
    beat = _beat(asked.tempo, voice) if asked.tempo else ""
    return words.joined(f"{asked.sets} × {by} {side}".strip(), *_with(asked, voice), beat)


def tempo(beats: str, voice: str) -> str:
    """A tempo spelt out; parts of no length are left out."""
    if not beats:
        return ""
    lengths = zip(_TEMPO_PARTS, (int(part) for part in beats.split("-")), strict=True)
    parts = ", ".join(say(voice, key, time=duration(voice, seconds)) for key, seconds in lengths if seconds)
    return f"{_beat(beats, voice)}: {parts}"


def _beat(beats: str, voice: str) -> str:
    return say(voice, "asked.tempo", tempo=beats.replace("-", HYPHEN))


def _with(asked: WorkoutItemBase, voice: str) -> tuple[str, ...]:
    return (
        weight(voice, asked.load_kg) if asked.load_kg else "",
        say(voice, "asked.band", band=asked.band) if asked.band else "",
        say(voice, "asked.rest", time=duration(voice, asked.rest_s)) if asked.rest_s else "",
    )
