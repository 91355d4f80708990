"""A visitor without a browser: a state as Reflex would make it for a page, with the headers of the socket's handshake."""

from typing import TypeVar

import reflex as rx
from reflex.istate.data import RouterData

from perscoach_app.services import browsers, links, sign_in
from perscoach_app.tables.database import open_session
from perscoach_app.texts.language import LANGUAGE_COOKIE
from tests.app.house import House, Member

Page = TypeVar("Page", bound=rx.State)


def cookie_of(member: Member) -> str:
    """Signs a member in and returns the Cookie header of the next request."""
    with open_session() as db:
        signed_in = sign_in.by_link(db, links.issue(db, member.person_id), f"{member.slug}.localhost")
    return f"{browsers.COOKIE}={signed_in.cookie}"


def visit(
    page: type[Page], path: str, member: Member | None = None, *, host: str = "anna.localhost:3100", language: str = "", accept: str = ""
) -> Page:
    """The state of `page` as `member` (nobody by default) opens `path` on `host`."""
    cookies = [cookie_of(member)] if member else []
    if language:
        cookies.append(f"{LANGUAGE_COOKIE}={language}")
    return open_page(page, path, host, "; ".join(cookies), accept)


def open_page(page: type[Page], path: str, host: str, cookie: str = "", accept: str = "") -> Page:
    """The state of `page` for a browser that sends these headers."""
    headers = {"host": host, "origin": f"http://{host}", "cookie": cookie, "accept-language": accept}
    root = rx.State(_reflex_internal_init=True)
    root.router = RouterData.from_router_data({"headers": headers, "asPath": path, "pathname": path, "token": "test"})
    state = root.get_substate(page.get_full_name().split("."))
    assert isinstance(state, page)
    return state


def run(state: rx.State, event: str, *args: object) -> object:
    """Runs one event of a state, as a click would."""
    return type(state).event_handlers[event].fn(state, *args)


__all__ = ["House", "cookie_of", "open_page", "run", "visit"]
