"""What Shadow Mode's page will ask for, told with the page itself: its modules come side by side with Reflex's, not one after the other."""

import re
from functools import lru_cache
from pathlib import Path, PurePosixPath

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from perscoach_app.own_files import ASSETS, SHADOW_MODE, unchanging

PAGE = "/shadow/"
_IMPORTED = re.compile(r"""^(?:import|export) [^;]*?from "(\.[^"]+)";""", re.MULTILINE)


def modules(main: str = SHADOW_MODE, assets: Path = ASSETS) -> list[str]:
    """The module and all that it and they import at once, each after whoever wants it."""
    found = [main]
    for name in found:
        source = (assets / name.lstrip("/")).read_text("utf-8") if (assets / name.lstrip("/")).exists() else ""
        wanted = (_joined(name, relative) for relative in _IMPORTED.findall(source))
        found += [each for each in dict.fromkeys(wanted) if each not in found]
    return found


def hints_for_shadow(app: ASGIApp) -> ASGIApp:
    """Wraps an application so that a training's page carries them."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_hints(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:
                headers = MutableHeaders(raw=message.setdefault("headers", []))
                if headers.get("content-type", "").startswith("text/html"):
                    headers.append("link", _hints())
            await send(message)

        hinted = scope["type"] == "http" and scope["path"].startswith(PAGE)
        await app(scope, receive, send_with_hints if hinted else send)

    return wrapped


@lru_cache
def _hints() -> str:
    return ", ".join(f"<{unchanging(name)}>; rel=modulepreload" for name in modules())


def _joined(importer: str, relative: str) -> str:
    parts: list[str] = list(PurePosixPath(importer).parent.parts)
    for part in PurePosixPath(relative).parts:
        parts = parts[:-1] if part == ".." else [*parts, part]
    return str(PurePosixPath(*parts))
