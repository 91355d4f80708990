"""A trainer's site as pages show it."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from perscoach_app.services.site import Site, paragraphs


@dataclass(frozen=True, slots=True)
class SiteView:
    """What stands on the mini-site."""

    name: str = ""
    headline: str = ""
    about: list[str] = field(default_factory=list)
    email: str = ""
    phone: str = ""
    phone_href: str = ""
    link: str = ""
    link_words: str = ""
    photo: str = ""
    reachable: bool = False  # there is at least one way to write or call


def view_of(site: Site, photo: str) -> SiteView:
    """The view of a site; what is half typed in the editor must not break it."""
    return SiteView(
        name=site.name,
        headline=site.headline,
        about=paragraphs(site.about),
        email=site.contact_email,
        phone=site.contact_phone,
        phone_href="tel:" + "".join(sign for sign in site.contact_phone if sign.isdigit() or sign == "+"),
        link=site.contact_link,
        link_words=_short(site.contact_link),
        photo=photo,
        reachable=bool(site.contact_email or site.contact_phone or site.contact_link),
    )


def _short(address: str) -> str:
    """`https://t.me/anna/` is shown as `t.me/anna`."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    return f"{parts.netloc}{parts.path}".rstrip("/") or address
