"""Recordings of trainings: pieces by tus, the word that all are sent, deletion."""

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Body, Response
from pydantic import BaseModel, Field
from starlette import status

from perscoach_app.http import tus
from perscoach_app.http.access import Caller, caller
from perscoach_app.http.tus import Counter, Metadata, Told
from perscoach_app.services import film_pieces, recordings, unfinished
from perscoach_app.services.errors import NotFound
from perscoach_app.services.recordings import MOST_PIECES, Piece
from perscoach_app.services.scope import Scope
from perscoach_app.tables.database import open_session

router = APIRouter(prefix="/shadow")


class Sent(BaseModel):
    """All pieces of a recording were sent."""

    pieces: int = Field(ge=1, le=MOST_PIECES)
    moments_only: bool = False
    background: bool = True


@router.post("/{training}/recordings/{recording}/finish")
def finish(recording: str, sent: Annotated[Sent, Body()], scope: Caller) -> dict[str, str]:
    """The worker may make the film. It may be of another training than the one whose outbox says so: sent days later."""
    with open_session() as db:
        recordings.complete(db, scope, recording, sent.pieces, moments_only=sent.moments_only, background=sent.background)
    return {}


@router.delete("/recordings/{recording}", status_code=status.HTTP_204_NO_CONTENT)
def remove(recording: str, scope: Caller) -> Response:
    """Deletes a recording for good."""
    with open_session() as db:
        recordings.remove(db, scope, recording)
    return Response(status_code=status.HTTP_204_NO_CONTENT)


def create_router() -> APIRouter:
    """Where clients hand in pieces of their recordings."""
    return tus.create_router(
        Counter(
            prefix=tus.FILMS,
            who=caller,
            folder_of=_folder_of,
            most_bytes=lambda: film_pieces.MOST_BYTES,
            may_begin=_may_begin,
            take_in=_take_in,
            became=_became,
        )
    )


def _folder_of(scope: Scope) -> Path:
    """Beside her videos, if she is a trainer."""
    return unfinished.folder_of(scope).with_name(f"{scope.person_id}{unfinished.FILMS}")


def _may_begin(scope: Scope, metadata: Metadata, size: int) -> None:
    with open_session() as db:
        recordings.may_send(db, scope, _piece_of(metadata), size)


def _take_in(scope: Scope, file: Path, metadata: Metadata, _title: str) -> Told:
    recordings.take_in(scope, _piece_of(metadata), file)
    return {}


def _became(_scope: Scope, _name: str) -> tuple[int, Told]:
    raise NotFound  # taken in or not: the page sends the piece again, which changes nothing


def _piece_of(metadata: Metadata) -> Piece:
    return recordings.piece_of(metadata.get("training", ""), metadata.get("recording", ""), metadata.get("number", ""))
