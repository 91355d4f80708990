"""Clients: invited by a link, grouped, handed over, removed; and what happens to theirs."""

from collections.abc import Callable

import pytest
from sqlmodel import Session, select

from perscoach_app.services import browsers, clients, groups, invitations, links, people, sign_in, team, tenants
from perscoach_app.services.errors import LinkInvalid, NotFound
from perscoach_app.services.people_errors import EmailTaken, HeirMissing, LastTrainer, NameMissing
from perscoach_app.services.scope import Scope
from perscoach_app.tables import Exercise, GroupMember, Person, Tenant, Workout
from perscoach_app.tables.database import open_session
from perscoach_app.tables.moments import now
from tests.app.house import PORT, House
from tests.app.postbox import letters, link_in

HOST = f"anna.localhost:{PORT}"


def token_in(link: str) -> str:
    return link.rpartition("/")[2]


def come_in(db: Session, token: str) -> Scope:
    return sign_in.by_link(db, token, HOST).scope


def test_a_client_is_invited_by_a_link(house: House) -> None:
    with open_session() as db:
        made = invitations.client(db, house.anna.scope, "  Света \n К. ", "ru", HOST)
        assert made.link.startswith(f"http://{HOST}/enter/")
        assert made.message.startswith("Света К., это ваша личная ссылка")
        card = clients.get(db, house.anna.scope, made.person_id)
        assert (card.name, card.trainer, card.last_seen_at) == ("Света К.", "Анна", None)
        assert card.invited_until is not None
        assert 6 < (card.invited_until - now()).days + 1 <= 7
        scope = come_in(db, token_in(made.link))
        assert (scope.name, scope.is_trainer) == ("Света К.", False)
        assert clients.get(db, house.anna.scope, made.person_id).invited_until is None


def test_the_message_says_thou_where_the_house_does(house: House) -> None:
    with open_session() as db:
        tenant = db.get_one(Tenant, house.anna.scope.tenant_id)
        tenant.address = "ty"
        db.add(tenant)
        db.commit()
        assert "твоя личная ссылка" in invitations.client(db, house.anna.scope, "Света", "ru", HOST).message
        assert "your personal link" in invitations.client(db, house.anna.scope, "Света", "en", HOST).message


def test_a_fresh_link_ends_the_one_before_and_a_revoked_one_ends(house: House) -> None:
    with open_session() as db:
        first = invitations.client(db, house.anna.scope, "Света", "ru", HOST)
        second = invitations.again(db, house.anna.scope, first.person_id, HOST)
        with pytest.raises(LinkInvalid):
            come_in(db, token_in(first.link))
        invitations.revoke(db, house.anna.scope, first.person_id)
        with pytest.raises(LinkInvalid):
            come_in(db, token_in(second.link))


def test_the_first_time_somebody_is_welcomed(house: House) -> None:
    with open_session() as db:
        made = invitations.client(db, house.anna.scope, "Света", "ru", HOST)
    answer = house.browser().post("/api/sign-in", data={"token": token_in(made.link)})
    assert answer.headers["location"] == "/welcome"
    with open_session() as db:
        again = invitations.again(db, house.anna.scope, made.person_id, HOST)
    assert house.browser().post("/api/sign-in", data={"token": token_in(again.link)}).headers["location"] == "/home"


def test_previews_of_a_link_spend_nothing(house: House) -> None:
    with open_session() as db:
        made = invitations.client(db, house.anna.scope, "Света", "ru", HOST)
    for method in ("get", "head", "options"):
        getattr(house.browser(), method)(f"/api/sign-in?token={token_in(made.link)}")
    with open_session() as db:
        assert sign_in.guest(db, token_in(made.link), HOST) is not None
        assert come_in(db, token_in(made.link)).name == "Света"


def test_groups(house: House) -> None:
    scope, maria, olga = house.anna.scope, house.maria.person_id, house.olga.person_id
    with open_session() as db:
        back = groups.make(db, scope, "Спина").id
        groups.put(db, scope, back, maria, inside=True)
        groups.put(db, scope, back, maria, inside=True)
        groups.put(db, scope, back, olga, inside=True)
        groups.put(db, scope, back, olga, inside=False)
        groups.rename(db, scope, back, "Спина и плечи")
        assert groups.list_all(db, scope) == [groups.Group(back, "Спина и плечи", (maria,))]
        groups.put(db, scope, back, olga, inside=True)  # who comes back gets a new row: the days between are not hers
        assert len(db.exec(select(GroupMember).where(GroupMember.person_id == olga)).all()) == 2
        groups.remove(db, scope, back)
        assert groups.list_all(db, scope) == []
        assert all(row.left_at is not None for row in db.exec(select(GroupMember)))
        with pytest.raises(NameMissing):
            groups.make(db, scope, "   ")


def test_a_removed_client_is_out_at_once(house: House) -> None:
    browser, token = house.signed_in(house.maria), house.maria.link()
    with open_session() as db:
        group = groups.make(db, house.anna.scope, "Спина").id
        groups.put(db, house.anna.scope, group, house.maria.person_id, inside=True)
        clients.remove(db, house.anna.scope, house.maria.person_id)
        assert browsers.whoami(db, browser.cookies[browsers.COOKIE], HOST) is None
        assert sign_in.guest(db, token, HOST) is None
        assert [each.name for each in clients.list_all(db, house.anna.scope)] == ["Ольга"]
        assert groups.list_all(db, house.anna.scope)[0].members == ()
        with pytest.raises(NotFound):
            invitations.again(db, house.anna.scope, house.maria.person_id, HOST)
        with pytest.raises(NotFound):
            links.issue(db, house.maria.person_id)


def test_a_lost_phone(house: House) -> None:
    browser = house.signed_in(house.maria)
    with open_session() as db:
        clients.end_browsers(db, house.anna.scope, house.maria.person_id)
        assert browsers.whoami(db, browser.cookies[browsers.COOKIE], HOST) is None
        assert come_in(db, token_in(invitations.again(db, house.anna.scope, house.maria.person_id, HOST).link)).name == "Мария"


Deed = Callable[[Session, Scope, int], object]


@pytest.mark.parametrize(
    "deed",
    [
        clients.get,
        clients.remove,
        clients.end_browsers,
        invitations.revoke,
        lambda db, scope, person: invitations.again(db, scope, person, HOST),
        lambda db, scope, person: clients.update_card(db, scope, person, "Чужая", ""),
        lambda db, scope, person: clients.hand_over(db, scope, person, scope.person_id),
        lambda db, scope, person: team.remove(db, scope, person, scope.person_id),
    ],
)
def test_nobody_elses_clients(house: House, deed: Deed) -> None:
    for scope in (house.boris.scope, house.maria.scope, house.olga.scope):
        with open_session() as db, pytest.raises(NotFound):
            deed(db, scope, house.maria.person_id)
    with open_session() as db, pytest.raises(NotFound):
        deed(db, house.anna.scope, house.viktor.person_id)
    with open_session(reading=True) as db:
        assert people.row_of(db, house.anna.scope, house.maria.person_id).name == "Мария"


def colleague(house: House, name: str = "Борис") -> int:
    """A second trainer at Anna's, who has come in."""
    with open_session() as db:
        made, _ = team.invite(db, house.anna.scope, name, "", HOST)
        assert made is not None
        assert come_in(db, token_in(made.link)).is_trainer
        return made.person_id


def test_a_trainer_is_invited_by_a_letter(house: House) -> None:
    with open_session() as db:
        made, letter = team.invite(db, house.anna.scope, "Борис", "Boris@example.org", HOST)
    assert made is None
    assert letter is not None
    letter()
    host, page, token = link_in(letters("boris@example.org")[-1])
    assert (host, page) == (HOST, "enter")
    assert house.browser().post("/api/sign-in", data={"token": token}).headers["location"] == "/welcome"
    with open_session() as db:
        assert [each.name for each in team.list_all(db, house.anna.scope)] == ["Анна", "Борис"]
        with pytest.raises(EmailTaken):
            team.invite(db, house.anna.scope, "Виктор", "boris@example.org", HOST)
    with open_session() as db:  # at another site the same address is another person
        team.invite(db, house.boris.scope, "Борис", "boris@example.org", f"boris.localhost:{PORT}")


def test_who_leaves_hands_everything_over(house: House) -> None:
    anna, boris = house.anna, colleague(house)
    exercise = house.exercise(anna)
    browser = house.signed_in(anna)
    with open_session() as db:
        workout = Workout(tenant_id=anna.scope.tenant_id, created_by=anna.person_id)
        db.add(workout)
        db.commit()
        clients.hand_over(db, anna.scope, house.maria.person_id, anna.person_id)
        his = people.scope_of(db, boris)
        team.remove(db, his, anna.person_id, boris)
        assert clients.get(db, his, house.maria.person_id).trainer_id == boris
        assert {row.created_by for row in db.exec(select(Exercise)) if str(row.id) == exercise} == {boris}
        assert {row.created_by for row in db.exec(select(Workout))} == {boris}
        assert browsers.whoami(db, browser.cookies[browsers.COOKIE], HOST) is None
        assert [each.name for each in team.list_all(db, his)] == ["Борис"]
        assert db.get_one(Person, anna.person_id).removed_at is not None


def test_a_site_never_loses_its_last_trainer(house: House) -> None:
    with open_session() as db:
        with pytest.raises(LastTrainer):
            team.remove(db, house.anna.scope, house.anna.person_id, house.anna.person_id)
        made, _ = team.invite(db, house.anna.scope, "Борис", "", HOST)
        assert made is not None
        with pytest.raises(LastTrainer):  # invited is not yet there
            team.remove(db, house.anna.scope, house.anna.person_id, made.person_id)
        come_in(db, token_in(made.link))
        for heir in (None, 0, house.anna.person_id, house.maria.person_id, house.boris.person_id):
            with pytest.raises(HeirMissing):
                team.remove(db, house.anna.scope, house.anna.person_id, heir)
        assert tenants.by_slug(db, "anna") is not None
