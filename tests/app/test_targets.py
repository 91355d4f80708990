"""One client's own settings in an exercise, and what her session is judged by."""

import pytest

from perscoach_app.services import exercises, targets
from perscoach_app.services.errors import NotFound, TargetOutOfRange
from perscoach_app.services.targets import PLAIN, Settings
from perscoach_app.tables import WorkoutItem
from perscoach_app.tables.database import open_session
from perscoach_motion.skeleton import LIMBS
from perscoach_motion.yardstick.target import target_from
from tests.app.house import House, Member

STIFF = Settings(0.8, 0.6, ("left_shin", "left_thigh"), "колено после операции")


def test_a_clients_own_settings_reach_her_session(house: House) -> None:
    squat, anna, maria = house.exercise(house.anna), house.anna.scope, house.maria
    with open_session() as db:
        targets.put(db, anna, maria.person_id, squat, STIFF)
        document = targets.target_for(db, maria.scope, maria.person_id, squat)
        assert targets.of(db, anna, maria.person_id, squat) == STIFF
        assert targets.target_for(db, anna, house.olga.person_id, squat) is None
    assert document is not None
    target = target_from(document)
    assert (target.strictness, target.range_share, target.excluded) == (0.8, 0.6, {"left_shin", "left_thigh"})
    assert "колено" not in str(document)  # the reason is the trainer's own


@pytest.mark.parametrize(
    ("clients", "items", "exercises_own", "asked"),
    [(0.7, 1.5, 1.2, 0.7), (None, 1.5, 1.2, 1.5), (None, None, 1.2, 1.2), (None, None, 1.0, None), (1.0, 1.5, 1.2, None)],
)
def test_the_nearest_strictness_counts(
    house: House, clients: float | None, items: float | None, exercises_own: float, asked: float
) -> None:
    squat, anna, maria = house.exercise(house.anna), house.anna.scope, house.maria.person_id
    item = WorkoutItem(tenant_id=anna.tenant_id, strictness=items)
    with open_session() as db:
        targets.put(db, anna, maria, squat, Settings(clients))
        row = exercises.row_of(db, anna, squat)
        row.strictness = exercises_own
        document = targets.target_for(db, anna, maria, row, item)
    assert (document and document["strictness"]) == asked


def test_plain_settings_leave_nothing_behind(house: House) -> None:
    squat, anna, maria = house.exercise(house.anna), house.anna.scope, house.maria.person_id
    with open_session() as db:
        targets.put(db, anna, maria, squat, STIFF)
        targets.put(db, anna, maria, squat, Settings(range_share=0.5))
        assert [found.range_share for found in targets.list_all(db, anna, maria).values()] == [0.5]
        targets.put(db, anna, maria, squat, PLAIN)
        assert targets.list_all(db, anna, maria) == {}


@pytest.mark.parametrize(
    "settings",
    [
        Settings(0.4),
        Settings(float("nan")),
        Settings(range_share=0.29),
        Settings(range_share=1.01),
        Settings(excluded=("tail",)),
        Settings(excluded=LIMBS),
        Settings(reason="ы" * 301),
    ],
)
def test_nobody_is_asked_the_impossible(house: House, settings: Settings) -> None:
    squat = house.exercise(house.anna)
    with open_session() as db, pytest.raises(TargetOutOfRange):
        targets.put(db, house.anna.scope, house.maria.person_id, squat, settings)


@pytest.mark.parametrize("who", ["boris", "maria", "olga"])
def test_nobody_else_reads_or_sets_them(house: House, who: str) -> None:
    squat, maria = house.exercise(house.anna), house.maria.person_id
    other: Member = getattr(house, who)
    with open_session() as db:
        targets.put(db, house.anna.scope, maria, squat, STIFF)
        with pytest.raises(NotFound):
            targets.put(db, other.scope, maria, squat, PLAIN)
        with pytest.raises(NotFound):
            targets.of(db, other.scope, maria, squat)
        with pytest.raises(NotFound):
            targets.list_all(db, other.scope, maria)
        if who != "maria":
            with pytest.raises(NotFound):
                targets.target_for(db, other.scope, maria, squat)
        assert targets.of(db, house.anna.scope, maria, squat) == STIFF


def test_a_trainer_sets_them_for_clients_only(house: House) -> None:
    squat = house.exercise(house.anna)
    with open_session() as db:
        for nobody in (house.anna, house.viktor):
            with pytest.raises(NotFound):
                targets.put(db, house.anna.scope, nobody.person_id, squat, STIFF)
