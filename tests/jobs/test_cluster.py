"""Ray as the pipeline's workers: on loopback only, our errors come back as ours, a killed worker is replaced."""

import os
import signal
from pathlib import Path

import psutil
import pytest

from gpu_jobs.cluster import RayWorkers, workers
from gpu_jobs.errors import VideoRejected, WorkersLost

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def hands() -> RayWorkers:
    with workers() as up:
        yield up


class Counter:
    def __init__(self, start: int) -> None:
        self.count = start

    def add(self, amount: int) -> int:
        self.count += amount
        return self.count

    def die(self, _: int) -> int:
        os.kill(os.getpid(), signal.SIGKILL)
        return 0


def reject(seconds: float) -> None:
    raise VideoRejected("cut_off", readable_s=seconds, duration_s=9.0)


def die_once(marker: str) -> str:
    if not Path(marker).exists():
        Path(marker).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return "done"


def test_nothing_listens_to_the_network(hands: RayWorkers) -> None:
    assert hands.start(len, "abc").result() == 3
    mine = [psutil.Process(), *psutil.Process().children(recursive=True)]
    listening = [each for process in mine for each in process.net_connections("inet") if each.status == psutil.CONN_LISTEN]
    assert listening
    assert {each.laddr.ip for each in listening} <= {"127.0.0.1", "::1", "::ffff:127.0.0.1"}


def test_what_is_kept_is_asked_in_order(hands: RayWorkers) -> None:
    keeper = hands.keep(Counter, 10)
    assert [pending.result() for pending in [keeper.ask(Counter.add, amount) for amount in (1, 2, 3)]] == [11, 13, 16]
    keeper.stop()


def test_our_errors_come_back_as_ours(hands: RayWorkers) -> None:
    with pytest.raises(VideoRejected) as caught:
        hands.start(reject, 2.5).result()
    assert caught.value.code == "cut_off"
    assert "2.5" in caught.value.sentence("ru")


def test_a_killed_task_is_done_again(hands: RayWorkers, tmp_path: Path) -> None:
    assert hands.start(die_once, str(tmp_path / "marker")).result() == "done"


def test_a_killed_keeper_is_said(hands: RayWorkers) -> None:
    keeper = hands.keep(Counter, 0)
    with pytest.raises(WorkersLost):
        keeper.ask(Counter.die, 0).result()
