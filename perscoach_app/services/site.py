"""The trainer's public site: what stands on it, and changing it."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from email_validator import EmailNotValidError, validate_email
from sqlmodel import Session

from perscoach_app.services import branding
from perscoach_app.services.errors import NotFound
from perscoach_app.services.scope import Scope, require_trainer
from perscoach_app.services.site_errors import (
    ChoiceUnknown,
    ColourUnreadable,
    EmailUnusable,
    LinkUnusable,
    NameMissing,
    PhoneUnusable,
    TextTooLong,
)
from perscoach_app.tables import Address, Tenant
from perscoach_app.tables.tenant import ACCENT, TINT

LIMITS = {"name": 80, "headline": 120, "about": 2000}
"""Characters that still look well on the page; the columns hold more."""
_PHONE = re.compile(r"\+?[0-9][0-9 ()-]{4,24}")
_LINK_LIMIT = 300


@dataclass(frozen=True, slots=True)
class Site:
    """What stands on a trainer's site, as she edits it."""

    name: str
    headline: str = ""
    about: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    contact_link: str = ""
    accent: str = ACCENT
    tint: str = TINT
    address: str = Address.VY
    timezone: str = "Europe/Moscow"


def of_tenant(tenant: Tenant) -> Site:
    """The site of a tenant."""
    return Site(**{name: getattr(tenant, name) for name in Site.__slots__})


def paragraphs(about: str) -> list[str]:
    """The words about the trainer; an empty line begins a new paragraph."""
    return [part.strip() for part in re.split(r"\n\s*\n", about) if part.strip()]


def change(db: Session, scope: Scope, site: Site) -> Site:
    """Puts a checked site in place of the present one.

    Raises:
        NotFound: the caller is no trainer here.
        SiteRejected: something on it cannot be used; `field` says which.
    """
    checked = check(site)
    tenant = own_tenant(db, scope)
    for name in Site.__slots__:
        setattr(tenant, name, getattr(checked, name))
    db.add(tenant)
    db.commit()
    return checked


def own_tenant(db: Session, scope: Scope) -> Tenant:
    """The row of the caller's own tenant, for a trainer."""
    require_trainer(scope)
    tenant = db.get(Tenant, scope.tenant_id)
    if tenant is None:
        raise NotFound
    return tenant


def check(site: Site) -> Site:
    """The same without idle spaces and with its link in full, or a refusal."""
    name, headline = " ".join(site.name.split()), " ".join(site.headline.split())
    about = "\n".join(line.rstrip() for line in site.about.strip().splitlines())
    if not name:
        raise NameMissing
    for field, text in (("name", name), ("headline", headline), ("about", about)):
        if len(text) > LIMITS[field]:
            raise TextTooLong(field, LIMITS[field])
    if site.address not in set(Address) or site.timezone not in available_timezones():
        raise ChoiceUnknown
    accent, tint = site.accent.lower(), site.tint.lower()
    _check_colours(accent, tint)
    return Site(
        name,
        headline,
        about,
        _email(site.contact_email.strip()),
        _phone(site.contact_phone.strip()),
        _link(site.contact_link.strip()),
        accent,
        tint,
        site.address,
        site.timezone,
    )


def _check_colours(accent: str, tint: str) -> None:
    if not branding.is_colour(accent) or not branding.is_colour(tint):
        raise ChoiceUnknown
    verdict = branding.judge(accent, tint)
    if not verdict.readable:
        raise ColourUnreadable(accent=verdict.accent_offer, tint=verdict.tint_offer)


def _email(address: str) -> str:
    if not address:
        return ""
    try:
        return validate_email(address, check_deliverability=False).normalized
    except EmailNotValidError:
        raise EmailUnusable from None


def _phone(number: str) -> str:
    if number and not _PHONE.fullmatch(number):
        raise PhoneUnusable
    return number


def _link(address: str) -> str:
    """A bare `t.me/name` is meant as https; anything but a web address is refused, so that a press can only open a page."""
    if not address:
        return ""
    whole = address if "://" in address or address.lower().startswith(("javascript:", "data:")) else f"https://{address}"
    try:
        parts = urlsplit(whole)
        host = parts.hostname or ""
    except ValueError:
        raise LinkUnusable from None
    plain = whole.isprintable() and " " not in whole and len(whole) <= _LINK_LIMIT and not parts.username
    if parts.scheme != "https" or "." not in host or not plain:
        raise LinkUnusable
    return whole
