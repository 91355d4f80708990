"""What the tests of uploads share: a browser that sends a file in pieces, and a look at what lies on the disk."""

import base64
import os
from pathlib import Path

import httpx
import pytest
from starlette.testclient import TestClient

from tests.app.house import House

MP4 = b"\x00\x00\x00\x20ftypisom" + os.urandom(300_000)
TUS = {"tus-resumable": "1.0.0"}
BYTES = {**TUS, "content-type": "application/offset+octet-stream"}


def described(**values: str) -> str:
    return ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in values.items())


def begin(browser: TestClient, size: int = len(MP4), name: str = "присед.mp4", **more: str) -> httpx.Response:
    metadata = described(filename=name, filetype="video/mp4", **more)
    return browser.post("/api/uploads/", headers={**TUS, "upload-length": str(size), "upload-metadata": metadata})


def send(browser: TestClient, place: str, offset: int, piece: bytes) -> httpx.Response:
    return browser.patch(place, content=piece, headers={**BYTES, "upload-offset": str(offset)})


@pytest.fixture
def browser(house: House) -> TestClient:
    return house.signed_in(house.anna)


def files_of(house: House) -> list[Path]:
    """All that lies in the folder of unfinished uploads."""
    return [path for path in (house.var / "uploads").rglob("*") if path.is_file()]
