"""Shadow Mode without the rest of the app: our static files and a training's answers, for tests of the page alone."""

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

from perscoach_app.pages.client.shadow import words
from tests.training import plans

ASSETS = Path(__file__).resolve().parents[2] / "assets"
START_LIMIT_S = 10.0
WORDS = words()

PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,"><link rel="stylesheet" href="/styles/fonts.css"><link rel="stylesheet" href="/styles/tokens.css">
</head>
<body style="margin:0">
<div id="root"></div>
<script type="module">
import {{ mount }} from "/shadow/main.js";
window.mounted = mount(document.getElementById("root"), {{ training: "{training}", words: {words} }});
</script>
</body>
</html>"""


@dataclass
class Stub:
    """What the server would keep of one training, and how it should behave.

    Attributes:
        exercise: A folder written by `perscoach process`.
        demo_camera: A clip that may stand in for the camera.
        items: What is asked of the exercise, once or more often; one free set when empty.
        target: What this client is asked where that is not the usual.
        down: Answers 503 to every result while true.
        strange: Trainings of somebody who is not signed in: 404 to their results.
        kept: What has been received, by key, the latest of each.
        instead: Routes in the place of our files, as `recorded_eyes` makes them.
    """

    exercise: Path
    demo_camera: Path | None = None
    items: list[dict[str, Any]] = field(default_factory=list)
    target: dict[str, Any] | None = None
    language: str = "ru"
    status: int = 200
    finished: bool = False
    down: bool = False
    strange: frozenset[str] = frozenset()
    kept: dict[str, Any] = field(default_factory=dict)
    instead: list[Route] = field(default_factory=list)
    repeats: int = 0

    def plan(self, request: Request) -> Response:
        if self.status != 200:
            return JSONResponse({"code": "refused"}, self.status, {"content-language": self.language})
        clip = {"video": "/clip/trainer_transparent.webm", "poses": "/clip/trainer_poses.json", "poster": None}
        clip["stacked"] = "/clip/trainer_stacked.mp4" if (self.exercise / "trainer_stacked.mp4").exists() else ""
        title = "Приседания" if self.language == "ru" else "Squats"
        usual = {"title": title, "sets": 1, "repetitions": None, "rest_s": 30, "clip": clip, "target": self.target}
        document = plans.plan(*[{**usual, **item} for item in self.items or ({},)], voice=self.language)
        ours = {
            "training": request.path_params["training"],
            "tenant": {"slug": "anna", "name": "Анна Тренер" if self.language == "ru" else "Anna Trainer"},
            "free": not self.items,
            "title": title,
            "finished": self.finished,
            "sets": [{"position": 0, "state": "begun", "next": len(self.chunks), "elapsed": self.elapsed, "reps": self.reps}],
            "report": f"/report/{request.path_params['training']}",
            "demo_camera": "/demo-camera" if self.demo_camera else None,
        }
        return JSONResponse(document | ours)

    async def take(self, request: Request) -> Response:
        if self.down:
            return JSONResponse({"code": "down"}, 503)
        if request.path_params["training"] in self.strange:
            return JSONResponse({"code": "not_found"}, 404)
        key, body = request.path_params["key"], json.loads(await request.body())
        self.repeats += key in self.kept
        self.kept.setdefault(key, body)
        return JSONResponse({"next": len(self.chunks)} if "/chunks/" in key else {})

    @property
    def chunks(self) -> list[list[Any]]:
        """Of the first set."""
        keys = [key for key in self.kept if key.startswith("sets/0/chunks/")]
        return [self.kept[key]["samples"] for key in sorted(keys, key=lambda key: int(key.rpartition("/")[2]))]

    @property
    def end(self) -> dict[str, Any] | None:
        """Of the first set."""
        return self.kept.get("sets/0/finish")

    @property
    def samples(self) -> list[list[Any]]:
        return [sample for chunk in self.chunks for sample in chunk]

    @property
    def elapsed(self) -> float:
        return float(self.samples[-1][0]) if self.samples else 0.0

    @property
    def reps(self) -> int:
        return max((sample[4] for sample in self.samples), default=0)


def _application(stub: Stub) -> Starlette:
    def page(request: Request) -> Response:
        return HTMLResponse(PAGE.format(training=request.path_params["training"], language=stub.language, words=json.dumps(WORDS)))

    def report(request: Request) -> Response:
        return HTMLResponse('<!doctype html><link rel="icon" href="data:,"><h1 id="report">report</h1>')

    def demo_camera(request: Request) -> Response:
        assert stub.demo_camera
        return FileResponse(stub.demo_camera)

    return Starlette(
        routes=[
            *stub.instead,
            Route("/shadow/page/{training}", page),
            Route("/report/{training}", report),
            Route("/demo-camera", demo_camera),
            Route("/api/shadow/{training}", stub.plan),
            Route("/api/shadow/{training}/{key:path}", stub.take, methods=["POST"]),
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
