"""How an exercise felt, in one tap; what hurt waits for the trainer until she has put it aside."""

import uuid
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, select

from perscoach_app.services import agreements, workout_items
from perscoach_app.services.errors import NotFound, ResultRejected
from perscoach_app.services.privacy_errors import ParentMissing
from perscoach_app.services.scope import Scope, parse_id, require_trainer
from perscoach_app.tables import Document, Exercise, ExerciseFeeling, Feeling, Person, Training, TrainingSession
from perscoach_app.tables.moments import now


@dataclass(frozen=True, slots=True)
class Felt:
    """One exercise of one training, and what the client said of it."""

    id: int
    client_id: int
    client_name: str
    exercise_id: str
    title_ru: str
    title_en: str
    feeling: str
    at: datetime
    email: str = ""  # of the client; only for what hurts: it is answered
    session: str = ""  # the set that was stopped, where one was begun
    set_number: int | None = None
    reps: int = 0

    def title(self, language: str) -> str:
        """The exercise's title in the language asked for."""
        return self.title_ru if language == "ru" else self.title_en


def say(db: Session, scope: Scope, training: Training, item: int, feeling: str) -> None:
    """Keeps what the caller said of one exercise of her own training; her last word counts, and again is harmless.

    Raises:
        NotFound: the training has no such exercise.
        ResultRejected: no such feeling.
    """
    if training.client_id != scope.person_id or not 0 <= item < len(training.plan["items"]):
        raise NotFound
    if feeling not in set(Feeling):
        raise ResultRejected(why=f"a feeling is one of {', '.join(Feeling)}")
    db.exec(select(Training.id).where(col(Training.id) == training.id).with_for_update()).one()  # two tabs write one row
    query = select(ExerciseFeeling).where(col(ExerciseFeeling.training_id) == training.id, col(ExerciseFeeling.item) == item)
    row = db.exec(query).first() or ExerciseFeeling(
        tenant_id=scope.tenant_id,
        client_id=scope.person_id,
        training_id=training.id,
        exercise_id=parse_id(training.plan["items"][item]["exercise"]),
        item=item,
        feeling="",
    )
    if row.feeling != feeling:
        row.feeling, row.answered_at, row.created_at = feeling, None, now()
        db.add(row)
    if feeling == Feeling.PAIN:
        with suppress(ParentMissing):  # the set ends all the same; without a parent's word no trainer reads of it
            agreements.take_down(db, scope, Document.HEALTH)
    db.commit()


def of(db: Session, training: Training) -> dict[int, str]:
    """What was said in a training, by the item's index in its plan."""
    query = select(ExerciseFeeling).where(col(ExerciseFeeling.training_id) == training.id)
    return {row.item: row.feeling for row in db.exec(query)}


def hurting_items(db: Session, homework_id: uuid.UUID) -> set[uuid.UUID]:
    """The items of a day that hurt in any of its trainings."""
    query = (
        select(ExerciseFeeling.item, Training)
        .join(Training, col(Training.id) == col(ExerciseFeeling.training_id))
        .where(col(Training.homework_id) == homework_id, col(ExerciseFeeling.feeling) == Feeling.PAIN)
    )
    return {parse_id(training.plan["items"][item]["item"]) for item, training in db.exec(query)}


def unanswered_pains(db: Session, scope: Scope) -> list[Felt]:
    """What hurt any of the tenant's clients and the trainer has not put aside, newest first."""
    require_trainer(scope)
    wanted = (col(ExerciseFeeling.feeling) == Feeling.PAIN, col(ExerciseFeeling.answered_at).is_(None), col(Person.removed_at).is_(None))
    return [_stopped(db, pain) for pain in _felt(db, scope, *wanted)]


def of_client(db: Session, scope: Scope, client_id: int, limit: int = 12) -> list[Felt]:
    """What a client said lately, newest first, for her trainer."""
    require_trainer(scope)
    return _felt(db, scope, col(ExerciseFeeling.client_id) == client_id, limit=limit)


def put_aside(db: Session, scope: Scope, felt_id: int) -> None:
    """The trainer has dealt with it; again is harmless.

    Raises:
        NotFound: it is of another tenant, or the caller is no trainer.
    """
    require_trainer(scope)
    query = select(ExerciseFeeling).where(col(ExerciseFeeling.id) == felt_id, col(ExerciseFeeling.tenant_id) == scope.tenant_id)
    row = db.exec(query).first()
    if row is None:
        raise NotFound
    row.answered_at = row.answered_at or now()
    db.add(row)
    db.commit()


def _stopped(db: Session, pain: Felt) -> Felt:
    """With the set in which it hurt, and where to write to."""
    said = db.get_one(ExerciseFeeling, pain.id)
    query = select(TrainingSession).where(
        col(TrainingSession.training_id) == said.training_id,
        col(TrainingSession.exercise_id) == said.exercise_id,
        col(TrainingSession.pain).is_(True),
    )
    row = db.exec(query.order_by(col(TrainingSession.position).desc())).first()
    email = db.get_one(Person, pain.client_id).email or ""
    if row is None:
        return replace(pain, email=email)
    reps = int((row.summary or {}).get("reps") or 0)
    return replace(pain, email=email, session=str(row.id), set_number=row.set_number, reps=reps)


def _felt(db: Session, scope: Scope, *wanted: ColumnElement[bool], limit: int = 50) -> list[Felt]:
    agreed = col(ExerciseFeeling.client_id).in_(agreements.who_agrees(scope.tenant_id, Document.HEALTH))
    told = or_(col(ExerciseFeeling.feeling) != Feeling.PAIN, agreed)  # that it hurt is about her health
    query = (
        select(ExerciseFeeling, Exercise, Person.name)
        .join(Exercise, col(Exercise.id) == col(ExerciseFeeling.exercise_id))
        .join(Person, col(Person.id) == col(ExerciseFeeling.client_id))
        .where(col(ExerciseFeeling.tenant_id) == scope.tenant_id, told, *wanted)
        .order_by(col(ExerciseFeeling.created_at).desc(), col(ExerciseFeeling.id).desc())
        .limit(limit)
    )
    return [
        Felt(
            id=row.id or 0,
            client_id=row.client_id,
            client_name=name,
            exercise_id=str(row.exercise_id),
            title_ru=workout_items.title_of(exercise, "ru"),
            title_en=workout_items.title_of(exercise, "en"),
            feeling=row.feeling,
            at=row.created_at,
        )
        for row, exercise, name in db.exec(query)
    ]
