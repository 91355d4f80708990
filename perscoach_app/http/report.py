"""What a report's page fetches beside its words: the movement of a set in space."""

from fastapi import APIRouter, Response
from starlette.status import HTTP_204_NO_CONTENT

from perscoach_app.http.access import Caller
from perscoach_app.services import replays
from perscoach_app.tables.database import open_session

router = APIRouter(prefix="/report")


@router.get("/{session}/bodies")
def bodies(session: str, scope: Caller) -> Response:
    """Client and trainer in space. Made from landmarks each time: what she takes back is gone at once."""
    with open_session(reading=True) as db:
        content = replays.of(db, scope, session)
    if not content:
        return Response(status_code=HTTP_204_NO_CONTENT)
    return Response(content, media_type="application/octet-stream", headers={"Cache-Control": "private, no-store"})
