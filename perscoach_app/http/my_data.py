"""The caller's own archive, fetched with her cookie and by nobody else; and a parent's word."""

from contextlib import suppress
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import StreamingResponse

from perscoach_app.http.access import Caller, CurrentTenant, Host
from perscoach_app.http.brakes import slow_down
from perscoach_app.http.cookies import onward
from perscoach_app.http.refusals import language_of
from perscoach_app.services import parents, personal_data
from perscoach_app.services.errors import LinkInvalid, NotFound
from perscoach_app.storage import get_storage
from perscoach_app.tables.database import open_session

router = APIRouter()


@router.post("/parent")
def decide(
    request: Request,
    host: Host,
    tenant: CurrentTenant,
    token: Annotated[str, Form(max_length=200)],
    documents: Annotated[list[str], Form(max_length=20)] = [],  # noqa: B006 - FastAPI copies it; none ticked is an answer, too
) -> Response:
    """A parent's word by the link from the letter, ticked or not; a link that cannot be used leads back to its page, which says so."""
    with suppress(LinkInvalid), open_session() as db:
        slow_down(db, request, "parent")
        parents.answer(db, token, host, documents, language_of(request))
        return onward(f"/parent/{parents.THANKS}")
    return onward(f"/parent/{quote(token, safe='')}")


@router.get("/account/data/{request_id}")
def fetch(request_id: str, scope: Caller) -> StreamingResponse:
    """The whole archive, in constant memory; no browser and no proxy keeps a copy."""
    with open_session(reading=True) as db:
        key = personal_data.archive_key(db, scope, request_id)
    storage = get_storage()
    try:
        found = storage.look(key)
    except FileNotFoundError:
        raise NotFound from None
    headers = {
        "content-disposition": 'attachment; filename="my-data.zip"',
        "content-length": str(found.size),
        "cache-control": "private, no-store",
    }
    return StreamingResponse(storage.stream(key, 0, found.size), media_type="application/zip", headers=headers)
