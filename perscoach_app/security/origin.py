"""Requests from other origins are refused.

Reflex lets web sockets in from any origin, and tenants are subdomains of one site, so SameSite cookies do not tell them apart. Every
browser sends Origin with sockets, with unsafe methods, and with cross-origin reads: it has to name the host the request goes to.
"""

from urllib.parse import urlsplit

from starlette.types import ASGIApp, Receive, Scope, Send

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
GUARDED_READS = ("/api", "/_event", "/_upload")  # what a cookie opens; static files are everybody's
CLOSE_FORBIDDEN = 4403
_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}


def same_origin(origin: str, host: str) -> bool:
    """Whether an Origin header names the host (and port) of a Host header."""
    parts = urlsplit(origin.strip().lower())
    default = _PORTS.get(parts.scheme)
    if default is None:  # "null" and other opaque origins
        return False
    try:
        target = urlsplit(f"//{host.strip().lower()}")
        return (parts.hostname, parts.port or default) == (target.hostname, target.port or default) and bool(parts.hostname)
    except ValueError:
        return False


def same_origin_only(app: ASGIApp) -> ASGIApp:
    """Wraps an application so that foreign origins get 403, or a closed socket."""

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await app(scope, receive, send)
            return
        if sum(name == b"host" for name, _ in scope["headers"]) > 1:  # a proxy may have read the one, we would read the other
            await _refuse(scope, receive, send, 400, "two_hosts")
            return
        if not _is_guarded(scope):
            await app(scope, receive, send)
            return
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        origin = headers.get(b"origin")
        # Behind a proxy that ends TLS, Host has no port and Origin says https: compared by the origin's own default port.
        if origin is None or same_origin(origin, headers.get(b"host", "")):
            await app(scope, receive, send)
        else:
            await _refuse(scope, receive, send, 403, "foreign_origin")

    return guarded


async def _refuse(scope: Scope, receive: Receive, send: Send, status: int, error: str) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": CLOSE_FORBIDDEN, "reason": error})
        return
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-type", b"application/json")]})
    await send({"type": "http.response.body", "body": b'{"error":"%s"}' % error.encode()})


def _is_guarded(scope: Scope) -> bool:
    if scope["type"] == "websocket" or scope["method"] not in SAFE_METHODS:
        return True
    return bool(scope["path"].startswith(GUARDED_READS))
