"""Who did what: one line a deed, in the same transaction as the deed itself. Lines are never changed and never taken away."""

from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.orm import Mapper
from sqlmodel import Session

from perscoach_app.services.scope import Scope
from perscoach_app.tables import AuditEntry

DEEDS = frozenset(
    (
        "banner.set",
        "consent.given",
        "consent.withdrawn",
        "data.exported",
        "grant.given",
        "grant.revoked",
        "grant.used",
        "job.cancelled",
        "job.retried",
        "person.erased",
        "person.of_age",
        "recording.erased",
        "retention.swept",
        "tenant.created",
        "tenant.limited",
        "tenant.resumed",
        "tenant.suspended",
    )
)
"""All there are; each has a sentence `deed.<deed>` in the catalogue."""
WORD_CHARACTERS = 80
"""A value longer than this is no word of ours: names, remarks and reasons that people wrote do not belong into the audit."""


class Unchangeable(RuntimeError):
    """Something was about to rewrite the audit: a mistake of ours, or worse."""


def note(db: Session, tenant_id: int, scope: Scope | None, deed: str, subject: str = "", **values: Any) -> None:
    """Adds a line; the caller commits it together with what it tells of.

    Args:
        db: an open session.
        tenant_id: whose data it is about; the platform's own for what concerns the installation.
        scope: who did it; None where the product did it by itself.
        deed: one of `DEEDS`.
        subject: what it was done to, by kind and number: `training 1a2b…`, `person 7`.
        **values: numbers and words of ours that belong to it, never what a person wrote.

    Raises:
        ValueError: an unknown deed, or a value that may be somebody's own words.
    """
    if deed not in DEEDS:
        raise ValueError(f"no such deed: {deed}")
    for name, value in values.items():
        if not (value is None or isinstance(value, bool | int | float) or (isinstance(value, str) and len(value) <= WORD_CHARACTERS)):
            raise ValueError(f"{deed}: {name} is neither a number nor a word of ours")
    db.add(
        AuditEntry(
            tenant_id=tenant_id,
            actor_id=scope.person_id if scope else None,
            actor_role=scope.role if scope else "",
            deed=deed,
            subject=subject[:WORD_CHARACTERS],
            values=values,
        )
    )


@event.listens_for(AuditEntry, "before_update")
@event.listens_for(AuditEntry, "before_delete")
def _refuse(_mapper: Mapper[Any], _connection: Connection, _entry: AuditEntry) -> None:
    raise Unchangeable("audit lines stay as they were written")
