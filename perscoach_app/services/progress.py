"""What a client's trainings came to: her history, visit by visit, and how each exercise went over the weeks."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import fsum

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from perscoach_app.services import exercises, local_time
from perscoach_app.services.errors import NotFound
from perscoach_app.services.scope import Scope, parse_id
from perscoach_app.tables import Exercise, Homework, Training, TrainingSession, Workout

MOST_POINTS = 40
"""Days of one exercise that a chart on a phone still shows apart; beyond this a point is a week."""
WEEKS_SHOWN = 12
"""A season: what somebody remembers of how she trained."""
WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Point:
    """One day of one exercise, or one week where there are many.

    Attributes:
        day: the tenant's own calendar day, a week's first.
        score: 0..100, the mean of the sets; None when none was scored.
        reps: of all sets together; None for a hold.
        reach: share of the trainer's range of motion, the mean of the sets.
    """

    day: date
    sets: int
    score: float | None
    reps: int | None
    reach: float | None


@dataclass(frozen=True, slots=True)
class ExerciseProgress:
    """How one exercise went, oldest first."""

    exercise_id: str
    title_ru: str
    title_en: str
    poster: str
    points: list[Point]
    weekly: bool

    def title(self, language: str) -> str:
        """The exercise's title in the language asked for, else in the other."""
        first, second = (self.title_ru, self.title_en) if language == "ru" else (self.title_en, self.title_ru)
        return first or second


@dataclass(frozen=True, slots=True)
class Visit:
    """One training in her history.

    Attributes:
        id: the training's; `first` is its first finished set.
        title_ru, title_en: the homework's name, else the exercise's.
        others: how many exercises it had besides that one; 0 for homework with a name.
        score: 0..100, the mean of its scored sets.
    """

    id: str
    first: str
    title_ru: str
    title_en: str
    others: int
    poster: str
    started_at: datetime
    sets: int
    reps: int
    duration_s: float
    score: float | None
    pain: bool

    def title(self, language: str) -> str:
        """As of an exercise."""
        first, second = (self.title_ru, self.title_en) if language == "ru" else (self.title_en, self.title_ru)
        return first or second


@dataclass(frozen=True, slots=True)
class _Set:
    """What is read of one finished set; the strip and the moments stay in the database."""

    id: uuid.UUID
    exercise_id: uuid.UUID
    version: int
    training_id: uuid.UUID
    started_at: datetime
    duration_s: float
    score: float | None
    reps: int | None
    reach: float | None
    pain: bool


def of_exercises(db: Session, scope: Scope) -> list[ExerciseProgress]:
    """The caller's own exercises, what she trained last first."""
    by_exercise: dict[uuid.UUID, list[_Set]] = defaultdict(list)
    for each in _sets(db, scope):
        by_exercise[each.exercise_id].append(each)
    rows = _exercises(db, scope, by_exercise)
    where = local_time.zone_of(db, scope.tenant_id)
    found = []
    for exercise_id, own in sorted(by_exercise.items(), key=lambda pair: pair[1][-1].started_at, reverse=True):
        days = [(local_time.day_of(each.started_at, where), each) for each in own]
        weekly = len({day for day, _ in days}) > MOST_POINTS
        found.append(_progress(scope, rows[exercise_id], own[-1].version, _points(days, weekly=weekly), weekly=weekly))
    return found


def of_exercise(db: Session, scope: Scope, exercise_id: str | uuid.UUID) -> ExerciseProgress:
    """One of them.

    Raises:
        NotFound: the caller has never finished a set of it.
    """
    wanted = str(parse_id(exercise_id))
    found = next((each for each in of_exercises(db, scope) if each.exercise_id == wanted), None)
    if found is None:
        raise NotFound
    return found


def weeks(db: Session, scope: Scope) -> list[tuple[date, int]]:
    """How often the caller trained in each of the last weeks, oldest first; each by its Monday."""
    this, counts = _by_week(db, scope)
    return [(week, counts[week]) for week in (this - WEEK * back for back in reversed(range(WEEKS_SHOWN)))]


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How steadily somebody trains.

    Attributes:
        this_week: trainings of this week.
        in_a_row: weeks one after another with a training in each, this one or, until she trains, the last being the latest.
        ever: whether she has trained at all.
    """

    this_week: int
    in_a_row: int
    ever: bool


def rhythm(db: Session, scope: Scope) -> Rhythm:
    """The caller's weeks in a row: a week that has just begun does not end them."""
    this, counts = _by_week(db, scope)
    week, in_a_row = this if counts[this] else this - WEEK, 0
    while counts[week - WEEK * in_a_row]:
        in_a_row += 1
    return Rhythm(counts[this], in_a_row, any(counts.values()))


def _by_week(db: Session, scope: Scope) -> tuple[date, dict[date, int]]:
    """This week's Monday, and how many trainings of the caller's began in each week."""
    where, this = local_time.zone_of(db, scope.tenant_id), _monday(local_time.today(db, scope.tenant_id))
    begun = select(func.min(col(TrainingSession.started_at))).where(*_own(scope)).group_by(col(TrainingSession.training_id))
    counts: dict[date, int] = defaultdict(int)
    for moment in db.exec(begun):
        counts[_monday(local_time.day_of(moment, where))] += 1
    return this, counts


def history(db: Session, scope: Scope, *, limit: int, before: datetime | None = None) -> list[Visit]:
    """The caller's own trainings with a finished set, newest first.

    Args:
        before: begun before this moment only: the next page of a long history.
    """
    begun = func.min(col(TrainingSession.started_at))
    query = select(TrainingSession.training_id, begun).where(*_own(scope)).group_by(col(TrainingSession.training_id))
    if before is not None:
        query = query.having(begun < before)
    ids = [training for training, _ in db.exec(query.order_by(begun.desc()).limit(limit))]
    by_training: dict[uuid.UUID, list[_Set]] = defaultdict(list)
    for each in _sets(db, scope, col(TrainingSession.training_id).in_(ids)):
        by_training[each.training_id].append(each)
    rows = _exercises(db, scope, {each.exercise_id for own in by_training.values() for each in own})
    names = homework_names(db, scope, ids)
    return [_visit(scope, training, by_training[training], rows, names.get(training, "")) for training in ids]


def mean(values: Iterable[float | None]) -> float | None:
    """Of those that are known; None of none."""
    known = [value for value in values if value is not None]
    return fsum(known) / len(known) if known else None


def _own(scope: Scope) -> tuple[ColumnElement[bool], ...]:
    return (
        col(TrainingSession.tenant_id) == scope.tenant_id,
        col(TrainingSession.client_id) == scope.person_id,
        col(TrainingSession.finished_at).is_not(None),
    )


def _sets(db: Session, scope: Scope, *wanted: ColumnElement[bool]) -> list[_Set]:
    """Finished sets, oldest first."""
    said = col(TrainingSession.summary)
    query = (
        select(
            TrainingSession.id,
            TrainingSession.exercise_id,
            TrainingSession.exercise_version,
            TrainingSession.training_id,
            TrainingSession.started_at,
            TrainingSession.duration_s,
            said["score"].as_float(),
            said["reps"].as_integer(),
            said["range"].as_float(),
            TrainingSession.pain,
        )  # type: ignore[call-overload]  # sqlmodel knows `select` of four columns only
        .where(*_own(scope), *wanted)
        .order_by(col(TrainingSession.started_at), col(TrainingSession.position))
    )
    return [_set(*row) for row in db.exec(query)]


def _set(
    id_: uuid.UUID,
    exercise_id: uuid.UUID,
    version: int,
    training_id: uuid.UUID,
    started_at: datetime,
    duration_s: float | None,
    score: float | None,
    reps: int | None,
    reach: float | None,
    pain: bool,
) -> _Set:
    """What ended with «болит» is not scored."""
    scored = (None, None) if pain else (score, reach)
    return _Set(id_, exercise_id, version, training_id, started_at, duration_s or 0.0, scored[0], reps, scored[1], pain)


def _exercises(db: Session, scope: Scope, ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Exercise]:
    query = select(Exercise).where(col(Exercise.tenant_id) == scope.tenant_id, col(Exercise.id).in_(list(ids)))
    return {row.id: row for row in db.exec(query)}


def homework_names(db: Session, scope: Scope, trainings: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    """What the trainer called the homework that these trainings were done for."""
    query = (
        select(Training.id, Workout.title)
        .join(Homework, col(Homework.id) == col(Training.homework_id))
        .join(Workout, col(Workout.id) == col(Homework.workout_id))
        .where(col(Training.tenant_id) == scope.tenant_id, col(Training.id).in_(trainings))
    )
    return dict(db.exec(query).all())


def _progress(scope: Scope, row: Exercise, version: int, points: list[Point], *, weekly: bool) -> ExerciseProgress:
    return ExerciseProgress(
        exercise_id=str(row.id),
        title_ru=row.title_ru,
        title_en=row.title_en,
        poster=exercises.links(row, scope.host, version)["poster"],
        points=points,
        weekly=weekly,
    )


def _points(days: Sequence[tuple[date, _Set]], *, weekly: bool) -> list[Point]:
    heaps: dict[date, list[_Set]] = defaultdict(list)
    for day, each in days:
        heaps[_monday(day) if weekly else day].append(each)
    return [_point(day, heaps[day]) for day in sorted(heaps)]


def _point(day: date, own: Sequence[_Set]) -> Point:
    reps = [each.reps for each in own if each.reps]
    return Point(day, len(own), mean(each.score for each in own), sum(reps) if reps else None, mean(each.reach for each in own))


def _visit(scope: Scope, training: uuid.UUID, own: Sequence[_Set], rows: dict[uuid.UUID, Exercise], name: str) -> Visit:
    first = rows[own[0].exercise_id]
    return Visit(
        id=str(training),
        first=str(own[0].id),
        title_ru=name or first.title_ru,
        title_en=name or first.title_en,
        others=0 if name else len({each.exercise_id for each in own}) - 1,
        poster=exercises.links(first, scope.host, own[0].version)["poster"],
        started_at=own[0].started_at,
        sets=len(own),
        reps=sum(each.reps or 0 for each in own),
        duration_s=fsum(each.duration_s for each in own),
        score=mean(each.score for each in own),
        pain=any(each.pain for each in own),
    )


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
