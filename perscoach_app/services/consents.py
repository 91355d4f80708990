"""What a client allowed in one training besides numbers: nothing, until she says so; and until she takes it back."""

from sqlmodel import Session, col, select

from perscoach_app.services import agreements, withdrawal
from perscoach_app.services.scope import Scope
from perscoach_app.tables import Consent, ConsentKind, Training
from perscoach_app.tables.moments import now


def write(db: Session, scope: Scope, training: Training, wished: dict[ConsentKind, bool]) -> None:
    """Writes down what the caller allows in her own training; what is not named stays as it is. Again is harmless.

    The page says what it is for and to whom it goes: her first yes in a training is her word on the document, too.

    Raises:
        ParentMissing: she is under eighteen, and no parent has agreed to it.
    """
    _lock(db, training)
    for kind in (kind for kind, allowed in wished.items() if allowed):
        agreements.take_down(db, scope, agreements.OF_TRAINING[kind])
    rows = {row.kind: row for row in db.exec(select(Consent).where(col(Consent.training_id) == training.id))}
    for kind, allowed in wished.items():
        row = rows.get(kind)
        if row is None and allowed:
            row = Consent(tenant_id=scope.tenant_id, client_id=scope.person_id, training_id=training.id, kind=kind)
        elif row is not None and allowed and row.withdrawn_at is not None:
            row.given_at, row.withdrawn_at = now(), None
        elif row is not None and not allowed:
            row.withdrawn_at = row.withdrawn_at or now()
            withdrawal.of(db, training, kind)
        if row is not None:
            db.add(row)
    db.commit()


def given(db: Session, training: Training, *, lock: bool = False) -> set[str]:
    """The kinds that are allowed now.

    Args:
        lock: nothing is taken back until this transaction ends; so what it writes under a consent is there to be deleted with it.
    """
    if lock:
        _lock(db, training)
    query = select(Consent.kind).where(col(Consent.training_id) == training.id, col(Consent.withdrawn_at).is_(None))
    return set(db.exec(query))


def _lock(db: Session, training: Training) -> None:
    """Two tabs write one row, and nobody writes under a consent that is being taken back."""
    db.exec(select(Training.id).where(col(Training.id) == training.id).with_for_update()).one()
