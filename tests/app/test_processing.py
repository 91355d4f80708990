"""What a trainer may choose: presets that take the best of what is installed, models that are not, and a worker that looks once more."""

from pathlib import Path

import pytest

from gpu_jobs.catalogue import BIREFNET_FILE, MODELS, MODNET_FILE
from gpu_jobs.errors import WeightsMissing
from gpu_jobs.estimate import not_measured
from gpu_jobs.options import ProcessOptions, options_from
from gpu_jobs.pipeline import OnNotices, ProcessResult
from gpu_jobs.weights import WEIGHTS_DIR_VARIABLE
from perscoach_app import worker
from perscoach_app.services import admin_panel, clip_facts, costs, excerpts, exercises, jobs, models, processing, reasons
from perscoach_app.services.errors import NotFound, WishUnknown
from perscoach_app.services.processing import BEST, FAST, OWN, STUDIO, Wishes
from perscoach_app.services.processing_errors import ModelAway
from perscoach_app.settings import get_settings
from perscoach_app.tables import Job
from perscoach_app.tables.database import open_session
from tests.app.administrators import an_admin, served, work_off
from tests.app.clips import processed
from tests.app.house import House
from tests.app.ray_less import no_ray
from tests.app.stand_in import Tell, quick, seen, upload

__all__ = ["no_ray"]


@pytest.fixture
def weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "weights"
    folder.mkdir()
    monkeypatch.setenv(WEIGHTS_DIR_VARIABLE, str(folder))
    return folder


def test_presets_take_the_best_of_what_is_installed(house: House, weights: Path) -> None:
    assert {name: (one.matting, one.pose, one.quality) for name in processing.PRESETS for one in [processing.of_preset(name)]} == {
        FAST: ("mediapipe", "mediapipe", "preview"),
        STUDIO: ("mediapipe", "mediapipe", "publish"),
        BEST: ("mediapipe", "mediapipe-heavy", "publish"),
    }
    assert processing.better(FAST) == ()
    assert processing.better(BEST) == ("birefnet", "sam3d_body")
    (weights / MODNET_FILE).write_bytes(b"x")
    assert processing.of_preset(STUDIO).matting == processing.of_preset(BEST).matting == "modnet"
    assert processing.better(STUDIO) == ()
    (weights / BIREFNET_FILE).write_bytes(b"x")
    assert processing.of_preset(BEST).matting == "birefnet"
    assert processing.better(BEST) == ("sam3d_body",)


def test_what_is_not_installed_cannot_be_chosen(house: House, weights: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = {"look": "natural", "preset": OWN, "matting": "birefnet"}
    with pytest.raises(ModelAway) as caught:
        processing.wishes(chosen)
    assert "BiRefNet" in caught.value.sentence("ru")
    (weights / BIREFNET_FILE).write_bytes(b"x")
    wished = processing.wishes(chosen)
    assert options_from(wished.options()) == ProcessOptions(matting="birefnet")
    (weights / BIREFNET_FILE).unlink()
    assert processing.possible(wished) == Wishes()
    assert {lack.kind for lack in models.missing("sam3d_body")} == {"file", "package", "gpu", "pickle"}
    monkeypatch.setenv("PERSCOACH_DEVICE", "L4")
    get_settings.cache_clear()
    assert "gpu" not in {lack.kind for lack in models.missing("sam3d_body")}


def test_a_preset_is_known_again(house: House, weights: Path) -> None:
    best = processing.of_preset(BEST, "warm")
    assert processing.wishes_from(best.options()) == best
    recorded = {name: value for name, value in best.options().items() if name != "chosen"}  # as the workers' record has it
    assert processing.wishes_from(recorded) == best
    (weights / BIREFNET_FILE).write_bytes(b"x")  # the same models are not the best any more
    told = processing.wishes_from(recorded)
    assert told is not None
    assert told.preset == OWN
    lit = Wishes(relight="iclight", light="left", light_strength=0.4)
    assert processing.wishes_from(lit.options()) == lit
    assert processing.wishes_from({"matting": "heard_of_by_another_version"}) is None


def test_a_studio_says_what_uploads_begin_with(house: House) -> None:
    with open_session() as db:
        assert processing.first_preset(db, house.anna.scope) == FAST
        processing.begin_with(db, house.anna.scope, STUDIO)
        assert processing.first_preset(db, house.anna.scope) == STUDIO
        assert processing.first_preset(db, house.boris.scope) == FAST
        with pytest.raises(WishUnknown):
            processing.begin_with(db, house.anna.scope, OWN)
        with pytest.raises(NotFound):
            processing.begin_with(db, house.maria.scope, BEST)


def test_an_estimate_says_what_it_does_not_know(house: House) -> None:
    known = costs.of_a_minute(processing.of_preset(BEST).options())
    assert known.unmeasured == ()
    assert known.seconds > costs.of_a_minute(processing.of_preset(STUDIO).options()).seconds > costs.of_a_minute().seconds
    assert costs.of_a_minute({"matting": "birefnet", "relight": "iclight"}).unmeasured == ("birefnet", "iclight")
    assert not_measured(ProcessOptions()) == ()


def test_the_worker_looks_again_before_it_fetches_anything(house: House, weights: Path) -> None:
    exercise_id = upload(house)
    (weights / BIREFNET_FILE).write_bytes(b"x")
    with open_session() as db:
        jobs.cancel(db, house.anna.scope, only_job(house, exercise_id))
        jobs.enqueue(db, house.anna.scope, exercise_id, processing.wishes({"look": "warm", "preset": OWN, "matting": "birefnet"}).options())
    (weights / BIREFNET_FILE).unlink()
    fetched: list[Path] = []

    def watched(source: Path, out: Path, options: ProcessOptions, tell: Tell, notice: OnNotices, kept: Path) -> ProcessResult:
        fetched.append(source)
        return quick(source, out, options, tell, notice, kept)

    worker.work_off("w", watched)
    assert fetched == []
    job = seen(house, exercise_id).job
    assert job is not None
    assert (job.status, job.error_code, job.attempts) == ("failed", reasons.MODEL_AWAY, 1)
    assert "BiRefNet" in job.error
    assert BIREFNET_FILE in job.error
    assert "администратору" in job.error
    admin = an_admin()
    work_off()
    with served(admin) as (db, scope):
        (published,) = admin_panel.jobs(db, scope, "failed")
    assert published.lacking == f"BiRefNet: {BIREFNET_FILE}"
    assert "perscoach weights list" in admin_panel.why(published, "ru")


def test_weights_that_vanish_meanwhile_are_told_without_the_servers_paths(house: House, weights: Path) -> None:
    exercise_id = upload(house)

    def misses(*_: object) -> ProcessResult:
        raise WeightsMissing("weights_missing", model="modnet", path=weights / MODNET_FILE, home=MODELS["modnet"].home)

    worker.work_off("w", misses)
    job = seen(house, exercise_id).job
    assert job is not None
    assert (job.error_code, job.attempts) == (reasons.MODEL_AWAY, 1)
    assert "MODNet" in job.error
    assert MODNET_FILE in job.error
    assert str(weights) not in job.error


def test_a_piece_is_made_with_what_is_here_now(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    exercise_id = processed(house)
    monkeypatch.setattr(clip_facts, "wishes_of", lambda _: Wishes("crisp", matting="birefnet"))
    with open_session() as db:
        child = excerpts.make(db, house.anna.scope, exercise_id, 1.0, 6.0, "Вниз")
        job = exercises.get(db, house.anna.scope, child).job
        assert job is not None
        assert db.get_one(Job, job.id).options | {"matting": "mediapipe"} == db.get_one(Job, job.id).options


def only_job(house: House, exercise_id: str) -> int:
    job = seen(house, exercise_id).job
    assert job is not None
    return job.id
