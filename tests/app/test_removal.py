"""Taking clips out of the library: what uses them keeps them, and the storage is freed when nothing does."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from perscoach_app.services import exercises, jobs, removal, reports, trainings, workout_edit, workouts
from perscoach_app.services.errors import NotFound
from perscoach_app.services.removal import REGRET
from perscoach_app.storage import get_storage
from perscoach_app.tables.database import open_session
from perscoach_app.tables.moments import now
from tests.app.house import House
from tests.app.training import trained


def long_ago(db: Session, house: House, exercise_id: str) -> None:
    """As if it had been removed before yesterday."""
    row = exercises.row_of(db, house.anna.scope, exercise_id)
    row.removed_at = now() - REGRET - timedelta(seconds=1)
    db.add(row)
    db.commit()


def files(house: House, exercise_id: str) -> list[str]:
    return get_storage().keys(f"tenants/{house.anna.scope.tenant_id}/exercises/{exercise_id}")


def test_a_removed_clip_is_in_no_list_and_still_trained_and_reported(house: House) -> None:
    clip = house.ready_exercise(house.anna)
    before = trained(house.maria, clip, [], 3.0)
    with open_session() as db:
        assert removal.uses_of(db, house.anna.scope, clip) == removal.Uses(workouts=0, trainings=1)
        removal.remove(db, house.anna.scope, clip)
        assert exercises.list_all(db, house.anna.scope) == exercises.list_all(db, house.maria.scope) == []
        assert exercises.by_slug(db, house.anna.scope, "squat") is None
        assert exercises.get(db, house.anna.scope, clip).removed
        assert reports.report(db, house.anna.scope, before).title("ru") == "Приседание"
        again = trainings.for_exercise(db, house.maria.scope, clip)  # homework that holds it goes on
    about = house.signed_in(house.maria).get(f"/api/shadow/{again}").json()
    assert house.signed_in(house.maria).get(about["items"][0]["clip"]["video"]).status_code == 200
    with open_session() as db:
        removal.bring_back(db, house.anna.scope, clip)
        assert [one.id for one in exercises.list_all(db, house.maria.scope)] == [clip]


def test_a_new_clip_may_have_the_removed_ones_name(house: House) -> None:
    clip = house.ready_exercise(house.anna)
    with open_session() as db:
        removal.remove(db, house.anna.scope, clip)
    other = house.ready_exercise(house.anna)
    with open_session() as db:
        assert [one.id for one in exercises.list_all(db, house.anna.scope)] == [other]


def test_a_job_under_way_is_cancelled(house: House) -> None:
    clip = house.exercise(house.anna)
    with open_session() as db:
        removal.remove(db, house.anna.scope, clip)
        removal.remove(db, house.anna.scope, clip)
        assert [job.status for job in jobs.list_all(db, house.anna.scope)] == ["cancelled"]


def test_files_go_when_nothing_uses_them_and_not_before(house: House) -> None:
    unused, used = house.ready_exercise(house.anna), house.ready_exercise(house.anna, "lunge")
    present, fresh = house.ready_exercise(house.anna, "plank"), house.ready_exercise(house.anna, "jack")
    trained(house.maria, used, [], 3.0)
    with open_session() as db:
        for clip in (unused, used, fresh):
            removal.remove(db, house.anna.scope, clip)
        for clip in (unused, used):
            long_ago(db, house, clip)
        assert removal.free_unused(db) == 1
        assert removal.free_unused(db) == 0
        assert files(house, unused) == []
        assert all(files(house, clip) for clip in (used, present, fresh))
        assert len(jobs.list_all(db, house.anna.scope)) == 4  # what they cost still counts
        removal.bring_back(db, house.anna.scope, unused)  # too late
        assert [one.id for one in exercises.list_all(db, house.anna.scope)] == [present]


def test_homework_keeps_its_clips(house: House) -> None:
    clip, scope = house.ready_exercise(house.anna), house.anna.scope
    with open_session() as db:
        workout_edit.add(db, scope, workouts.make(db, scope, "Утро"), 0, clip)
        assert removal.uses_of(db, scope, clip) == removal.Uses(workouts=1, trainings=0)
        removal.remove(db, scope, clip)
        long_ago(db, house, clip)
        assert removal.free_unused(db) == 0
    assert files(house, clip)


@pytest.mark.parametrize("deed", [removal.remove, removal.bring_back, removal.uses_of])
def test_only_its_trainer_removes_a_clip(house: House, deed: object) -> None:
    clip = house.ready_exercise(house.anna)
    assert callable(deed)
    with open_session() as db:
        for stranger in (house.boris, house.maria, house.viktor):
            with pytest.raises(NotFound):
                deed(db, stranger.scope, clip)
        assert len(exercises.list_all(db, house.anna.scope)) == 1
