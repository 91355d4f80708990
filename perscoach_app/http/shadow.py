"""What the Shadow Mode page reads and sends. Every call is safe to repeat: the page keeps results until they are acknowledged."""

from functools import lru_cache
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body, Depends
from pydantic import BaseModel, Field

from perscoach_app.http.access import Caller
from perscoach_app.http.health import DEMO_TENANT
from perscoach_app.services import consents, feelings, samples, sessions, training_document, trainings
from perscoach_app.services.sessions import Ending
from perscoach_app.settings import PROJECT_ROOT, get_settings
from perscoach_app.tables import ConsentKind, Training
from perscoach_app.tables.database import open_session

DEMO_CAMERA_GLOB = "client_*.mp4"

router = APIRouter(prefix="/shadow")


class Chunk(BaseModel):
    """A stretch of samples; `services.samples` checks what is inside."""

    samples: list[Any]
    landmarks: str | None = None


class Finish(BaseModel):
    """A set is over, and the page has sent everything of it."""

    chunks: int = Field(ge=0)
    duration_s: float
    repetitions: int | None = None
    hold_s: float | None = None
    counted_by: Literal["camera", "client"] = "camera"
    pain: bool = False


class Feeling(BaseModel):
    """One tap after an exercise."""

    feeling: str


class Wishes(BaseModel):
    """What may leave the client's device; None leaves it as it is."""

    recording: bool | None = None
    landmarks: bool | None = None


def own_training(training: str, scope: Caller) -> Training:
    """The caller's own training that the address names; read before the writing begins, which holds SQLite's one lock."""
    with open_session(reading=True) as db:
        return trainings.own(db, scope, training)


Own = Annotated[Training, Depends(own_training)]


@router.get("/{training}")
def plan(training: str, scope: Caller) -> dict[str, Any]:
    """Everything the page needs to begin, or to go on; all addresses are relative to this host."""
    with open_session(reading=True) as db:
        found = training_document.of(db, scope, training)
    return {**found, "demo_camera": _demo_camera() if scope.tenant_slug == DEMO_TENANT else None}


@router.post("/{training}/sets/{position}/chunks/{number}")
def store(training: Own, position: int, number: int, chunk: Annotated[Chunk, Body()], scope: Caller) -> dict[str, int]:
    """Keeps a chunk of a set; answers the number that comes next, also when this one was here already."""
    packed = samples.read_landmarks(chunk.landmarks) if chunk.landmarks else None
    with open_session() as db:
        allowed = packed if packed and ConsentKind.LANDMARKS in consents.given(db, training, lock=True) else None
        return {"next": sessions.store_chunk(db, scope, training, position, number, chunk.samples, allowed)}


@router.post("/{training}/sets/{position}/finish")
def finish_set(training: Own, position: int, done: Annotated[Finish, Body()], scope: Caller) -> dict[str, str]:
    """Makes the report of a set."""
    with open_session() as db:
        sessions.finish(db, scope, training, position, Ending(**done.model_dump()))
    return {}


@router.post("/{training}/feelings/{item}")
def feel(training: Own, item: int, said: Annotated[Feeling, Body()], scope: Caller) -> dict[str, str]:
    """Keeps how an exercise felt."""
    with open_session() as db:
        feelings.say(db, scope, training, item, said.feeling)
    return {}


@router.post("/{training}/consents")
def allow(training: Own, wished: Annotated[Wishes, Body()], scope: Caller) -> dict[str, str]:
    """Keeps what the client allows, or takes back."""
    told = {ConsentKind(kind): allowed for kind, allowed in wished.model_dump(exclude_none=True).items()}
    with open_session() as db:
        consents.write(db, scope, training, told)
    return {}


@router.post("/{training}/finish")
def finish(training: str, scope: Caller) -> dict[str, str]:
    """The client is through."""
    with open_session() as db:
        trainings.finish(db, scope, training)
    return {}


@lru_cache
def _demo_camera() -> str | None:
    """A rendered client who can stand in for the camera, in the demo only."""
    if get_settings().env != "development":
        return None
    clips = sorted((PROJECT_ROOT / "assets" / "demo").glob(DEMO_CAMERA_GLOB))
    return f"/demo/{clips[0].name}" if clips else None
