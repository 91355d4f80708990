"""Our own modules under an address that names their content: a browser that has them never asks again, and never mixes two versions.

`/shadow/own/1a2b3c/shadow/main.js` is `assets/shadow/main.js`. Modules name each other relatively, so whoever begins there stays there.
"""

import hashlib
from functools import lru_cache
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from perscoach_app.settings import PROJECT_ROOT

ASSETS: Final = PROJECT_ROOT / "assets"
PREFIX: Final = "/shadow/own/"
"""Within the service worker's scope: a worker whose address is not has nobody to answer it without a network."""
ROOMS: Final = ("pages", "player", "shadow", "styles")
SHADOW_MODE: Final = "/shadow/main.js"
KINDS: Final = (".css", ".js", ".json", ".wav", ".webm", ".webp")
UNCHANGING: Final = "public, max-age=31536000, immutable"
HASH_DIGITS: Final = 12
"""48 bits: two versions never share an address."""


def unchanging(name: str) -> str:
    """The address of one of them.

    Args:
        name: below `assets`, such as `/shadow/main.js`.
    """
    return f"{PREFIX}{_content()}{name}"


def unchanging_addresses(app: ASGIApp) -> ASGIApp:
    """Wraps an application so that it answers at these addresses. An older content's gets today's file, which is not to be kept."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or (named := _named(scope["path"])) is None:
            await app(scope, receive, send)
            return
        content, name = named

        async def send_to_keep(message: Message) -> None:
            if message["type"] == "http.response.start" and content == _content() and message["status"] < 400:
                MutableHeaders(raw=message.setdefault("headers", []))["cache-control"] = UNCHANGING
            await send(message)

        await app({**scope, "path": name, "raw_path": name.encode()}, receive, send_to_keep)

    return wrapped


def _named(path: str) -> tuple[str, str] | None:
    """The content and the file an address names; ``None`` where it is none of these."""
    if not path.startswith(PREFIX):
        return None
    content, _, name = path.removeprefix(PREFIX).partition("/")
    parts = name.split("/")
    return (content, f"/{name}") if parts[0] in ROOMS and ".." not in parts and name.endswith(KINDS) else None


@lru_cache
def _content() -> str:
    digest = hashlib.sha256()
    for room in ROOMS:
        for path in sorted((ASSETS / room).rglob("*")):
            if path.suffix in KINDS:
                digest.update(path.relative_to(ASSETS).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:HASH_DIGITS]
