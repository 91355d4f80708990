"""What has arrived of a recording stays: a piece sent twice, a worker that was taken for dead, a consent that is being taken back."""

import uuid
from typing import Any

import pytest

from perscoach_app import filming
from perscoach_app.services import budgets, film_queue, recordings, withdrawal
from perscoach_app.services.errors import StorageFull
from perscoach_app.services.film_errors import FilmRejected
from perscoach_app.services.recordings import Piece
from perscoach_app.storage import get_storage
from perscoach_app.tables.database import open_session
from tests.app.filmed import part, piece
from tests.app.house import House
from tests.app.test_recordings import allow, film_of, finish, send_all, trained


def test_a_piece_that_comes_again_and_is_refused_leaves_the_first_one(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer was lost, the page sends it again: meanwhile the room is full, or the film is being made."""
    training, session = trained(house, house.maria)
    allow(house.maria, training)
    browser, recording = house.signed_in(house.maria), uuid.uuid4()
    content = piece((part(house.var, "a", frames=5), 1, 0.0, 0.5))
    send_all(browser, training, recording, [content])
    again = house.var / "again"
    again.write_bytes(content)

    with open_session() as db:
        budgets.set_budget(db, "anna", storage_bytes=1)
    with pytest.raises(StorageFull):
        recordings.take_in(house.maria.scope, Piece(training, recording, 0), again)

    key_of = withdrawal.piece_key

    def finished_meanwhile(*named: Any) -> str:
        assert finish(browser, training, recording, 1) == 200
        return key_of(*named)

    with monkeypatch.context() as patch:
        patch.setattr(withdrawal, "piece_key", finished_meanwhile)
        with pytest.raises((FilmRejected, StorageFull)):
            recordings.take_in(house.maria.scope, Piece(training, recording, 0), again)
    assert filming.make_next() == "ready"
    film = film_of(house.maria, session)
    assert film is not None
    assert film.state == "ready"


def test_a_piece_that_was_refused_at_once_leaves_nothing(house: House) -> None:
    training, _ = trained(house, house.maria)
    allow(house.maria, training)
    file = house.var / "piece"
    file.write_bytes(piece((part(house.var, "a", frames=5), 1, 0.0, 0.5)))

    with open_session() as db:
        budgets.set_budget(db, "anna", storage_bytes=1)
    with pytest.raises(StorageFull):
        recordings.take_in(house.maria.scope, Piece(training, uuid.uuid4(), 0), file)
    assert get_storage().keys(f"tenants/{house.anna.scope.tenant_id}/recordings") == []


def test_a_worker_taken_for_dead_does_not_delete_the_other_ones_film(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    training, session = trained(house, house.maria)
    allow(house.maria, training)
    recording = uuid.uuid4()
    browser = house.signed_in(house.maria)
    send_all(browser, training, recording, [piece((part(house.var, "a", frames=5), 1, 0.0, 0.5))])
    finish(browser, training, recording, 1)
    with open_session() as db:
        slow = film_queue.take(db)
    assert slow is not None
    monkeypatch.setattr(film_queue, "TRY_S", -1.0)
    assert filming.make_next() == "ready"
    late = house.var / "late.mp4"
    late.write_bytes(b"the same film, made late")
    get_storage().put_file(slow.key, late)
    with open_session() as db:
        film_queue.ready(db, slow, 1, 1.0, [])
    film = film_of(house.anna, session)
    assert film is not None
    answer = house.signed_in(house.anna).get(film.video)
    assert (answer.status_code, len(answer.content)) == (200, film.bytes)
    assert len(get_storage().keys(f"tenants/{house.anna.scope.tenant_id}/recordings")) == 1, "the late one is gone"


def test_who_is_given_up_no_longer_takes_room(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    training, _ = trained(house, house.maria)
    allow(house.maria, training)
    recording = uuid.uuid4()
    browser = house.signed_in(house.maria)
    send_all(browser, training, recording, [piece((part(house.var, "a", frames=5), 1, 0.0, 0.5))])
    finish(browser, training, recording, 1)
    monkeypatch.setattr(film_queue, "TRY_S", -1.0)
    for _ in range(film_queue.TRIES):
        with open_session() as db:
            film_queue.take(db)
    assert filming.make_next() is None
    assert get_storage().keys(f"tenants/{house.anna.scope.tenant_id}/recordings") == []
