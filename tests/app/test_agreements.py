"""Documents one by one: nothing is agreed to beforehand, each yes is kept with its words, and taking one back reaches everything."""

import uuid

import pytest
from sqlmodel import col, select

from perscoach_app.services import agreements, consents, feelings, recordings
from perscoach_app.services.errors import NotFound
from perscoach_app.services.privacy_errors import ParentMissing
from perscoach_app.storage import get_storage
from perscoach_app.tables import (
    Agreement,
    AuditEntry,
    ConsentKind,
    Document,
    Feeling,
    Person,
    Recording,
    RecordingState,
    SessionChunk,
    Training,
)
from perscoach_app.tables.database import open_session
from tests.app.house import House, Member
from tests.app.test_recordings import allow, trained

WORDS = {
    ("landmarks", "2026-11"): "19027668f84efe18",
    ("recording", "2026-11"): "a744591a911a17cc",
    ("sharing", "2026-11"): "bb1b0593a3fc57c5",
    ("health", "2026-11"): "6c9fcbabe7f4d3b0",
    ("improving", "2026-11"): "da6b490564977cd5",
}
"""What each version says, in Russian and English, by its first digits. Another digit here needs another version there."""


def agreed(member: Member) -> frozenset[Document]:
    with open_session(reading=True) as db:
        return agreements.in_force(db, member.scope.tenant_id, member.person_id)


def give(member: Member, *documents: Document) -> None:
    with open_session() as db:
        for document in documents:
            agreements.give(db, member.scope, document)


def withdraw(member: Member, document: Document) -> None:
    with open_session() as db:
        agreements.withdraw(db, member.scope, document)


def film(house: House, client: Member) -> tuple[str, str, str]:
    """A finished film that she has sent; its training, its set and its key."""
    training, session = trained(house, client)
    allow(client, training)
    give(client, Document.SHARING)
    recording = uuid.uuid4()
    key = f"tenants/{client.scope.tenant_id}/recordings/{recording}/film-1.mp4"
    (house.var / "film.mp4").write_bytes(b"ftypisom" * 100)
    get_storage().put_file(key, house.var / "film.mp4")
    with open_session() as db:
        whose = {"tenant_id": client.scope.tenant_id, "client_id": client.person_id, "training_id": uuid.UUID(training)}
        db.add(Recording(id=recording, **whose, state=RecordingState.READY, key=key, bytes=800, marks=[[1, 0.0, 0.0, 5.0]]))
        db.commit()
    return training, session, key


def link_of(member: Member, session: str) -> str:
    with open_session(reading=True) as db:
        found = recordings.of_session(db, member.scope, session)
    return found.video if found else ""


def test_the_words_of_a_version_do_not_change() -> None:
    now = {
        (str(each), agreements.VERSIONS[each]): "".join(agreements.hash_of(each, language)[:8] for language in ("ru", "en"))
        for each in Document
    }
    assert now == WORDS


def test_nothing_is_agreed_to_beforehand_and_each_yes_stands_alone(house: House) -> None:
    assert agreed(house.maria) == frozenset()
    give(house.maria, Document.LANDMARKS, Document.LANDMARKS)
    assert agreed(house.maria) == {Document.LANDMARKS}
    assert agreed(house.olga) == agreed(house.viktor) == frozenset()
    with open_session(reading=True) as db:
        row = db.exec(select(Agreement)).one()
        line = db.exec(select(AuditEntry).where(col(AuditEntry.deed) == "consent.given")).one()
    assert (row.version, row.language, row.text_hash) == ("2026-11", "ru", agreements.hash_of(Document.LANDMARKS, "ru"))
    assert (line.actor_id, line.values["document"]) == (house.maria.person_id, "landmarks")
    with pytest.raises(NotFound):
        give(house.maria, "everything")  # type: ignore[arg-type]


def test_other_words_ask_anew_and_keep_what_is_there(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    training, _session, key = film(house, house.maria)
    monkeypatch.setitem(agreements.VERSIONS, Document.RECORDING, "2027-02")
    assert Document.RECORDING not in agreed(house.maria)
    with open_session(reading=True) as db:
        paper = next(each for each in agreements.papers(db, house.maria.scope, "ru") if each.document == Document.RECORDING)
    assert (paper.given_at, paper.renewed) == (None, True)
    give(house.maria, Document.RECORDING)
    assert Document.RECORDING in agreed(house.maria)
    assert get_storage().look(key).size == 800
    with open_session(reading=True) as db:
        assert consents.given(db, db.get_one(Training, uuid.UUID(training))) == {"recording"}


def test_a_tick_in_shadow_mode_is_written_down(house: House) -> None:
    training, _ = trained(house, house.maria)
    allow(house.maria, training)
    assert agreed(house.maria) == {Document.RECORDING}


def test_a_recording_taken_back_is_gone_with_its_link(house: House) -> None:
    training, session, key = film(house, house.maria)
    browser, link = house.signed_in(house.maria), link_of(house.maria, session)
    assert browser.get(link).status_code == 200
    withdraw(house.maria, Document.RECORDING)
    withdraw(house.maria, Document.RECORDING)
    assert browser.get(link).status_code == 404
    assert get_storage().keys(f"tenants/{house.maria.scope.tenant_id}/recordings") == [], key
    with open_session(reading=True) as db:
        assert consents.given(db, db.get_one(Training, uuid.UUID(training))) == set()
        deeds = [line.deed for line in db.exec(select(AuditEntry).order_by(col(AuditEntry.id)))]
    assert deeds.count("consent.withdrawn") == 1, "the second time there was nothing to take back"


def test_the_trainer_sees_a_film_as_long_as_it_is_shared(house: House) -> None:
    _training, session, _key = film(house, house.maria)
    anna, link = house.signed_in(house.anna), link_of(house.anna, session)
    assert anna.get(link).status_code == 200
    withdraw(house.maria, Document.SHARING)
    assert anna.get(link).status_code == 404, "the link she was given an hour ago"
    assert link_of(house.anna, session) == ""
    assert house.signed_in(house.maria).get(link_of(house.maria, session)).status_code == 200, "it stays the client's"


def test_a_link_alone_opens_no_film_and_nobody_keeps_it(house: House) -> None:
    _training, session, _key = film(house, house.maria)
    link = link_of(house.maria, session)
    assert house.browser().get(link).status_code == 404, "a link that was passed on"
    assert house.signed_in(house.olga).get(link).status_code == 404, "another client of the same studio"
    assert house.signed_in(house.boris).get(link).status_code == 404
    assert house.signed_in(house.maria).get(link).headers["cache-control"] == "private, no-store"


def test_landmarks_taken_back_are_gone_in_all_trainings(house: House) -> None:
    training, session = trained(house, house.maria)
    drawn = f"tenants/{house.maria.scope.tenant_id}/people/{house.maria.person_id}/drawn/before-after.mp4"
    (house.var / "drawn").write_bytes(b"x")
    get_storage().put_file(drawn, house.var / "drawn")
    with open_session() as db:
        consents.write(db, house.maria.scope, db.get_one(Training, uuid.UUID(training)), {ConsentKind.LANDMARKS: True})
        db.add(SessionChunk(tenant_id=house.maria.scope.tenant_id, session_id=uuid.UUID(session), number=0, samples=[], landmarks=b"x"))
        db.commit()
    withdraw(house.maria, Document.LANDMARKS)
    with open_session(reading=True) as db:
        assert [chunk.landmarks for chunk in db.exec(select(SessionChunk))] == [None]
        assert consents.given(db, db.get_one(Training, uuid.UUID(training))) == set()
    assert get_storage().keys("tenants/1/people") == []


def test_who_is_under_eighteen_agrees_to_nothing_herself(house: House) -> None:
    training, _ = trained(house, house.maria)
    with open_session() as db:
        db.get_one(Person, house.maria.person_id).under_age = True
        db.commit()
    with pytest.raises(ParentMissing):
        give(house.maria, Document.RECORDING)
    refused = house.signed_in(house.maria).post(f"/api/shadow/{training}/consents", json={"recording": True})
    assert (refused.status_code, refused.json()["error"]) == (409, "parent_missing")
    with open_session(reading=True) as db:
        assert agreements.may_be_asked(db, house.maria.scope) == frozenset()
        assert agreements.may_be_asked(db, house.viktor.scope) == frozenset(Document)
    assert agreed(house.maria) == frozenset()


def test_what_hurts_is_told_and_can_be_taken_back(house: House) -> None:
    training, _ = trained(house, house.maria)
    plank = house.exercise(house.anna, "plank")
    with open_session() as db:
        row = db.get_one(Training, uuid.UUID(training))
        row.plan = {"items": [{"exercise": plank}]}
        db.add(row)
        db.commit()
        feelings.say(db, house.maria.scope, row, 0, Feeling.PAIN)
        assert agreements.in_force(db, row.tenant_id, row.client_id) == {Document.HEALTH}
        assert len(feelings.unanswered_pains(db, house.anna.scope)) == 1
    withdraw(house.maria, Document.HEALTH)
    with open_session(reading=True) as db:
        assert feelings.unanswered_pains(db, house.anna.scope) == []
        assert feelings.of(db, db.get_one(Training, uuid.UUID(training))) == {}
