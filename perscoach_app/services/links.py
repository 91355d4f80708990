"""One-time links: made for one person, one purpose and one tenant; spent by the deed, never by a look."""

from datetime import timedelta

from sqlalchemy import ColumnElement, update
from sqlmodel import Session, and_, col, select

from perscoach_app.services import tokens
from perscoach_app.services.errors import LinkInvalid, NotFound
from perscoach_app.settings import get_settings
from perscoach_app.tables import LinkPurpose, Person, SignInLink
from perscoach_app.tables.moments import now


def issue(
    db: Session, person_id: int, purpose: LinkPurpose = LinkPurpose.ENTER, *, lifetime_s: int | None = None, email: str | None = None
) -> str:
    """Makes a one-time link for a person; returns its token, of which only the SHA-256 is kept.

    Args:
        email: where it is sent, when by mail: what a link with the purpose CONFIRM confirms.
    """
    person = db.get(Person, person_id)
    if person is None or person.removed_at is not None:
        raise NotFound
    token = tokens.fresh()
    expires = now() + timedelta(seconds=lifetime_s or get_settings().link_lifetime_s)
    db.add(
        SignInLink(
            token_hash=tokens.hash_of(token),
            tenant_id=person.tenant_id,
            person_id=person_id,
            purpose=purpose,
            email=email,
            expires_at=expires,
        )
    )
    db.commit()
    return token


def owner(db: Session, tenant_id: int, token: str, purpose: LinkPurpose = LinkPurpose.ENTER) -> Person | None:
    """Whose link this is, if it could be used in this tenant now. Spends nothing."""
    if not tokens.is_one(token):
        return None
    query = (
        select(Person)
        .join(SignInLink, col(SignInLink.person_id) == col(Person.id))
        .where(_usable(tenant_id, token, purpose), col(Person.removed_at).is_(None))
    )
    return db.exec(query).first()


def spend(db: Session, tenant_id: int, token: str, purpose: LinkPurpose = LinkPurpose.ENTER) -> SignInLink:
    """Uses a link up, without a commit: what it was for belongs to the same transaction. Of two at the same moment exactly one succeeds.

    Raises:
        LinkInvalid: unknown, spent, out of date, for something else, of another tenant or of a removed person; the caller learns no more.
    """
    if owner(db, tenant_id, token, purpose) is None:
        raise LinkInvalid
    spent = db.exec(update(SignInLink).where(_usable(tenant_id, token, purpose)).values(used_at=now()))
    if spent.rowcount != 1:
        db.rollback()
        raise LinkInvalid
    return db.exec(select(SignInLink).where(col(SignInLink.token_hash) == tokens.hash_of(token))).one()


def revoke_all(db: Session, person_id: int, purpose: LinkPurpose | None = None) -> int:
    """Ends a person's unused links, without a commit; returns how many there were."""
    mine = and_(col(SignInLink.person_id) == person_id, col(SignInLink.used_at).is_(None), col(SignInLink.expires_at) > now())
    change = update(SignInLink).where(mine if purpose is None else and_(mine, col(SignInLink.purpose) == purpose))
    return int(db.exec(change.values(expires_at=now())).rowcount)


def _usable(tenant_id: int, token: str, purpose: LinkPurpose) -> ColumnElement[bool]:
    return and_(
        col(SignInLink.token_hash) == tokens.hash_of(token),
        col(SignInLink.tenant_id) == tenant_id,
        col(SignInLink.purpose) == purpose,
        col(SignInLink.used_at).is_(None),
        col(SignInLink.expires_at) > now(),
    )
