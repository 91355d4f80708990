"""The server of `cut_house`: the product's routes behind their guards, its static files, the page of a training. Light to start again."""

import os
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.responses import FileResponse, HTMLResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from perscoach_app.http import GUARDS, create_api
from tests.browser.recorded_eyes import recorded_eyes

ASSETS = Path(__file__).resolve().parents[1] / "assets"
PAGE, RECORDED = "page.html", "recorded.f32"  # in the house's folder


def serve(var: str, port: int, faster: int, fps: int) -> None:
    """Until it is killed.

    Args:
        var: the house's folder.
        faster: the page's clock against ours.
        fps: of the recorded landmarks.
    """
    os.environ["PERSCOACH_VAR_DIR"] = var
    uvicorn.run(_application(Path(var), faster, fps), host="127.0.0.1", port=port, log_level="error")


def _application(var: Path, faster: int, fps: int) -> ASGIApp:
    files = Starlette(
        routes=[
            *recorded_eyes(var / RECORDED, faster, fps),
            Route("/shadow/{training:uuid}", lambda _: FileResponse(var / PAGE)),
            Route("/home/{rest:path}", lambda _: HTMLResponse("<!doctype html><h1>home</h1>")),
            Mount("/", StaticFiles(directory=ASSETS)),
        ]
    )
    routes = create_api()

    async def both(scope: Scope, receive: Receive, send: Send) -> None:
        await (routes if scope["path"].startswith("/api") else files)(scope, receive, send)

    app: ASGIApp = both
    for guard in GUARDS:
        app = guard(app)
    return app
