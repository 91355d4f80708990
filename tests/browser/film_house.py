"""A page that only films, before the real routes and a real database: what a client's browser does with a recording, without MediaPipe."""

from collections.abc import Iterator
from contextlib import contextmanager

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from tests.app.house import House
from tests.browser.stage_server import ASSETS, listening

PAGE = """<!doctype html><html lang="ru"><title>Film</title><link rel="icon" href="data:,"><body>
<video id="shown" muted controls></video><script type="module">
import { Film } from "/shadow/film.js";
const eye = document.createElement("video");
eye.muted = true;
if (new URLSearchParams(location.search).has("camera")) eye.srcObject = await navigator.mediaDevices.getUserMedia({ video: true });
else {
  const room = Object.assign(document.createElement("canvas"), { width: 320, height: 240 });
  const drawn = room.getContext("2d");
  setInterval(() => {
    drawn.fillStyle = "#333"; drawn.fillRect(0, 0, 320, 240);
    drawn.fillStyle = "#fc8"; drawn.fillRect((performance.now() / 10) % 280, 40, 40, 160);
  }, 40);
  eye.srcObject = room.captureStream();
}
await eye.play();
window.told = [];
const stage = { canvas: Object.assign(document.createElement("canvas"), { width: 200, height: 240 }), element: document.body, mask: null };
stage.canvas.getContext("2d").fillRect(0, 0, 100, 240);
const [training, clock] = [new URLSearchParams(location.search).get("training"), () => performance.now() / 1000];
window.film = new Film(training, (values) => window.told.push(values), { video: eye }, stage, clock);
await window.film.found();
</script>"""


@contextmanager
def filming_page(house: House) -> Iterator[str]:
    """The page's address on Anna's host, `?training=` still to come."""

    def page(_: Request) -> Response:
        return HTMLResponse(PAGE)

    places = [Mount(f"/{name}", StaticFiles(directory=ASSETS / name)) for name in ("shadow", "vendor", "player")]
    with listening(Starlette(routes=[Route("/film", page), *places, Mount("/", house.app)])) as address:
        yield f"http://anna.localhost:{address.rpartition(':')[2]}/film"
