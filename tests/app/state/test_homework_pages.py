"""The client's home and her day, as she taps through them."""

from datetime import timedelta

import pytest
from sqlmodel import select

from perscoach_app.services import homework, sessions
from perscoach_app.state.home import HomeState
from perscoach_app.state.homework_day import HomeworkDayState
from perscoach_app.state.report import ReportState
from perscoach_app.tables import Person, SetDone, Training, TrainingSession
from perscoach_app.tables.database import open_session
from perscoach_app.tables.moments import now
from tests.app.house import Member
from tests.app.planning import MONDAY, Clock, clock, given_to, weekly
from tests.app.state.browsing import House, run, visit
from tests.app.state.test_assign_panel import plain
from tests.app.state.test_pages import trained

__all__ = ["clock"]
DAY = timedelta(days=1)


def home(house: House, who: Member | None = None) -> HomeState:
    state = visit(HomeState, "/home", who or house.maria)
    run(state, "load")
    return state


def opened(house: House, key: str, who: Member | None = None, host: str = "anna.localhost") -> HomeworkDayState:
    state = visit(HomeworkDayState, f"/home/homework/{key}", who or house.maria, host=host)
    run(state, "load")
    return state


def test_home_says_what_is_on_today_and_what_comes(house: House, clock: Clock) -> None:
    given_to(house, house.maria, weekly(MONDAY, 0, 2, ends_on=MONDAY + 9 * DAY), sets=3, exercises=2)
    state = home(house)
    assert plain(state.today_words) == "Сегодня, понедельник, 23 ноября"
    (card,) = state.today
    assert (card.title, card.deed, card.progress, card.done, len(card.posters)) == ("Ноги", "Начать", "", False, 2)
    assert card.line.startswith("2 упражнения · ≈")
    assert [plain(line.when) for line in state.coming] == ["Ср, 25 ноября", "Пн, 30 ноября", "Ср, 2 декабря"]

    clock.at(MONDAY + DAY)
    state = home(house)
    assert (state.today, plain(state.rest)) == ([], "Следующая домашка: завтра, «Ноги».")
    assert [(line.when, plain(line.state)) for line in state.late] == [("Вчера", "не сделано")]


def test_an_empty_home_teaches_and_the_library_stays_open(house: House, clock: Clock) -> None:
    state = home(house, house.olga)
    assert (state.today, state.rest, state.clips) == ([], "", [])
    house.ready_exercise(house.anna)
    state = home(house, house.olga)
    assert state.rest.startswith("Новых домашек пока нет.")
    assert len(state.clips) == 1


def test_a_day_is_ticked_off_with_the_thumb(house: House, clock: Clock) -> None:
    key = f"{given_to(house, house.maria, weekly(MONDAY))}-{MONDAY}"
    state = opened(house, key)
    (item,) = state.items
    assert (state.when, plain(state.progress), plain(state.next_words)) == (
        "Сегодня",
        "сделано 0 из 2 подходов",
        "Приседание, подход 1 из 2",
    )
    assert [(each.name, plain(each.words), each.done, each.here) for each in state.sets[item.id]] == [
        ("Подход 1", "10 × 6 кг", False, True),
        ("Подход 2", "10 × 6 кг", False, False),
    ]
    run(state, "tick", item.id, 1)
    assert (state.share, plain(state.next_words), state.finished) == ("50%", "Приседание, подход 2 из 2", False)
    run(state, "write", {"item": item.id, "number": "2", "reps": "8", "load": "7,5", "band": ""})
    assert [plain(each.words) for each in state.sets[item.id]] == ["10 × 6 кг", "8 × 7,5 кг"]
    assert (state.finished, state.next_words, state.told) == (True, "", "Записано: Приседание, подход 2")
    assert home(house).all_done
    run(state, "tick", item.id, 2)
    assert (state.finished, state.share) == (False, "50%")
    run(state, "finish")
    assert state.finished


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"reps": "много"}, "Впишите число, например 10 или 7,5."),
        ({"reps": "inf"}, "Впишите число, например 10 или 7,5."),
        ({"load": "nan"}, "Проверьте числа: до 1000 повторов, до часа и до 500 кг в подходе."),
        ({"reps": "-3"}, "Проверьте числа: до 1000 повторов, до часа и до 500 кг в подходе."),
    ],
)
def test_what_is_no_number_is_asked_again(house: House, clock: Clock, form: dict[str, str], sentence: str) -> None:
    key = f"{given_to(house, house.maria, weekly(MONDAY))}-{MONDAY}"
    state = opened(house, key)
    run(state, "write", {"item": state.items[0].id, "number": "1", **form})
    assert state.problem.replace("\u00a0", " ") == sentence
    with open_session(reading=True) as db:
        assert db.exec(select(SetDone)).all() == []


def test_starting_opens_shadow_mode_with_what_is_left(house: House, clock: Clock) -> None:
    key = f"{given_to(house, house.maria, weekly(MONDAY), exercises=2)}-{MONDAY}"
    state = opened(house, key)
    second = state.items[1].id
    assert "/shadow/" in str(run(state, "start", ""))
    run(state, "tick", second, 1)
    assert "/shadow/" in str(run(state, "start", second))
    with open_session(reading=True) as db:
        whole, one = db.exec(select(Training).order_by(Training.started_at)).all()
        left = [[place.state for place in sessions.places(db, training)] for training in (whole, one)]
    assert ([item["item"] for item in whole.plan["items"]], whole.plan["only"]) == ([each.id for each in state.items], None)
    assert ([item["item"] for item in one.plan["items"]], one.plan["only"]) == ([second], second)
    assert left == [["open", "open", "done", "open"], ["done", "open"]]


def test_a_day_ahead_is_looked_at_only(house: House, clock: Clock) -> None:
    key = f"{given_to(house, house.maria, weekly(MONDAY + DAY))}-{MONDAY + DAY}"
    state = opened(house, key)
    assert (state.when, plain(state.ahead).split(".")[0]) == ("Завтра", "Эта домашка на 24 ноября")
    assert run(state, "start", "") is None
    assert plain(state.problem).startswith("Эта домашка на 24 ноября.")


def test_the_report_of_a_set_leads_back_to_its_day(house: House, clock: Clock) -> None:
    key = f"{given_to(house, house.maria, weekly(MONDAY))}-{MONDAY}"
    free = trained(house, house.maria, house.ready_exercise(house.anna, "free"))
    with open_session() as db:
        row = db.exec(select(TrainingSession)).one()
        row.homework_id = homework.begin(db, house.maria.scope, key).id
        db.add(row)
        db.commit()
    for who, href in ((house.maria, f"/home/homework/{key}"), (house.anna, "")):
        state = visit(ReportState, f"/report/{free}", who)
        run(state, "load")
        assert state.homework == href


@pytest.mark.parametrize("who", ["olga", "anna", "boris", "viktor"])
def test_somebody_elses_day_is_not_found(house: House, clock: Clock, who: str) -> None:
    key = f"{given_to(house, house.maria, weekly(MONDAY))}-{MONDAY}"
    item = opened(house, key).items[0].id
    member = getattr(house, who)
    state = opened(house, key, member, host=f"{member.slug}.localhost")
    assert (state.place, state.title, state.items) == ("not_found", "", [])
    for event, arguments in (
        ("tick", (item, 1)),
        ("start", (item,)),
        ("write", ({"item": item, "number": "1", "reps": "5"},)),
        ("finish", ()),
    ):
        run(state, event, *arguments)
        assert state.place == "not_found"
    with open_session(reading=True) as db:
        assert db.exec(select(SetDone)).all() == []


def test_reminders_are_the_clients_own_wish(house: House, clock: Clock) -> None:
    assert not home(house).can_remind
    with open_session() as db:
        person = db.get_one(Person, house.maria.person_id)
        person.email, person.email_confirmed_at = "maria@example.org", now()
        db.add(person)
        db.commit()
    state = home(house)
    assert (state.can_remind, state.reminders) == (True, True)
    run(state, "wish_reminders", False)
    assert (state.reminders, state.told) == (False, "Напоминания выключены")
    assert not home(house).reminders
