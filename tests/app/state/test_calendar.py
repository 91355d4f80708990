"""The trainer's calendar: a month of everybody, filtered, turned, and one day moved."""

from datetime import date, timedelta

import pytest

from perscoach_app.services import homework, people, planned_days
from perscoach_app.state.calendar import CalendarState, Entry, _month, _weeks_of
from perscoach_app.tables.database import open_session
from tests.app.planning import MONDAY, Clock, clock, given_to, weekly
from tests.app.state.browsing import House, run, visit
from tests.app.state.test_assign_panel import plain

__all__ = ["clock"]
DAY = timedelta(days=1)


def month(house: House) -> CalendarState:
    state = visit(CalendarState, "/trainer/calendar", house.anna)
    run(state, "load")
    return state


def entries(state: CalendarState) -> dict[str, list[Entry]]:
    return {cell.day: cell.homework for cell in state.cells if cell.homework}


def test_a_month_shows_who_has_what_and_what_became_of_it(house: House, clock: Clock) -> None:
    given = given_to(house, house.maria, weekly(MONDAY, 0, 1, 2, ends_on=MONDAY + 6 * DAY), sets=1)
    given_to(house, house.olga, weekly(MONDAY + 2 * DAY))
    with open_session() as db:
        item = homework.open_day(db, house.maria.scope, f"{given}-{MONDAY}").items[0].shown.id
        homework.tick(db, house.maria.scope, f"{given}-{MONDAY}", item, 1)
    clock.at(MONDAY + 2 * DAY)
    state = month(house)
    assert (state.month_words, state.weekdays[0], len(state.cells)) == ("Ноябрь 2026", "Пн", 42)
    assert [cell.day for cell in state.cells if cell.today] == ["2026-11-25"]
    seen = {day: [(each.client, each.state) for each in list_] for day, list_ in entries(state).items()}
    assert seen == {
        "2026-11-23": [("Мария", "done")],
        "2026-11-24": [("Мария", "missed")],
        "2026-11-25": [("Мария", "planned"), ("Ольга", "planned")],
    }
    assert plain(state.count_words) == "4 домашки · сделано: 1 · не сделано: 1"
    assert plain(entries(state)["2026-11-24"][0].label) == "Мария, «Ноги», вчера: не сделано"


def test_it_is_filtered_and_turned(house: House, clock: Clock) -> None:
    given_to(house, house.maria, weekly(MONDAY, 0))
    given_to(house, house.olga, weekly(MONDAY, 1))
    state = month(house)
    run(state, "choose_client", str(house.olga.person_id))
    assert {each.client for list_ in entries(state).values() for each in list_} == {"Ольга"}
    run(state, "turn", 1)
    assert (state.month_words, state.client) == ("Декабрь 2026", str(house.olga.person_id))
    run(state, "choose_client", str(house.viktor.person_id))  # somebody else's client is nobody here
    assert (state.client, {each.client for list_ in entries(state).values() for each in list_}) == ("", {"Мария", "Ольга"})
    run(state, "turn", 0)
    assert state.month_words == "Ноябрь 2026"
    for _ in range(30):
        run(state, "turn", -1)
    assert (state.month_words, state.filled) == ("Ноябрь 2024", False)


def test_one_day_is_moved_from_its_dialog(house: House, clock: Clock) -> None:
    given_to(house, house.maria, weekly(MONDAY, 0))
    state = month(house)
    (entry,) = entries(state)["2026-11-23"]
    run(state, "open_entry", entry.key, entry.client_id)
    assert state.opened is not None
    assert (state.opened.client, state.opened.title, state.opened.movable, state.opened.day) == ("Мария", "Ноги", True, "2026-11-23")
    run(state, "move", {"to": ""})
    assert state.refusal == "Выберите день."
    run(state, "move", {"to": "2026-11-20"})
    assert plain(state.refusal).startswith("20 ноября уже прошло.")
    run(state, "move", {"to": "2026-11-24"})
    assert (state.opened, plain(state.told)) == (None, "Перенесено: Мария, 24 ноября")
    (entry,) = entries(state)["2026-11-24"]
    run(state, "open_entry", entry.key, entry.client_id)
    assert state.opened is not None
    assert plain(state.opened.when) == "Вторник, 24 ноября · перенесено с 23 ноября"
    run(state, "close_entry")
    assert state.opened is None


@pytest.mark.parametrize("who", ["maria", "boris"])
def test_the_month_is_the_trainers_own(house: House, clock: Clock, who: str) -> None:
    key = f"{given_to(house, house.maria, weekly(MONDAY))}-{MONDAY}"
    member = getattr(house, who)
    state = visit(CalendarState, "/trainer/calendar", member, host=f"{member.slug}.localhost")
    run(state, "load")
    run(state, "open_entry", key, house.maria.person_id)
    run(state, "move", {"to": "2026-11-24"})
    assert (entries(state), state.opened) == ({}, None)
    with open_session(reading=True) as db:
        assert planned_days.one(db, house.maria.scope, key).day == MONDAY


def test_an_english_month_in_english(house: House, clock: Clock) -> None:
    with open_session() as db:
        people.set_language(db, house.anna.scope, "en")
    given_to(house, house.maria, weekly(MONDAY))
    state = month(house)
    assert (state.month_words, state.weekdays[0], state.count_words) == ("November 2026", "Mon", "1 homework day")


@pytest.mark.parametrize("first", [0, 5, 6])
@pytest.mark.parametrize("today", [date(2024, 2, 29), date(2026, 12, 31), date(2027, 1, 1), date(2026, 3, 31)])
def test_a_month_is_whole_weeks(today: date, first: int) -> None:
    for months in (-1, 0, 1, 12):
        of = _month(today, months)
        start, end = _weeks_of(of, first)
        assert (start.weekday(), (end + DAY).weekday(), (end - start).days % 7) == (first, first, 6)
        assert start <= of < of + 27 * DAY <= end
        assert (of - start).days < 7
        assert (end + DAY).month != of.month or (end + DAY).year != of.year
