"""Who may follow a signed link to what was made of a client: whoever holds it is asked anew, each time."""

from sqlmodel import Session

from perscoach_app.services import media, recordings, withdrawal
from perscoach_app.services.scope import Scope


def is_a_clients(tenant_id: int, key: str) -> bool:
    """Whether a key names a client's film, or what was drawn of her: a link alone opens none of it."""
    prefix = media.tenant_prefix(tenant_id)
    return key.startswith((f"{prefix}{withdrawal.RECORDINGS}/", f"{prefix}{withdrawal.PEOPLE}/"))


def may_follow(db: Session, scope: Scope | None, key: str) -> bool:
    """Whether the caller may have it now: the client herself, and her trainers as long as she shares it.

    Her archive (`people/7/data/…`) is no link's: its own route asks for her cookie.
    """
    if scope is None:
        return False
    drawn_of = withdrawal.drawn_of(scope.tenant_id, key)
    if drawn_of is not None:
        return scope.is_trainer or drawn_of == scope.person_id
    return recordings.may_watch(db, scope, key)
