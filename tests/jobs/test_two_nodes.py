"""A cluster of a head that only hands out and nodes that work: the same bytes as on this machine, also when one of them is taken away."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks.killed_hands import digests
from benchmarks.nodes import Node, Nodes
from benchmarks.one_clip import told
from benchmarks.pipeline import looped_to
from gpu_jobs.clock import silent
from gpu_jobs.options import ProcessOptions
from gpu_jobs.pipeline import process
from gpu_jobs.workers import Here

pytestmark = pytest.mark.slow

FRAMES = 90  # four chunks of the first pass, two of the second


@pytest.fixture(scope="module")
def clip(demo_squat: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return looped_to(demo_squat, FRAMES, tmp_path_factory.mktemp("clip") / "clip.mkv")


@pytest.fixture(scope="module")
def embedded(clip: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    out = tmp_path_factory.mktemp("embedded") / "out"
    process(clip, out, ProcessOptions(), silent, Here())
    return digests(out)


@pytest.fixture(scope="module")
def nodes() -> Iterator[Nodes]:
    with Nodes(Node(0), Node(1), Node(1)) as up:
        yield up


def processed(nodes: Nodes, clip: Path, out: Path, heard: Callable[[dict[str, Any]], None]) -> dict[str, str]:
    for said in told(clip, out, nodes.environment):
        heard(said)
    return digests(out)


def test_two_nodes_make_the_bytes_of_one_machine(nodes: Nodes, clip: Path, embedded: dict[str, str], tmp_path: Path) -> None:
    most: list[list[int]] = []
    found = processed(nodes, clip, tmp_path / "out", lambda _: most.append([nodes.hands(number) for number in range(3)]))
    assert found == embedded
    assert [max(column) for column in zip(*most, strict=True)] == [0, 1, 1], "all work is the nodes', none is the head's"
    assert nodes.listening() <= {"127.0.0.1", "::1", "::ffff:127.0.0.1"}


def test_a_node_taken_away_is_made_up_for_by_one_that_joins(nodes: Nodes, clip: Path, embedded: dict[str, str], tmp_path: Path) -> None:
    """The only two are lost in mid-job, one after the other; what joins goes on."""
    steps: list[str] = []

    def heard(said: dict[str, Any]) -> None:
        if said.get("stage") == "look" and not steps:
            nodes.kill(2)
            steps.append("taken away while looking")
        if said.get("stage") == "render" and len(steps) == 1:
            nodes.kill(1)
            nodes.add(Node(1))
            steps.append("taken away while rendering")
        if "frames" in said:
            steps.append(f"{said['frames']} frames")

    assert processed(nodes, clip, tmp_path / "out", heard) == embedded
    assert steps == ["taken away while looking", "taken away while rendering", f"{FRAMES} frames"]
