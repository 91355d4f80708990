"""Headers on every answer: what a page may load, who may frame it, how long it may be kept."""

import gzip
import hashlib
import re
from asyncio import to_thread
from base64 import b64encode
from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from perscoach_app.own_files import UNCHANGING

HASHED_PATHS = (
    "/assets/",
    *(f"/vendor/{what}/" for what in ("mediapipe", "pyodide", "models", "motion", "three")),
)  # addresses name the content
REVALIDATE = "no-cache"  # pages and hand-written files: kept, but asked for every time (ETag answers 304)
ALWAYS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",  # one-time links are addresses: they must not travel to other sites
    "permissions-policy": "camera=(self), microphone=(self), autoplay=(self), fullscreen=(self), geolocation=(), payment=(), usb=()",
    "cross-origin-opener-policy": "same-origin",
    "x-frame-options": "DENY",
}
API_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"  # data is never a page
MAX_PAGE_BYTES = 4 * 1024 * 1024  # a page larger than this is none of ours: it goes out without inline scripts
_INLINE_SCRIPT = re.compile(rb"<script(?![^>]*\ssrc\s*=)[^>]*>(.*?)</script>", re.DOTALL | re.IGNORECASE)
_PLAIN_HOST = re.compile(r"[a-z0-9.:\[\]-]+")


def page_policy(host: str, inline_scripts: list[bytes]) -> str:
    """A Content-Security-Policy that allows this host alone, WebAssembly, workers from blobs, and exactly these inline scripts."""
    hashes = " ".join(f"'sha256-{b64encode(hashlib.sha256(script).digest()).decode()}'" for script in dict.fromkeys(inline_scripts))
    # 'self' covers sockets of the same host in current browsers; older Safari wants them named
    sockets = f" ws://{host} wss://{host}" if _PLAIN_HOST.fullmatch(host) else ""
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' 'wasm-unsafe-eval' {hashes}".rstrip(),
            "style-src 'self' 'unsafe-inline'",  # Reflex and our canvas set style attributes
            "img-src 'self' data: blob:",
            "media-src 'self' blob:",
            "font-src 'self'",
            "worker-src 'self' blob:",
            f"connect-src 'self' blob:{sockets}",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


def inline_scripts(body: bytes) -> list[bytes]:
    """What stands between the tags of scripts without an address, byte for byte."""
    return [match.group(1) for match in _INLINE_SCRIPT.finditer(body) if match.group(1)]


def protective_headers(app: ASGIApp) -> ASGIApp:
    """Wraps an application so that every answer carries its headers. Pages are held until complete, for their inline scripts' hashes."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        path: str = scope["path"]
        host = next((value.decode("latin-1").lower() for name, value in scope["headers"] if name == b"host"), "")
        held: list[Message] = []
        scope = _readable(scope)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message.setdefault("headers", []))
                for name, value in ALWAYS.items():
                    headers.setdefault(name, value)
                headers.setdefault("cache-control", _keep(path, message["status"]))
                if path.startswith("/api"):
                    headers.setdefault("content-security-policy", API_POLICY)
                elif headers.get("content-type", "").startswith("text/html"):
                    held.append(message)
                    return
                elif message["status"] != 304:  # a 304 would replace the policy of the page the browser kept
                    headers.setdefault("content-security-policy", page_policy(host, []))
                await send(message)
            elif held and message["type"] == "http.response.pathsend":  # some servers take a path and send the file themselves
                _seal(held[0], host, await to_thread(Path(message["path"]).read_bytes))
                await send(held.pop())
                await send(message)
            elif held and message["type"] == "http.response.body":
                held.append(message)
                if not message.get("more_body") or sum(len(part.get("body", b"")) for part in held[1:]) > MAX_PAGE_BYTES:
                    _seal(held[0], host, b"".join(part.get("body", b"") for part in held[1:]))
                    for part in held:
                        await send(part)
                    held.clear()
            else:
                await send(message)

        await app(scope, receive, send_with_headers)

    return wrapped


def _readable(scope: Scope) -> Scope:
    """Pages are not asked for in Brotli, which the standard library cannot unpack: their inline scripts have to be found.

    An address without a dot at its end may be one, whatever is accepted: service workers fetch pages as they fetch anything.
    """
    headers = dict(scope["headers"])
    is_file = "." in scope["path"].rpartition("/")[2] and b"text/html" not in headers.get(b"accept", b"")
    if is_file or b"br" not in headers.get(b"accept-encoding", b""):
        return scope
    takes = b",".join(one for one in headers[b"accept-encoding"].split(b",") if one.partition(b";")[0].strip() != b"br")
    return {**scope, "headers": [(name, takes if name == b"accept-encoding" else value) for name, value in scope["headers"]]}


def _seal(start: Message, host: str, body: bytes) -> None:
    headers = MutableHeaders(raw=start["headers"])
    if start["status"] == 304:
        return
    if headers.get("content-encoding") == "gzip" and body:
        body = gzip.decompress(body)
    headers.setdefault("content-security-policy", page_policy(host, inline_scripts(body)))


def _keep(path: str, status: int) -> str:
    if path.startswith("/api"):
        return "no-store"
    return UNCHANGING if path.startswith(HASHED_PATHS) and status < 400 else REVALIDATE
