"""A studio's policy is kept to: who answers, how long, where; and a parent agrees for a child."""

import re
import uuid
from email import message_from_bytes
from email import policy as mail_policy
from pathlib import Path

import pytest
from sqlmodel import select

from perscoach_app.services import agreements, budgets, jobs, leases, parents, people, policy
from perscoach_app.services.privacy_errors import OperatorMissing, ParentIsSelf, ParentMissing, RetentionUnknown, StoredElsewhere
from perscoach_app.settings import get_settings
from perscoach_app.state.data_settings import DataSettingsState
from perscoach_app.state.parent import ParentState
from perscoach_app.state.policy import PolicyState
from perscoach_app.tables import Agreement, AuditEntry, Document, Person, Tenant
from perscoach_app.tables.database import open_session
from tests.app.filmed import part, piece
from tests.app.house import House
from tests.app.state.browsing import run, visit
from tests.app.test_recordings import allow, film_of, finish, send_all, trained

MOSCOW = "Москва"


def change(house: House, *, days: int = 30, operator: str = "ИП Анна", here: bool = False) -> None:
    with open_session() as db:
        policy.change(db, house.anna.scope, operator, "anna@example.org", days, only_here=here, gpu_only_here=here)


def move_to(monkeypatch: pytest.MonkeyPatch, region: str) -> None:
    monkeypatch.setenv("PERSCOACH_REGION", region)
    get_settings.cache_clear()


def test_everybody_reads_the_studios_own_policy(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    move_to(monkeypatch, MOSCOW)
    change(house, here=True)
    page = visit(PolicyState, "/privacy")
    run(page, "load")
    shown = page.policy
    assert (page.place, shown.operator, shown.processor, shown.region, shown.retention_days) == ("ok", "ИП Анна", "pers.coach", MOSCOW, 30)
    assert (shown.only_here, shown.gpu_only_here) == (True, True)
    assert [card.name for card in page.papers] == [str(each) for each in Document]
    theirs = visit(PolicyState, "/privacy", host="boris.localhost:3100")
    run(theirs, "load")
    assert (theirs.policy.operator, theirs.policy.retention_days, theirs.policy.only_here) == ("Борис", 90, False)
    ours = visit(PolicyState, "/privacy", host="localhost:3100")
    run(ours, "load")
    assert (ours.place, ours.policy.operator) == ("ok", "pers.coach")


def test_a_policy_names_somebody_and_a_time_there_is(house: House) -> None:
    with pytest.raises(OperatorMissing):
        change(house, operator=" ")
    with pytest.raises(RetentionUnknown):
        change(house, days=10_000)


def test_files_and_videos_stay_in_the_region_that_was_chosen(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    move_to(monkeypatch, MOSCOW)
    change(house, here=True)
    house.exercise(house.anna)
    move_to(monkeypatch, "Frankfurt")
    with open_session() as db:
        assert leases.lease(db, "abroad") is None, "a worker elsewhere leaves it alone"
        with pytest.raises(StoredElsewhere):
            budgets.check_storage(db, house.anna.scope, 1)
        budgets.check_storage(db, house.boris.scope, 1)
    move_to(monkeypatch, MOSCOW)
    with open_session() as db:
        assert leases.lease(db, "here") is not None
        assert jobs.latest(db, house.anna.scope, []) == {}


def letters(house: House) -> list[str]:
    found = []
    for file in sorted((house.var / "mail").glob("*.eml")):
        letter = message_from_bytes(Path(file).read_bytes(), policy=mail_policy.default)
        body = letter.get_body(("plain",))
        assert body is not None
        found.append(f"{letter['To']}\n{body.get_content()}")
    return found


def asked(house: House, email: str = "olga@example.org") -> str:
    """The token in the parent's letter."""
    with open_session() as db:
        send = parents.ask(db, house.maria.scope, "Ольга", email, "anna.localhost:3100")
    send()
    letter = letters(house)[-1]
    assert letter.startswith(email)
    found = re.search(r"/parent/(\S+)", letter)
    assert found is not None
    return found[1]


def in_force(house: House) -> frozenset[Document]:
    with open_session(reading=True) as db:
        return agreements.in_force(db, house.maria.scope.tenant_id, house.maria.person_id)


def test_a_parent_decides_document_by_document(house: House) -> None:
    with open_session() as db:
        agreements.give(db, house.maria.scope, Document.HEALTH)
    change(house)
    token = asked(house)
    assert in_force(house) == frozenset(), "what she agreed to herself has ended"
    page = visit(ParentState, f"/parent/{token}")
    run(page, "load")
    assert (page.child, len(page.papers)) == ("Мария", 5)
    elsewhere = visit(ParentState, f"/parent/{token}", host="boris.localhost:3100")
    run(elsewhere, "load")
    assert elsewhere.child == ""
    said = {"token": token, "documents": ["landmarks", "recording", "nonsense"]}
    assert house.browser("boris.localhost:3100").post("/api/parent", data=said).status_code == 303
    assert in_force(house) == frozenset(), "the link is of another studio"
    answered = house.browser().post("/api/parent", data=said, follow_redirects=False)
    assert (answered.status_code, answered.headers["location"]) == (303, "/parent/thanks")
    assert in_force(house) == {Document.LANDMARKS, Document.RECORDING}
    with open_session(reading=True) as db:
        assert {row.by_parent for row in db.exec(select(Agreement)) if row.withdrawn_at is None} == {"Ольга"}
    thanks = visit(ParentState, "/parent/thanks")
    run(thanks, "load")
    assert (thanks.thanked, thanks.child, thanks.contact) == (True, "", "anna@example.org")
    again = house.browser().post("/api/parent", data={"token": token, "documents": ["sharing"]}, follow_redirects=False)
    assert again.headers["location"] == f"/parent/{token}", "nobody is thanked for what was not written down"
    assert Document.SHARING not in in_force(house), "the link is spent"
    with open_session() as db:
        with pytest.raises(ParentMissing):
            agreements.give(db, house.maria.scope, Document.SHARING)
        agreements.withdraw(db, house.maria.scope, Document.RECORDING)
    assert in_force(house) == {Document.LANDMARKS}, "to take back she may herself"


def test_nothing_ticked_is_an_answer_too(house: House) -> None:
    token = asked(house)
    assert house.browser().post("/api/parent", data={"token": token}).status_code == 303
    with open_session(reading=True) as db:
        assert db.get_one(Person, house.maria.person_id).parent_agreed_at is not None
    assert in_force(house) == frozenset()


def test_a_childs_own_address_is_no_parents(house: House) -> None:
    with open_session() as db:
        people.row_of(db, house.maria.scope, house.maria.person_id).email = "maria@example.org"
        db.commit()
    with pytest.raises(ParentIsSelf):
        asked(house, "Maria@example.org")


def test_only_the_trainer_says_that_somebody_is_eighteen(house: House) -> None:
    asked(house)
    page = visit(DataSettingsState, "/trainer/privacy", house.anna)
    run(page, "load")
    assert [row.name for row in page.minors] == ["Мария"]
    run(page, "grown", house.maria.person_id)
    with open_session(reading=True) as db:
        assert "person.of_age" in db.exec(select(AuditEntry.deed)).all(), "a trainer takes a parent's word away: it is written down"
    assert page.minors == []
    with open_session() as db:
        agreements.give(db, house.maria.scope, Document.SHARING)
    run(page, "save", {"operator": "ИП Анна", "contact": "anna@example.org", "days": "180"})
    with open_session(reading=True) as db:
        assert db.get_one(Tenant, house.anna.scope.tenant_id).retention_days == 180


def test_a_parent_may_allow_a_film_and_keep_it_from_the_trainers(house: House) -> None:
    training, session = trained(house, house.maria)
    house.browser().post("/api/parent", data={"token": asked(house), "documents": ["recording"]})
    allow(house.maria, training)
    maria, recording = house.signed_in(house.maria), uuid.uuid4()
    send_all(maria, training, recording, [piece((part(house.var, "a"), 1, 0.0, 2.0))])
    assert finish(maria, training, recording, 1) == 200
    assert Document.SHARING not in in_force(house)
    assert film_of(house.anna, session) is None
    assert film_of(house.maria, session) is not None
