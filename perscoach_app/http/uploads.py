"""Resumable uploads (tus 1.0) behind our sign-in: each person has a folder of her own, a finished file becomes an exercise.

What of `tuspyserver` we do not offer, and why: creation with a body (it would be read into memory), concatenation and deferred lengths
(the size limit could not be checked when the upload is created). What we answer ourselves: how far an upload is, since a phone that lost
the last answer must learn that its file has become an exercise. An upload's name becomes its exercise's id, so that whatever is cut off
or killed, asking again does nothing twice.
"""

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import unquote, urlsplit
from uuid import UUID, uuid4

from fastapi import APIRouter, Depends, Header, HTTPException, Request, Response
from starlette import status
from starlette.types import ASGIApp, Message, Receive, Send
from starlette.types import Scope as AsgiScope
from tuspyserver import create_tus_router

from perscoach_app.http.access import Trainer
from perscoach_app.services import processing, unfinished, uploads
from perscoach_app.services.errors import NotFound, ServiceError
from perscoach_app.services.scope import Scope
from perscoach_app.services.unfinished import State
from perscoach_app.services.upload_errors import DiskFull, LongerThanAnnounced, TooManyUploads, UploadTooLarge
from perscoach_app.services.uploads import NewExercise, Wish
from perscoach_app.settings import get_settings
from perscoach_app.tables import ExerciseCreate
from perscoach_app.tables.database import open_session

PREFIX = "api/uploads"
TUS_VERSION = "1.0.0"
MAX_OPEN_UPLOADS = 8  # unfinished ones of one person: a full disk is everybody's trouble
_REFUSED_HEADERS = ("upload-concat", "upload-defer-length", "x-http-method-override")

Metadata = dict[str, str]


async def _guard(request: Request, scope: Trainer) -> AsyncIterator[None]:
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
        file, state = await asyncio.to_thread(_hold, stack, scope, request)
        if request.method == "PATCH":
            _check_length(request, state)
            if state.whole:  # a server was killed while it took the file in
                await asyncio.to_thread(_take_in, scope, file, state.metadata, "")
                raise HTTPException(status.HTTP_409_CONFLICT, "all of it is here")
        yield


def _hold(stack: ExitStack, scope: Scope, request: Request) -> tuple[Path, State]:
    file = _file_of(scope, str(request.path_params.get("uuid")))
    if not stack.enter_context(unfinished.held(file)):
        raise HTTPException(status.HTTP_423_LOCKED, "this upload is being written")
    state = unfinished.mended(file)
    if state is None:
        raise NotFound
    return file, state


def _file_of(scope: Scope, name: str) -> Path:
    if not unfinished.NAME.fullmatch(name):
        raise NotFound
    return unfinished.folder_of(scope) / name


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


async def _place(scope: Trainer) -> Callable[[Metadata], dict[str, str]]:
    folder = unfinished.folder_of(scope)
    return lambda _metadata: {"files_dir": str(folder)}


async def _before(scope: Trainer) -> Callable[[Metadata, dict[str, Any]], Awaitable[None]]:
    async def check(metadata: Metadata, info: dict[str, Any]) -> None:
        await asyncio.to_thread(_may_begin, scope, metadata, info.get("size"))

    return check


def _may_begin(scope: Scope, metadata: Metadata, size: int | None) -> None:
    limit, folder = get_settings().upload_limit_bytes, unfinished.folder_of(scope)
    if size is None or size <= 0:
        raise HTTPException(status.HTTP_400_BAD_REQUEST, "Upload-Length is needed")
    if size > limit:
        raise UploadTooLarge(gigabytes=size / 1e9, most=limit / 1e9)
    uploads.extension_of(metadata.get("filename", ""))
    wish = _wish(metadata)
    unfinished.sweep()  # everybody's: a few file names, and room for this one
    folder.mkdir(parents=True, exist_ok=True)
    if len(unfinished.open_in(folder)) >= MAX_OPEN_UPLOADS:
        raise TooManyUploads(most=MAX_OPEN_UPLOADS)
    with open_session() as db:
        uploads.check_room(db, scope, size, wish)
    _check_disk(2 * size)  # the upload, and its copy in the storage


async def _after(request: Request, response: Response, scope: Trainer) -> Callable[[str, Metadata], Awaitable[None]]:
    async def finish(path: str, metadata: Metadata) -> None:
        file = Path(path)
        title = unquote(request.headers.get("x-title", ""))
        response.headers.update(_told(await asyncio.to_thread(_take_in, scope, file, metadata, title)))

    return finish


def _take_in(scope: Scope, file: Path, metadata: Metadata, title: str) -> NewExercise:
    """A complete file becomes an exercise; one that cannot be is forgotten, one that we failed with waits to be asked for again."""
    state = unfinished.state_of(file)
    if state is None or file.stat().st_size != state.size:
        unfinished.forget(file)
        raise HTTPException(status.HTTP_409_CONFLICT, "not as long as announced: begin again")
    name = metadata.get("filename", "")[:255]
    title = (title or metadata.get("title") or uploads.title_from(name)).strip()[: uploads.TITLE_MOST]
    new = ExerciseCreate(
        title_ru=metadata.get("title_ru") or (title if scope.language == "ru" else ""),
        title_en=metadata.get("title_en") or (title if scope.language == "en" else ""),
        source_name=name,
    )
    try:
        made = uploads.take_in(scope, file, new, _wish(metadata, UUID(hex=file.name)))
    except ServiceError:
        unfinished.forget(file)
        raise
    unfinished.forget(file)
    return made


def _wish(metadata: Metadata, exercise_id: UUID | None = None) -> Wish:
    usual = processing.Wishes()
    wishes = processing.wishes(metadata.get("look") or usual.look, metadata.get("quality") or usual.quality)
    return Wish(wishes.options(), again=metadata.get("again") == "yes", exercise_id=exercise_id or uuid4())


def _told(made: NewExercise) -> dict[str, str]:
    return {"x-exercise": made.exercise_id, "x-known": "yes" if made.known else "no"}


def how_far(uuid: str, scope: Trainer, tus_resumable: Annotated[str, Header()] = "") -> Response:
    """How many bytes are here, or which exercise they have become."""
    if tus_resumable != TUS_VERSION:
        raise HTTPException(status.HTTP_412_PRECONDITION_FAILED, headers={"tus-version": TUS_VERSION})
    file = _file_of(scope, uuid)
    headers = {"tus-resumable": TUS_VERSION, "cache-control": "no-store"}
    with unfinished.held(file) as ours:
        if not ours:
            raise HTTPException(status.HTTP_423_LOCKED, "this upload is being written")
        state = unfinished.mended(file)
        if state is not None and state.whole:
            headers |= _told(_take_in(scope, file, state.metadata, ""))
    if state is None:
        with open_session(reading=True) as db:
            size = uploads.taken_in(db, scope, UUID(hex=uuid))
        state = State(size, size)
        headers |= _told(NewExercise(str(UUID(hex=uuid))))
    return Response(headers={**headers, "upload-offset": str(state.offset), "upload-length": str(state.size)})


def create_router() -> APIRouter:
    """The tus router, wrapped."""
    settings = get_settings()
    inner = create_tus_router(
        prefix=PREFIX,
        files_dir=str(settings.uploads_dir),
        max_size=settings.upload_limit_bytes,
        days_to_keep=unfinished.DAYS_TO_KEEP,
        upload_complete_dep=_after,
        pre_create_dep=_before,
        file_dep=_place,
    )
    router = APIRouter()
    router.add_api_route(f"/{PREFIX}/{{uuid}}", how_far, methods=["HEAD"])
    router.include_router(
        inner, dependencies=[Depends(_guard, scope="function")]
    )  # ends before the answer goes: the next piece follows at once
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
