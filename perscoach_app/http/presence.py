"""Notes that a signed-in browser is in use, and gives it a new cookie once a day: an ASGI guard, because any answer may carry a cookie."""

import logging
import time
from asyncio import to_thread
from collections import OrderedDict

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from perscoach_app.http.cookies import is_https, keep_signed_in
from perscoach_app.services import browsers, tokens
from perscoach_app.tables.database import open_session

REMEMBERED = 10_000  # browsers this process has noted lately; the longest silent one is forgotten first

log = logging.getLogger(__name__)
_noted: OrderedDict[str, float] = OrderedDict()


def notes_presence(app: ASGIApp) -> ASGIApp:
    """Wraps an application. Only whole pages bring a new cookie: what else is loaded may be one of many at once."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        cookie = browsers.cookie_in(Headers(scope=scope).get("cookie")) if scope["type"] in ("http", "websocket") else None
        if cookie is None or not tokens.is_one(cookie) or not _is_due(cookie):
            await app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        is_page = scope["type"] == "http" and scope["method"] == "GET" and headers.get("sec-fetch-mode") == "navigate"
        fresh = await to_thread(_note, cookie, headers.get("host", ""), may_renew=is_page)

        async def send_with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start" and fresh is not None:
                _hand_over(MutableHeaders(raw=message.setdefault("headers", [])), fresh, secure=is_https(HTTPConnection(scope)))
            await send(message)

        await app(scope, receive, send_with_cookie)

    return wrapped


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
