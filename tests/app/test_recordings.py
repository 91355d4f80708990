"""A client's recording: nothing without consent, in pieces that may be cut off, one film that seeks, gone when she says so."""

import uuid
from base64 import b64encode
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from perscoach_app import filming
from perscoach_app.services import budgets, clients, consents, film_queue, recordings
from perscoach_app.services.errors import NotFound, StorageFull
from perscoach_app.services.film_errors import ConsentMissing, FilmIncomplete, FilmRejected
from perscoach_app.services.recordings import Piece
from perscoach_app.storage import get_storage
from perscoach_app.tables import ConsentKind, Recording, Training, TrainingSession
from perscoach_app.tables.database import open_session
from tests.app.filmed import part, piece, times_of
from tests.app.house import House, Member

TUS = {"tus-resumable": "1.0.0"}


def trained(house: House, client: Member) -> tuple[str, str]:
    """A training of hers with one finished set; both ids."""
    exercise = house.ready_exercise(house.anna if client.slug == "anna" else house.boris)
    with open_session() as db:
        training = Training(tenant_id=client.scope.tenant_id, client_id=client.person_id)
        db.add(training)
        db.flush()
        session = TrainingSession(
            tenant_id=training.tenant_id,
            client_id=training.client_id,
            exercise_id=uuid.UUID(exercise),
            exercise_version=1,
            training_id=training.id,
            position=1,
        )
        db.add(session)
        db.commit()
        return str(training.id), str(session.id)


def allow(client: Member, training: str, *, recording: bool = True) -> None:
    with open_session() as db:
        consents.write(db, client.scope, db.get_one(Training, uuid.UUID(training)), {ConsentKind.RECORDING: recording})


def metadata(training: str, recording: uuid.UUID, number: int) -> str:
    said = {"training": training, "recording": str(recording), "number": str(number)}
    return ",".join(f"{name} {b64encode(value.encode()).decode()}" for name, value in said.items())


def begin(browser: TestClient, training: str, recording: uuid.UUID, number: int, size: int) -> tuple[int, str]:
    headers = {**TUS, "upload-length": str(size), "upload-metadata": metadata(training, recording, number)}
    answer = browser.post("/api/films/", headers=headers)
    return answer.status_code, answer.headers.get("location", "")


def send(browser: TestClient, address: str, content: bytes, offset: int = 0) -> int:
    headers = {**TUS, "upload-offset": str(offset), "content-type": "application/offset+octet-stream"}
    return browser.patch(address, content=content, headers=headers).status_code


def send_all(browser: TestClient, training: str, recording: uuid.UUID, pieces: list[bytes]) -> None:
    for number, content in enumerate(pieces):
        code, address = begin(browser, training, recording, number, len(content))
        assert (code, send(browser, address, content)) == (201, 204)


def finish(browser: TestClient, training: str, recording: uuid.UUID, pieces: int) -> int:
    return browser.post(f"/api/shadow/{training}/recordings/{recording}/finish", json={"pieces": pieces}).status_code


def film_of(member: Member, session: str) -> recordings.Film | None:
    with open_session(reading=True) as db:
        return recordings.of_session(db, member.scope, session)


def test_the_whole_road_to_a_film_that_seeks(house: House) -> None:
    """Two pieces, the second cut off in the middle; what the trainer gets is one film, whose marks lead from the set's time to it."""
    training, session = trained(house, house.maria)
    allow(house.maria, training)
    browser, recording = house.signed_in(house.maria), uuid.uuid4()
    first = piece((part(house.var, "a"), 0, 0.0, 2.0), (part(house.var, "b", shade=30), 1, 0.5, 2.0))
    second = piece((part(house.var, "c", shade=200), 1, 2.5, 2.0))
    send_all(browser, training, recording, [first])
    _, address = begin(browser, training, recording, 1, len(second))
    assert send(browser, address, second[:1000]) == 204
    assert finish(browser, training, recording, 2) == 409, "a piece is still missing"
    assert browser.head(address, headers=TUS).headers["upload-offset"] == "1000"
    assert send(browser, address, second[1000:], 1000) == 204
    assert [finish(browser, training, recording, 2) for _ in range(2)] == [200, 200]

    waiting = film_of(house.anna, session)
    assert waiting is not None
    assert (waiting.state, waiting.video) == ("waiting", "")
    assert filming.make_next() == "ready"
    assert filming.make_next() is None
    film = film_of(house.anna, session)
    assert film is not None
    assert film.state == "ready"
    assert film.marks == [[0.5, 2.0, 4.0]], "the set's two parts are one stretch, two seconds into the film"
    answer = house.signed_in(house.anna).get(film.video)
    assert (answer.status_code, answer.headers["content-type"], len(answer.content)) == (200, "video/mp4", film.bytes)
    path = house.var / "film.mp4"
    path.write_bytes(answer.content)
    duration, times = times_of(path)
    assert duration == pytest.approx(6.0, abs=0.1)
    assert film.duration_s == pytest.approx(duration, abs=0.1)
    assert len(times) == 60
    assert answer.content.index(b"moov") < answer.content.index(b"mdat"), "the index comes first: a browser seeks before all is here"
    left = get_storage().keys(f"tenants/{house.anna.scope.tenant_id}/recordings")
    assert [Path(key).name for key in left] == ["film-1.mp4"], "the pieces are gone"


def test_without_consent_no_byte_is_taken(house: House) -> None:
    training, _ = trained(house, house.maria)
    browser = house.signed_in(house.maria)
    assert begin(browser, training, uuid.uuid4(), 0, 10)[0] == 409
    allow(house.maria, training)
    allow(house.maria, training, recording=False)
    assert begin(browser, training, uuid.uuid4(), 0, 10)[0] == 409, "and none after she took it back"


def test_consent_taken_back_in_the_middle_of_sending(house: House) -> None:
    training, _ = trained(house, house.maria)
    allow(house.maria, training)
    browser, recording = house.signed_in(house.maria), uuid.uuid4()
    content = piece((part(house.var, "a", frames=5), 1, 0.0, 0.5))
    _, address = begin(browser, training, recording, 0, len(content))
    allow(house.maria, training, recording=False)
    assert send(browser, address, content) == 409
    assert not list(house.var.glob("uploads/*/*-films/[0-9a-f]*")), "what had come is gone"
    assert get_storage().keys(f"tenants/{house.anna.scope.tenant_id}/recordings") == []


def test_gone_is_gone_at_once(house: House) -> None:
    """Consent taken back, deleted by the client, by her trainer, the client removed: each time the link leads nowhere."""
    training, session = trained(house, house.maria)
    content = piece((part(house.var, "a", frames=5), 1, 0.0, 0.5))
    maria, anna = house.signed_in(house.maria), house.signed_in(house.anna)
    for way in ("taken back", "client", "trainer", "removed"):
        recording = uuid.uuid4()
        allow(house.maria, training)
        send_all(maria, training, recording, [content])
        assert finish(maria, training, recording, 1) == 200
        assert filming.make_next() == "ready"
        film = film_of(house.anna, session)
        assert film is not None
        assert anna.get(film.video).status_code == 200
        if way == "taken back":
            allow(house.maria, training, recording=False)
        elif way == "removed":
            with open_session() as db:
                clients.remove(db, house.anna.scope, house.maria.person_id)
        else:
            browser = maria if way == "client" else anna
            assert [browser.delete(f"/api/shadow/recordings/{recording}").status_code for _ in range(2)] == [204, 204]
        assert film_of(house.anna, session) is None
        assert anna.get(film.video).status_code == 404
        assert get_storage().keys(f"tenants/{house.anna.scope.tenant_id}/recordings") == []


def test_deleted_while_its_film_is_made(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    training, _ = trained(house, house.maria)
    allow(house.maria, training)
    recording = uuid.uuid4()
    send_all(house.signed_in(house.maria), training, recording, [piece((part(house.var, "a", frames=5), 1, 0.0, 0.5))])
    finish(house.signed_in(house.maria), training, recording, 1)
    joined = filming.join_parts

    def slow(*given: object) -> object:
        spans = joined(*given)  # type: ignore[arg-type]
        allow(house.maria, training, recording=False)
        return spans

    monkeypatch.setattr(filming, "join_parts", slow)
    filming.make_next()
    assert get_storage().keys(f"tenants/{house.anna.scope.tenant_id}/recordings") == []


def test_nobody_elses(house: House) -> None:
    """Olga of the same trainer, Boris and Viktor of another: they cannot send to it, see it or delete it."""
    training, session = trained(house, house.maria)
    allow(house.maria, training)
    recording = uuid.uuid4()
    send_all(house.signed_in(house.maria), training, recording, [piece((part(house.var, "a", frames=5), 1, 0.0, 0.5))])
    finish(house.signed_in(house.maria), training, recording, 1)
    for member in (house.olga, house.boris, house.viktor):
        browser = house.signed_in(member)
        assert begin(browser, training, recording, 0, 10)[0] == 404
        assert finish(browser, training, recording, 1) == 404
        assert browser.delete(f"/api/shadow/recordings/{recording}").status_code == 404
        assert film_of(member, session) is None
    own, _ = trained(house, house.viktor)
    allow(house.viktor, own)
    code, address = begin(house.signed_in(house.viktor), own, recording, 0, 100)
    content = piece((part(house.var, "v", frames=5), 0, 0.0, 0.5))
    code, address = begin(house.signed_in(house.viktor), own, recording, 0, len(content))
    assert (code, send(house.signed_in(house.viktor), address, content)) == (201, 404), "a number that is taken names nothing of his"
    assert film_of(house.maria, session) is not None


WEBM = b"\x1a\x45\xdf\xa3" * 4
NO_PIECES = (
    b"\x00\x00\x00\x00",
    b"\xff\xff\xff\x7f{}",
    b"\x02\x00\x00\x00[]",
    b"\x08\x00\x00\x00" + b"[" * 8,
    piece((b"#!/bin/sh is no video", 0, 0.0, 1.0)),
    piece((WEBM, 0, float("nan"), 1.0)),
    piece((WEBM, -1, 0.0, 1.0)),
    piece((WEBM, 0, 0.0, 1.0)) + b"more",
)


def test_a_piece_that_is_none_is_refused(house: House) -> None:
    training, _ = trained(house, house.maria)
    allow(house.maria, training)
    file = house.var / "piece"
    for content in NO_PIECES:
        file.write_bytes(content)
        with pytest.raises(FilmRejected):
            recordings.take_in(house.maria.scope, Piece(training, uuid.uuid4(), 0), file)
    assert get_storage().keys(f"tenants/{house.anna.scope.tenant_id}/recordings") == []


def test_a_part_that_cannot_be_read_is_left_out_and_a_film_of_none_fails(house: House) -> None:
    training, session = trained(house, house.maria)
    allow(house.maria, training)
    browser = house.signed_in(house.maria)
    good, broken = part(house.var, "a"), b"\x1a\x45\xdf\xa3" + bytes(200)
    some, none = uuid.uuid4(), uuid.uuid4()
    send_all(browser, training, some, [piece((good, 1, 0.0, 2.0), (broken, 1, 2.0, 1.0), (good[: len(good) * 2 // 3], 1, 3.0, 2.0))])
    assert finish(browser, training, some, 1) == 200
    assert filming.make_next() == "ready"
    film = film_of(house.maria, session)
    assert film is not None
    assert film.marks[0][:2] == [0.0, 0.0]
    assert film.marks[-1][0] == 3.0, "the last part was cut off by a crash and is shown as far as it goes"
    send_all(browser, training, none, [piece((broken, 1, 0.0, 1.0))])
    assert finish(browser, training, none, 1) == 200
    assert filming.make_next() == "failed"
    told = film_of(house.maria, session)
    assert told is not None
    assert (told.state, told.reason) == ("failed", "unreadable")


def test_a_phone_that_was_turned_round_stays_whole(house: House) -> None:
    training, session = trained(house, house.maria)
    allow(house.maria, training)
    upright = part(house.var, "u", size=(120, 160))
    recording = uuid.uuid4()
    browser = house.signed_in(house.maria)
    send_all(browser, training, recording, [piece((part(house.var, "a"), 1, 0.0, 2.0), (upright, 1, 2.0, 2.0))])
    finish(browser, training, recording, 1)
    assert filming.make_next() == "ready"
    film = film_of(house.maria, session)
    assert film is not None
    assert film.duration_s == pytest.approx(4.0, abs=0.05)


def test_it_counts_against_the_trainers_room(house: House) -> None:
    training, _ = trained(house, house.maria)
    allow(house.maria, training)
    content = piece((part(house.var, "a", frames=5), 1, 0.0, 0.5))
    send_all(house.signed_in(house.maria), training, uuid.uuid4(), [content])
    with open_session() as db:
        used = budgets.usage(db, house.anna.scope).storage_bytes
        assert used >= len(content)
        budgets.set_budget(db, "anna", storage_bytes=used + 100)
    with open_session() as db, pytest.raises(StorageFull):
        recordings.may_send(db, house.maria.scope, Piece(training, uuid.uuid4(), 0), 101)


def test_what_was_never_sent_whole_is_swept_after_a_week(house: House) -> None:
    training, _ = trained(house, house.maria)
    allow(house.maria, training)
    recording = uuid.uuid4()
    send_all(house.signed_in(house.maria), training, recording, [piece((part(house.var, "a", frames=5), 1, 0.0, 0.5))])
    film_queue.sweep()
    with open_session() as db:
        row = db.get_one(Recording, recording)
        assert row.removed_at is None
        row.created_at -= film_queue.FORGOTTEN
        db.add(row)
        db.commit()
    film_queue.sweep()
    assert get_storage().keys(f"tenants/{house.anna.scope.tenant_id}/recordings") == []


def test_a_film_that_kills_its_worker_is_given_up(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    training, session = trained(house, house.maria)
    allow(house.maria, training)
    recording = uuid.uuid4()
    browser = house.signed_in(house.maria)
    send_all(browser, training, recording, [piece((part(house.var, "a", frames=5), 1, 0.0, 0.5))])
    finish(browser, training, recording, 1)
    monkeypatch.setattr(film_queue, "TRY_S", -1.0)  # every worker that took it is dead
    for _ in range(film_queue.TRIES):
        with open_session() as db:
            assert film_queue.take(db) is not None
    assert filming.make_next() is None
    film = film_of(house.maria, session)
    assert film is not None
    assert (film.state, film.reason) == ("failed", "given_up")


def test_refusals_say_what_to_do() -> None:
    assert "согласия" in ConsentMissing().sentence("ru")
    assert "2" in FilmIncomplete([3, 4]).sentence("en")
    with pytest.raises(NotFound):
        recordings.piece_of("x", str(uuid.uuid4()), "-1")
