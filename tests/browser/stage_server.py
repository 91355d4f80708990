"""Shadow Mode without the rest of the app: our static files and the session's four answers, for tests of the page alone."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from perscoach_app.services import cues

ASSETS = Path(__file__).resolve().parents[2] / "assets"
START_LIMIT_S = 10.0

PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,"><link rel="stylesheet" href="/styles/fonts.css">
</head>
<body style="margin:0">
<div id="root"></div>
<script type="module">
import {{ mount }} from "/shadow/main.js";
window.mounted = mount(document.getElementById("root"), {{ session: "{session}" }});
</script>
</body>
</html>"""


@dataclass
class Stub:
    """What the server would keep of one session, and how it should behave.

    Attributes:
        exercise: A folder written by `perscoach process`.
        demo_camera: A clip that may stand in for the camera.
        target: What this client is asked where that is not the usual.
        down: Answers 503 to every result while true.
        strange: Sessions of somebody who is not signed in: 404 to their chunks.
        chunks: What has been received, by number.
    """

    exercise: Path
    demo_camera: Path | None = None
    target: dict[str, Any] | None = None
    language: str = "ru"
    status: int = 200
    finished: bool = False
    down: bool = False
    strange: frozenset[str] = frozenset()
    chunks: dict[int, list[Any]] = field(default_factory=dict)
    repeats: int = 0
    end: dict[str, Any] | None = None

    def about(self, request: Request) -> Response:
        session = request.path_params["session"]
        if self.status != 200:
            return JSONResponse({"code": "refused"}, self.status)
        return JSONResponse(
            {
                "session": session,
                "exercise": {"id": "e1", "title": {"ru": "Приседания", "en": "Squats"}},
                "tenant": {"slug": "anna", "name": "Анна Тренер" if self.language == "ru" else "Anna Trainer"},
                "video": "/clip/trainer_transparent.webm",
                "stacked": "/clip/trainer_stacked.mp4" if (self.exercise / "trainer_stacked.mp4").exists() else "",
                "poses": "/clip/trainer_poses.json",
                "poster": None,
                "language": self.language,
                "cues": cues.texts(self.language),
                **({"target": self.target} if self.target else {}),
                "finished": self.finished,
                "next": len(self.chunks),
                "elapsed": self.samples[-1][0] if self.samples else 0,
                "reps": max((sample[4] for sample in self.samples), default=0),
                "report": f"/report/{session}",
                "demo_camera": "/demo-camera" if self.demo_camera else None,
            }
        )

    async def chunk(self, request: Request) -> Response:
        if self.down:
            return JSONResponse({"code": "down"}, 503)
        if request.path_params["session"] in self.strange:
            return JSONResponse({"code": "not_found"}, 404)
        number, samples = request.path_params["number"], json.loads(await request.body())["samples"]
        if number > len(self.chunks):
            return JSONResponse({"next": len(self.chunks)}, 409)
        self.repeats += number in self.chunks
        self.chunks.setdefault(number, samples)
        return JSONResponse({"next": len(self.chunks)})

    async def finish(self, request: Request) -> Response:
        if self.down:
            return JSONResponse({"code": "down"}, 503)
        self.end = json.loads(await request.body())
        return JSONResponse({"report": f"/report/{request.path_params['session']}"})

    @property
    def samples(self) -> list[list[Any]]:
        return [sample for number in sorted(self.chunks) for sample in self.chunks[number]]


def _application(stub: Stub) -> Starlette:
    def page(request: Request) -> Response:
        return HTMLResponse(PAGE.format(session=request.path_params["session"], language=stub.language))

    def report(request: Request) -> Response:
        return HTMLResponse('<!doctype html><link rel="icon" href="data:,"><h1 id="report">report</h1>')

    def demo_camera(request: Request) -> Response:
        assert stub.demo_camera
        return FileResponse(stub.demo_camera)

    return Starlette(
        routes=[
            Route("/shadow/page/{session}", page),
            Route("/report/{session}", report),
            Route("/demo-camera", demo_camera),
            Route("/api/shadow/{session}", stub.about),
            Route("/api/shadow/{session}/chunks/{number:int}", stub.chunk, methods=["POST"]),
            Route("/api/shadow/{session}/finish", stub.finish, methods=["POST"]),
            Mount("/clip", StaticFiles(directory=stub.exercise)),
            Mount("/", StaticFiles(directory=ASSETS)),
        ]
    )


@contextmanager
def serving(stub: Stub, port: int = 0) -> Iterator[str]:
    """Serve the stage on 127.0.0.1; gives its address."""
    with listening(_application(stub), port) as address:
        yield address


@contextmanager
def listening(application: Starlette, port: int = 0) -> Iterator[str]:
    """Serve an application on 127.0.0.1; gives its address."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        server = uvicorn.Server(uvicorn.Config(application, log_level="warning", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(START_LIMIT_S)
