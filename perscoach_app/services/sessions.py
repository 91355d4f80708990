"""Training sessions: started by a client, filled by chunks of samples, finished into a report."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from perscoach_app.services import exercises, media, samples, sets, targets
from perscoach_app.services.errors import ChunkGap, NotFound, NotReady, SessionFinished
from perscoach_app.services.scope import Scope, parse_id
from perscoach_app.tables import Exercise, Person, ReportPublic, SessionChunk, Tenant, TrainingSession, WorkoutItem
from perscoach_app.tables.database import open_session
from perscoach_app.tables.moments import now
from perscoach_motion.samples import read_sample


@dataclass(frozen=True, slots=True)
class ShadowSetup:
    """What the Shadow Mode page needs to begin: links are signed and relative."""

    session: str
    exercise_id: str
    title: dict[str, str]
    tenant_slug: str
    tenant_name: str
    video: str  # VP9 with alpha
    stacked: str  # the same for browsers without VP9 alpha; empty where it was not made
    poses: str
    poster: str
    target: dict[str, Any] | None  # what it is judged by, where that is not the usual
    language: str
    finished: bool
    next: int
    elapsed: float
    reps: int


def start(
    db: Session,
    scope: Scope,
    exercise_id: str | uuid.UUID,
    *,
    homework_id: uuid.UUID | None = None,
    item: WorkoutItem | None = None,
    set_number: int | None = None,
) -> str:
    """Starts a session of the caller with the exercise's present version; returns its id.

    Args:
        homework_id: the caller's own day that this is a set of; `services.homework` has looked at it, and at `item` and `set_number`.

    Raises:
        NotFound: no such exercise here.
        NotReady: it has no outputs yet.
    """
    exercise = exercises.row_of(db, scope, exercise_id)
    if exercise.version == 0:
        raise NotReady if scope.is_trainer else NotFound
    row = TrainingSession(
        tenant_id=scope.tenant_id,
        client_id=scope.person_id,
        exercise_id=exercise.id,
        exercise_version=exercise.version,
        homework_id=homework_id,
        item_id=item.id if item else None,
        set_number=set_number,
        target=targets.target_for(db, scope, scope.person_id, exercise, item),
    )
    db.add(row)
    db.commit()
    return str(row.id)


def setup(db: Session, scope: Scope, session_id: str | uuid.UUID) -> ShadowSetup:
    """What the page of the caller's own session shows."""
    row = _own(db, scope, session_id)
    exercise = exercises.row_of(db, scope, row.exercise_id)
    tenant = db.get_one(Tenant, scope.tenant_id)
    stored = [read_sample(sample) for sample in _samples(db, row)]
    return ShadowSetup(
        session=str(row.id),
        exercise_id=str(exercise.id),
        title={"ru": exercise.title_ru or exercise.title_en, "en": exercise.title_en or exercise.title_ru},
        tenant_slug=tenant.slug,
        tenant_name=tenant.name,
        target=row.target,
        language=scope.language,
        finished=row.finished_at is not None,
        next=_chunks(db, row),
        elapsed=stored[-1].t if stored else 0.0,
        reps=max((sample.reps for sample in stored), default=0),
        stacked=exercises.output_link(exercise, scope.host, media.OUTPUT_STACKED, row.exercise_version),
        **exercises.links(exercise, scope.host, row.exercise_version),
    )


def store_chunk(db: Session, scope: Scope, session_id: str | uuid.UUID, number: int, raw: list[Any]) -> int:
    """Keeps chunk `number`; repeating one is harmless. Returns the number that comes next.

    Raises:
        ChunkGap: an earlier chunk is missing.
        SessionFinished: the report is made already.
        ResultRejected: these are no samples, or more than a session can have.
    """
    row = _own(db, scope, session_id)
    following = _chunks(db, row)
    if 0 <= number < following:
        return following
    if row.finished_at is not None:
        raise SessionFinished
    if number != following:
        raise ChunkGap(following)
    checked = samples.check(raw)
    samples.check_room(following, _stored(db, row), len(checked))
    db.add(SessionChunk(tenant_id=scope.tenant_id, session_id=row.id, number=number, samples=checked))
    try:
        db.commit()
    except IntegrityError:  # the same chunk by another connection at the same moment
        db.rollback()
    return following + 1


def finish(db: Session, scope: Scope, session_id: str | uuid.UUID, chunks: int, duration_s: float) -> None:
    """Makes the report from `chunks` chunks; a second call changes nothing.

    Raises:
        ChunkGap: not all of them are here.
    """
    with open_session(reading=True) as reading:  # hours of samples: nobody else's writing waits until they are summed up
        row = _own(reading, scope, session_id)
        if row.finished_at is not None:
            return
        following = _chunks(reading, row)
        if chunks != following:
            raise ChunkGap(following)
        stored = _samples(reading, row)
    length_s = samples.check_duration(duration_s)
    summary = samples.summary(stored, length_s)
    row = _own(db, scope, session_id)
    if row.finished_at is not None:
        return
    following = _chunks(db, row)
    if chunks != following:
        raise ChunkGap(following)
    row.duration_s, row.summary = length_s, summary
    row.finished_at = now()
    db.add(row)
    sets.record(db, scope, row)
    db.commit()


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
        score=summary.get("score"),
        seen=summary.get("seen"),
        reps=summary.get("reps"),
        verified=row.verified,
        summary=summary,
    )


def _own(db: Session, scope: Scope, session_id: str | uuid.UUID) -> TrainingSession:
    query = select(TrainingSession).where(
        col(TrainingSession.id) == parse_id(session_id),
        col(TrainingSession.tenant_id) == scope.tenant_id,
        col(TrainingSession.client_id) == scope.person_id,
    )
    row = db.exec(query).first()
    if row is None:
        raise NotFound
    return row


def _chunks(db: Session, row: TrainingSession) -> int:
    return db.exec(select(func.count()).select_from(SessionChunk).where(col(SessionChunk.session_id) == row.id)).one()


def _stored(db: Session, row: TrainingSession) -> int:
    lengths = select(func.sum(func.json_array_length(col(SessionChunk.samples)))).where(col(SessionChunk.session_id) == row.id)
    return db.exec(lengths).one() or 0


def _samples(db: Session, row: TrainingSession) -> list[Any]:
    """All that were stored, in the order of their chunks."""
    query = select(SessionChunk.samples).where(col(SessionChunk.session_id) == row.id).order_by(col(SessionChunk.number))
    return [sample for chunk in db.exec(query) for sample in chunk]
