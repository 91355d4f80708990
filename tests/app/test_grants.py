"""An administrator looks at a training only by a grant of its trainer, each look is noted, and the end is the end."""

import uuid
from datetime import timedelta

import pytest
from sqlmodel import select

from perscoach_app.services import grants
from perscoach_app.services.admin_errors import ReasonMissing
from perscoach_app.services.errors import NotFound
from perscoach_app.tables import AccessGrant, AuditEntry
from perscoach_app.tables.database import open_session
from perscoach_app.tables.moments import now
from tests.app.administrators import an_admin, served
from tests.app.house import House, Member
from tests.app.training import free


@pytest.fixture
def given(house: House) -> tuple[House, Member, str]:
    """Anna gives a day's access to a training of Maria's."""
    training = free(house.maria, house.ready_exercise(house.anna))
    with open_session() as db:
        token = grants.give(db, house.anna.scope, training, "Не считает повторы", 24)
    return house, an_admin(), token


def look(house: House, token: str, written: str, slug: str = "anna") -> grants.Look:
    member = house.anna if slug == "anna" else house.boris
    with served(member) as (db, scope):
        return grants.look(db, scope.tenant_id, slug, token, written)


def test_a_look_is_noted_and_shown_to_the_trainer(given: tuple[House, Member, str]) -> None:
    house, admin, token = given
    seen = look(house, token, grants.write_pass(admin.scope, "anna", token))
    assert (seen.given_by, seen.admin_id, seen.reason) == (house.anna.person_id, admin.person_id, "Не считает повторы")
    with served(house.anna) as (db, anna):
        grants.note_use(db, seen)
        (grant,) = grants.listed(db, anna)
    assert grant.open
    assert [number for _, number in grant.uses] == [admin.person_id]
    with open_session(reading=True) as db:
        assert [line.deed for line in db.exec(select(AuditEntry).order_by(AuditEntry.id))] == ["grant.given", "grant.used"]
        assert token not in repr([row.model_dump() for row in db.exec(select(AccessGrant))])


def test_neither_the_link_nor_the_pass_alone_opens_anything(given: tuple[House, Member, str]) -> None:
    house, admin, token = given
    good = grants.write_pass(admin.scope, "anna", token)
    person, expires, signature = good.split(".")
    for written in (
        "",
        "x",
        f"{person}.{expires}.",
        f"{int(person) + 1}.{expires}.{signature}",  # another administrator
        f"{person}.{int(expires) + 9}.{signature}",  # for longer
        grants.write_pass(admin.scope, "boris", token),  # for another host
        grants.write_pass(admin.scope, "anna", "a" * 43),  # for another link
        f"٣.{expires}.{signature}",
        f"{person}.{'9' * 5000}.{signature}",
    ):
        with pytest.raises(NotFound):
            look(house, token, written)
    with pytest.raises(NotFound):  # a grant of Anna's means nothing at Boris's
        look(house, token, grants.write_pass(admin.scope, "boris", token), "boris")
    with pytest.raises(NotFound):
        look(house, "a" * 43, grants.write_pass(admin.scope, "anna", "a" * 43))


def test_a_pass_is_for_one_look(given: tuple[House, Member, str], monkeypatch: pytest.MonkeyPatch) -> None:
    house, admin, token = given
    written = grants.write_pass(admin.scope, "anna", token)
    clock = grants.time.time
    monkeypatch.setattr(grants.time, "time", lambda: clock() + grants.PASS_S + 1)
    with pytest.raises(NotFound):
        look(house, token, written)


def test_nobody_but_an_administrator_gets_a_pass(given: tuple[House, Member, str]) -> None:
    house, _, token = given
    for member in (house.anna, house.maria, house.boris):
        with pytest.raises(NotFound):
            grants.write_pass(member.scope, "anna", token)


def test_what_was_revoked_or_is_over_opens_nothing(given: tuple[House, Member, str], monkeypatch: pytest.MonkeyPatch) -> None:
    house, admin, token = given
    written = grants.write_pass(admin.scope, "anna", token)
    with monkeypatch.context() as later:
        later.setattr(grants, "now", lambda: now() + timedelta(hours=25))
        with pytest.raises(NotFound):
            look(house, token, written)
    (grant,) = _listed(house.anna)
    with open_session() as db:
        for stranger in (house.boris, house.maria, admin):
            with pytest.raises(NotFound):
                grants.revoke(db, stranger.scope, grant.id)
        grants.revoke(db, house.anna.scope, grant.id)
    with pytest.raises(NotFound):
        look(house, token, written)
    (grant,) = _listed(house.anna)
    assert not grant.open
    with open_session() as db, pytest.raises(NotFound):
        grants.revoke(db, house.anna.scope, grant.id)


def test_only_the_trainer_gives_and_says_why(given: tuple[House, Member, str]) -> None:
    house, admin, _ = given
    (grant,) = _listed(house.anna)
    with open_session() as db:
        for stranger in (house.boris, house.maria, admin):
            with pytest.raises(NotFound):
                grants.give(db, stranger.scope, grant.training, "хочу", 24)
        with pytest.raises(NotFound):
            grants.give(db, house.anna.scope, uuid.uuid4(), "хочу", 24)
        with pytest.raises(NotFound):
            grants.give(db, house.anna.scope, grant.training, "хочу", 24 * 365)
        with pytest.raises(ReasonMissing):
            grants.give(db, house.anna.scope, grant.training, "  ", 24)
    assert _listed(house.boris) == []


def _listed(member: Member) -> list[grants.Given]:
    with open_session(reading=True) as db:
        return grants.listed(db, member.scope)
