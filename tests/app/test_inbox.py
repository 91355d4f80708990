"""The trainer's Monday morning: reports that wait, what hurts first."""

import time
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import Session

from perscoach_app.services import agreements, inbox, messages, people
from perscoach_app.services.errors import NotFound
from perscoach_app.services.inbox import Shown
from perscoach_app.services.scope import parse_id
from perscoach_app.tables import Document, Person, Role, Training
from perscoach_app.tables.database import open_session
from perscoach_app.tables.moments import now
from tests.app.house import House

OPENED_S = 1.0
"""A list that takes longer is not opened before work."""


def trained(db: Session, house: House, client: int, *, hours_ago: float = 3.0, score: float | None = 80.0, **more: Any) -> str:
    """A finished training with its digest."""
    digest = {"version": 1, "score": score, "sets": 2, "sets_asked": 2, "pain": False, "strip": [80.0] * 36, "moments": [], **more}
    if digest["pain"]:
        agreements.give(db, people.scope_of(db, client), Document.HEALTH)  # «болит» asks for it
    item = {"title": {"ru": "Приседание", "en": "Squat"}}
    row = Training(
        tenant_id=house.anna.scope.tenant_id,
        client_id=client,
        plan={"title": "", "items": [item], "order": [[0, 1], [0, 2]], "long": "x" * 20_000},
        started_at=now() - timedelta(hours=hours_ago),
        finished_at=now(),
        digest=digest,
    )
    db.add(row)
    db.flush()
    return str(row.id)


def order(db: Session, house: House, shown: Shown = Shown.WAITING) -> list[str]:
    return [one.training for one in inbox.list_all(db, house.anna.scope, shown)]


def test_what_hurts_comes_first_then_who_asks_then_who_matched_badly(house: House) -> None:
    maria, olga = house.maria.person_id, house.olga.person_id
    with open_session() as db:
        fine = trained(db, house, maria, hours_ago=30)
        young = trained(db, house, maria, hours_ago=4, score=90.0)
        poor = trained(db, house, olga, score=25.0)
        asks = trained(db, house, olga, score=95.0)
        hurts = trained(db, house, maria, hours_ago=1, score=None, pain=True)
        messages.send(db, house.olga.scope, olga, "Так и должно тянуть?", training_id=asks)
        assert order(db, house) == [hurts, asks, poor, fine, young]
        following, others = inbox.following(db, house.anna.scope, hurts)
        assert following is not None
        assert (following.training, others) == (asks, 4)
        assert [one.title("en") for one in inbox.list_all(db, house.anna.scope, client_id=olga)] == ["Squat", "Squat"]


def test_one_goes_on_to_what_nobody_opened_and_then_round(house: House) -> None:
    with open_session() as db:
        keys = [trained(db, house, house.maria.person_id, hours_ago=9 - k) for k in range(3)]
        db.commit()
    with open_session() as db:
        for place, key in enumerate(keys):  # opened one after the other, none of them answered
            db.get_one(Training, parse_id(key)).read_at = now()
            db.flush()
            following, others = inbox.following(db, house.anna.scope, key)
            assert following is not None
            assert (following.training, others) == (keys[(place + 1) % 3], 2)
        for key in keys:
            inbox.put_aside(db, house.anna.scope, key)
        assert inbox.following(db, house.anna.scope, keys[0]) == (None, 0)


def test_an_answered_report_comes_back_when_she_writes(house: House) -> None:
    maria = house.maria.person_id
    with open_session() as db:
        one = trained(db, house, maria)
        messages.send(db, house.anna.scope, maria, "Отлично!", training_id=one)
        assert (order(db, house), order(db, house, Shown.ANSWERED)) == ([], [one])
        messages.send(db, house.maria.scope, maria, "А колено?", training_id=one)
        assert (order(db, house), order(db, house, Shown.ANSWERED)) == ([one], [])
        inbox.put_aside(db, house.anna.scope, one)
        assert order(db, house) == []
        inbox.put_aside(db, house.anna.scope, one, aside=False)
        assert order(db, house) == [one]


def test_what_is_no_report_is_not_listed(house: House) -> None:
    with open_session() as db:
        trained(db, house, house.maria.person_id, sets=0)  # opened and left again
        trained(db, house, house.anna.person_id)  # the trainer has tried it herself
        going_on = db.get_one(Training, parse_id(trained(db, house, house.maria.person_id, hours_ago=0.5)))
        going_on.finished_at = None
        db.add(going_on)
        db.commit()
        assert order(db, house, Shown.ALL) == []
        going_on.started_at = now() - timedelta(hours=3)  # the laptop was closed: she will not go on
        db.add(going_on)
        db.commit()
        assert len(order(db, house)) == 1


def test_nobody_else_sees_or_answers_them(house: House) -> None:
    with open_session() as db:
        one = trained(db, house, house.maria.person_id)
        db.commit()
    with open_session() as db:
        assert inbox.list_all(db, house.boris.scope, Shown.ALL) == []
        for other in (house.boris, house.maria):
            with pytest.raises(NotFound):
                inbox.put_aside(db, other.scope, one)
        with pytest.raises(NotFound):
            inbox.list_all(db, house.maria.scope)


def test_forty_five_are_listed_with_three_queries(house: House) -> None:
    with open_session() as db:
        tenant = house.anna.scope.tenant_id
        clients = [Person(tenant_id=tenant, role=Role.CLIENT, name="Виктор") for _ in range(45)]
        db.add_all(clients)
        db.flush()
        kept = [trained(db, house, client.id or 0, hours_ago=3 + k, score=2.0 * k) for k, client in enumerate(clients)]
        db.commit()
    asked: list[str] = []
    with open_session(reading=True) as db:
        scope = house.anna.scope
        event.listen(db.get_bind(), "before_cursor_execute", lambda _c, _u, statement, *_: asked.append(statement))
        begun = time.perf_counter()
        found = inbox.list_all(db, scope)
        took_s = time.perf_counter() - begun
    assert len(found) == 45
    assert {one.training for one in found} == set(kept)
    assert len([one for one in asked if one.startswith("SELECT")]) == 3
    assert took_s < OPENED_S
