"""What a trainer speaks: notes to an exercise, and the phrases of Shadow Mode. The body of the request is the recording."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.concurrency import run_in_threadpool
from sqlmodel import Session
from starlette import status

from perscoach_app.http.access import Trainer
from perscoach_app.services import voice_notes, voice_phrases
from perscoach_app.services.errors import ServiceError
from perscoach_app.services.voice_errors import PHRASE_MOST_BYTES, PhraseRejected
from perscoach_app.services.workout_errors import VOICE_MOST_BYTES, VoiceRejected
from perscoach_app.tables.database import open_session

router = APIRouter(prefix="/voice")


def _recording(most: int, refusal: type[ServiceError]) -> Callable[[Request], object]:
    async def read(request: Request) -> bytes:
        sound = bytearray()
        async for piece in request.stream():
            sound += piece
            if len(sound) > most:
                raise refusal
        return bytes(sound)

    return read


Note = Annotated[bytes, Depends(_recording(VOICE_MOST_BYTES, VoiceRejected))]
Phrase = Annotated[bytes, Depends(_recording(PHRASE_MOST_BYTES, PhraseRejected))]


@router.post("/{item}", status_code=status.HTTP_204_NO_CONTENT)
async def keep(item: str, scope: Trainer, sound: Note) -> Response:
    """Keeps a note in place of the one before."""
    return await _write(lambda db: voice_notes.keep(db, scope, item, sound))


@router.post("/phrases/{language}/{name}", status_code=status.HTTP_204_NO_CONTENT)
async def keep_phrase(language: str, name: str, scope: Trainer, sound: Phrase) -> Response:
    """Keeps a phrase in place of the one before."""
    return await _write(lambda db: voice_phrases.keep(db, scope, language, name, sound))


async def _write(deed: Callable[[Session], None]) -> Response:
    def write() -> None:
        with open_session() as db:
            deed(db)

    await run_in_threadpool(write)
    return Response(status_code=status.HTTP_204_NO_CONTENT)
