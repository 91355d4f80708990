"""Whatever workers, trainers and deaths do to the queue: each job ends once, and one attempt's outputs are what everybody sees."""

import uuid
from collections import Counter

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from perscoach_app.services import jobs, leases
from perscoach_app.services.errors import LeaseLost
from perscoach_app.services.leases import Lease
from perscoach_app.settings import get_settings
from perscoach_app.tables import Exercise, Job
from perscoach_app.tables.database import open_session
from perscoach_app.tables.job import ACTIVE
from tests.app.house import House
from tests.app.stand_in import expire_leases, wait_no_longer

DEEDS = ("take", "overtake", "overtake", "beat", "beat", "finish", "fail", "put_off", "release", "cancel", "patience")
HISTORIES, LENGTH = 12, 20


def deed_of(db: Session, house: House, deed: str, held: Lease) -> None:
    """What a worker, alive or long given up, does with a lease it believes in."""
    match deed:
        case "beat":
            leases.heartbeat(db, held, "look", 0.5)
        case "finish":
            leases.finish(db, held, output_bytes=1)
        case "fail":
            leases.fail(db, held, "no_person", {})
        case "put_off":
            leases.put_off(db, held, 60, "attempts_spent", {})
        case "release":
            leases.release(db, held)
        case "cancel":
            jobs.cancel(db, house.anna.scope, held.job_id)


@settings(max_examples=HISTORIES, deadline=None, phases=(Phase.generate,), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 99)), min_size=LENGTH // 2, max_size=LENGTH))
def test_every_job_ends_once(house: House, history: list[tuple[str, int]]) -> None:
    with open_session() as db:
        for job in jobs.list_all(db, house.anna.scope, active_only=True):
            jobs.cancel(db, house.anna.scope, job.id)  # of the history before
    made = [house.exercise(house.anna) for _ in range(2)]
    numbers, believed = [uuid.UUID(exercise) for exercise in made], list[Lease]()
    published: Counter[str] = Counter()
    ended: dict[int | None, str] = {}
    for deed, which in history:
        if deed == "patience":
            wait_no_longer()
        elif deed in ("take", "overtake"):
            if deed == "overtake":
                expire_leases()
            with open_session() as db:
                held = leases.lease(db, f"w{which}")
            believed += [held] if held else []
        elif believed:
            held = believed[which % len(believed)]
            try:
                with open_session() as db:
                    deed_of(db, house, deed, held)
            except LeaseLost:
                done = False
            else:
                done = True
            newest = [each for each in believed if each.job_id == held.job_id][-1]
            assert not done or deed == "cancel" or held is newest, "a worker that lost its lease changed something"
            published[str(held.exercise_id)] += done and deed == "finish"
        with open_session(reading=True) as db:
            for number, status, attempts in db.exec(select(Job.id, Job.status, Job.attempts).where(col(Job.exercise_id).in_(numbers))):
                assert ended.get(number, status) == status, "an ended job changed again"
                assert attempts <= get_settings().job_attempts
                if status not in ACTIVE:
                    ended[number] = status
    assert all(published[exercise] <= 1 for exercise in made)
    versions = [held.version for held in believed if str(held.exercise_id) == made[0]]
    assert len(set(versions)) == len(versions), "two attempts wrote to one place"
    with open_session(reading=True) as db:
        for held in believed:
            row, job = db.get_one(Exercise, held.exercise_id), db.get_one(Job, held.job_id)
            assert (row.version > 0) == (published[str(held.exercise_id)] == 1) == (job.status == "ready")
            assert row.output_bytes == published[str(held.exercise_id)]
