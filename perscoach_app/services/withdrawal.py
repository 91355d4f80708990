"""What is deleted when a client takes a consent back: at once, and for good."""

import uuid

from sqlalchemy import update
from sqlmodel import Session, col, select

from perscoach_app.storage import get_storage
from perscoach_app.tables import Consent, ConsentKind, Recording, SessionChunk, Training, TrainingSession
from perscoach_app.tables.moments import now


def of(db: Session, training: Training, kind: ConsentKind) -> None:
    """Deletes what was sent under this consent. Not committed."""
    if kind == ConsentKind.RECORDING:
        query = select(Recording).where(col(Recording.training_id) == training.id, col(Recording.removed_at).is_(None))
        for row in db.exec(query).all():
            erase(db, row)
        return
    sessions = select(col(TrainingSession.id)).where(col(TrainingSession.training_id) == training.id)
    shared = (col(SessionChunk.tenant_id) == training.tenant_id, col(SessionChunk.session_id).in_(sessions))
    db.exec(update(SessionChunk).where(*shared).values(landmarks=None).execution_options(synchronize_session=False))


def erase(db: Session, row: Recording) -> None:
    """Deletes a recording's files, then says so in its row, which stays as a note that there was one. Not committed."""
    get_storage().delete_prefix(folder_of(row.tenant_id, row.id))
    row.removed_at, row.key, row.bytes, row.marks, row.pieces = now(), "", 0, [], []
    db.add(row)


def of_person(db: Session, person_id: int) -> None:
    """A client goes: her recordings and landmarks go with her. Not committed."""
    allowed = select(col(Consent.training_id)).where(col(Consent.client_id) == person_id)
    for training in db.exec(select(Training).where(col(Training.id).in_(allowed))).all():
        for kind in ConsentKind:
            of(db, training, kind)


def folder_of(tenant_id: int, recording: uuid.UUID) -> str:
    """Where everything of a recording lies."""
    return f"tenants/{tenant_id}/recordings/{recording}"


def piece_key(tenant_id: int, recording: uuid.UUID, number: int) -> str:
    """Where a piece of it lies until the film is made."""
    return f"{folder_of(tenant_id, recording)}/piece-{number:03d}"
