"""«Было — стало»: the first and the latest best repetition in step, drawn from landmarks that were allowed, gone with them."""

from datetime import timedelta
from pathlib import Path

import av
import numpy as np
import pytest

from perscoach_app.services import before_after, consents, progress, trainings, withdrawal
from perscoach_app.services.errors import NotFound
from perscoach_app.state.before_after import BeforeAfterState
from perscoach_app.storage import get_storage
from perscoach_app.tables import ConsentKind, TrainingSession
from perscoach_app.tables.database import open_session
from perscoach_motion.demonstration import squat
from perscoach_motion.scoring.analysis import performance
from perscoach_motion.session.in_phase import in_phase
from perscoach_motion.skeleton import INDEX
from perscoach_motion.yardstick.reference import reference
from tests.app.house import House
from tests.app.state.browsing import run, visit
from tests.app.test_marks import exercise, trained

__all__ = ["exercise"]
HIPS = INDEX["left_hip"]


def test_the_film_is_made_of_two_days_and_goes_with_the_landmarks(house: House, exercise: str) -> None:
    first = trained(house, exercise)
    with open_session() as db:
        assert before_after.of(db, house.maria.scope, exercise) is None  # one day only
        row = db.get_one(TrainingSession, first.id)
        row.started_at -= timedelta(days=30)
        db.add(row)
        db.commit()
    trained(house, exercise)
    page = visit(BeforeAfterState, f"/home/progress/{exercise}", house.maria)
    assert "draw" in str(run(page, "load"))  # the page has it drawn by itself
    assert (page.drawing, page.video) == (True, "")

    before_after.make(house.maria.scope, exercise)
    assert run(page, "load") is None
    assert not page.drawing
    assert page.video.startswith("/api/media/tenants/")
    assert "Было: " in page.pair_words
    pictures = frames(house)
    assert len(pictures) >= 2 * before_after.FEWEST
    assert pictures[0].shape == (720, 960, 3)
    assert pictures[0][:110].max() > 200, "its words are on top: a player lays its buttons over the bottom"
    assert pictures[0][700:].max() < 60
    assert np.abs(pictures[0].astype(int) - pictures[len(pictures) // 4].astype(int)).max() > 60  # somebody moves

    with open_session() as db:
        training = trainings.own(db, house.maria.scope, first.training_id)
        consents.write(db, house.maria.scope, training, {ConsentKind.LANDMARKS: False})
        assert before_after.of(db, house.maria.scope, exercise) is None
    assert drawn(house) == []
    with pytest.raises(NotFound):
        before_after.make(house.maria.scope, exercise)


def test_without_landmarks_there_is_nothing_and_anothers_is_not_found(house: House, exercise: str) -> None:
    trained(house, exercise, landmarks=False)
    page = visit(BeforeAfterState, f"/home/progress/{exercise}", house.maria)
    run(page, "load")
    assert (page.place, page.drawing, page.video, page.card.title) == ("ok", False, "", "Приседание")
    for stranger in (house.olga, house.anna):
        foreign = visit(BeforeAfterState, f"/home/progress/{exercise}", stranger)
        run(foreign, "load")
        assert foreign.place == "not_found"
    with open_session(reading=True) as db, pytest.raises(NotFound):
        progress.of_exercise(db, house.olga.scope, exercise)


@pytest.mark.parametrize("other", [{"yaw_deg": 40.0}, {"mirrored": True}, {"late_s": 0.4}, {"period_s": 3.0}])
def test_two_takes_of_one_movement_look_alike_whatever_the_camera_and_the_tempo(other: dict[str, float]) -> None:
    ask = reference(squat())
    one, another = (bodies(ask, repetitions=3, **how) for how in ({}, other))  # type: ignore[arg-type]
    apart = [abs(a[HIPS][1] - b[HIPS][1]) for a, b in zip(one, another, strict=True)]
    assert max(apart) < 0.06  # metres; the hips go down by 0.4
    half = bodies(ask, repetitions=3, depth=0.5)
    assert half[len(half) // 2][HIPS][1] - one[len(one) // 2][HIPS][1] > 0.1


def bodies(ask: object, **how: float) -> list[list[tuple[float, float]]]:
    clip = squat(**how)  # type: ignore[arg-type]
    found = performance(ask, clip)  # type: ignore[arg-type]
    return in_phase(ask, found, found.done[1], clip, 40)  # type: ignore[arg-type]


def drawn(house: House) -> list[str]:
    scope = house.maria.scope
    return get_storage().keys(withdrawal.drawn_folder(scope.tenant_id, scope.person_id))


def frames(house: House) -> list[np.ndarray]:
    (key,) = drawn(house)
    file = Path(house.var) / "film.mp4"
    get_storage().get_file(key, file)
    with av.open(str(file)) as film:
        return [frame.to_ndarray(format="rgb24") for frame in film.decode(video=0)]
