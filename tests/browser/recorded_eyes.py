"""Recorded landmarks in the place of what looks through the camera: all else is the product's own."""

from pathlib import Path

from starlette.responses import Response
from starlette.routing import Route

from tests.browser.session import Rows

_HERE = Path(__file__).parent


def recorded_eyes(rows: Path, faster: int, fps: float) -> list[Route]:
    """Routes that go before the page's own files: in MediaPipe's place a client at the pace of the page's clock.

    Args:
        rows: a file of `session`'s, gone through again and again.
        faster: the page's clock against ours.
        fps: of the rows.
    """
    eyes = (_HERE / "recorded_eyes.js").read_text("utf-8").replace("FASTER", str(faster)).replace("FPS", str(fps))
    return [_script("eyes", eyes), _rows(rows.read_bytes())]


def recorded_worker(rows: Rows) -> list[Route]:
    """The same, in the place of the page's worker: each row is one step of the set, however slow this machine is."""
    return [_script("worker", (_HERE / "recorded_worker.js").read_text("utf-8")), _rows(rows.tobytes())]


def _script(name: str, text: str) -> Route:
    return Route(f"/shadow/{name}.js", lambda _: Response(text, media_type="text/javascript"))


def _rows(numbers: bytes) -> Route:
    return Route("/shadow/recorded.f32", lambda _: Response(numbers, media_type="application/octet-stream"))
