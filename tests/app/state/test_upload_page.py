"""The upload page: one list from the queue to ready, with the first look's verdict and a title to give."""

from perscoach_app.services import first_looks, jobs, leases, processing
from perscoach_app.services.first_looks import Wanted
from perscoach_app.services.scope import parse_id
from perscoach_app.state.upload import UploadState
from perscoach_app.state.uploads import Upload
from perscoach_app.tables import Exercise
from perscoach_app.tables.database import open_session
from tests.app.house import House
from tests.app.stand_in import upload
from tests.app.state.browsing import run, visit


def opened(house: House) -> UploadState:
    state = visit(UploadState, "/trainer/upload", house.anna)
    run(state, "load")
    return state


def refreshed(state: UploadState) -> Upload:
    with open_session(reading=True) as db:
        assert state._fill(db)
    return state.uploads[0]


def look_finds(exercise_id: str, *codes: str, box: list[float] | None = None) -> None:
    with open_session() as db:
        row = db.get_one(Exercise, parse_id(exercise_id))
        wanted = Wanted(row.id, row.tenant_id, row.source_key, row.source_name, f"{row.prefix}/{first_looks.PICTURE}")
        notices = [{"code": code, "values": {"share": 0.4}} for code in codes]
        first_looks.tell(db, wanted, notices, picture=box is not None, box=box)


def test_a_clip_goes_from_looking_to_its_verdict_while_the_job_goes_on(house: House) -> None:
    exercise_id = upload(house)
    state = opened(house)
    (card,) = state.uploads
    assert (card.state, card.verdict, card.verdict_words) == ("queued", "looking", "Смотрим, как снято…")

    with open_session() as db:
        held = leases.lease(db, "test")
        assert held is not None
        leases.heartbeat(db, held, "render", 0.63, 40)
    look_finds(exercise_id, "feet_cut_off", box=[0.25, 0.1, 0.75, 0.9])
    card = refreshed(state)
    assert (card.state, card.percent, card.verdict, card.verdict_words) == ("processing", 63, "again", "Переснимите")
    assert "Ноги обрезаны" in card.advice[0]
    assert card.box == {"left": "25.0%", "top": "10.0%", "right": "25.0%", "bottom": "10.0%"}
    assert card.picture.startswith("/api/media/")

    with open_session() as db:
        leases.finish(db, held, duration_s=4.0)
    assert refreshed(state).state == "ready"  # and stays here: the trainer who comes back finds it done


def test_remarks_are_no_reason_to_film_again(house: House) -> None:
    exercise_id = upload(house)
    look_finds(exercise_id, "camera_moves", "hands_leave")
    (card,) = opened(house).uploads
    assert (card.verdict, len(card.advice)) == ("better", 2)


def test_a_failed_job_says_why_once(house: House) -> None:
    exercise_id = upload(house)
    look_finds(exercise_id, "no_person")
    with open_session() as db:
        held = leases.lease(db, "test")
        assert held is not None
        leases.fail(db, held, "no_person", {})
    state = opened(house)
    (card,) = state.uploads
    assert (card.state, card.verdict) == ("failed", "")
    assert "Человека в видео не видно" in card.why
    run(state, "retry", exercise_id)
    assert (state.uploads[0].state, state.uploads[0].verdict) == ("queued", "again")


def test_a_title_is_given_in_the_readers_language(house: House) -> None:
    exercise_id = upload(house)
    state = opened(house)
    run(state, "rename", exercise_id, "  Присед у стены ")
    assert state.uploads[0].title == "Присед у стены"
    assert state.told == "Название сохранено"
    run(state, "rename", exercise_id, "   ")  # an emptied field keeps what was there
    with open_session(reading=True) as db:
        row = db.get_one(Exercise, parse_id(exercise_id))
        assert (row.title_ru, row.title_en) == ("Присед у стены", "Squat")


def test_the_page_offers_the_look_she_chose_last_time(house: House) -> None:
    exercise_id = upload(house)
    with open_session() as db:
        held = leases.lease(db, "test")
        assert held is not None
        leases.finish(db, held)
        jobs.enqueue(db, house.anna.scope, exercise_id, processing.Wishes("warm", "publish").options())
    state = opened(house)
    assert (state.look, state.preset, state.quality) == ("warm", "fast", "preview")


def test_stopping_a_clip_takes_its_job_away(house: House) -> None:
    upload(house)
    state = opened(house)
    run(state, "cancel", state.uploads[0].job)
    assert (state.uploads[0].state, state.uploads[0].job) == ("cancelled", 0)


def test_others_clips_are_not_here(house: House) -> None:
    upload(house)
    other = visit(UploadState, "/trainer/upload", house.boris)
    run(other, "load")
    assert other.uploads == []
