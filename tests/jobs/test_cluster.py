"""Ray as the pipeline's workers: on loopback only, our errors come back as ours, a killed worker is replaced."""

import os
import signal
from pathlib import Path

import psutil
import pytest

from gpu_jobs import crew
from gpu_jobs.cluster import RayWorkers, workers
from gpu_jobs.errors import VideoRejected, WorkersLost
from gpu_jobs.needs import Needs

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def hands() -> RayWorkers:
    with workers() as up:
        yield up


def reject(seconds: float) -> None:
    raise VideoRejected("cut_off", readable_s=seconds, duration_s=9.0)


def die_once(marker: str) -> str:
    if not Path(marker).exists():
        Path(marker).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return "done"


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def who() -> int:
    return os.getpid()


def test_nothing_listens_to_the_network(hands: RayWorkers) -> None:
    assert hands.start(len, "abc").result() == 3
    mine = [psutil.Process(), *psutil.Process().children(recursive=True)]
    listening = [each for process in mine for each in process.net_connections("inet") if each.status == psutil.CONN_LISTEN]
    assert listening
    assert {each.laddr.ip for each in listening} <= {"127.0.0.1", "::1", "::ffff:127.0.0.1"}


def test_our_errors_come_back_as_ours(hands: RayWorkers) -> None:
    with pytest.raises(VideoRejected) as caught:
        hands.start(reject, 2.5).result()
    assert caught.value.code == "cut_off"
    assert "2.5" in caught.value.sentence("ru")


def test_what_a_killed_worker_did_is_done_again(hands: RayWorkers, tmp_path: Path) -> None:
    assert hands.start(die_once, str(tmp_path / "marker")).result() == "done"


def test_work_that_kills_every_worker_is_given_up(hands: RayWorkers) -> None:
    with pytest.raises(WorkersLost):
        hands.start(die).result()


def test_work_is_shared_out_evenly(hands: RayWorkers) -> None:
    hands.crew().gathered()  # those in the place of the dead
    under_way = [hands.start(who) for _ in range(2 * hands.hands)]
    answered = [pending.result() for pending in under_way]
    assert sorted(answered.count(one) for one in set(answered)) == [2] * hands.hands


def test_whoever_was_given_no_gpu_sees_none(hands: RayWorkers) -> None:
    assert hands.start(os.getenv, "CUDA_VISIBLE_DEVICES").result() == ""


def test_what_is_shared_arrives_as_itself(hands: RayWorkers) -> None:
    assert hands.start(len, hands.share([1, 2, 3])).result() == 3


def test_where_our_process_does_not_start_the_reason_is_said(hands: RayWorkers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "WARM", ("gpu_jobs.of_another_version",))
    elsewhere = RayWorkers(Needs(gpu=True))  # others than those who are up
    with pytest.raises(WorkersLost) as caught:
        elsewhere.start(len, ()).result()
    assert caught.value.code == "workers_not_started"
    assert "of_another_version" in caught.value.sentence("ru")
