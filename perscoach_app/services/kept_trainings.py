"""What is kept of the caller's trainings beyond numbers, and until when: films, and how she moved."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from perscoach_app.services import agreements, consents, exercises, local_time, media, progress, retention, trainings
from perscoach_app.services.scope import Scope
from perscoach_app.tables import ConsentKind, Document, Exercise, Recording, RecordingState, SessionChunk, Tenant, Training, TrainingSession


@dataclass(frozen=True, slots=True)
class Film:
    """A video she sent.

    Attributes:
        video: signed link; empty until it is made.
        state: of `RecordingState`.
    """

    id: str
    video: str
    state: str
    bytes: int
    duration_s: float
    whole: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """Of one training, whether or not a set of it was finished.

    Attributes:
        title_ru, title_en: the homework's name, else the first exercise's; empty for a film of which no number has arrived.
        movement: her landmarks are there, of the whole of it or a part.
        until: the day on which films and landmarks are deleted by themselves.
    """

    training: str
    title_ru: str
    title_en: str
    poster: str
    started_at: datetime
    films: list[Film]
    movement: bool
    until: date

    def title(self, language: str) -> str:
        """In the language asked for, else in the other."""
        first, second = (self.title_ru, self.title_en) if language == "ru" else (self.title_en, self.title_ru)
        return first or second


def list_all(db: Session, scope: Scope) -> list[Kept]:
    """The caller's own trainings of which more than numbers is kept, newest first."""
    films, moved = _films(db, scope), _moved(db, scope)
    query = select(Training).where(
        col(Training.tenant_id) == scope.tenant_id,
        col(Training.client_id) == scope.person_id,
        col(Training.id).in_({*films, *moved}),
    )
    rows = list(db.exec(query.order_by(col(Training.started_at).desc())))
    names, firsts = progress.homework_names(db, scope, [row.id for row in rows]), _firsts(db, scope, rows)
    where, tenant = local_time.zone_of(db, scope.tenant_id), db.get_one(Tenant, scope.tenant_id)
    found = []
    for row in rows:
        (exercise, version), name = firsts.get(row.id, (None, 0)), names.get(row.id, "")
        found.append(
            Kept(
                training=str(row.id),
                title_ru=name or (exercise.title_ru if exercise else ""),
                title_en=name or (exercise.title_en if exercise else ""),
                poster=exercises.links(exercise, scope.host, version)["poster"] if exercise else "",
                started_at=row.started_at,
                films=films.get(row.id, []),
                movement=row.id in moved,
                until=local_time.day_of(retention.deleted_at(tenant, row.started_at), where),
            )
        )
    return found


def shared(db: Session, scope: Scope) -> bool:
    """Whether the trainer sees the caller's films."""
    return Document.SHARING in agreements.in_force(db, scope.tenant_id, scope.person_id)


def forget_movement(db: Session, scope: Scope, training_id: str | uuid.UUID) -> None:
    """Deletes the landmarks of one of the caller's own trainings and all that was drawn from them. The numbers stay.

    Raises:
        NotFound: it is somebody else's, or there is none.
    """
    consents.write(db, scope, trainings.own(db, scope, training_id), {ConsentKind.LANDMARKS: False})


def _firsts(db: Session, scope: Scope, rows: Sequence[Training]) -> dict[uuid.UUID, tuple[Exercise, int]]:
    """The first exercise that anything arrived of, in its version."""
    query = (
        select(TrainingSession.training_id, Exercise, TrainingSession.exercise_version)
        .join(Exercise, col(Exercise.id) == col(TrainingSession.exercise_id))
        .where(col(TrainingSession.tenant_id) == scope.tenant_id, col(TrainingSession.training_id).in_([row.id for row in rows]))
        .order_by(col(TrainingSession.position).desc())
    )
    return {training: (exercise, version) for training, exercise, version in db.exec(query)}


def _films(db: Session, scope: Scope) -> dict[uuid.UUID, list[Film]]:
    query = select(Recording).where(
        col(Recording.tenant_id) == scope.tenant_id, col(Recording.client_id) == scope.person_id, col(Recording.removed_at).is_(None)
    )
    found: dict[uuid.UUID, list[Film]] = defaultdict(list)
    for row in db.exec(query.order_by(col(Recording.created_at))):
        found[row.training_id].append(
            Film(
                id=str(row.id),
                video=media.signed_link(scope.tenant_id, scope.host, row.key) if row.key and row.state == RecordingState.READY else "",
                state=row.state,
                bytes=row.bytes or sum(size for _, size in row.pieces),
                duration_s=row.duration_s,
                whole=not row.moments_only,
            )
        )
    return found


def _moved(db: Session, scope: Scope) -> set[uuid.UUID]:
    query = (
        select(TrainingSession.training_id)
        .join(SessionChunk, col(SessionChunk.session_id) == col(TrainingSession.id))
        .where(
            col(TrainingSession.tenant_id) == scope.tenant_id,
            col(TrainingSession.client_id) == scope.person_id,
            col(SessionChunk.landmarks).is_not(None),
        )
        .distinct()
    )
    return set(db.exec(query))
