"""Stored files by signed link: Range, validators, streaming in constant memory."""

import mimetypes
import re
import time
from dataclasses import dataclass
from email.utils import format_datetime
from typing import Annotated

from fastapi import APIRouter, Header, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse
from starlette import status

from perscoach_app.http.access import CurrentTenant, MaybeCaller, host_of
from perscoach_app.services import media, media_access, tenants
from perscoach_app.services.errors import NotFound
from perscoach_app.services.scope import Scope
from perscoach_app.storage import Storage, Stored, get_storage
from perscoach_app.tables.database import open_session

IMPOSSIBLE = (-1, -1)  # a range outside the file
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")  # no number is longer than an offset can be
_TYPES = {".webm": "video/webm", ".mp4": "video/mp4", ".webp": "image/webp", ".json": "application/json", ".cube": "text/plain"}

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of a file is wanted, and in which form: the request's own headers."""

    range_header: str = ""
    if_range: str = ""
    if_none_match: str = ""
    zipped: bool = False


@router.api_route("/media/{key:path}", methods=["GET", "HEAD"])
async def read(
    request: Request,
    key: str,
    tenant: CurrentTenant,
    scope: MaybeCaller,
    exp: Annotated[int, Query()] = 0,
    sig: Annotated[str, Query()] = "",
    range_header: Annotated[str, Header(alias="range")] = "",
    if_range: Annotated[str, Header()] = "",
    if_none_match: Annotated[str, Header()] = "",
    accept_encoding: Annotated[str, Header()] = "",
) -> Response:
    """Answers a signed link; a bad, foreign or outdated one names nothing."""
    assert tenant.id is not None
    if not media.link_is_good(tenant.id, tenants.read_host(host_of(request)).host, key, exp, sig):
        raise NotFound
    personal = media_access.is_a_clients(tenant.id, key)
    if personal and not await run_in_threadpool(_may_follow, scope, key):
        raise NotFound
    wanted = Wanted(range_header, if_range, if_none_match, zipped="gzip" in accept_encoding)
    return await send(request, key, wanted, expires=exp, kept=not personal)


async def send(request: Request, key: str, asked: Wanted, *, expires: int = 0, kept: bool = False) -> Response:
    """A stored file, or the piece of it that is wanted, for a caller who was found to be allowed."""
    storage = get_storage()
    stored_key, found = await run_in_threadpool(_find, storage, key, asked.zipped)
    headers = _headers(key, found, expires, zipped=stored_key != key, kept=kept)
    if _same(asked.if_none_match, found.etag):
        return Response(status_code=status.HTTP_304_NOT_MODIFIED, headers=headers)
    start, end, code = 0, found.size, status.HTTP_200_OK
    if asked.range_header and stored_key == key and asked.if_range in ("", found.etag):
        wanted = _read_range(asked.range_header, found.size)
        if wanted is IMPOSSIBLE:
            return Response(status_code=416, headers={**headers, "content-range": f"bytes */{found.size}"})
        if wanted is not None:
            (start, end), code = wanted, status.HTTP_206_PARTIAL_CONTENT
            headers["content-range"] = f"bytes {start}-{end - 1}/{found.size}"
    headers["content-length"] = str(end - start)
    if request.method == "HEAD":
        return Response(status_code=code, headers=headers)
    return StreamingResponse(storage.stream(stored_key, start, end), code, headers)


def _may_follow(scope: Scope | None, key: str) -> bool:
    with open_session(reading=True) as db:
        return media_access.may_follow(db, scope, key)


def _find(storage: Storage, key: str, zipped: bool) -> tuple[str, Stored]:
    """The object to send: its compressed twin where there is one and the reader takes it."""
    try:
        if zipped and key.endswith(".json"):
            try:
                return key + media.GZIPPED, storage.look(key + media.GZIPPED)
            except FileNotFoundError:
                pass
        return key, storage.look(key)
    except (FileNotFoundError, ValueError):
        raise NotFound from None


def _headers(key: str, found: Stored, expires: int, *, zipped: bool, kept: bool) -> dict[str, str]:
    suffix = "." + key.rpartition(".")[2]
    headers = {
        "content-type": _TYPES.get(suffix) or mimetypes.guess_type(key)[0] or "application/octet-stream",
        "etag": found.etag,
        "last-modified": format_datetime(found.modified, usegmt=True),
        "accept-ranges": "none" if zipped else "bytes",
        # A version's files never change: the browser may keep them as long as the link lives, shared caches may not. What was made of a
        # client is kept by nobody: it has to be gone everywhere when she takes it back.
        "cache-control": f"private, max-age={max(0, expires - int(time.time()))}, immutable" if kept else "private, no-store",
        "vary": "accept-encoding",
    }
    if zipped:
        headers["content-encoding"] = "gzip"
    return headers


def _same(if_none_match: str, etag: str) -> bool:
    return any(one.strip().removeprefix("W/") in (etag, "*") for one in if_none_match.split(",") if one.strip())


def _read_range(header: str, size: int) -> tuple[int, int] | None:
    """`(start, end)` with end not included, or IMPOSSIBLE; None: answer with everything (several ranges, or not understood)."""
    match = _RANGE.fullmatch(header.strip())
    if match is None or match.group(1) == match.group(2) == "":
        return None
    first, last = match.groups()
    if not first:
        length = int(last)
        return IMPOSSIBLE if length == 0 or size == 0 else (max(0, size - length), size)
    start, end = int(first), int(last) + 1 if last else size
    if start >= size:
        return IMPOSSIBLE
    return None if end <= start else (start, min(end, size))
