"""A piece of a clip as an exercise of its own: the same source, its own stretch of it, every frame at its own time."""

from pathlib import Path

import pytest

from gpu_jobs.options import ProcessOptions, options_from
from gpu_jobs.pipeline import OnNotices, ProcessResult, process
from gpu_jobs.video.decode import Reader
from gpu_jobs.video.probe import probe
from gpu_jobs.workers import Here
from perscoach_app import worker
from perscoach_app.services import clip_facts, excerpts, exercises, jobs, leases, library, processing, removal, uploads
from perscoach_app.services.errors import NotFound, NotReady
from perscoach_app.services.library_errors import ExcerptTooShort
from perscoach_app.settings import PROJECT_ROOT
from perscoach_app.tables import ExerciseCreate, ExerciseUpdate
from perscoach_app.tables.database import open_session
from tests.app.clips import processed
from tests.app.house import House
from tests.app.test_worker import Tell, no_ray, quick

__all__ = ["no_ray"]


def test_it_is_made_of_the_same_source_from_its_first_frame_on(house: House) -> None:
    parent, scope = processed(house), house.anna.scope
    with open_session() as db:
        library.set_tags(db, scope, parent, ["Ноги"])
        exercises.update(db, scope, parent, ExerciseUpdate(strictness=1.5))
        child = excerpts.make(db, scope, parent, 1.0, 9.0, "Присед у стены")
        row, source = exercises.row_of(db, scope, child), exercises.row_of(db, scope, parent)
        assert (row.title_ru, row.tags, row.strictness) == ("Присед у стены", ["Ноги"], 1.5)
        assert (row.source_key, row.source_bytes, row.parent_id) == (source.source_key, 0, source.id)
        assert (row.start_s, row.end_s) == (1.023, 9.0)  # frames come every 33 ms: the first one in the piece
        held = leases.lease(db, "w")
    assert held is not None
    assert options_from(held.options) == ProcessOptions(preset="warm", quality="publish", start_ms=1023, end_ms=9000)


def test_a_piece_of_a_piece_counts_in_the_same_source(house: House) -> None:
    parent, scope = processed(house), house.anna.scope
    with open_session() as db:
        child = excerpts.make(db, scope, parent, 1.0, 9.0, "Присед")
        held = leases.lease(db, "w")
        assert held is not None
        leases.finish(db, held, duration_s=7.977)
        grandchild = exercises.row_of(db, scope, excerpts.make(db, scope, child, 2.0, 4.0, "Один повтор"))
        assert str(grandchild.parent_id) == parent
        assert (grandchild.start_s, grandchild.end_s) == (3.023, 5.023)


def test_another_go_stays_with_its_stretch(house: House) -> None:
    parent, scope = processed(house), house.anna.scope
    with open_session() as db:
        child = excerpts.make(db, scope, parent, 1.0, 9.0, "Присед")
        held = leases.lease(db, "w")
        assert held is not None
        leases.fail(db, held, "no_person", {})
        jobs.enqueue(db, scope, child, processing.Wishes("crisp", "preview").options())
        held = leases.lease(db, "w")
        assert held is not None
        assert options_from(held.options) == ProcessOptions(preset="crisp", start_ms=1023, end_ms=9000)


def test_the_source_stays_while_a_piece_of_it_is_there(house: House) -> None:
    parent, scope = processed(house), house.anna.scope
    with open_session() as db:
        excerpts.make(db, scope, parent, 1.0, 9.0, "Присед")
        removal.remove(db, scope, parent)
        row = exercises.row_of(db, scope, parent)
        assert row.removed_at is not None
        row.removed_at -= 2 * removal.REGRET
        db.add(row)
        db.commit()
        assert removal.free_unused(db) == 0


def test_what_is_no_piece_is_refused(house: House) -> None:
    waiting, parent = house.exercise(house.anna, "lunge"), ""
    with open_session() as db:
        with pytest.raises(NotReady):
            excerpts.make(db, house.anna.scope, waiting, 0.0, 2.0, "")
        held = leases.lease(db, "w")
        assert held is not None
        leases.finish(db, held)
    parent = processed(house)
    with open_session() as db:
        with pytest.raises(ExcerptTooShort):
            excerpts.make(db, house.anna.scope, parent, 4.0, 4.9, "")
        for stranger in (house.boris, house.maria):
            with pytest.raises(NotFound):
                excerpts.make(db, stranger.scope, parent, 1.0, 9.0, "")
        assert len(exercises.list_all(db, house.anna.scope)) == 2


def test_the_real_pipeline_makes_the_piece_frame_by_frame(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rendered squat, its second second made an exercise: every frame of the source that lies in it, at its own time."""
    models = PROJECT_ROOT / "var" / "models"
    if not (models / "pose_landmarker_full.task").exists():
        pytest.skip("the models are not here: run `perscoach prepare`")
    monkeypatch.setenv("PERSCOACH_WEIGHTS_DIR", str(models))
    scope, clip = house.anna.scope, PROJECT_ROOT / "assets" / "demo" / "squat.mp4"
    times = [frame.time_ms for frame in Reader(probe(clip), 64)]
    inside = [time for time in times if 1000 <= time < 2400]
    parent = uploads.take_in(scope, clip, ExerciseCreate(slug="squat", title_ru="Приседание", source_name="squat.mp4")).exercise_id
    assert worker.work_off("w", quick) == 1
    with open_session() as db:
        child = excerpts.make(db, scope, parent, inside[0] / 1000, 2.4, "Присед")
        assert jobs.list_all(db, scope)[0].status == "queued"
        assert exercises.row_of(db, scope, child).stretch == {"start_ms": inside[0], "end_ms": 2400}

    def here(source: Path, out: Path, options: ProcessOptions, tell: Tell, notice: OnNotices, kept: Path) -> ProcessResult:
        return process(source, out, options, tell, Here(), notice, kept)

    assert worker.work_off("w", here) == 1
    with open_session(reading=True) as db:
        made = exercises.get(db, scope, child)
        assert (made.state, made.error) == ("ready", "")
        assert list(clip_facts.frame_times_ms(exercises.row_of(db, scope, child))) == [time - inside[0] for time in inside]
        assert made.duration_s == pytest.approx((2400 - inside[0]) / 1000, abs=0.002)
