"""Recorded landmarks in the place of MediaPipe: all else of the page's worker is the product's own."""

from pathlib import Path

from starlette.responses import Response
from starlette.routing import Route

from tests.browser.session import Rows

_EYES = Path(__file__).with_suffix(".js")


def recorded_eyes(rows: Rows | Path, faster: int, fps: float) -> list[Route]:
    """Routes that go before the page's own files.

    Args:
        rows: of `session`, again and again; or a file of them.
        faster: the page's clock against ours.
        fps: of the rows.
    """
    eyes = _EYES.read_text("utf-8").replace("FASTER", str(faster)).replace("FPS", str(fps))
    numbers = rows.read_bytes() if isinstance(rows, Path) else rows.tobytes()
    return [
        Route("/shadow/eyes.js", lambda _: Response(eyes, media_type="text/javascript")),
        Route("/shadow/recorded.f32", lambda _: Response(numbers, media_type="application/octet-stream")),
    ]
