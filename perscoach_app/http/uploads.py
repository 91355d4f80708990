"""Resumable uploads (tus 1.0) behind our sign-in: each person has a folder of her own, a finished file becomes an exercise.

What of `tuspyserver` we do not offer, and why: creation with a body (it would be read into memory), concatenation and deferred lengths
(the size limit could not be checked when the upload is created).
"""

import asyncio
import json
import re
import shutil
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from starlette import status
from starlette.types import ASGIApp, Message, Receive, Send
from starlette.types import Scope as AsgiScope
from tuspyserver import create_tus_router

from perscoach_app.http.access import Trainer
from perscoach_app.services import uploads
from perscoach_app.services.scope import Scope
from perscoach_app.settings import get_settings
from perscoach_app.tables import ExerciseCreate

PREFIX = "api/uploads"
DAYS_TO_KEEP = 2  # an unfinished upload waits for its phone this long
MAX_OPEN_UPLOADS = 8  # unfinished ones of one person: a full disk is everybody's trouble
DAY_S = 24 * 3600
_REFUSED_HEADERS = ("upload-concat", "upload-defer-length", "x-http-method-override")
_UID = re.compile(r"[0-9a-f]{32}")
_being_written: set[str] = set()

Metadata = dict[str, str]


def _folder(scope: Scope) -> Path:
    return get_settings().uploads_dir / str(scope.tenant_id) / str(scope.person_id)


async def _guard(request: Request, scope: Trainer) -> AsyncIterator[None]:
    """Runs before anything of the tus router: who, what is not offered, and one writer an upload."""
    if any(name in request.headers for name in _REFUSED_HEADERS):
        raise HTTPException(status.HTTP_400_BAD_REQUEST, "not offered")
    if request.method == "POST" and request.headers.get("content-length", "0") != "0":
        raise HTTPException(status.HTTP_400_BAD_REQUEST, "creation with upload is not offered")
    if request.method not in ("HEAD", "PATCH", "DELETE"):
        yield
        return
    # The router waits for its file lock without giving way to the writer it waits for: a second writer must not get that far.
    uid = str(request.path_params.get("uuid"))
    name = f"{scope.tenant_id}/{scope.person_id}/{uid}"
    if name in _being_written:
        if request.method == "HEAD":
            yield
            return
        raise HTTPException(status.HTTP_423_LOCKED, "this upload is being written")
    _being_written.add(name)
    try:
        if _UID.fullmatch(uid):
            await asyncio.to_thread(_mend, _folder(scope) / uid)
        yield
    finally:
        _being_written.discard(name)


async def _place(scope: Trainer) -> Callable[[Metadata], dict[str, str]]:
    folder = _folder(scope)
    return lambda _metadata: {"files_dir": str(folder)}


async def _before(scope: Trainer) -> Callable[[Metadata, dict[str, Any]], Awaitable[None]]:
    async def check(metadata: Metadata, info: dict[str, Any]) -> None:
        size, limit = info.get("size"), get_settings().upload_limit_bytes
        if size is None or size <= 0:
            raise HTTPException(status.HTTP_400_BAD_REQUEST, "Upload-Length is needed")
        if size > limit:
            raise HTTPException(413, f"at most {limit} bytes")
        uploads.extension_of(metadata.get("filename", ""))
        folder = _folder(scope)
        await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
        await asyncio.to_thread(_forget_old, folder)
        waiting = sum(1 for path in folder.glob("*.info"))
        if waiting >= MAX_OPEN_UPLOADS:
            raise HTTPException(status.HTTP_429_TOO_MANY_REQUESTS, f"at most {MAX_OPEN_UPLOADS} unfinished uploads")
        if shutil.disk_usage(folder).free < 2 * size:  # the upload, and its copy in the storage
            raise HTTPException(status.HTTP_507_INSUFFICIENT_STORAGE, "no room for this file")

    return check


async def _after(response: Response, scope: Trainer) -> Callable[[str, Metadata], Awaitable[None]]:
    async def take_in(path: str, metadata: Metadata) -> None:
        file = Path(path)
        if not await asyncio.to_thread(_is_whole, file):
            await asyncio.to_thread(_forget, file)
            raise HTTPException(status.HTTP_409_CONFLICT, "not as long as announced: begin again")
        new = ExerciseCreate(
            title_ru=_title(metadata, "title_ru"), title_en=_title(metadata, "title_en"), source_name=metadata.get("filename", "")[:255]
        )
        try:
            made = await asyncio.to_thread(uploads.take_in, scope, file, new)
        except Exception:  # a complete file without an exercise would look like success to whoever asks how far it is
            await asyncio.to_thread(_forget, file)
            raise
        await asyncio.to_thread(_forget, file)
        response.headers["x-exercise"] = made.exercise_id

    return take_in


def _title(metadata: Metadata, key: str) -> str:
    name = Path(metadata.get("filename", "")).stem
    return (metadata.get(key) or metadata.get("title") or name)[:200]


def _state(file: Path) -> tuple[int, int] | None:
    """How far the upload is and how long it will be, as the router wrote it down; None where it did not."""
    try:
        info = json.loads(file.with_name(file.name + ".info").read_bytes())
        return int(info["offset"]), int(info["size"])
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _is_whole(file: Path) -> bool:
    state = _state(file)
    return state is not None and file.stat().st_size == state[1]


def _mend(file: Path) -> None:
    """What a killed server left: bytes beyond the offset, which the router would append to, or a whole file that became no exercise."""
    state = _state(file)
    if state is None or not file.is_file():
        return
    offset, size = state
    if offset >= size or file.stat().st_size < offset:
        _forget(file)
    elif file.stat().st_size > offset:
        with file.open("r+b") as kept:
            kept.truncate(offset)


def _forget(file: Path) -> None:
    for path in (file, file.with_name(file.name + ".info")):
        with suppress(FileNotFoundError):
            path.unlink()


def _forget_old(folder: Path) -> None:
    oldest = time.time() - DAYS_TO_KEEP * DAY_S
    for info in folder.glob("*.info"):
        file = info.with_suffix("")
        if max(path.stat().st_mtime for path in (info, file) if path.exists()) < oldest:
            _forget(file)


def create_router() -> APIRouter:
    """The tus router, wrapped."""
    settings = get_settings()
    inner = create_tus_router(
        prefix=PREFIX,
        files_dir=str(settings.uploads_dir),
        max_size=settings.upload_limit_bytes,
        days_to_keep=DAYS_TO_KEEP,
        upload_complete_dep=_after,
        pre_create_dep=_before,
        file_dep=_place,
    )
    router = APIRouter(dependencies=[Depends(_guard)])
    router.include_router(inner)
    return router


def relative_location(app: ASGIApp) -> ASGIApp:
    """The router builds `Location` from headers a proxy or a stranger sets; a path is right everywhere."""

    async def wrapped(scope: AsgiScope, receive: Receive, send: Send) -> None:
        async def send_relative(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [
                    (name, urlsplit(value).path if name.lower() == b"location" else value) for name, value in message["headers"]
                ]
            await send(message)

        inside = scope["type"] == "http" and scope["path"].startswith(f"/{PREFIX}")
        await app(scope, receive, send_relative if inside else send)

    return wrapped
