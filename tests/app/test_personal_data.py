"""A copy of everything on demand; and everything gone on demand, by the promised time: rows, files, what was drawn of them, old links."""

import io
import json
import uuid
import zipfile
from datetime import timedelta
from typing import Any

import av
import numpy as np
import pytest
from sqlalchemy import update
from sqlmodel import SQLModel, col, select

from gpu_jobs.video.film import join_parts
from perscoach_app.housekeeping import Housekeeping
from perscoach_app.services import agreements, audit, erasure, personal_data, retention, withdrawal
from perscoach_app.services.privacy_errors import StudioCloses
from perscoach_app.settings import get_settings
from perscoach_app.state.home import HomeState
from perscoach_app.storage import get_storage
from perscoach_app.tables import (
    AuditEntry,
    DataRequest,
    Document,
    Exercise,
    Message,
    Person,
    PushSubscription,
    RepetitionMark,
    SessionChunk,
    Tenant,
    Training,
    TrainingSession,
)
from perscoach_app.tables.database import open_session
from perscoach_app.tables.moments import now
from tests.app.house import House, Member
from tests.app.postbox import letters
from tests.app.state.browsing import run, visit
from tests.app.test_agreements import film, link_of


def with_a_past(house: House, client: Member) -> tuple[str, str]:
    """A client with something everywhere; her film's set and its key."""
    training, session, key = film(house, client)
    trainer = house.anna if client.slug == "anna" else house.boris
    whose = {"tenant_id": client.scope.tenant_id, "client_id": client.person_id}
    for name in (f"{withdrawal.drawn_folder(client.scope.tenant_id, client.person_id)}/before-after.mp4",):
        get_storage().put_file(name, house.var / "film.mp4")
    unsent = get_settings().uploads_dir / str(client.scope.tenant_id) / f"{client.person_id}-films"
    unsent.mkdir(parents=True)
    (unsent / ("0" * 32)).write_bytes(b"half a film")
    with open_session() as db:
        found = db.get_one(Person, client.person_id)
        found.email, found.email_confirmed_at, found.note = f"{client.slug}-client@example.org", now(), "Колено"
        chunk = SessionChunk(tenant_id=found.tenant_id, session_id=uuid.UUID(session), number=0, samples=[[0, 1]], landmarks=b"points")
        said = Message(**whose, author_id=trainer.person_id, training_id=uuid.UUID(training), text="Молодец")
        answer = Message(**whose, author_id=client.person_id, answers_id=said.id, text="Спасибо")
        exercise = db.get_one(TrainingSession, uuid.UUID(session)).exercise_id
        marked = {**whose, "exercise_id": exercise, "session_id": uuid.UUID(session), "author_id": trainer.person_id}
        mark = RepetitionMark(**marked, repetition=0, judgement="right", shown={"x": 1})
        push = PushSubscription(
            tenant_id=found.tenant_id, person_id=client.person_id, endpoint=f"https://push.example/{session}", p256dh="p", auth="a"
        )
        db.add_all([chunk, said, mark, push])
        db.flush()
        db.add(answer)
        db.commit()
    return session, key


def person(member: Member) -> Person:
    with open_session(reading=True) as db:
        return db.get_one(Person, member.person_id)


def left_of(member: Member) -> dict[str, int]:
    with open_session(reading=True) as db:
        return erasure.left_of(db, db.get_one(Person, member.person_id))


def ask_deletion(member: Member) -> None:
    with open_session() as db:
        personal_data.ask_deletion(db, member.scope)


def a_day_later(monkeypatch: pytest.MonkeyPatch, **passed: float) -> None:
    later = now() + timedelta(**passed)
    monkeypatch.setattr(personal_data, "now", lambda: later)


def test_the_archive_holds_everything_of_hers_and_nothing_of_others(house: House) -> None:
    session, _ = with_a_past(house, house.maria)
    with_a_past(house, house.viktor)
    with open_session() as db:
        db.get_one(TrainingSession, uuid.UUID(session)).finished_at = now()
        db.exec(update(Exercise).values(title_ru="=1+1"))  # what a spreadsheet would calculate
        db.commit()
    maria = house.signed_in(house.maria)
    with open_session() as db:
        personal_data.ask_archive(db, house.maria.scope)
        personal_data.ask_archive(db, house.maria.scope)
    assert [personal_data.make_archives(), personal_data.make_archives()] == [1, 0], "asked twice, packed once"
    with open_session(reading=True) as db:
        ready = personal_data.present(db, house.maria.scope).archive
    assert ready is not None
    assert ready.ready
    address = f"/api/account/data/{ready.id}"
    assert [house.signed_in(other).get(address).status_code for other in (house.anna, house.olga, house.viktor)] == [404] * 3
    assert house.browser().get(address).status_code == 401
    answer = maria.get(address)
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "private, no-store")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        names, data = packed.namelist(), json.loads(packed.read("data.json"))
        whole = packed.read("data.json").decode()
        read = {name: packed.read(name).decode("utf-8-sig") for name in names if name.endswith((".txt", ".csv"))}
    assert {name.partition("/")[0] for name in names} == {*read, "data.json", "films", "landmarks"}
    assert all(name in read["README.txt"] for name in read if name != "README.txt"), "the first page leads to the others"
    assert len(read["trainings.csv"].splitlines()) == 2
    assert ";'=1+1;" in read["trainings.csv"]
    assert "Молодец" in read["messages.txt"]
    assert "Видео тренировок\nДано: " in read["agreements.txt"]
    assert "Анна" in read["policy.txt"]
    told = {"person", "training", "training_session", "session_chunk", "recording", "message", "agreement", "consent", "repetition_mark"}
    assert told <= data.keys()
    assert [row["text"] for row in data["message"]] == ["Молодец", "Спасибо"]
    assert data["session_chunk"][0]["samples"] == [[0, 1]]
    assert not [word for word in ("password_hash", "token_hash", "Колено", "Виктор", "push.example") if word in whole]


def test_a_trainers_archive_holds_nothing_of_her_clients(house: House) -> None:
    """She made the exercises they train with: how they move, what hurt and what they film is theirs for all that."""
    with_a_past(house, house.maria)
    with open_session() as db:
        db.exec(update(Exercise).values(created_by=house.anna.person_id))
        personal_data.ask_archive(db, house.anna.scope)
        db.commit()
    personal_data.make_archives()
    with open_session(reading=True) as db:
        key = db.exec(select(DataRequest)).one().key
    path = get_storage().path_of(key)
    assert path is not None
    with zipfile.ZipFile(path) as packed:
        data = json.loads(packed.read("data.json"))
        assert not [name for name in packed.namelist() if name.startswith(("films/", "landmarks/"))]
    assert set(data) <= {"person", "message", "auth_session", "sign_in_link"}
    assert [row["text"] for row in data["message"]] == ["Молодец"], "her own words"


def test_whoever_asks_is_gone_by_the_promised_time(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    session, key = with_a_past(house, house.maria)
    browser, link = house.signed_in(house.maria), link_of(house.maria, session)
    token = house.maria.link()
    with open_session() as db:
        personal_data.ask_archive(db, house.maria.scope)
    personal_data.make_archives()
    tenant = house.maria.scope.tenant_id
    others = left_of(house.olga), get_storage().look(key)
    ask_deletion(house.maria)
    ask_deletion(house.maria)
    assert personal_data.erase_due() == 0, "she may change her mind for a day"
    assert browser.get(link).status_code == 200
    a_day_later(monkeypatch, hours=25)
    assert personal_data.REGRET < personal_data.PROMISED
    assert [personal_data.erase_due(), personal_data.erase_due()] == [1, 0]

    (farewell,) = letters("anna-client@example.org")
    assert farewell["Subject"] == "Данные удалены"
    assert left_of(house.maria) == {}
    assert get_storage().keys(f"tenants/{tenant}/recordings") == []
    assert get_storage().keys(f"tenants/{tenant}/people") == [], "her archive and what was drawn of her"
    assert list(get_settings().uploads_dir.glob(f"{tenant}/{house.maria.person_id}*")) == []
    assert browser.get(link).status_code == 404
    assert browser.get("/api/account/data/x").status_code == 401, "her cookie opens nothing"
    assert house.browser().post("/api/sign-in", data={"token": token}).headers["location"] != "/home", "nor does her link"
    gone = person(house.maria)
    assert (gone.name, gone.email, gone.note, gone.password_hash, gone.removed_at is None) == ("", None, "", None, False)
    with open_session(reading=True) as db:
        wish = db.exec(select(DataRequest).where(col(DataRequest.wish) == "delete")).one()
        line = db.exec(select(AuditEntry).where(col(AuditEntry.deed) == "person.erased")).one()
        given = db.exec(select(AuditEntry).where(col(AuditEntry.deed) == "consent.given")).all()
    assert wish.done_at is not None
    assert (line.subject, line.values) == (f"person {house.maria.person_id}", {"recordings": 1, "trainings": 1})
    assert len(given) == 2, "the audit keeps what was agreed to, by number"
    assert left_of(house.olga) == others[0], "nobody else lost anything"


def test_she_may_change_her_mind(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    with_a_past(house, house.maria)
    ask_deletion(house.maria)
    home = visit(HomeState, "/home", house.maria)
    run(home, "load")
    assert home.leaving_at, "whoever holds her phone must not do it behind her back"
    with open_session() as db:
        personal_data.keep_me(db, house.maria.scope)
        assert personal_data.present(db, house.maria.scope).deletion is None
    a_day_later(monkeypatch, days=3)
    assert personal_data.erase_due() == 0
    assert person(house.maria).name == "Мария"
    ask_deletion(house.maria)
    with open_session(reading=True) as db:
        assert personal_data.present(db, house.maria.scope).deletion is not None


def test_a_trainers_leaving_is_more_than_her_own_data(house: House) -> None:
    with pytest.raises(StudioCloses):
        ask_deletion(house.anna)


def test_an_archive_does_not_lie_about(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_session() as db:
        personal_data.ask_archive(db, house.maria.scope)
    personal_data.make_archives()
    assert personal_data.drop_archives() == 0
    a_day_later(monkeypatch, days=8)
    assert personal_data.drop_archives() == 1
    assert get_storage().keys(f"tenants/{house.maria.scope.tenant_id}/people") == []
    with open_session(reading=True) as db:
        assert personal_data.present(db, house.maria.scope).archive is None


def test_films_and_landmarks_go_when_the_studios_time_is_over(house: House) -> None:
    session, key = with_a_past(house, house.maria)
    _theirs, kept = with_a_past(house, house.viktor)
    with open_session() as db:
        for training in db.exec(select(Training)):
            training.started_at = now() - timedelta(days=60)
            db.add(training)
        db.get_one(Tenant, house.maria.scope.tenant_id).retention_days = 30
        db.commit()
    link = link_of(house.maria, session)
    assert retention.sweep() == {house.maria.scope.tenant_id: retention.Swept(recordings=1, landmarks=1)}
    assert retention.sweep() == {}
    with pytest.raises(FileNotFoundError):
        get_storage().look(key)
    assert get_storage().look(kept).size == 800, "the other studio keeps films for 90 days"
    assert house.signed_in(house.maria).get(link).status_code == 404
    assert get_storage().keys(f"tenants/{house.maria.scope.tenant_id}/people") == [], "what was drawn of the landmarks"
    with open_session(reading=True) as db:
        chunk = db.exec(select(SessionChunk).where(col(SessionChunk.tenant_id) == house.maria.scope.tenant_id)).one()
        assert (chunk.landmarks, chunk.samples) == (None, [[0, 1]]), "the numbers stay"
        assert Document.RECORDING in agreements.in_force(db, house.maria.scope.tenant_id, house.maria.person_id)


def test_the_worker_does_all_of_it_by_itself(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    with_a_past(house, house.maria)
    ask_deletion(house.maria)
    with open_session() as db:
        personal_data.ask_archive(db, house.olga.scope)
    a_day_later(monkeypatch, hours=25)
    Housekeeping().do_what_is_due(0.0)
    assert left_of(house.maria) == {}
    with open_session(reading=True) as db:
        archive = personal_data.present(db, house.olga.scope).archive
        assert archive is not None
        assert archive.ready


def test_no_table_is_forgotten() -> None:
    """Whatever points at a person is emptied with her; what points at her without a key has to be named here."""
    someone = Person(id=1, tenant_id=1, role="client", name="")
    found = {table.name for table, _ in erasure.tables_about(someone)} | erasure.STAYING
    by_number = {"audit_entry": "lines of the audit stay, and name people by number alone"}
    words = ("person_id", "client_id", "author_id", "actor_id")
    naming = {table.name for table in SQLModel.metadata.sorted_tables if any(word in table.c for word in words)}
    assert sorted(naming - found - by_number.keys()) == []
    assert "person.erased" in audit.DEEDS


def test_a_film_tells_neither_where_nor_with_what_it_was_made(house: House) -> None:
    """A phone writes place and model into a video; the film that comes of it has other tags: none but the container's own."""
    secret = {"location": "+55.7558+037.6173/", "com.apple.quicktime.model": "iPhone 17", "comment": "Мария дома"}
    part = house.var / "part.webm"
    with av.open(str(part), "w", format="webm") as container:
        container.metadata.update(secret)
        stream: Any = container.add_stream("libvpx", rate=10)
        stream.width, stream.height, stream.pix_fmt = 160, 120, "yuv420p"
        for _ in range(10):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(np.full((120, 160, 3), 90, np.uint8), format="rgb24")))
        container.mux(stream.encode(None))
    assert b"+55.7558" in part.read_bytes(), "otherwise this test could not fail"
    film_made = house.var / "made.mp4"
    join_parts([part], film_made, lambda _done: None)
    made = film_made.read_bytes()
    assert not [word for word in secret.values() if word.encode() in made]
    with av.open(str(film_made)) as container:
        assert container.metadata.keys() <= {"major_brand", "minor_version", "compatible_brands", "encoder"}
