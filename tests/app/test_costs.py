"""What a job took and cost: of all its attempts, however they ended."""

import uuid

import pytest

from perscoach_app.services import budgets, costs, jobs, leases
from perscoach_app.services.errors import GpuBudgetSpent
from perscoach_app.services.leases import Lease
from perscoach_app.settings import get_settings
from perscoach_app.tables import Exercise, Job
from perscoach_app.tables.database import open_session
from tests.app.house import House
from tests.app.test_jobs import let_it_expire, taken

HOUR_S = 3600.0


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A worker's clock that the test turns, on a machine that costs a dollar an hour."""
    monkeypatch.setenv("PERSCOACH_GPU_PRICES", "L4=1.0")
    monkeypatch.setenv("PERSCOACH_DEVICE", "L4")
    get_settings.cache_clear()
    hands = [0.0]
    monkeypatch.setattr(leases, "monotonic", lambda: hands[0])
    return hands


def spent(held: Lease) -> tuple[str, float, float]:
    with open_session(reading=True) as db:
        row = db.get_one(Job, held.job_id)
        return row.device, round(row.busy_s), round(row.cost_usd, 4)


def test_a_minute_of_a_phones_video_on_every_kind_of_machine(house: House) -> None:
    found = {each.device: each for each in costs.estimate(60, 1080, 1920, 30)}
    assert list(found) == ["cpu", "T4", "L4", "A100"]
    assert found["cpu"].usd == 0
    assert not found["cpu"].assumed
    assert all(found[gpu].assumed for gpu in ("T4", "L4", "A100"))
    assert found["T4"].usd == pytest.approx(found["T4"].seconds * 0.19 / HOUR_S)
    assert 30 < found["T4"].seconds < 300  # 1,800 frames at some 150 ms on four processors
    finer = costs.estimate(60, 1080, 1920, 30, {"quality": "publish", "heard_of_by_another_version": 1})[1]
    assert finer.seconds > 1.2 * found["T4"].seconds
    assert costs.estimate(120, 1080, 1920, 30)[1].seconds > 1.9 * found["T4"].seconds
    assert costs.estimate(60, 2160, 3840, 60)[1].seconds > 2 * found["T4"].seconds


def test_a_job_is_queued_with_what_it_is_expected_to_cost_and_not_beyond_the_budget(house: House, clock: list[float]) -> None:
    first = house.exercise(house.anna, "first")
    with open_session() as db:
        row = db.get_one(Exercise, uuid.UUID(first))
        row.source_bytes = 900_000_000  # some seven minutes of a phone's video
        db.commit()
        held = leases.lease(db, "w")
        assert held is not None
        leases.finish(db, held)
        again = jobs.enqueue(db, house.anna.scope, first)
        expected = db.get_one(Job, again.id).estimate_usd
        assert expected is not None
        assert 0.05 < expected < 1.0
        jobs.cancel(db, house.anna.scope, again.id)
        budgets.set_budget(db, "anna", gpu_usd=expected / 2)
        with pytest.raises(GpuBudgetSpent):
            jobs.enqueue(db, house.anna.scope, first)
        db.rollback()
        assert jobs.list_all(db, house.anna.scope, active_only=True) == []


@pytest.mark.parametrize("end", ["finish", "fail", "put_off", "release"])
def test_every_end_is_paid(house: House, clock: list[float], end: str) -> None:
    house.exercise(house.anna)
    held = taken()
    clock[0] += HOUR_S / 2
    with open_session() as db:
        match end:
            case "finish":
                leases.finish(db, held)
            case "fail":
                leases.fail(db, held, "no_person", {})
            case "put_off":
                leases.put_off(db, held, 1.0, "attempts_spent", {})
            case _:
                leases.release(db, held)
    assert spent(held) == ("L4", HOUR_S / 2, 0.5)


def test_attempts_add_up_and_a_killed_one_counts_to_its_last_heartbeat(house: House, clock: list[float]) -> None:
    house.exercise(house.anna)
    killed = taken()
    clock[0] += 600
    with open_session() as db:
        leases.heartbeat(db, killed, "look", 0.1)
    clock[0] += 100  # it is dead
    let_it_expire()
    second = taken()
    clock[0] += 1200
    with open_session() as db:
        leases.finish(db, second)
    assert spent(second) == ("L4", 1800, 0.5)


def test_a_cancelled_job_costs_until_its_worker_lets_go(house: House, clock: list[float]) -> None:
    house.exercise(house.anna)
    held = taken()
    clock[0] += 600
    with open_session() as db:
        leases.heartbeat(db, held, "look", 0.1)
        jobs.cancel(db, house.anna.scope, held.job_id)
    clock[0] += 300
    with open_session() as db:
        leases.settle(db, held)
    assert spent(held)[1:] == (900, 0.25)


def test_workers_that_do_not_start_cost_the_tenant_nothing(house: House, clock: list[float]) -> None:
    house.exercise(house.anna)
    held = taken()
    clock[0] += 600
    with open_session() as db:
        leases.release(db, held, worked=False)
    assert spent(held)[1:] == (0, 0)
