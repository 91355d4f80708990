"""Films and landmarks are kept as long as the studio's policy says, counted from the training; the numbers stay."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlmodel import Session, col, select

from perscoach_app.services import audit, withdrawal
from perscoach_app.storage import get_storage
from perscoach_app.tables import Recording, SessionChunk, Tenant, Training, TrainingSession
from perscoach_app.tables.database import open_session
from perscoach_app.tables.moments import now

CHOICES = (30, 90, 180, 365)
"""Days a studio may choose from: a training is talked over within weeks, and a year shows a season."""


@dataclass(frozen=True, slots=True)
class Swept:
    """How much was deleted."""

    recordings: int = 0
    landmarks: int = 0  # chunks of them


def deleted_at(tenant: Tenant, trained_at: datetime) -> datetime:
    """When films and landmarks of a training are deleted by themselves."""
    return trained_at + timedelta(days=tenant.retention_days)


def sweep() -> dict[int, Swept]:
    """The worker's chore, of all tenants; tells what went, by tenant."""
    with open_session(reading=True) as db:
        kept = list(db.exec(select(Tenant.id, Tenant.retention_days)))
    found: dict[int, Swept] = {}
    for tenant_id, days in kept:
        if tenant_id is not None:
            with open_session(tenant_id=tenant_id) as db:
                swept = _sweep(db, tenant_id, now() - timedelta(days=days))
            found |= {tenant_id: swept} if swept != Swept() else {}
    return found


def _sweep(db: Session, tenant_id: int, before: datetime) -> Swept:
    old = (col(Training.tenant_id) == tenant_id, col(Training.started_at) < before)
    films = (
        select(Recording).join(Training, col(Training.id) == col(Recording.training_id)).where(*old, col(Recording.removed_at).is_(None))
    )
    recordings = db.exec(films).all()
    for row in recordings:
        withdrawal.erase(db, row)
    sessions = select(TrainingSession.id).join(Training, col(Training.id) == col(TrainingSession.training_id)).where(*old)
    shared = (
        col(SessionChunk.tenant_id) == tenant_id,
        col(SessionChunk.session_id).in_(sessions),
        col(SessionChunk.landmarks).is_not(None),
    )
    owners = select(TrainingSession.client_id).join(SessionChunk, col(SessionChunk.session_id) == col(TrainingSession.id)).where(*shared)
    for client in set(db.exec(owners)):
        get_storage().delete_prefix(withdrawal.drawn_folder(tenant_id, client))  # drawn anew from what is left
    gone = db.exec(update(SessionChunk).where(*shared).values(landmarks=None).execution_options(synchronize_session=False)).rowcount
    swept = Swept(len(recordings), gone)
    if swept != Swept():
        audit.note(db, tenant_id, None, "retention.swept", "", recordings=swept.recordings, landmarks=swept.landmarks)
    db.commit()
    return swept
