"""Whose job comes next: tenants in turn, each one's oldest first."""

from perscoach_app.services import leases, tenants
from perscoach_app.tables import TenantStatus
from perscoach_app.tables.database import open_session
from tests.app.house import House
from tests.app.test_jobs import let_it_expire, take, taken


def test_forty_clips_of_one_trainer_do_not_keep_anothers_waiting(house: House) -> None:
    annas = [house.exercise(house.anna, f"clip-{number}") for number in range(40)]
    borises = [house.exercise(house.boris, f"clip-{number}") for number in range(2)]
    order = []
    for _ in range(6):  # one worker, one job after the other
        held = taken()
        order.append(str(held.exercise_id))
        with open_session() as db:
            leases.finish(db, held)
    assert order == [annas[0], borises[0], annas[1], borises[1], annas[2], annas[3]]


def test_several_workers_are_shared_out_too(house: House) -> None:
    annas = [house.exercise(house.anna, f"clip-{number}") for number in range(4)]
    assert [str(taken().exercise_id) for _ in range(2)] == annas[:2]  # nobody else wants them
    borises = [house.exercise(house.boris, f"clip-{number}") for number in range(3)]
    assert [str(taken().exercise_id) for _ in range(3)] == [*borises[:2], annas[2]]


def test_a_suspended_tenants_jobs_wait(house: House) -> None:
    waiting, running = house.exercise(house.anna, "first"), house.exercise(house.boris, "second")
    with open_session() as db:
        tenants.set_status(db, "anna", TenantStatus.SUSPENDED)
    assert str(taken().exercise_id) == running
    assert take() is None
    with open_session() as db:
        tenants.set_status(db, "anna", TenantStatus.ACTIVE)
    assert str(taken().exercise_id) == waiting


def test_a_dead_workers_job_keeps_its_place(house: House) -> None:
    first, _ = house.exercise(house.anna, "first"), house.exercise(house.anna, "second")
    taken()
    let_it_expire()
    assert str(taken().exercise_id) == first
