"""What the Shadow Mode page reads and sends. Every call is safe to repeat: the page keeps results until they are acknowledged."""

from functools import lru_cache
from typing import Annotated, Any

from fastapi import APIRouter, Body
from pydantic import BaseModel, Field

from perscoach_app.http.access import Caller
from perscoach_app.http.health import DEMO_TENANT
from perscoach_app.services import cues, sessions
from perscoach_app.settings import PROJECT_ROOT, get_settings
from perscoach_app.tables.database import open_session

DEMO_CAMERA_GLOB = "client_*.mp4"

router = APIRouter(prefix="/shadow")


class Chunk(BaseModel):
    """A stretch of samples; `services.samples` checks what is inside."""

    samples: list[Any]


class Finish(BaseModel):
    """The page has sent everything."""

    chunks: int = Field(ge=0)
    duration_s: float


@router.get("/{session}")
def setup(session: str, scope: Caller) -> dict[str, Any]:
    """What the page needs to begin; all addresses are relative to this host."""
    with open_session(reading=True) as db:
        found = sessions.setup(db, scope, session)
    return {
        "session": found.session,
        "exercise": {"id": found.exercise_id, "title": found.title},
        "tenant": {"slug": found.tenant_slug, "name": found.tenant_name},
        "video": found.video,
        "stacked": found.stacked,
        "poses": found.poses,
        "poster": found.poster,
        **({"target": found.target} if found.target else {}),
        "language": found.language,
        "cues": cues.texts(found.language),
        "finished": found.finished,
        "next": found.next,
        "elapsed": found.elapsed,
        "reps": found.reps,
        "report": f"/report/{found.session}",
        "demo_camera": _demo_camera() if found.tenant_slug == DEMO_TENANT else None,
    }


@router.post("/{session}/chunks/{number}")
def store(session: str, number: int, chunk: Annotated[Chunk, Body()], scope: Caller) -> dict[str, int]:
    """Keeps a chunk; answers the number that comes next, also when this one was here already."""
    with open_session() as db:
        return {"next": sessions.store_chunk(db, scope, session, number, chunk.samples)}


@router.post("/{session}/finish")
def finish(session: str, done: Annotated[Finish, Body()], scope: Caller) -> dict[str, str]:
    """Makes the report."""
    with open_session() as db:
        sessions.finish(db, scope, session, done.chunks, done.duration_s)
    return {"report": f"/report/{session}"}


@lru_cache
def _demo_camera() -> str | None:
    """A rendered client who can stand in for the camera, in the demo only."""
    if get_settings().env != "development":
        return None
    clips = sorted((PROJECT_ROOT / "assets" / "demo").glob(DEMO_CAMERA_GLOB))
    return f"/demo/{clips[0].name}" if clips else None
