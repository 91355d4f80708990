"""The first look: seconds after the upload the trainer knows whether to film again, whatever else is in the queue."""

from pathlib import Path

import pytest

from gpu_jobs.errors import VideoRejected
from gpu_jobs.weights import WEIGHTS_DIR_VARIABLE
from perscoach_app import first_look
from perscoach_app.services import first_looks, leases, uploads
from perscoach_app.services.errors import NotFound
from perscoach_app.services.scope import parse_id
from perscoach_app.settings import PROJECT_ROOT
from perscoach_app.storage import get_storage
from perscoach_app.tables import ExerciseCreate, FirstLookPublic, Verdict
from perscoach_app.tables.database import open_session
from tests.app.house import House, Member
from tests.app.stand_in import clip

SQUAT = PROJECT_ROOT / "assets" / "demo" / "squat.mp4"


@pytest.fixture(autouse=True)
def _models(monkeypatch: pytest.MonkeyPatch) -> None:
    models = PROJECT_ROOT / "var" / "models"
    if not (models / "pose_landmarker_full.task").exists():
        pytest.skip("the models are not here: run `perscoach prepare`")
    monkeypatch.setenv(WEIGHTS_DIR_VARIABLE, str(models))


def upload(house: House, path: Path) -> str:
    new = ExerciseCreate(title_ru="Присед", source_name=path.name)
    return uploads.take_in(house.anna.scope, path, new).exercise_id


def seen(member: Member, exercise_id: str) -> FirstLookPublic | None:
    with open_session(reading=True) as db:
        found = first_looks.of(db, member.scope, [parse_id(exercise_id)])
    return next(iter(found.values()), None)


def test_a_good_clip_is_called_good_with_its_picture(house: House) -> None:
    exercise_id = upload(house, SQUAT)
    before = seen(house.anna, exercise_id)
    assert before is not None
    assert (before.verdict, before.pending) == ("", True)

    assert first_look.look_at_next() == Verdict.GOOD
    look = seen(house.anna, exercise_id)
    assert look is not None
    assert (look.verdict, look.sentences, look.pending) == ("good", [], False)
    left, top, right, bottom = look.box
    assert 0 <= left < 0.5 < right <= 1
    assert bottom - top > 0.5  # a whole person stands in the picture
    answer = house.signed_in(house.anna).get(look.picture)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/webp")
    assert first_look.look_at_next() is None


def test_a_clip_without_a_person_is_to_be_filmed_again(house: House) -> None:
    exercise_id = upload(house, clip(house.var))
    assert first_look.look_at_next() == Verdict.AGAIN
    look = seen(house.anna, exercise_id)
    assert look is not None
    assert "Человека в видео не видно" in look.sentences[0]
    assert look.picture  # of what the camera did see
    assert look.box == []


def test_a_running_job_keeps_nobody_waiting(house: House) -> None:
    """The queue has one long job and one that waits behind it; both uploads are looked at."""
    upload(house, clip(house.var))
    with open_session() as db:
        assert leases.lease(db, "busy") is not None
    upload(house, clip(house.var, frames=6))
    assert [first_look.look_at_next(), first_look.look_at_next(), first_look.look_at_next()] == [Verdict.AGAIN, Verdict.AGAIN, None]


def test_a_look_that_kills_its_worker_is_given_up(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    exercise_id = upload(house, clip(house.var))

    def dies(_path: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(first_look, "guarded_probe", dies)
    monkeypatch.setattr(first_looks, "TRY_S", -1)  # the try before is long over
    for _ in range(first_looks.TRIES):
        with pytest.raises(KeyboardInterrupt):
            first_look.look_at_next()
    assert first_look.look_at_next() is None
    look = seen(house.anna, exercise_id)
    assert look is not None
    assert not look.pending


def test_two_workers_do_not_look_at_one_upload(house: House) -> None:
    upload(house, clip(house.var))
    with open_session() as db:
        (waiting,) = first_looks.waiting(db)
        assert first_looks.take(db, waiting) is not None
        assert first_looks.take(db, waiting) is None


def test_what_cannot_be_read_is_said_in_words(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(path: Path) -> None:
        raise VideoRejected("cut_off_header", path=path)

    monkeypatch.setattr(first_look, "guarded_probe", refuses)
    exercise_id = upload(house, clip(house.var))
    first_look.look_at_next()
    look = seen(house.anna, exercise_id)
    assert look is not None
    assert look.verdict == "again"
    assert "grey.mp4" in look.sentences[0]  # the trainer's own name of it, no path of ours
    assert str(house.var) not in look.sentences[0]


def test_looks_are_the_tenants_own(house: House) -> None:
    exercise_id = upload(house, clip(house.var))
    first_look.look_at_next()
    assert seen(house.boris, exercise_id) is None
    with pytest.raises(NotFound):
        seen(house.maria, exercise_id)
    assert all(
        key.startswith(f"tenants/{house.anna.scope.tenant_id}/") for key in get_storage().keys(f"tenants/{house.anna.scope.tenant_id}")
    )
