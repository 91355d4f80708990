"""Notes that a signed-in browser is in use, and gives it a new cookie once a day: an ASGI guard, because any answer may carry a cookie.

Sockets begin with a cookie that is good at that moment, or with none: their pages may outlive it (`services.open_pages`).
"""

import logging
import time
from asyncio import to_thread
from collections import OrderedDict

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from perscoach_app.http.cookies import is_https, keep_signed_in
from perscoach_app.services import browsers, open_pages, tokens
from perscoach_app.tables.database import open_session

SOCKETS = "/_event"  # where Reflex has them; by plain requests, too, where no socket can be opened
REMEMBERED = 10_000  # browsers this process has noted lately; the longest silent one is forgotten first

log = logging.getLogger(__name__)
_noted: OrderedDict[str, float] = OrderedDict()


def notes_presence(app: ASGIApp) -> ASGIApp:
    """Wraps an application. Only whole pages bring a new cookie: what else is loaded may be one of many at once."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        cookie = browsers.cookie_in(Headers(scope=scope).get("cookie")) if scope["type"] in ("http", "websocket") else None
        if cookie is None or not tokens.is_one(cookie):
            await app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if scope["type"] == "websocket" or scope["path"].startswith(SOCKETS):
            await _open_page(app, cookie, headers.get("host", ""), scope, receive, send)
            return
        if not _is_due(cookie):
            await app(scope, receive, send)
            return
        is_page = scope["type"] == "http" and scope["method"] == "GET" and headers.get("sec-fetch-mode") == "navigate"
        fresh = await to_thread(_note, cookie, headers.get("host", ""), may_renew=is_page)

        async def send_with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start" and fresh is not None:
                _hand_over(MutableHeaders(raw=message.setdefault("headers", [])), fresh, secure=is_https(HTTPConnection(scope)))
            await send(message)

        await app(scope, receive, send_with_cookie)

    return wrapped


async def _open_page(app: ASGIApp, cookie: str, host: str, scope: Scope, receive: Receive, send: Send) -> None:
    """A socket that begins with a good cookie keeps what it stands for; one that begins with an outworn cookie begins without."""
    if _is_due(cookie):
        await to_thread(_note, cookie, host, may_renew=False)
    browser = await to_thread(_holder, cookie, host)
    if browser is None:
        headers = [
            (name, browsers.without_cookie(value.decode("latin-1")).encode("latin-1") if name == b"cookie" else value)
            for name, value in scope["headers"]
        ]
        await app({**scope, "headers": headers}, receive, send)
        return
    with open_pages.held(cookie, browser):
        await app(scope, receive, send)


def _holder(cookie: str, host: str) -> int | None:
    with open_session(reading=True) as db:
        return browsers.holder(db, cookie, host)


def _is_due(cookie: str) -> bool:
    """Whether this process has not asked the database about the cookie for a while."""
    key, moment = tokens.hash_of(cookie), time.monotonic()
    if moment - _noted.get(key, float("-inf")) < browsers.SEEN_EVERY_S:
        return False
    _noted[key] = moment
    _noted.move_to_end(key)
    while len(_noted) > REMEMBERED:
        _noted.popitem(last=False)
    return True


def _note(cookie: str, host: str, *, may_renew: bool) -> str | None:
    try:
        with open_session() as db:
            return browsers.seen(db, cookie, host, may_renew=may_renew)
    except Exception:  # a page is worth more than a note about it
        log.exception("a browser's presence was not noted")
        return None


def _hand_over(headers: MutableHeaders, cookie: str, *, secure: bool) -> None:
    carrier = Response()
    keep_signed_in(carrier, cookie, secure=secure)
    headers.append("set-cookie", carrier.headers["set-cookie"])
    headers["cache-control"] = "private, no-cache"  # nobody between us and the browser keeps this answer
