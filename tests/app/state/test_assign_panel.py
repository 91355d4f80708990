"""The panel that gives a workout, pressed like a trainer presses it."""

import uuid
from datetime import timedelta

import pytest
from sqlmodel import select

from perscoach_app.services import people, planned_days
from perscoach_app.state import plans
from perscoach_app.state.assign import AssignState
from perscoach_app.state.builder import BuilderState
from perscoach_app.tables import Assignment
from perscoach_app.tables.database import open_session
from tests.app.house import Member
from tests.app.planning import MONDAY, Clock, clock, group, weekly, workout
from tests.app.state.browsing import House, run, visit

__all__ = ["clock"]


def panel(house: House, who: Member | None = None, *, language: str = "", made: str = "", host: str = "anna.localhost") -> AssignState:
    if not made:
        clip = house.ready_exercise(house.anna)
        with open_session() as db:
            made = workout(db, house.anna, {"exercise_id": clip})
    state = visit(AssignState, f"/trainer/homework/{made}", who or house.anna, language=language, host=host)
    run(state, "load_panel")
    return state


def plain(words: str) -> str:
    """With spaces as one types them."""
    return words.replace("\u00a0", " ").replace("\u202f", " ")


def days(house: House, who: Member) -> list[int]:
    with open_session(reading=True) as db:
        return [day.day.day for day in planned_days.days(db, who.scope, MONDAY, MONDAY + timedelta(days=13))]


def test_a_trainer_presses_whom_and_when(house: House, clock: Clock) -> None:
    state = panel(house)
    assert [each.name for each in state.clients] == ["Мария", "Ольга"]
    assert [day.short for day in state.weekdays] == ["Пн", "Вт", "Ср", "Чт", "Пт", "Сб", "Вс"]
    assert state.starts_on == "2026-11-23"
    run(state, "choose", "client", house.maria.person_id)
    run(state, "choose", "weekday", 3)
    run(state, "choose", "weekday", 0)
    run(state, "write", "remind_at", "18:00")
    words = "Мария, по понедельникам и четвергам с 23 ноября, напомним в 18:00"
    assert plain(state.summary) == words
    run(state, "give")
    assert (state.refusal, plain(state.told)) == ("", f"Назначено: {words}")
    assert days(house, house.maria) == [23, 26, 30, 3]
    (row,) = state.given
    assert row.receiver == "Мария"
    assert not any(each.chosen for each in state.clients)


def test_somebody_elses_workout_is_no_page(house: House, clock: Clock) -> None:
    clip = house.ready_exercise(house.anna)
    with open_session() as db:
        hers = workout(db, house.anna, {"exercise_id": clip})
    assert panel(house, house.anna, made=hers).place == "ok"
    assert panel(house, house.boris, made=hers, host="boris.localhost").place == "not_found"


def test_what_the_page_did_not_find_no_press_on_its_panel_brings_back(house: House, clock: Clock) -> None:
    page = visit(BuilderState, f"/trainer/homework/{uuid.uuid4()}", house.anna)
    run(page, "load")
    beside = page._get_root_state().get_substate(AssignState.get_full_name().split("."))
    run(beside, "choose", "weekday", 0)
    assert beside.place == page.place == "not_found"
    assert beside.weekdays == []
    elsewhere = visit(AssignState, "/trainer/homework", house.anna)
    run(elsewhere, "choose", "weekday", 0)
    assert elsewhere.place == "ok"


def test_what_stands_is_changed_and_ended(house: House, clock: Clock) -> None:
    state = panel(house)
    run(state, "choose", "client", house.maria.person_id)
    run(state, "give")
    run(state, "change", state.given[0].id)
    assert (state.changing_words, state.starts_on) == ("Мария", "2026-11-23")
    run(state, "choose", "weekday", 1)
    run(state, "write", "ends_on", "2026-11-30")
    run(state, "give")
    assert (state.refusal, state.changing, days(house, house.maria)) == ("", "", [24])
    run(state, "end", state.given[0].id)
    assert (state.given, days(house, house.maria)) == ([], [])


def test_leaving_a_change_changes_nothing(house: House, clock: Clock) -> None:
    state = panel(house)
    run(state, "choose", "client", house.olga.person_id)
    run(state, "give")
    run(state, "change", state.given[0].id)
    run(state, "choose", "weekday", 1)
    run(state, "leave")
    assert (state.changing, state.repeats, days(house, house.olga)) == ("", False, [23])


def test_groups_are_chosen_beside_clients(house: House, clock: Clock) -> None:
    with open_session() as db:
        band = group(db, house.anna, house.maria, house.olga)
    state = panel(house)
    run(state, "choose", "group", band)
    run(state, "give")
    assert state.given[0].receiver == "Утро, 2\u00a0человека" or state.given[0].receiver == "Утро, 2 человека"
    assert (days(house, house.maria), days(house, house.olga)) == ([23], [23])


def test_a_refusal_is_a_sentence_and_the_form_stays(house: House, clock: Clock) -> None:
    state = panel(house)
    run(state, "give")
    assert state.refusal == "Выберите, кому назначить: клиента или группу."
    run(state, "choose", "client", house.maria.person_id)
    assert state.refusal == ""
    run(state, "write", "starts_on", "")
    run(state, "give")
    assert state.refusal.startswith("Таких дней или времени нет.")
    assert [each.chosen for each in state.clients] == [True, False]
    run(state, "write", "remind_at", "25:99")
    assert state.summary == ""


def test_english_says_it_in_english(house: House, clock: Clock) -> None:
    with open_session() as db:
        people.set_language(db, house.anna.scope, "en")
    state = panel(house)
    run(state, "choose", "client", house.maria.person_id)
    for number in (0, 3):
        run(state, "choose", "weekday", number)
    run(state, "write", "every_weeks", "2")
    run(state, "write", "remind_at", "18:00")
    assert plain(state.summary) == "Мария, every 2 weeks on Monday and Thursday from Nov 23, reminder at 6:00 PM"


@pytest.mark.parametrize("who", ["maria", "viktor", "boris"])
def test_nobody_else_gives_annas_workouts(house: House, clock: Clock, who: str) -> None:
    made = panel(house).path.rpartition("/")[2]
    member = getattr(house, who)
    state = panel(house, member, made=made, host=f"{member.slug}.localhost")
    run(state, "choose", "client", house.maria.person_id)
    run(state, "give")
    assert state.place == "not_found" or state.refusal != ""
    with open_session(reading=True) as db:
        assert db.exec(select(Assignment)).all() == []


def test_an_address_of_nothing_gives_nothing(house: House, clock: Clock) -> None:
    for made in ("x", str(uuid.uuid4())):
        state = panel(house, made=made)
        run(state, "choose", "client", house.maria.person_id)
        run(state, "give")
        assert state.refusal != ""


@pytest.mark.parametrize(
    ("plan", "ru", "en"),
    [
        (weekly(MONDAY), "23 ноября", "on Nov 23"),
        (weekly(MONDAY, *range(7)), "каждый день с 23 ноября", "every day from Nov 23"),
        (
            weekly(MONDAY, 1, ends_on=MONDAY + timedelta(days=9)),
            "по вторникам с 24 ноября до 2 декабря",
            "every Tuesday from Nov 24 until Dec 2",
        ),
        (
            weekly(MONDAY, 0, 2, 4, every_weeks=3),
            "раз в 3 недели по понедельникам, средам и пятницам с 23 ноября",
            "every 3 weeks on Monday, Wednesday, and Friday from Nov 23",
        ),
    ],
)
def test_plans_in_words(plan: object, ru: str, en: str) -> None:
    assert [plain(plans.plan_words(voice, plan)) for voice in ("ru", "en")] == [ru, en]
