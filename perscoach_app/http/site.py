"""The photo of a trainer's site: shown to everybody on her host, changed by her with a plain form."""

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, StreamingResponse
from starlette import status
from starlette.datastructures import UploadFile

from perscoach_app.http.access import CurrentTenant, Trainer
from perscoach_app.services import photos, site_photo
from perscoach_app.services.errors import NotFound, ServiceError
from perscoach_app.services.scope import Scope
from perscoach_app.services.site_errors import PhotoTooLarge
from perscoach_app.storage import get_storage
from perscoach_app.tables.database import open_session

EDITOR = "/trainer/site"
_FORM_BYTES = 64 * 1024  # what a form puts around its file

router = APIRouter(prefix="/site")


@router.get("/photo/{file}")
def show(file: str, tenant: CurrentTenant) -> Response:
    """The present photo, kept by browsers for ever: its address names its content."""
    key = site_photo.find(tenant, file)
    try:
        size = get_storage().look(key).size
    except FileNotFoundError:
        raise NotFound from None
    headers = {"cache-control": "public, max-age=31536000, immutable", "content-length": str(size)}
    return StreamingResponse(get_storage().stream(key, 0, size), headers=headers, media_type="image/webp")


@router.post("/photo")
async def change(request: Request, scope: Trainer) -> Response:
    """Takes a photo, or takes the present one away; back to the editor, which says what was wrong with it."""
    try:
        await _change(request, scope)
    except ServiceError as refusal:
        return _back(refusal.code)
    return _back("kept")


async def _change(request: Request, scope: Scope) -> None:
    length = request.headers.get("content-length", "")
    if not length.isdigit() or int(length) > photos.MAX_BYTES + _FORM_BYTES:  # looked at before anything is read
        raise PhotoTooLarge
    async with request.form(max_files=1, max_fields=2) as form:
        file = form.get("photo")
        if isinstance(file, UploadFile) and file.size:
            await run_in_threadpool(_keep, scope, await file.read())
        elif form.get("deed") == "remove":
            await run_in_threadpool(_remove, scope)


def _keep(scope: Scope, data: bytes) -> None:
    with open_session() as db:
        site_photo.keep(db, scope, data)


def _remove(scope: Scope) -> None:
    with open_session() as db:
        site_photo.remove(db, scope)


def _back(word: str) -> Response:
    return RedirectResponse(f"{EDITOR}?photo={word}", status.HTTP_303_SEE_OTHER)
