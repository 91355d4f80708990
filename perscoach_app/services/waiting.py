"""What waits for somebody, as the numbers in the header: two counts, each by an index."""

from dataclasses import dataclass

from sqlalchemy import func
from sqlmodel import Session, col, select

from perscoach_app.services import threads
from perscoach_app.services.scope import Scope
from perscoach_app.tables import Person, Training


@dataclass(frozen=True, slots=True)
class Waiting:
    """Reports nobody opened yet (a trainer's alone) and messages the caller was not shown."""

    reports: int = 0
    messages: int = 0


def for_caller(db: Session, scope: Scope) -> Waiting:
    """Both numbers; an administrator has none."""
    if scope.is_admin:
        return Waiting()
    return Waiting(_unread_reports(db, scope) if scope.is_trainer else 0, threads.unread(db, scope))


def _unread_reports(db: Session, scope: Scope) -> int:
    """Of present clients; a trainer who tries her own homework needs no telling."""
    query = (
        select(func.count())
        .select_from(Training)
        .join(Person, col(Person.id) == col(Training.client_id))
        .where(
            col(Training.tenant_id) == scope.tenant_id,
            col(Training.client_id) != scope.person_id,
            col(Training.finished_at).is_not(None),
            col(Training.read_at).is_(None),
            col(Training.answered_at).is_(None),
            col(Person.removed_at).is_(None),
        )
    )
    return db.exec(query).one()
