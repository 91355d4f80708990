"""Who is really there behind a proxy of ours.

Behind a proxy every visitor has the proxy's address: ten wrong passwords by one would lock everybody out. So `X-Forwarded-For` and
`X-Forwarded-Proto` count, but only from an address that the settings trust: from anybody else they are what he claims.
"""

import re
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from perscoach_app.settings import get_settings

_WITH_PORT = re.compile(r"(?:\[(?P<six>[0-9A-Fa-f:.]+)\]|(?P<four>[0-9.]+))(?::[0-9]{1,5})?")
_SECURE = {"http": "https", "ws": "wss"}


def behind_proxies(app: ASGIApp) -> ASGIApp:
    """Wraps an application so that a request's client and scheme are the visitor's."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket") and is_trusted(_peer(scope)):
            headers = Headers(scope=scope)
            visitor = _visitor(headers.getlist("x-forwarded-for"))
            scheme = str(scope["scheme"])
            if headers.get("x-forwarded-proto", "").strip() == "https":
                scheme = _SECURE.get(scheme, scheme)
            scope = {**scope, "scheme": scheme, "client": (visitor, 0) if visitor else scope.get("client"), "by_proxy": bool(visitor)}
        await app(scope, receive, send)

    return wrapped


def is_trusted(address: str) -> bool:
    """Whether what this address says about others is believed."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return any(found in network for network in _networks(get_settings().trusted_proxies))


def _visitor(forwarded: list[str]) -> str:
    """The last address that no proxy of ours has: whatever stands before it was said by a stranger."""
    chain = [_without_port(one.strip()) for part in forwarded for one in part.split(",") if one.strip()]
    return next((one for one in reversed(chain) if not is_trusted(one)), chain[0] if chain else "")


def _without_port(one: str) -> str:
    """Some proxies write `203.0.113.9:51234` or `[2001:db8::1]:51234`: every connection would be another visitor."""
    given = _WITH_PORT.fullmatch(one)
    return (given["six"] or given["four"]) if given else one


def _peer(scope: Scope) -> str:
    client = scope.get("client")
    return str(client[0]) if client else ""


@lru_cache
def _networks(given: tuple[str, ...]) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(one) for one in given)
