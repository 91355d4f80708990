"""Is it up, can it work, and is the demo ready?"""

import logging
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from fastapi import APIRouter, Response
from sqlalchemy import text
from sqlmodel import Session, col, select

from perscoach_app.http.access import Host
from perscoach_app.services import exercises, tenants
from perscoach_app.settings import get_settings
from perscoach_app.storage import get_storage
from perscoach_app.tables import Exercise, Job
from perscoach_app.tables.database import open_session

DEMO_TENANT = "anna"
DEMO_EXERCISE = "squat"

UNAVAILABLE = 503
REDIS_PATIENCE_S = 2.0

log = logging.getLogger("perscoach.web")
router = APIRouter()


def product_version() -> str:
    """The installed version; `0` when run from a bare tree."""
    try:
        return version("perscoach")
    except PackageNotFoundError:
        return "0"


@router.get("/health/live")
def live() -> dict[str, str]:
    """This process answers: whoever gets nothing from here starts it anew. It asks nobody else, so a lost database kills no process."""
    return {"status": "ok"}


@router.get("/health/ready")
def ready(answer: Response) -> dict[str, str]:
    """Whether everything it needs answers: `ok` or `away` for each; 503 while one is away: proxies ask another process."""
    found = {name: _state(name, check) for name, check in _NEEDED.items()}
    if get_settings().redis_url:
        found["redis"] = _state("redis", _check_redis)
    if set(found.values()) != {"ok"}:
        answer.status_code = UNAVAILABLE
    return found


def _state(name: str, check: Callable[[], object]) -> str:
    try:
        check()
    except Exception as error:  # whatever it is: it cannot be worked with
        log.warning("%s does not answer: %s", name, type(error).__name__)
        return "away"
    return "ok"


def _check_database() -> None:
    with open_session(reading=True) as db:
        db.connection().execute(text("SELECT 1 FROM tenant WHERE id = 0"))


def _check_redis() -> None:
    from redis import Redis

    with Redis.from_url(get_settings().redis_url, socket_timeout=REDIS_PATIENCE_S, socket_connect_timeout=REDIS_PATIENCE_S) as there:
        there.ping()


_NEEDED: dict[str, Callable[[], object]] = {"database": _check_database, "storage": lambda: get_storage().check()}


@router.get("/health")
def health(host: Host) -> dict[str, Any]:
    """Answers on every host, signed in or not; it reads the database, so an answer means that this works, too."""
    with open_session(reading=True) as db:
        tenant = tenants.by_slug(db, DEMO_TENANT)
    demo = None
    if tenant is not None and tenant.id is not None and get_settings().env == "development":
        with open_session(reading=True, tenant_id=tenant.id) as db:  # the demo's own progress is told on every host of a machine at home
            demo = _demo(db, tenant.id, host)
    return {"status": "ok", "version": product_version(), "demo": demo}


def _demo(db: Session, tenant_id: int, host: str) -> dict[str, Any]:
    row = db.exec(select(Exercise).where(col(Exercise.tenant_id) == tenant_id, col(Exercise.slug) == DEMO_EXERCISE)).first()
    if row is None:
        return {"exercise": DEMO_EXERCISE, "state": "queued", "progress": 0.0, "video": None}
    job = db.exec(select(Job).where(col(Job.exercise_id) == row.id).order_by(col(Job.id).desc())).first()
    return {
        "exercise": row.slug,
        "state": row.state,
        "progress": 1.0 if row.version else (job.progress if job else 0.0),
        "video": _video(row, host) if row.version else None,
    }


def _video(row: Exercise, host: str) -> str:
    """Relative on the demo's own host; elsewhere the whole address, for the link works on that host only."""
    name = tenants.read_host(host)
    if name.slug == DEMO_TENANT:
        return exercises.links(row, name.host)["video"]
    base = get_settings().base_domains[0]
    port = host.rpartition(":")[2]
    own = f"{DEMO_TENANT}.{base}"
    return f"http://{own}{':' + port if port.isdigit() else ''}{exercises.links(row, own)['video']}"
