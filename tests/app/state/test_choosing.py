"""The choice of presets and models on the pages: what each takes and needs, what cannot be chosen, what stays."""

from pathlib import Path

import pytest

from gpu_jobs.catalogue import BIREFNET_FILE, MODELS
from gpu_jobs.weights import WEIGHTS_DIR_VARIABLE
from perscoach_app.services import leases, models, reasons
from perscoach_app.state.choosing import KINDS, model_row
from perscoach_app.state.exercise import ExerciseState
from perscoach_app.state.upload import UploadState
from perscoach_app.tables.database import open_session
from perscoach_app.texts import say
from tests.app.clips import processed
from tests.app.state.browsing import House, run, visit


@pytest.fixture
def weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "weights"
    folder.mkdir()
    monkeypatch.setenv(WEIGHTS_DIR_VARIABLE, str(folder))
    return folder


def run_price(state: UploadState, preset: str) -> str:
    run(state, "choose", "preset", preset)
    return state.expected


def upload_page(house: House) -> UploadState:
    state = visit(UploadState, "/trainer/upload", house.anna)
    run(state, "load")
    return state


def test_a_preset_shows_what_it_uses_takes_and_lacks(house: House, weights: Path) -> None:
    state = upload_page(house)
    assert [card.title for card in state.presets] == ["Быстро", "Студия", "Лучшее"]
    best = state.presets[2]
    assert "BlazePose Heavy" in best.uses
    assert best.without == say("ru", "processing.without", models="BiRefNet, SAM 3D Body")
    assert best.takes != state.presets[0].takes
    assert best.takes == run_price(state, "best")
    assert (state.preset, state.pose, state.quality) == ("best", "mediapipe-heavy", "publish")


def test_a_choice_of_ones_own_leaves_the_rest_as_the_preset_had_it(house: House, weights: Path) -> None:
    (weights / BIREFNET_FILE).write_bytes(b"x")
    state = upload_page(house)
    run(state, "choose", "preset", "studio")
    run(state, "choose", "matting", "birefnet")
    assert (state.preset, state.matting, state.quality) == ("own", "birefnet", "publish")
    assert "BiRefNet" in state.expected
    run(state, "choose", "preset", "fast")
    assert (state.preset, state.matting, state.quality) == ("fast", "mediapipe", "preview")


def test_what_is_not_here_is_seen_and_says_what_is_missing(house: House, weights: Path) -> None:
    state = upload_page(house)
    away = {row.name: row for row in state.mattings.away + state.poses.away + state.relights.away}
    assert "birefnet" in away
    assert BIREFNET_FILE in away["birefnet"].lack
    assert "видеокарты" in away["sam3d_body"].lack
    assert (away["birefnet"].licence, away["birefnet"].licence_page) == ("MIT", MODELS["birefnet"].licence_page)
    assert "3,5" in away["birefnet"].needs
    for name, value in (("matting", "birefnet"), ("matting", "nothing"), ("problem", "mine"), ("place", "ok")):
        run(state, "choose", name, value)
        assert state.problem
        assert (state.preset, state.matting) == ("fast", "mediapipe")
    run(state, "choose", "preset", "studio")
    assert state.problem == ""


def test_the_studio_begins_with_what_she_likes(house: House, weights: Path) -> None:
    state = upload_page(house)
    assert state.begin_words == ""
    run(state, "choose", "preset", "best")
    assert state.begin_words == say("ru", "processing.begin_with", preset="Лучшее")
    run(state, "begin_with")
    assert state.begin_words == ""
    assert upload_page(house).preset == "best"
    run(other := visit(UploadState, "/trainer/upload", house.boris), "load")
    assert other.preset == "fast"


def test_a_clip_is_done_again_by_the_preset_that_is_chosen(house: House, weights: Path) -> None:
    state = visit(ExerciseState, f"/trainer/exercise/{processed(house)}", house.anna)
    run(state, "load")
    assert state.preset == "studio"  # what it was made with
    facts = {fact.name: fact.value for fact in state.facts}
    assert (facts["Вырезание"], facts["Поза"]) == ("встроенное", "BlazePose")
    assert state.expected == state.presets[1].takes
    run(state, "choose", "preset", "best")
    run(state, "add_tag", {"tag": "ноги"})  # the page is read anew, and the choice stays
    assert state.preset == "best"
    run(state, "process_again", {"look": "warm", "preset": "best"})
    with open_session() as db:
        held = leases.lease(db, "w")
    assert held is not None
    assert (held.options["pose"], held.options["chosen"]) == ("mediapipe-heavy", "best")
    with open_session() as db:
        leases.fail(db, held, reasons.MODEL_AWAY, {"model": "BiRefNet", "what": BIREFNET_FILE})
    run(state, "load")
    assert "BiRefNet" in state.not_again  # and the clip there is stays
    assert state.clip is not None
    assert state.clip.trainable


def test_every_model_has_words_in_both_languages() -> None:
    for language in ("ru", "en"):
        for kind in KINDS:
            for one in models.choices(kind):
                row = model_row(kind, one, language)
                assert row.title
                assert row.about
