"""The report of a training: overall, per exercise, set and repetition, what to speak about, and what could not be seen."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from perscoach_app.services import agreements, digest, exercises, feelings, marks, media, performances, report_trend, unseen
from perscoach_app.services.errors import NotFound
from perscoach_app.services.report_trend import Point
from perscoach_app.services.scope import Scope, parse_id
from perscoach_app.services.unseen import Unseen
from perscoach_app.tables import Exercise, Feeling, Person, Training, TrainingSession
from perscoach_app.tables.moments import now


@dataclass(frozen=True, slots=True)
class Repetition:
    """One repetition of a set.

    Attributes:
        number: from 1, in the order of the set's summary; `index` is the same from 0, as marks name it.
        kind: `whole`, `half`, `broken_off`, `missed`, `hold`; `counted` where only the live counter knows of it.
        worst_limb: the client's own limb that cost most; None where nothing was off.
        mark: what the trainer said of it: `right`, `mend`, or empty.
    """

    number: int
    index: int
    start_s: float
    end_s: float
    kind: str
    score: float | None
    worst_limb: str | None
    side: str | None
    mark: str


@dataclass(frozen=True, slots=True)
class SetReport:
    """One set of the plan.

    Attributes:
        id: empty for one that was not done.
        has_landmarks: they are there still: its repetitions can teach, and its movement be shown.
        summary: what its numbers say.
    """

    id: str
    position: int
    item: int
    number: int
    asked: int | None
    started_at: datetime | None
    duration_s: float
    score: float | None
    seen: float | None
    reps: int
    verified: bool
    counted_by: str
    pain: bool
    has_landmarks: bool
    repetitions: list[Repetition]
    summary: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ExerciseReport:
    """One exercise of the training with all its sets, as the plan has them.

    Attributes:
        video, stacked, poster: signed links of the version it was trained with.
        feeling: what the client said of it; empty where nothing.
        trend: the client's scores in this exercise, oldest first, this training's last.
    """

    item: int
    exercise_id: str
    title_ru: str
    title_en: str
    video: str
    stacked: str
    poster: str
    clip_s: float
    score: float | None
    reps: int
    feeling: str
    sets: list[SetReport]
    trend: list[Point]

    def title(self, language: str) -> str:
        """The exercise's title in the language asked for, else in the other."""
        first, second = (self.title_ru, self.title_en) if language == "ru" else (self.title_en, self.title_ru)
        return first or second


@dataclass(frozen=True, slots=True)
class TrainingReport:
    """A training as its client and her trainers read it.

    Attributes:
        title: of the workout; empty for a free training.
        digest: best repetition and worst moments, as `digest.Digest`.
        trend: the client's scores of whole trainings, oldest first, this one last.
    """

    id: str
    client_id: int
    client_name: str
    title: str
    free: bool
    started_at: datetime
    finished_at: datetime | None
    read_at: datetime | None
    answered_at: datetime | None
    digest: digest.Digest
    exercises: list[ExerciseReport]
    unseen: list[Unseen]
    trend: list[Point]

    @property
    def sets(self) -> list[SetReport]:
        """All sets in the order of the plan."""
        return sorted((one for exercise in self.exercises for one in exercise.sets), key=lambda one: one.position)

    @property
    def pain(self) -> bool:
        """Something hurt."""
        return bool(self.digest["pain"])


def find(db: Session, scope: Scope, training_id: str | uuid.UUID) -> tuple[Training, int | None]:
    """The training an address names: by its own id or by one of its sets', whose position comes with it.

    Raises:
        NotFound: there is none that the caller may see: her own, or any of the tenant for a trainer.
    """
    key = parse_id(training_id)
    position = None
    row = db.get(Training, key)
    if row is None:
        session = db.get(TrainingSession, key)
        row, position = (db.get(Training, session.training_id), session.position) if session else (None, None)
    mine = row is not None and (scope.is_trainer or row.client_id == scope.person_id)
    if row is None or row.tenant_id != scope.tenant_id or not mine:
        raise NotFound
    return row, position


def of(db: Session, scope: Scope, training_id: str | uuid.UUID) -> TrainingReport:
    """The report of a training of which at least one set is finished; writes nothing.

    Raises:
        NotFound: as `find`, or nothing was finished yet.
    """
    training, _ = find(db, scope, training_id)
    query = select(TrainingSession).where(col(TrainingSession.training_id) == training.id, col(TrainingSession.finished_at).is_not(None))
    rows = {row.position: row for row in db.exec(query)}
    if not rows:
        raise NotFound
    tells_pain = agreements.tells_of_health(db, scope, training.client_id)
    felt, marked = feelings.of(db, training), marks.of_training(db, scope, training.id)
    if not tells_pain:
        felt = {item: feeling for item, feeling in felt.items() if feeling != Feeling.PAIN}
    trends = report_trend.of_exercises(db, training, [item["exercise"] for item in training.plan["items"]])
    order = training.plan["order"]
    landmarks = performances.whole(db, [row.id for row in rows.values()])
    sets = [_set(training, position, rows.get(position), marked, landmarks, tells_pain=tells_pain) for position in range(len(order))]
    found = [
        _exercise(db, scope, training, item, [one for one in sets if one.item == item], felt.get(item, ""), trends)
        for item in range(len(training.plan["items"]))
    ]
    return TrainingReport(
        id=str(training.id),
        client_id=training.client_id,
        client_name=db.get_one(Person, training.client_id).name,
        title=training.plan.get("title") or "",
        free=bool(training.plan.get("free")),
        started_at=training.started_at,
        finished_at=training.finished_at,
        read_at=training.read_at,
        answered_at=training.answered_at,
        digest=digest.of(db, training) | ({} if tells_pain else {"pain": False}),
        exercises=found,
        unseen=unseen.of(
            [(position, rows.get(position)) for position in range(len(order))], order, hurting=_hurting(felt), tells_pain=tells_pain
        ),
        trend=report_trend.of_trainings(db, training),
    )


def read(db: Session, scope: Scope, training_id: str | uuid.UUID) -> None:
    """The trainer has opened it; the client's own reading changes nothing.

    Raises:
        NotFound: as `find`.
    """
    training, _ = find(db, scope, training_id)
    if scope.is_trainer and training.client_id != scope.person_id and training.read_at is None:
        training.read_at = now()
        db.add(training)
        db.commit()


def _hurting(felt: dict[int, str]) -> set[int]:
    return {item for item, feeling in felt.items() if feeling == Feeling.PAIN}


def _set(
    training: Training,
    position: int,
    row: TrainingSession | None,
    marked: dict[tuple[uuid.UUID, int], str],
    landmarks: Collection[uuid.UUID],
    *,
    tells_pain: bool,
) -> SetReport:
    item, number = training.plan["order"][position]
    asked = training.plan["items"][item].get("repetitions")
    if row is None:
        return SetReport("", position, item, number, asked, None, 0.0, None, None, 0, False, "", False, False, [], {})
    summary = row.summary or {}
    repetitions = [_repetition(row, index, one, marked) for index, one in enumerate(summary.get("repetitions") or [])]
    return SetReport(
        id=str(row.id),
        position=position,
        item=item,
        number=number,
        asked=asked,
        started_at=row.started_at,
        duration_s=row.duration_s or 0.0,
        score=None if row.pain else summary.get("score"),
        seen=summary.get("seen"),
        reps=int(summary.get("reps") or 0),
        verified=row.verified,
        counted_by=row.counted_by,
        pain=row.pain and tells_pain,
        has_landmarks="sync" in summary and row.id in landmarks,
        repetitions=repetitions,
        summary=summary,
    )


def _repetition(row: TrainingSession, index: int, one: dict[str, Any], marked: dict[tuple[uuid.UUID, int], str]) -> Repetition:
    return Repetition(
        number=index + 1,
        index=index,
        start_s=float(one["start_s"]),
        end_s=float(one["end_s"]),
        kind=str(one.get("kind") or "counted"),
        score=one.get("score"),
        worst_limb=one.get("worst_limb"),
        side=one.get("side"),
        mark=marked.get((row.id, index), ""),
    )


def _exercise(
    db: Session, scope: Scope, training: Training, item: int, sets: Sequence[SetReport], feeling: str, trends: dict[str, list[Point]]
) -> ExerciseReport:
    plan = training.plan["items"][item]
    row = db.get(Exercise, parse_id(plan["exercise"]))
    links = exercises.links(row, scope.host, plan["version"]) if row else {"video": "", "poster": ""}
    scored = [(one.score, one.duration_s or 1.0) for one in sets if one.score is not None]
    weight = sum(seconds for _, seconds in scored)
    return ExerciseReport(
        item=item,
        exercise_id=plan["exercise"],
        title_ru=plan["title"]["ru"],
        title_en=plan["title"]["en"],
        video=links["video"],
        stacked=exercises.output_link(row, scope.host, media.OUTPUT_STACKED, plan["version"]) if row else "",
        poster=links["poster"],
        clip_s=(row.duration_s if row else None) or 0.0,
        score=sum(score * seconds for score, seconds in scored) / weight if weight else None,
        reps=sum(one.reps for one in sets),
        feeling=feeling,
        sets=list(sets),
        trend=trends.get(plan["exercise"], []),
    )
