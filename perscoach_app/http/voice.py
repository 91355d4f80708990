"""A trainer's spoken note: the body of the request is the recording."""

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from starlette import status

from perscoach_app.http.access import Trainer
from perscoach_app.services import voice_notes
from perscoach_app.services.scope import Scope
from perscoach_app.services.workout_errors import VOICE_MOST_BYTES, VoiceRejected
from perscoach_app.tables.database import open_session

router = APIRouter(prefix="/voice")


@router.post("/{item}", status_code=status.HTTP_204_NO_CONTENT)
async def keep(item: str, request: Request, scope: Trainer) -> Response:
    """Keeps the recording in place of the one before."""
    sound = bytearray()
    async for piece in request.stream():
        sound += piece
        if len(sound) > VOICE_MOST_BYTES:
            raise VoiceRejected
    await run_in_threadpool(_keep, scope, item, bytes(sound))
    return Response(status_code=status.HTTP_204_NO_CONTENT)


def _keep(scope: Scope, item: str, sound: bytes) -> None:
    with open_session() as db:
        voice_notes.keep(db, scope, item, sound)
