"""Resumable uploads (tus 1.0) behind our sign-in, whatever is sent: each person has a folder of her own, a complete file is taken in.

What of `tuspyserver` we do not offer, and why: creation with a body (it would be read into memory), concatenation and deferred lengths
(the size limit could not be checked when the upload is created). What we answer ourselves: how far an upload is, since a phone that lost
the last answer must learn what has become of its file.
"""

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import unquote, urlsplit

from fastapi import APIRouter, Depends, Header, HTTPException, Request, Response
from starlette import status
from starlette.types import ASGIApp, Message, Receive, Send
from starlette.types import Scope as AsgiScope
from tuspyserver import create_tus_router

from perscoach_app.services import unfinished
from perscoach_app.services.errors import NotFound, ServiceError
from perscoach_app.services.scope import Scope
from perscoach_app.services.unfinished import State
from perscoach_app.services.upload_errors import DiskFull, LongerThanAnnounced, TooManyUploads, UploadTooLarge
from perscoach_app.settings import get_settings

VIDEOS, FILMS = "api/uploads", "api/films"  # where trainers hand in theirs, and clients their recordings
PREFIXES = (f"/{VIDEOS}", f"/{FILMS}")
TUS_VERSION = "1.0.0"
MAX_OPEN_UPLOADS = 8  # unfinished ones of one person: a full disk is everybody's trouble
_REFUSED_HEADERS = ("upload-concat", "upload-defer-length", "x-http-method-override")

Metadata = dict[str, str]
Told = dict[str, str]


@dataclass(frozen=True, slots=True)
class Counter:
    """Where files of one kind are handed in.

    Attributes:
        prefix: of the address.
        who: the dependency that says who calls.
        folder_of: where a person's unfinished files lie.
        most_bytes: of one file.
        may_begin: refuses a file before a byte of it is sent.
        take_in: makes of a complete file what it is for, and says so in headers; the title is the one asked for last. Safe to repeat.
        became: what a file that is not here any more has become: its size, and the same headers.
    """

    prefix: str
    who: Callable[..., Any]
    folder_of: Callable[[Scope], Path]
    most_bytes: Callable[[], int]
    may_begin: Callable[[Scope, Metadata, int], None]
    take_in: Callable[[Scope, Path, Metadata, str], Told]
    became: Callable[[Scope, str], tuple[int, Told]]


def create_router(counter: Counter) -> APIRouter:
    """The tus router, wrapped."""
    caller = Depends(counter.who)

    async def guard(request: Request, scope: Annotated[Scope, caller]) -> AsyncIterator[None]:
        """Runs before anything of the tus router: who, what is not offered, and one writer an upload."""
        if any(name in request.headers for name in _REFUSED_HEADERS):
            raise HTTPException(status.HTTP_400_BAD_REQUEST, "not offered")
        if request.method == "POST" and request.headers.get("content-length", "0") != "0":
            raise HTTPException(status.HTTP_400_BAD_REQUEST, "creation with upload is not offered")
        if request.method not in ("PATCH", "DELETE"):
            yield
            return
        # The router waits for its file lock without giving way to the writer it waits for: a second writer must not get that far.
        with ExitStack() as stack:
            file, state = await asyncio.to_thread(_hold, counter, stack, scope, request)
            if request.method == "PATCH":
                _check_length(request, state)
                if state.whole:  # a server was killed while it took the file in
                    await asyncio.to_thread(_take_in, counter, scope, file, state.metadata, "")
                    raise HTTPException(status.HTTP_409_CONFLICT, "all of it is here")
            yield

    async def place(scope: Annotated[Scope, caller]) -> Callable[[Metadata], dict[str, str]]:
        folder = counter.folder_of(scope)
        return lambda _metadata: {"files_dir": str(folder)}

    async def before(scope: Annotated[Scope, caller]) -> Callable[[Metadata, dict[str, Any]], Awaitable[None]]:
        async def check(metadata: Metadata, info: dict[str, Any]) -> None:
            await asyncio.to_thread(_may_begin, counter, scope, metadata, info.get("size"))

        return check

    async def after(request: Request, response: Response, scope: Annotated[Scope, caller]) -> Callable[[str, Metadata], Awaitable[None]]:
        async def finish(path: str, metadata: Metadata) -> None:
            title = unquote(request.headers.get("x-title", ""))
            response.headers.update(await asyncio.to_thread(_take_in, counter, scope, Path(path), metadata, title))

        return finish

    def how_far(uuid: str, scope: Annotated[Scope, caller], tus_resumable: Annotated[str, Header()] = "") -> Response:
        """How many bytes are here, or what they have become."""
        return _how_far(counter, uuid, scope, tus_resumable)

    inner = create_tus_router(
        prefix=counter.prefix,
        files_dir=str(get_settings().uploads_dir),
        max_size=counter.most_bytes(),
        days_to_keep=unfinished.DAYS_TO_KEEP,
        upload_complete_dep=after,
        pre_create_dep=before,
        file_dep=place,
    )
    router = APIRouter()
    router.add_api_route(f"/{counter.prefix}/{{uuid}}", how_far, methods=["HEAD"])
    router.include_router(
        inner, dependencies=[Depends(guard, scope="function")]
    )  # ends before the answer goes: the next piece follows at once
    return router


def _hold(counter: Counter, stack: ExitStack, scope: Scope, request: Request) -> tuple[Path, State]:
    file = _file_of(counter, scope, str(request.path_params.get("uuid")))
    if not stack.enter_context(unfinished.held(file)):
        raise HTTPException(status.HTTP_423_LOCKED, "this upload is being written")
    state = unfinished.mended(file)
    if state is None:
        raise NotFound
    return file, state


def _file_of(counter: Counter, scope: Scope, name: str) -> Path:
    if not unfinished.NAME.fullmatch(name):
        raise NotFound
    return counter.folder_of(scope) / name


def _check_length(request: Request, state: State) -> None:
    """What is too long is refused before a byte of it is read."""
    try:
        end = int(request.headers["upload-offset"]) + int(request.headers["content-length"])
    except (KeyError, ValueError):
        return  # the router says which header is missing
    if end > state.size:
        raise LongerThanAnnounced
    _check_disk(2 * state.size - state.offset)


def _check_disk(needed: int) -> None:
    if shutil.disk_usage(get_settings().uploads_dir).free < needed:
        raise DiskFull


def _may_begin(counter: Counter, scope: Scope, metadata: Metadata, size: int | None) -> None:
    limit, folder = counter.most_bytes(), counter.folder_of(scope)
    if size is None or size <= 0:
        raise HTTPException(status.HTTP_400_BAD_REQUEST, "Upload-Length is needed")
    if size > limit:
        raise UploadTooLarge(gigabytes=size / 1e9, most=limit / 1e9)
    unfinished.sweep()  # everybody's: a few file names, and room for this one
    folder.mkdir(parents=True, exist_ok=True)
    if len(unfinished.open_in(folder)) >= MAX_OPEN_UPLOADS:
        raise TooManyUploads(most=MAX_OPEN_UPLOADS)
    counter.may_begin(scope, metadata, size)
    _check_disk(2 * size)  # the upload, and its copy in the storage


def _take_in(counter: Counter, scope: Scope, file: Path, metadata: Metadata, title: str) -> Told:
    """A complete file is taken in; one that cannot be is forgotten, one that we failed with waits to be asked for again."""
    state = unfinished.state_of(file)
    if state is None or file.stat().st_size != state.size:
        unfinished.forget(file)
        raise HTTPException(status.HTTP_409_CONFLICT, "not as long as announced: begin again")
    try:
        told = counter.take_in(scope, file, metadata, title)
    except ServiceError:
        unfinished.forget(file)
        raise
    unfinished.forget(file)
    return told


def _how_far(counter: Counter, uuid: str, scope: Scope, version: str) -> Response:
    if version != TUS_VERSION:
        raise HTTPException(status.HTTP_412_PRECONDITION_FAILED, headers={"tus-version": TUS_VERSION})
    file = _file_of(counter, scope, uuid)
    headers = {"tus-resumable": TUS_VERSION, "cache-control": "no-store"}
    with unfinished.held(file) as ours:
        if not ours:
            raise HTTPException(status.HTTP_423_LOCKED, "this upload is being written")
        state = unfinished.mended(file)
        if state is not None and state.whole:
            headers |= _take_in(counter, scope, file, state.metadata, "")
    if state is None:
        size, told = counter.became(scope, uuid)
        state = State(size, size)
        headers |= told
    return Response(headers={**headers, "upload-offset": str(state.offset), "upload-length": str(state.size)})


def relative_location(app: ASGIApp) -> ASGIApp:
    """The router builds `Location` from headers a proxy or a stranger sets; a path is right everywhere."""

    async def wrapped(scope: AsgiScope, receive: Receive, send: Send) -> None:
        async def send_relative(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [
                    (name, urlsplit(value).path if name.lower() == b"location" else value) for name, value in message["headers"]
                ]
            await send(message)

        inside = scope["type"] == "http" and scope["path"].startswith(PREFIXES)
        await app(scope, receive, send_relative if inside else send)

    return wrapped
