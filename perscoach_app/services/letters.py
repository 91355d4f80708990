"""The letters about getting in: who writes what to whom, in the reader's own language and tone."""

from collections.abc import Callable

from sqlmodel import Session

from perscoach_app.services import addresses, links, mail
from perscoach_app.settings import get_settings
from perscoach_app.tables import Address, LinkPurpose, Person, Role, Tenant
from perscoach_app.texts import choose_voice, say

Send = Callable[[], object]
"""A letter ready to go: sent after the transaction, so that no link travels that was never kept."""

Letter = Callable[[Session, Tenant, Person, str], Send]
"""One of the letters below; the last argument is the request's Host header."""


def confirmation(db: Session, tenant: Tenant, person: Person, host: str) -> Send:
    """To a new trainer: this address is mine, open my site."""
    return _letter(db, tenant, person, host, "confirm", LinkPurpose.CONFIRM, get_settings().confirmation_lifetime_s)


def email_change(db: Session, tenant: Tenant, person: Person, email: str, host: str) -> Send:
    """To a new address of somebody's."""
    return _letter(db, tenant, person, host, "change", LinkPurpose.CONFIRM, get_settings().confirmation_lifetime_s, to=email)


def way_in(db: Session, tenant: Tenant, person: Person, host: str) -> Send:
    """A link instead of a password."""
    return _letter(db, tenant, person, host, "enter", LinkPurpose.ENTER, get_settings().mailed_link_lifetime_s)


def new_password(db: Session, tenant: Tenant, person: Person, host: str) -> Send:
    """A link to set another password."""
    return _letter(db, tenant, person, host, "reset", LinkPurpose.RESET, get_settings().mailed_link_lifetime_s)


def invitation(db: Session, tenant: Tenant, person: Person, inviter: str, host: str) -> Send:
    """To another trainer of the same site."""
    lifetime = get_settings().invitation_lifetime_s
    return _letter(db, tenant, person, host, "team", LinkPurpose.ENTER, lifetime, inviter=inviter)


_PAGES = {LinkPurpose.CONFIRM: "confirm", LinkPurpose.ENTER: "enter", LinkPurpose.RESET: "reset"}
_ACTIONS = {"confirm": "confirm", "change": "confirm", "enter": "enter", "reset": "reset", "team": "team"}


def _letter(
    db: Session,
    tenant: Tenant,
    person: Person,
    host: str,
    kind: str,
    purpose: LinkPurpose,
    lifetime_s: int,
    *,
    to: str = "",
    inviter: str = "",
) -> Send:
    assert person.id is not None
    email = to or person.email or ""
    token = links.issue(db, person.id, purpose, lifetime_s=lifetime_s, email=email)
    voice = choose_voice(person.language, familiar=person.role == Role.CLIENT and tenant.address == Address.TY)
    site, page = addresses.shown(tenant.slug, host), f"{addresses.origin(tenant.slug, host)}/{_PAGES[purpose]}/{token}"
    subject = say(voice, f"mail.{kind}_subject", site=site, inviter=inviter)
    text = f"{say(voice, 'mail.hello', name=person.name)}\n\n{say(voice, f'mail.{kind}', site=site, inviter=inviter)}"
    action = (say(voice, f"mail.{_ACTIONS[kind]}_action"), page)
    return lambda: mail.send(email, subject, text, action=action, language=person.language)
