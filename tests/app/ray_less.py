"""A worker that starts no Ray of its own: the stand-in for the pipeline needs none."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from gpu_jobs import cluster
from perscoach_app import performing


@pytest.fixture(autouse=True)
def no_ray(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    if "slow" in request.keywords:
        return

    @contextmanager
    def nobody() -> Iterator[None]:
        yield

    monkeypatch.setattr(cluster, "workers", nobody)
    monkeypatch.setattr(performing, "HEARTBEAT_S", 0.02)
