"""Numbers for Prometheus: what this process answers and how fast, and what the worker publishes about the whole installation.

No label names a person or a thing of anybody's: a studio's numbers stand under its public label.
"""

import hmac
import logging
import os
import time

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest, multiprocess
from prometheus_client.registry import REGISTRY
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from perscoach_app.logs import kind_of_path
from perscoach_app.services import observing
from perscoach_app.services.errors import NotFound
from perscoach_app.settings import get_settings
from perscoach_app.setup.processes import SHARED_NUMBERS

LOOPBACK = ("127.0.0.1", "::1")
SLOW_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2.5, 10)  # 0.2 is what we promise for an event

REQUESTS = Counter("perscoach_requests", "Requests answered.", ("method", "kind", "status"))
SECONDS = Histogram("perscoach_request_seconds", "From a request's arrival to its last byte.", ("kind",), buckets=SLOW_S)
SOCKETS = Gauge("perscoach_sockets", "Pages that are open now.", multiprocess_mode="livesum")
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

log = logging.getLogger("perscoach.web")
router = APIRouter()


@router.get("/metrics")
def metrics(request: Request) -> Response:
    """For whoever brings the token; without one in the settings, for this machine alone.

    Raises:
        NotFound: it is somebody else.
    """
    if not _may_ask(request):
        raise NotFound
    registry = REGISTRY
    if os.environ.get(SHARED_NUMBERS):
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return Response(generate_latest(registry) + _published(), media_type=CONTENT_TYPE_LATEST)


def observed(app: ASGIApp) -> ASGIApp:
    """Wraps an application: counts, times and logs what it answers."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            SOCKETS.inc()
            try:
                await app(scope, receive, send)
            finally:
                SOCKETS.dec()
            return
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        began, status = time.perf_counter(), 500

        async def send_and_note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await app(scope, receive, send_and_note)
        finally:
            _note(scope, status, time.perf_counter() - began)

    return wrapped


def kind(path: str) -> str:
    """What sort of address it is: few, so that strangers who try addresses make no new series."""
    if path.startswith("/api/media"):
        return "media"
    if path.startswith("/api"):
        return "api"
    if path.startswith("/_event"):
        return "event"
    return "file" if "." in path.rpartition("/")[2] else "page"


def _note(scope: Scope, status: int, seconds: float) -> None:
    which = kind(scope["path"])
    method = scope["method"] if scope["method"] in METHODS else "other"
    REQUESTS.labels(method, which, str(status)).inc()
    SECONDS.labels(which).observe(seconds)
    if get_settings().log_format == "json" and which != "file":
        values = {"method": method, "path": kind_of_path(scope["path"]), "status": status, "ms": round(seconds * 1000, 1)}
        log.info("request", extra={"values": values})


def _may_ask(request: Request) -> bool:
    token = get_settings().metrics_token
    if token:
        said = request.headers.get("authorization", "").partition(" ")[2]
        return hmac.compare_digest(said.encode(), token.encode())
    here = request.client is not None and request.client.host in LOOPBACK
    return here and not request.scope.get("by_proxy") and "x-forwarded-for" not in request.headers


def _published() -> bytes:
    """What the worker wrote down for administrators, read at this moment."""
    shown = CollectorRegistry()
    for name, help_text, labels, values in observing.published():
        gauge = Gauge(f"perscoach_{name}", help_text, labels, registry=shown)
        for names, value in values:
            (gauge.labels(*names) if labels else gauge).set(value)
    return generate_latest(shown)
