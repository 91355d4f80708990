"""A new message: one push or one letter, no word of it inside, none more until it is read, nobody woken at night."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import col, select, update

from perscoach_app.services import message_notices, messages, threads
from perscoach_app.services.message_notices import send_due
from perscoach_app.tables import Message, Person, Tenant
from perscoach_app.tables.database import open_session
from perscoach_app.tables.moments import now
from tests.app.house import House, Member
from tests.app.postbox import letters, words_of
from tests.app.test_push import ENDPOINT, Browser, Maker, keyed
from tests.app.test_reminders import has_mail

__all__ = ["keyed"]
NOON = datetime(2026, 11, 23, 9, tzinfo=UTC)  # in Moscow
SECRET = "Колено не болит?"


def said(house: House, by: Member, at: datetime = NOON) -> None:
    with open_session() as db:
        told = messages.send(db, by.scope, house.maria.person_id, SECRET)
        db.exec(update(Message).where(col(Message.id) == told).values(created_at=at))
        db.commit()


def later(minutes: float = 3) -> datetime:
    return NOON + timedelta(minutes=minutes)


def test_one_letter_until_it_is_read_and_not_a_word_of_what_was_said(house: House) -> None:
    has_mail(house)
    said(house, house.anna)
    assert send_due(later(1)) == 0  # she may be looking at the page
    said(house, house.anna, later(1))
    assert [send_due(later(n)) for n in (4, 5, 60)] == [1, 0, 0]
    said(house, house.anna, later(61))
    assert send_due(later(65)) == 0  # she has not read the first
    (letter,) = letters()
    assert (letter["To"], letter["Subject"]) == ("maria@example.org", "Пишет Анна: новое сообщение")
    assert "http://anna.localhost:3000/home/messages" in words_of(letter)
    assert SECRET not in words_of(letter) + words_of(letter, "html")
    with open_session() as db:
        threads.mark_read(db, house.maria.scope, house.maria.person_id)
    said(house, house.anna, later(70))
    assert send_due(later(75)) == 1


def test_a_push_comes_instead_of_a_letter_and_the_letter_where_no_browser_took_it(keyed: House, monkeypatch: pytest.MonkeyPatch) -> None:
    has_mail(keyed)
    browser, maker = Browser(), Maker(monkeypatch)
    assert keyed.signed_in(keyed.maria).post("/api/push", json=browser.subscription(ENDPOINT)).status_code == 204
    said(keyed, keyed.anna)
    assert send_due(later()) == 1
    assert letters() == []
    (sent,) = maker.got
    assert isinstance(sent.body, bytes)
    told = browser.read(sent.body)
    assert (told["title"], told["path"]) == ("Новое сообщение", "/home/messages")
    assert "Анна" in told["body"]
    assert SECRET not in str(told)
    with open_session() as db:
        threads.mark_read(db, keyed.maria.scope, keyed.maria.person_id)
    maker.status = 500
    said(keyed, keyed.anna, later(10))
    assert send_due(later(15)) == 1
    assert len(letters()) == 1


def test_her_trainer_hears_of_a_client_in_her_own_language(house: House) -> None:
    with open_session() as db:
        anna = db.get_one(Person, house.anna.person_id)
        anna.email, anna.email_confirmed_at, anna.language = "anna@example.org", now(), "en"
        db.add(anna)
        db.commit()
    said(house, house.maria)
    assert send_due(later()) == 1
    (letter,) = letters()
    assert (letter["To"], letter["Subject"]) == ("anna@example.org", "A new message from Мария")
    assert f"/trainer/messages/{house.maria.person_id}" in words_of(letter)


@pytest.mark.parametrize("changes", [{"reminders": False}, {"removed_at": NOON}, {"email_confirmed_at": None}])
def test_who_does_not_want_it_or_is_gone_gets_none(house: House, changes: dict[str, object]) -> None:
    said(house, house.anna)
    has_mail(house, **changes)
    assert (send_due(later()), letters()) == (0, [])


def test_the_night_is_quiet_and_the_morning_tells(house: House) -> None:
    has_mail(house)
    evening = NOON + timedelta(hours=10, minutes=30)  # 22:30 in Moscow
    said(house, house.anna, evening)
    assert [send_due(evening + timedelta(hours=n)) for n in (1, 5, 9, 10)] == [0, 0, 0, 1]


def test_read_taken_back_stale_or_of_a_suspended_house_is_not_told(house: House) -> None:
    has_mail(house)
    said(house, house.anna)
    assert send_due(NOON + message_notices.LATE + timedelta(hours=12)) == 0
    with open_session() as db:
        tenant = db.get_one(Tenant, house.anna.scope.tenant_id)
        tenant.status = "suspended"
        db.add(tenant)
        db.commit()
    assert send_due(later()) == 0
    with open_session() as db:
        tenant.status = "active"
        db.add(tenant)
        messages.remove(db, house.anna.scope, db.exec(select(Message.id)).one())
    assert (send_due(later()), letters()) == (0, [])


def test_what_did_not_arrive_is_tried_again(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    has_mail(house)
    said(house, house.anna)
    with monkeypatch.context() as broken:
        broken.setattr(message_notices.mail, "send", lambda *_, **__: 1 / 0)
        assert send_due(later(3)) == 0
    assert send_due(later(4)) == 1
