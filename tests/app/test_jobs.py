"""The job table: one job at a time and worker, nothing lost, nothing done twice."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import update

from perscoach_app.services import exercises, jobs, leases
from perscoach_app.services.errors import JobActive, LeaseLost, NotFound
from perscoach_app.services.leases import Lease
from perscoach_app.settings import get_settings
from perscoach_app.tables import ExercisePublic, Job
from perscoach_app.tables.database import open_session
from perscoach_app.tables.moments import now
from tests.app.house import House


def take(worker: str = "w") -> Lease | None:
    with open_session() as db:
        return leases.lease(db, worker)


def taken(worker: str = "w") -> Lease:
    held = take(worker)
    assert held is not None
    return held


def let_it_expire() -> None:
    with open_session() as db:
        db.exec(update(Job).values(lease_until=now() - timedelta(seconds=1)))
        db.commit()


def seen(house: House, exercise_id: str) -> ExercisePublic:
    with open_session() as db:
        return exercises.get(db, house.anna.scope, exercise_id)


def test_a_job_goes_from_queued_to_ready(house: House) -> None:
    exercise_id = house.exercise(house.anna)
    assert seen(house, exercise_id).state == "queued"
    held = taken()
    assert (held.attempt, held.version, held.tenant_id) == (1, 1, house.anna.scope.tenant_id)
    assert held.output_prefix == f"tenants/{held.tenant_id}/exercises/{exercise_id}/v1"
    assert seen(house, exercise_id).state == "processing"
    assert take() is None
    with open_session() as db:
        leases.heartbeat(db, held, "look", 0.4, 12.0)
    job = seen(house, exercise_id).job
    assert job is not None
    assert (job.status, job.stage, job.progress, job.eta_s) == ("running", "look", 0.4, 12.0)
    assert seen(house, exercise_id).video == ""
    with open_session() as db:
        leases.finish(db, held, duration_s=3.5)
    ready = seen(house, exercise_id)
    assert (ready.state, ready.version, ready.duration_s) == ("ready", 1, 3.5)
    assert "/v1/trainer_transparent.webm?exp=" in ready.video
    assert ready.job is not None
    assert ready.job.status == "ready"


def test_many_workers_share_the_queue_without_overlap(house: House) -> None:
    wanted = {house.exercise(house.anna, f"clip-{number}") for number in range(6)}
    with ThreadPoolExecutor(6) as pool:
        held = [lease for lease in pool.map(lambda number: take(f"w{number}"), range(12)) if lease]
    assert len(held) == len(wanted)
    assert {str(lease.exercise_id) for lease in held} == wanted


def test_a_silent_worker_loses_its_job_and_can_do_no_harm(house: House) -> None:
    exercise_id = house.exercise(house.anna)
    silent = taken("silent")
    let_it_expire()
    other = taken("other")
    assert (other.job_id, other.attempt, other.version) == (silent.job_id, 2, 2)
    for harm in (
        lambda db: leases.heartbeat(db, silent, "look", 0.9),
        lambda db: leases.finish(db, silent),
        lambda db: leases.fail(db, silent, "no_person", {}),
        lambda db: leases.release(db, silent),
    ):
        with open_session() as db, pytest.raises(LeaseLost):
            harm(db)
    assert seen(house, exercise_id).state == "processing"
    with open_session() as db:
        leases.finish(db, other)
    assert seen(house, exercise_id).version == 2


def test_a_job_that_kills_every_worker_is_given_up(house: House) -> None:
    exercise_id = house.exercise(house.anna)
    for _ in range(get_settings().job_attempts):
        taken()
        let_it_expire()
    assert take() is None
    failed = seen(house, exercise_id)
    assert (failed.state, failed.error_code) == ("failed", "attempts_spent")
    assert "3" in failed.error


def test_a_poisoned_job_does_not_block_the_next(house: House) -> None:
    house.exercise(house.anna, "poisoned")
    for _ in range(get_settings().job_attempts):
        taken()
        let_it_expire()
    good = house.exercise(house.anna, "good")
    assert str(taken().exercise_id) == good


def test_failure_says_why_in_the_readers_language(house: House) -> None:
    exercise_id = house.exercise(house.anna)
    with open_session() as db:
        leases.fail(db, taken(), "cut_off", {"readable_s": 1.25, "duration_s": 9.0})
    failed = seen(house, exercise_id)
    assert failed.state == "failed"
    assert "1.2 с из 9.0 с" in failed.error
    with open_session() as db:
        jobs.retry(db, house.anna.scope, exercise_id)
    assert (seen(house, exercise_id).state, seen(house, exercise_id).error) == ("queued", "")


def test_a_reason_of_another_version_is_still_a_sentence(house: House) -> None:
    exercise_id = house.exercise(house.anna)
    with open_session() as db:
        leases.fail(db, taken(), "cut_off", {"other": 1})
    assert "cut_off" in seen(house, exercise_id).error


def test_a_failed_second_version_leaves_the_first(house: House) -> None:
    exercise_id = house.ready_exercise(house.anna)
    with open_session() as db:
        jobs.enqueue(db, house.anna.scope, exercise_id)
        held = leases.lease(db, "w")
    assert held is not None
    assert held.version == 2
    assert seen(house, exercise_id).state == "ready"
    with open_session() as db:
        leases.fail(db, held, "no_person", {})
    still = seen(house, exercise_id)
    assert (still.state, still.version) == ("ready", 1)
    assert still.job is not None
    assert still.job.error_code == "no_person"


def test_a_stopped_worker_gives_the_job_back_without_spending_an_attempt(house: House) -> None:
    exercise_id = house.exercise(house.anna)
    held = taken()
    with open_session() as db:
        leases.release(db, held)
    assert seen(house, exercise_id).state == "queued"
    again = taken()
    assert (again.attempt, again.version) == (1, 2)


def test_a_failed_attempt_waits_before_the_next_and_the_last_one_says_why(house: House) -> None:
    exercise_id = house.exercise(house.anna)
    for attempt in range(1, get_settings().job_attempts + 1):
        held = taken()
        assert held.attempt == attempt
        with open_session() as db:
            leases.put_off(db, held, 60, "out_of_memory", {"attempts": attempt})
        assert take() is None
        with open_session() as db:
            db.exec(update(Job).values(not_before=now() - timedelta(seconds=1)))
            db.commit()
    failed = seen(house, exercise_id)
    assert (failed.state, failed.error_code) == ("failed", "out_of_memory")


def test_one_exercise_is_processed_once_at_a_time(house: House) -> None:
    exercise_id = house.exercise(house.anna)
    with open_session() as db, pytest.raises(JobActive):
        jobs.enqueue(db, house.anna.scope, exercise_id)
    taken()
    with open_session() as db, pytest.raises(JobActive):
        jobs.enqueue(db, house.anna.scope, exercise_id)


@pytest.mark.parametrize("running", [False, True])
def test_cancelling_stops_queued_and_running_jobs(house: House, running: bool) -> None:
    exercise_id = house.exercise(house.anna)
    held = taken() if running else None
    job = seen(house, exercise_id).job
    assert job is not None
    with open_session() as db:
        assert jobs.cancel(db, house.anna.scope, job.id).status == "cancelled"
    assert seen(house, exercise_id).state == "cancelled"
    assert take() is None
    if held:
        with open_session() as db, pytest.raises(LeaseLost):
            leases.heartbeat(db, held, "look", 0.5)


def test_cancelling_what_is_done_changes_nothing(house: House) -> None:
    exercise_id = house.ready_exercise(house.anna)
    job = seen(house, exercise_id).job
    assert job is not None
    with open_session() as db:
        assert jobs.cancel(db, house.anna.scope, job.id).status == "ready"
    assert seen(house, exercise_id).state == "ready"


def test_jobs_are_the_trainers_own_business(house: House) -> None:
    exercise_id = house.exercise(house.anna)
    job = seen(house, exercise_id).job
    assert job is not None
    for stranger in (house.maria, house.boris, house.viktor):
        for deed in (
            lambda db, who: jobs.get(db, who, job.id),
            lambda db, who: jobs.cancel(db, who, job.id),
            lambda db, who: jobs.enqueue(db, who, exercise_id),
        ):
            with open_session() as db, pytest.raises(NotFound):
                deed(db, stranger.scope)
    with open_session() as db:
        assert jobs.list_all(db, house.boris.scope) == []
        assert [each.id for each in jobs.list_all(db, house.anna.scope, active_only=True)] == [job.id]
    with open_session() as db, pytest.raises(NotFound):
        jobs.enqueue(db, house.anna.scope, uuid.uuid4())
