"""A trainer lets an administrator look at one training, for a while. Without it no administrator sees anything of hers.

The two never meet in one database session. The link leads to the trainer's own host, where only her tenant's rows can be read; who stands
before it is told by a pass: a few signed words that the administrator gets on the platform's host, where only the platform's can be read.
"""

import hashlib
import hmac
import time
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, update
from sqlmodel import Session, col, select

from perscoach_app.services import audit, tokens
from perscoach_app.services.admin_errors import ReasonMissing
from perscoach_app.services.errors import NotFound
from perscoach_app.services.scope import Scope, parse_id, require_admin, require_trainer
from perscoach_app.settings import get_settings
from perscoach_app.tables import AccessGrant, AuditEntry, Role, Training, TrainingSession
from perscoach_app.tables.moments import now

HOURS = (1, 24, 72)
"""How long a trainer may choose: a call, a day, a weekend."""
REASON_CHARACTERS = 300
PASS_S = 15 * 60  # one look; the next needs a new pass, and with it another line in the audit
SHOWN = 50
NUMBER_CHARACTERS = 12  # of a person, of a moment in seconds: longer ones Python would not even read
GIVEN, USED, REVOKED = "grant.given", "grant.used", "grant.revoked"


@dataclass(frozen=True, slots=True)
class Given:
    """A grant as the trainer sees it.

    Attributes:
        open: it can be used now.
        uses: when administrators looked, newest first, each with the administrator's number.
    """

    id: int
    training: str
    reason: str
    given_at: datetime
    until: datetime
    revoked_at: datetime | None
    open: bool
    uses: tuple[tuple[datetime, int], ...]


@dataclass(frozen=True, slots=True)
class Look:
    """What a pass opens: one training, in the name of who gave the grant, by an administrator."""

    tenant_id: int
    grant_id: int
    training_id: str
    given_by: int
    admin_id: int
    reason: str
    until: datetime


def give(db: Session, scope: Scope, training_id: str | uuid.UUID, reason: str, hours: int) -> str:
    """Lets an administrator look at a training; returns the secret of the link, of which only a hash is kept.

    Raises:
        NotFound: no such training, or set of one, here, or so many hours cannot be chosen.
        ReasonMissing: the trainer does not say why.
    """
    require_trainer(scope)
    training = _training(db, scope, parse_id(training_id))
    if hours not in HOURS:
        raise NotFound
    if not reason.strip():
        raise ReasonMissing
    token = tokens.fresh()
    db.add(
        AccessGrant(
            tenant_id=scope.tenant_id,
            granted_by=scope.person_id,
            training_id=str(training),
            reason=reason.strip()[:REASON_CHARACTERS],
            token_hash=tokens.hash_of(token),
            until=now() + timedelta(hours=hours),
        )
    )
    audit.note(db, scope.tenant_id, scope, GIVEN, f"training {training}", hours=hours)
    db.commit()
    return token


def listed(db: Session, scope: Scope) -> list[Given]:
    """The tenant's grants, newest first, with every look."""
    require_trainer(scope)
    query = select(AccessGrant).where(col(AccessGrant.tenant_id) == scope.tenant_id).order_by(col(AccessGrant.id).desc()).limit(SHOWN)
    used = select(AuditEntry).where(col(AuditEntry.tenant_id) == scope.tenant_id, col(AuditEntry.deed) == USED)
    looks = list(db.exec(used.order_by(col(AuditEntry.at).desc())))
    moment = now()
    return [
        Given(
            id=row.id or 0,
            training=row.training_id,
            reason=row.reason,
            given_at=row.given_at,
            until=row.until,
            revoked_at=row.revoked_at,
            open=row.revoked_at is None and row.until > moment,
            uses=tuple((look.at, look.actor_id or 0) for look in looks if look.values.get("grant") == row.id),
        )
        for row in db.exec(query)
    ]


def revoke(db: Session, scope: Scope, grant_id: int) -> None:
    """Ends a grant at once, also for a look that is under way.

    Raises:
        NotFound: there is none that could still be used.
    """
    require_trainer(scope)
    mine = (col(AccessGrant.id) == grant_id, col(AccessGrant.tenant_id) == scope.tenant_id, _open())
    row = db.exec(select(AccessGrant).where(*mine)).first()
    if row is None or db.exec(update(AccessGrant).where(*mine).values(revoked_at=now())).rowcount != 1:
        raise NotFound
    audit.note(db, scope.tenant_id, scope, REVOKED, f"training {row.training_id}", grant=grant_id)
    db.commit()


def write_pass(scope: Scope, slug: str, token: str) -> str:
    """On the platform's host: says that an administrator stands behind this link now.

    Raises:
        NotFound: the caller is none, or this is no link of ours.
    """
    require_admin(scope)
    if not tokens.is_one(token):
        raise NotFound
    expires = int(time.time()) + PASS_S
    return f"{scope.person_id}.{expires}.{_signature(slug, token, scope.person_id, expires)}"


def look(db: Session, scope_tenant: int, slug: str, token: str, written: str) -> Look:
    """On the trainer's host: what a link and a pass open. Nothing is noted yet.

    Raises:
        NotFound: a foreign, altered or outdated pass; or a grant that was revoked, is over, or is of another tenant.
    """
    admin_id = _read_pass(slug, token, written)
    query = select(AccessGrant).where(
        col(AccessGrant.token_hash) == tokens.hash_of(token), col(AccessGrant.tenant_id) == scope_tenant, _open()
    )
    row = db.exec(query).first()
    if row is None or row.id is None:
        raise NotFound
    return Look(scope_tenant, row.id, row.training_id, row.granted_by, admin_id, row.reason, row.until)


def note_use(db: Session, seen: Look) -> None:
    """A line for every time an administrator looks. Committed before anything is shown."""
    admin = Scope(seen.tenant_id, "", seen.admin_id, Role.ADMIN, "")
    audit.note(db, seen.tenant_id, admin, USED, f"training {seen.training_id}", grant=seen.grant_id)
    db.commit()


def _training(db: Session, scope: Scope, named: uuid.UUID) -> uuid.UUID:
    """A training of the tenant's, by its own number or that of one of its sets: reports have both."""
    whole = select(Training.id).where(col(Training.id) == named, col(Training.tenant_id) == scope.tenant_id)
    by_set = select(TrainingSession.training_id).where(col(TrainingSession.id) == named, col(TrainingSession.tenant_id) == scope.tenant_id)
    found = db.exec(whole).first() or db.exec(by_set).first()
    if found is None:
        raise NotFound
    return found


def _read_pass(slug: str, token: str, written: str) -> int:
    person, _, rest = written.partition(".")
    expires, _, signature = rest.partition(".")
    numbers = written.isascii() and all(each.isdigit() and len(each) <= NUMBER_CHARACTERS for each in (person, expires))
    if not (tokens.is_one(token) and numbers and int(expires) >= time.time()):
        raise NotFound
    if not hmac.compare_digest(signature.encode(), _signature(slug, token, int(person), int(expires)).encode()):
        raise NotFound
    return int(person)


def _signature(slug: str, token: str, person_id: int, expires: int) -> str:
    message = "\n".join(("pass", slug, tokens.hash_of(token), str(person_id), str(expires)))
    return hmac.new(get_settings().secret.encode(), message.encode(), hashlib.sha256).hexdigest()


def _open() -> ColumnElement[bool]:
    return and_(col(AccessGrant.revoked_at).is_(None), col(AccessGrant.until) > now())
