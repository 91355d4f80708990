"""Reports: finished sets as their client and her trainer read them."""

import uuid
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from perscoach_app.services import exercises, media
from perscoach_app.services.errors import NotFound
from perscoach_app.services.scope import Scope, parse_id
from perscoach_app.tables import Exercise, Person, ReportPublic, TrainingSession


def report(db: Session, scope: Scope, session_id: str | uuid.UUID) -> ReportPublic:
    """One finished session: the client's own, or any of the tenant for the trainer."""
    found = _reports(db, scope, col(TrainingSession.id) == parse_id(session_id))
    if not found:
        raise NotFound
    return found[0]


def videos(db: Session, scope: Scope, of: ReportPublic) -> tuple[str, str]:
    """Links to both renditions of the clip the session was trained with; the second may be empty.

    They are of the version it began with: the exercise may have a newer one by now.
    """
    exercise = exercises.row_of(db, scope, of.exercise_id)
    version = db.get_one(TrainingSession, parse_id(of.id)).exercise_version
    stacked = exercises.output_link(exercise, scope.host, media.OUTPUT_STACKED, version)
    return exercises.links(exercise, scope.host, version)["video"], stacked


def list_all(
    db: Session,
    scope: Scope,
    *,
    client_id: int | None = None,
    exercise_id: str | uuid.UUID | None = None,
    before: datetime | None = None,
    limit: int = 100,
) -> list[ReportPublic]:
    """Finished sessions, newest first: the client's own, or the tenant's for the trainer.

    Args:
        client_id: of this person only.
        exercise_id: with this exercise only.
        before: started before this moment only.
        limit: at most so many of them.
    """
    wanted: list[ColumnElement[bool]] = []
    if client_id is not None:
        wanted.append(col(TrainingSession.client_id) == client_id)
    if exercise_id is not None:
        wanted.append(col(TrainingSession.exercise_id) == parse_id(exercise_id))
    if before is not None:
        wanted.append(col(TrainingSession.started_at) < before)
    return _reports(db, scope, *wanted, limit=limit)


def _reports(db: Session, scope: Scope, *wanted: ColumnElement[bool], limit: int = 1) -> list[ReportPublic]:
    query = (
        select(TrainingSession, Exercise, Person.name)
        .join(Exercise, col(Exercise.id) == col(TrainingSession.exercise_id))
        .join(Person, col(Person.id) == col(TrainingSession.client_id))
        .where(col(TrainingSession.tenant_id) == scope.tenant_id, col(TrainingSession.finished_at).is_not(None), *wanted)
        .order_by(col(TrainingSession.started_at).desc())
        .limit(limit)
    )
    if not scope.is_trainer:
        query = query.where(col(TrainingSession.client_id) == scope.person_id)
    return [_public(row, exercise, name, scope) for row, exercise, name in db.exec(query)]


def _public(row: TrainingSession, exercise: Exercise, client_name: str, scope: Scope) -> ReportPublic:
    summary = row.summary or {}
    return ReportPublic(
        id=str(row.id),
        client_id=row.client_id,
        client_name=client_name,
        exercise_id=str(exercise.id),
        title_ru=exercise.title_ru or exercise.title_en,
        title_en=exercise.title_en or exercise.title_ru,
        poster=exercises.links(exercise, scope.host, row.exercise_version)["poster"],
        started_at=row.started_at,
        finished_at=row.finished_at,
        duration_s=row.duration_s,
        score=None if row.pain else summary.get("score"),
        seen=summary.get("seen"),
        reps=summary.get("reps"),
        verified=row.verified,
        counted_by=row.counted_by,
        pain=row.pain,
        summary=summary,
    )
