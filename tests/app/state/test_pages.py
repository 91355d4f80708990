"""What each page's state reads and does, on a real database."""

import uuid
from typing import Any

import pytest

from perscoach_app.services import jobs, leases, sign_in
from perscoach_app.state import home
from perscoach_app.state.exercise import ExerciseState
from perscoach_app.state.home import HomeState
from perscoach_app.state.inbox import InboxState
from perscoach_app.state.library import LibraryState
from perscoach_app.state.report import ReportState
from perscoach_app.state.way_in import EnterState
from perscoach_app.tables.database import open_session
from tests.app import training
from tests.app.house import Member
from tests.app.state.browsing import House, run, visit

LEFT_THIGH = 2
SECONDS = 30


def trained(house: House, who: Member, exercise_id: str, score: float = 90.0) -> str:
    """A finished session: the left thigh is far off between the tenth and the fifteenth second, three seconds are not seen."""
    return training.trained(who, exercise_id, [_sample(i / 5, score) for i in range(SECONDS * 5)], float(SECONDS))


def _sample(t: float, score: float) -> list[Any]:
    if 20 <= t < 23:
        return [t, None, None, None, int(t // 6), None]
    fault = 10 <= t < 15
    limbs = [20.0 if fault and limb == LEFT_THIGH else score for limb in range(14)]
    return [t, 30.0 if fault else score, 0.5, 0.2, int(t // 6), limbs]


def test_the_library_follows_a_job_from_the_queue_to_its_end(house: House) -> None:
    exercise_id = house.exercise(house.anna)
    state = visit(LibraryState, "/trainer/library", house.anna)
    run(state, "load")
    (card,) = state.clips
    assert (card.state, card.title, card.line, card.moving) == ("queued", "Приседание", "ждёт своей очереди", True)

    with open_session() as db:
        held = leases.lease(db, "test")
        assert held is not None
        leases.heartbeat(db, held, "render", 0.63, 40)
        assert state._fill(db)
    (card,) = state.clips
    assert (card.state, card.percent) == ("processing", 63)
    assert card.line == "вырезаем фон и выравниваем цвет · ещё 40\u00a0с".replace("и ", "и\u00a0")
    assert state._moves()

    with open_session() as db:
        leases.fail(db, held, "no_person", {})
        assert state._fill(db)
    (card,) = state.clips
    assert card.state == "failed"
    assert "Человека" in card.why
    assert not state._moves()

    run(state, "retry", exercise_id)
    assert (state.clips[0].state, state.problem) == ("queued", "")
    run(state, "retry", exercise_id)
    assert state.problem == "Это видео уже обрабатывается."


def test_the_upload_page_shows_what_is_under_way(house: House) -> None:
    house.ready_exercise(house.anna)
    house.exercise(house.anna, "lunge")
    state = visit(LibraryState, "/trainer/upload", house.anna)
    run(state, "load")
    assert [clip.state for clip in state.moving_clips] == ["queued"]
    assert state._moves()  # the next upload may end at any moment


def test_counts_are_said_in_good_russian(house: House) -> None:
    house.ready_exercise(house.anna)
    state = visit(LibraryState, "/trainer/library", house.anna)
    run(state, "load")
    assert state.count_words == "1 упражнение · готово к\u00a0тренировке"


def test_an_exercise_page_has_its_clip_and_facts(house: House) -> None:
    exercise_id = house.ready_exercise(house.anna)
    state = visit(ExerciseState, f"/trainer/exercise/{exercise_id}", house.anna, language="en")
    run(state, "load")
    assert state.clip is not None
    assert state.clip.trainable
    assert state.video.startswith("/api/media/tenants/")
    assert {fact.name: fact.value for fact in state.facts}["Длительность"] == "12,5\u00a0с"


def test_trying_an_exercise_opens_shadow_mode(house: House) -> None:
    exercise_id = house.ready_exercise(house.anna)
    state = visit(ExerciseState, f"/trainer/exercise/{exercise_id}", house.anna)
    assert "/shadow/" in str(run(state, "try_it"))


def test_a_client_starts_from_her_home(house: House) -> None:
    exercise_id = house.ready_exercise(house.anna)
    house.exercise(house.anna, "lunge")
    state = visit(HomeState, "/home", house.maria)
    run(state, "load")
    assert [clip.id for clip in state.clips] == [exercise_id]  # what is not ready is not shown
    assert "/shadow/" in str(run(state, "start", exercise_id))
    assert run(state, "start", str(uuid.uuid4())) is None
    assert state.problem == "Этого упражнения больше нет. Выберите другое."


def test_a_client_sees_her_own_past_only(house: House) -> None:
    exercise_id = house.ready_exercise(house.anna)
    own = trained(house, house.maria, exercise_id, 90)
    trained(house, house.olga, exercise_id, 50)
    state = visit(HomeState, "/home", house.maria)
    run(state, "load")
    (row,) = state.past
    assert (row.href, row.tone, row.facts) == (f"/report/{own}", "good", "1 подход · 4 повтора · 30\u00a0с")


def test_her_own_past_is_not_crowded_out_by_others(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    exercise_id = house.ready_exercise(house.anna)
    monkeypatch.setattr(home, "PAST_SHOWN", 1)
    own = trained(house, house.anna, exercise_id, 90)
    trained(house, house.maria, exercise_id, 50)
    state = visit(HomeState, "/home", house.anna)
    run(state, "load")
    assert [row.href for row in state.past] == [f"/report/{own}"]


def test_a_report_plays_the_clip_that_was_trained(house: House) -> None:
    exercise_id = house.ready_exercise(house.anna)
    session_id = trained(house, house.maria, exercise_id)
    with open_session() as db:
        jobs.enqueue(db, house.anna.scope, exercise_id)
        held = leases.lease(db, "test")
        assert held is not None
        leases.finish(db, held)
    state = visit(ReportState, f"/report/{session_id}", house.maria)
    run(state, "load")
    assert "/v1/" in state.video


def test_the_trainer_sees_everybodys_reports(house: House) -> None:
    exercise_id = house.ready_exercise(house.anna)
    trained(house, house.maria, exercise_id)
    trained(house, house.olga, exercise_id)
    state = visit(InboxState, "/trainer/reports", house.anna)
    run(state, "load")
    assert {row.client for row in state.rows} == {"Мария", "Ольга"}
    assert state.count_words == "2 отчёта ждут"


def test_a_report_says_what_happened(house: House) -> None:
    session_id = trained(house, house.maria, house.ready_exercise(house.anna))
    state = visit(ReportState, f"/report/{session_id}", house.anna)
    run(state, "load")
    assert state.place == "ok"
    assert (state.client, state.title, state.own, state.checked) == ("Мария", "Приседание", False, "none")
    assert state.tone == "good"
    assert state.headline.startswith("Хорошо")
    assert "4 повтора" in state.facts
    assert "видно 90\u202f% времени" in state.facts or "видно 90 % времени" in state.facts
    tones = [bar.tone for bar in state.bars]
    assert {"good", "poor", ""} == set(tones)
    assert all(bar.tone == "poor" for bar in state.bars if bar.start_s >= 10.5 and bar.end_s <= 14.5)
    assert state.moments
    assert 9 <= float(state.moments[0].at) <= 15
    assert "бедро" in (state.moments[0].title + state.moments[0].line).lower()
    assert (state.heat[0].name, state.heat[-1].name) == ("Голова", "Правая стопа"), "from head to feet"
    assert [(row.name, bool(row.poor)) for row in state.heat if row.poor] == [("Левое бедро", True)]
    assert state.trend == "первое занятие с\u00a0этим упражнением"


def test_a_report_compares_with_the_time_before(house: House) -> None:
    exercise_id = house.ready_exercise(house.anna)
    trained(house, house.maria, exercise_id, 80)
    trained(house, house.olga, exercise_id, 99)
    session_id = trained(house, house.maria, exercise_id, 90)
    state = visit(ReportState, f"/report/{session_id}", house.maria)
    run(state, "load")
    assert state.own
    assert state.trend.startswith("+")


@pytest.mark.parametrize("reader", ["olga", "boris", "nobody"])
def test_a_report_exists_for_nobody_else(house: House, reader: str) -> None:
    session_id = trained(house, house.maria, house.ready_exercise(house.anna))
    member = getattr(house, reader, None)
    host = f"{member.slug}.localhost" if member else "anna.localhost"
    state = visit(ReportState, f"/report/{session_id}", member, host=host)
    run(state, "load")
    assert state.place == ("not_found" if member else "signed_out")
    assert (state.client, state.bars, state.video) == ("", [], "")


@pytest.mark.parametrize("address", ["nonsense", "", "00000000-0000-0000-0000-000000000000", "%00", "../../etc"])
def test_an_address_that_names_nothing_is_not_found(house: House, address: str) -> None:
    for page, path, member in ((ReportState, "/report/", house.maria), (ExerciseState, "/trainer/exercise/", house.anna)):
        state = visit(page, path + address, member)
        run(state, "load")
        assert state.place == "not_found"


def test_a_link_greets_its_person_and_is_not_spent_by_looking(house: House) -> None:
    token = house.maria.link()
    for _ in range(2):
        state = visit(EnterState, f"/enter/{token}")
        run(state, "load")
        assert (state.guest, state.ticket) == ("Мария", token)
    with open_session() as db:
        sign_in.by_link(db, token, "anna.localhost")
    run(state, "load")
    assert (state.guest, state.ticket) == ("", "")


def test_a_link_says_nothing_on_another_site(house: House) -> None:
    state = visit(EnterState, f"/enter/{house.maria.link()}", host="boris.localhost")
    run(state, "load")
    assert state.guest == ""


def test_a_cancelled_job_leaves_the_card_quiet(house: House) -> None:
    house.exercise(house.anna)
    with open_session() as db:
        (job,) = jobs.list_all(db, house.anna.scope)
        jobs.cancel(db, house.anna.scope, job.id)
    state = visit(LibraryState, "/trainer/library", house.anna)
    run(state, "load")
    assert (state.clips[0].state, state.clips[0].moving, state.clips[0].line) == ("cancelled", False, "отменено")
