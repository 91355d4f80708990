"""Reminders: at the trainer's hour, once by each way, to who wants them; what failed is tried again while it is worth it."""

import threading
from concurrent.futures import Future
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from perscoach_app.services import homework, mail, reminders
from perscoach_app.tables import Person, Reminder, Tenant
from perscoach_app.tables.database import open_session
from perscoach_app.tables.moments import now
from tests.app.house import House
from tests.app.planning import MONDAY, Clock, clock, given_to, weekly
from tests.app.postbox import letters, words_of
from tests.app.state.test_assign_panel import plain

__all__ = ["clock"]
SIX = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)  # 18:00 in Moscow


def has_mail(house: House, **changes: object) -> None:
    """Мария has proven her address."""
    with open_session() as db:
        person = db.get_one(Person, house.maria.person_id)
        person.email, person.email_confirmed_at = "maria@example.org", now()
        for name, value in changes.items():
            setattr(person, name, value)
        db.add(person)
        db.commit()


def reminded_at_six(house: House) -> str:
    return given_to(house, house.maria, weekly(MONDAY, 0, remind_at="18:00"))


def test_a_letter_comes_at_the_hour_and_once(house: House, clock: Clock) -> None:
    has_mail(house)
    given = reminded_at_six(house)
    assert reminders.send_due(SIX - timedelta(minutes=1)) == 0
    assert [reminders.send_due(SIX + timedelta(minutes=n)) for n in range(3)] == [1, 0, 0]
    (letter,) = letters()
    assert (letter["To"], letter["Subject"]) == ("maria@example.org", "Домашка на сегодня: Ноги")
    words = plain(words_of(letter))
    assert "Сегодня у вас домашка «Ноги»: 1 упражнение" in words
    assert f"http://anna.localhost:3000/home/homework/{given}-{MONDAY}" in words
    assert "выключите напоминания" in words


def test_next_week_is_another_reminder(house: House, clock: Clock) -> None:
    has_mail(house)
    reminded_at_six(house)
    assert [reminders.send_due(SIX + timedelta(days=n)) for n in (0, 1, 7)] == [1, 0, 1]


@pytest.mark.parametrize("late_h", [3, 5, 8])
def test_a_worker_that_slept_wakes_nobody_at_night(house: House, clock: Clock, late_h: int) -> None:
    has_mail(house)
    reminded_at_six(house)
    assert reminders.send_due(SIX + timedelta(hours=late_h)) == 0


@pytest.mark.parametrize("changes", [{"reminders": False}, {"removed_at": SIX}, {"email_confirmed_at": None}])
def test_who_does_not_want_it_or_is_gone_gets_none(house: House, clock: Clock, changes: dict[str, object]) -> None:
    reminded_at_six(house)
    has_mail(house, **changes)
    assert reminders.send_due(SIX) == 0
    assert letters() == []


def test_a_day_that_is_done_needs_none_and_one_begun_hears_how_far_it_is(house: House, clock: Clock) -> None:
    has_mail(house)
    key = f"{reminded_at_six(house)}-{MONDAY}"
    with open_session() as db:
        item = homework.open_day(db, house.maria.scope, key).items[0].shown.id
        homework.tick(db, house.maria.scope, key, item, 1)
        homework.finish(db, house.maria.scope, key)
    assert reminders.send_due(SIX) == 0
    with open_session() as db:
        homework.tick(db, house.maria.scope, key, item, 2)
        homework.untick(db, house.maria.scope, key, item, 1)
    assert reminders.send_due(SIX) == 1
    assert "начата" in words_of(letters()[0])


def test_a_suspended_house_is_silent(house: House, clock: Clock) -> None:
    has_mail(house)
    reminded_at_six(house)
    with open_session() as db:
        tenant = db.get_one(Tenant, house.anna.scope.tenant_id)
        tenant.status = "suspended"
        db.add(tenant)
        db.commit()
    assert reminders.send_due(SIX) == 0


@pytest.mark.parametrize(
    ("zone", "moment", "day"),
    [
        ("Asia/Kamchatka", datetime(2026, 11, 23, 6, 0, tzinfo=UTC), MONDAY),
        ("America/Los_Angeles", datetime(2026, 11, 24, 2, 0, tzinfo=UTC), MONDAY),  # still Monday there
    ],
)
def test_six_oclock_is_the_trainers_own(house: House, clock: Clock, zone: str, moment: datetime, day: object) -> None:
    has_mail(house)
    with open_session() as db:
        tenant = db.get_one(Tenant, house.anna.scope.tenant_id)
        tenant.timezone = zone
        db.add(tenant)
        db.commit()
    clock.at(MONDAY - timedelta(days=1))
    reminded_at_six(house)
    assert [reminders.send_due(moment + timedelta(minutes=n)) for n in (-1, 0)] == [0, 1]
    with open_session(reading=True) as db:
        assert db.exec(select(Reminder)).one().day == day


def test_what_failed_is_tried_again_and_then_rests(house: House, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    has_mail(house)
    reminded_at_six(house)
    answers = [False, True]

    def send(*_: object, **__: object) -> Future[bool]:
        future: Future[bool] = Future()
        future.set_result(answers.pop(0))
        return future

    monkeypatch.setattr(mail, "send", send)
    assert [reminders.send_due(SIX + timedelta(minutes=n)) for n in range(4)] == [0, 1, 0, 0]
    with open_session(reading=True) as db:
        row = db.exec(select(Reminder)).one()
    assert (row.error, row.sent_at) == ("", SIX + timedelta(minutes=1))


def test_who_died_before_sending_does_not_send_twice(house: House, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    has_mail(house)
    reminded_at_six(house)

    def die(*_: object, **__: object) -> Future[bool]:
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(mail, "send", die)
        with pytest.raises(KeyboardInterrupt):
            reminders.send_due(SIX)
    assert reminders.send_due(SIX) == 0
    assert letters() == []


def test_two_workers_send_one_letter(house: House, clock: Clock) -> None:
    has_mail(house)
    reminded_at_six(house)
    together, sent = threading.Barrier(4), []

    def work() -> None:
        together.wait()
        sent.append(reminders.send_due(SIX))

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(sent) == [0, 0, 0, 1]
    assert len(letters()) == 1
