"""The trainer's home and her inbox, as pages."""

from datetime import timedelta

import pytest

from perscoach_app.services import homework, messages
from perscoach_app.state.inbox import InboxState
from perscoach_app.state.today import TodayState
from perscoach_app.tables.database import open_session
from tests.app.planning import MONDAY, Clock, clock, given_to, weekly
from tests.app.state.browsing import House, run, visit
from tests.app.state.test_assign_panel import plain
from tests.app.test_inbox import trained

__all__ = ["clock"]


def today(house: House) -> TodayState:
    state = visit(TodayState, "/trainer", house.anna)
    run(state, "load")
    assert state.place == "ok"
    return state


def test_the_day_says_who_trained_who_has_not_and_who_skips(house: House, clock: Clock) -> None:
    maria, olga = house.maria, house.olga
    clock.at(MONDAY - timedelta(7))
    hers = given_to(house, maria, weekly(MONDAY - timedelta(7), 0, 2, 4))
    given_to(house, olga, weekly(MONDAY - timedelta(7), 0, 2, 4))
    clock.at(MONDAY)
    state = today(house)
    assert [(line.name, plain(line.badge), line.tone) for line in state.skipped] == [
        ("Мария", "3 занятия", "warn"),
        ("Ольга", "3 занятия", "warn"),
    ]
    assert plain(state.today_words) == "сделано 0 из 2"
    with open_session() as db:
        day = homework.open_day(db, maria.scope, f"{hers}-{MONDAY}")
        homework.tick(db, maria.scope, f"{hers}-{MONDAY}", day.items[0].shown.id, 1)
        homework.finish(db, maria.scope, f"{hers}-{MONDAY}")
    state = today(house)
    assert [(line.name, plain(line.badge)) for line in state.today] == [("Мария", "сделано"), ("Ольга", "в плане")]
    assert [line.name for line in state.skipped] == ["Ольга"]


def test_who_writes_and_what_is_to_discuss_is_there_until_it_is_done(house: House) -> None:
    maria = house.maria.person_id
    with open_session() as db:
        messages.send(db, house.anna.scope, maria, "", discuss=True)
        messages.send(db, house.maria.scope, maria, "Можно в среду?")
    state = today(house)
    assert [(line.name, line.about, plain(line.badge)) for line in state.writing] == [("Мария", "Можно в среду?", "1 новое")]
    (topic,) = state.topics
    run(state, "discussed", topic.message)
    assert state.topics == []


def test_the_inbox_narrows_and_puts_aside(house: House) -> None:
    words = {"ru": "Колено внутрь: разведите колени.", "en": "Knee inwards: push it out."}
    with open_session() as db:
        hurts = trained(db, house, house.maria.person_id, pain=True, moments=[{"words": words}])
        trained(db, house, house.olga.person_id, score=None)
        db.commit()
    assert [row.client for row in today(house).reports] == ["Мария", "Ольга"]
    state = visit(InboxState, "/trainer/reports", house.anna)
    run(state, "load")
    first, second = state.rows
    assert (first.client, first.worst, [mark.words for mark in first.marks]) == ("Мария", "Колено внутрь", ["болит", "новый"])
    assert (second.scored, plain(first.facts), len(first.bars)) == (False, "2 из 2 подходов", 36)
    run(state, "put_aside", hurts)
    assert ([row.client for row in state.rows], plain(state.count_words)) == (["Ольга"], "1 отчёт ждёт")
    run(state, "show", "answered")
    assert [row.training for row in state.rows] == [hurts]
    run(state, "bring_back", hurts)
    run(state, "show", "all")
    run(state, "of_client", str(house.olga.person_id))
    assert [row.client for row in state.rows] == ["Ольга"]


def test_an_answered_report_about_which_she_asks_can_be_put_aside(house: House) -> None:
    with open_session() as db:
        one = trained(db, house, house.maria.person_id)
        messages.send(db, house.anna.scope, house.maria.person_id, "Отлично!", training_id=one)
        messages.send(db, house.maria.scope, house.maria.person_id, "А колено?", training_id=one)
    state = visit(InboxState, "/trainer/reports", house.anna)
    run(state, "load")
    assert [row.waits for row in state.rows] == [True]
    run(state, "put_aside", one)
    run(state, "show", "answered")
    assert [row.waits for row in state.rows] == [False]


@pytest.mark.parametrize("who", ["maria", "boris"])
def test_other_houses_see_nothing_of_it(house: House, who: str) -> None:
    with open_session() as db:
        trained(db, house, house.maria.person_id)
        db.commit()
    member = getattr(house, who)
    for page, path in ((TodayState, "/trainer"), (InboxState, "/trainer/reports")):
        state = visit(page, path, member, host=f"{member.slug}.localhost:3100")
        run(state, "load")
        assert state.place == ("ok" if who == "boris" else "not_found")
        assert "Мария" not in str(state.dict())
