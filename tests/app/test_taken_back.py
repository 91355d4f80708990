"""What is taken back at the very moment something is made of it does not come back with it."""

import os
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import col, select

from perscoach_app.services import (
    agreements,
    archive,
    clients,
    consents,
    erasure,
    inbox,
    leftovers,
    marks,
    personal_data,
    recordings,
    report_trend,
    second_look,
    strip_films,
    team,
    withdrawal,
)
from perscoach_app.settings import get_settings
from perscoach_app.storage import Storage, get_storage
from perscoach_app.tables import DataRequest, Document, Person, RepetitionMark, StripFilm, Training, TrainingSession
from perscoach_app.tables.database import engine_for, open_session
from tests.app import test_clients, test_exports, test_marks
from tests.app.house import House, Member
from tests.app.test_agreements import film, give, withdraw

exercise = test_marks.exercise


def just_after(patch: pytest.MonkeyPatch, place: object, name: str, deed: Callable[[], object]) -> None:
    """Lets `deed` happen right after the first call of a function, before its caller goes on."""
    real, done = getattr(place, name), []

    def overtaken(*args: Any, **kwargs: Any) -> Any:
        found = real(*args, **kwargs)
        if not done:
            done.append(deed())
        return found

    patch.setattr(place, name, overtaken)


def test_a_set_is_numbers_only_when_its_landmarks_go_while_it_is_finished(
    house: House, exercise: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    just_after(monkeypatch, second_look, "of", lambda: withdraw(house.maria, Document.LANDMARKS))
    done = test_marks.trained(house, exercise)
    assert not done.verified
    assert done.summary is not None
    assert not {"sync", "live_score"} & done.summary.keys()


def test_a_mark_does_not_learn_from_what_was_just_taken_back(house: House, exercise: str, monkeypatch: pytest.MonkeyPatch) -> None:
    first = test_marks.trained(house, exercise)
    just_after(monkeypatch, marks.performances, "seen", lambda: withdraw(house.maria, Document.LANDMARKS))
    with open_session() as db:
        said = marks.mark(db, house.anna.scope, first.id, 1, "right")
        assert not said.teaches
        assert db.exec(select(col(RepetitionMark.shown))).all() == [None]


def test_a_training_stays_in_the_lists_when_its_landmarks_go(house: House, exercise: str) -> None:
    first = test_marks.trained(house, exercise)
    withdraw(house.maria, Document.LANDMARKS)
    with open_session(reading=True) as db:
        listed = inbox.list_all(db, house.anna.scope)
        training = db.get_one(Training, first.training_id)
        assert [(one.training, one.digest["verified"]) for one in listed] == [(str(first.training_id), "none")]
        assert len(report_trend.of_trainings(db, training)) == 1


def test_a_film_with_the_landmarks_scores_goes_with_them(house: House, exercise: str) -> None:
    training = str(test_marks.trained(house, exercise).training_id)
    recording = test_exports.filmed(house, house.maria, training)
    made = f"{withdrawal.folder_of(house.maria.scope.tenant_id, recording)}/{withdrawal.STRIP}1.mp4"
    get_storage().put_file(made, house.var / "film.webm")
    with open_session() as db:
        db.add(StripFilm(recording_id=recording, tenant_id=house.maria.scope.tenant_id, state="ready", key=made, bytes=1))
        db.commit()
    withdraw(house.maria, Document.LANDMARKS)
    with open_session(reading=True) as db:
        assert strip_films.of(db, house.maria.scope, training) == strip_films.Asked(), "it can be drawn anew, of numbers"
    assert [key.rpartition("/")[2] for key in get_storage().keys(made.rpartition("/")[0])] == ["film-1.mp4"]


@pytest.mark.parametrize("erased", [pytest.param(False, id="a recording"), pytest.param(True, id="a person")])
def test_rows_are_gone_before_their_files(house: House, monkeypatch: pytest.MonkeyPatch, *, erased: bool) -> None:
    """Else a worker could put a film there in between, which no row knows and nobody ever deletes."""
    film(house, house.maria)
    order: list[str] = []
    engine = engine_for(get_settings().database_url)
    event.listen(engine, "before_cursor_execute", lambda *said: order.append(str(said[2])))
    monkeypatch.setattr(Storage, "delete_prefix", lambda _self, prefix: order.append(prefix))
    with open_session() as db:
        if erased:
            erasure.erase(db, db.get_one(Person, house.maria.person_id))
        else:
            agreements.withdraw(db, house.maria.scope, Document.RECORDING)
    rows = next(place for place, said in enumerate(order) if said.startswith(("UPDATE recording", "DELETE FROM recording")))
    files = next(place for place, said in enumerate(order) if "/recordings/" in said)
    assert rows < files


def packed(member: Member) -> list[str]:
    with open_session() as db:
        personal_data.ask_archive(db, member.scope)
    personal_data.make_archives()
    return get_storage().keys(f"{withdrawal.person_folder(member.scope.tenant_id, member.person_id)}/data")


def take_back_film(house: House) -> None:
    withdraw(house.maria, Document.RECORDING)


def delete_film(house: House) -> None:
    with open_session() as db:
        recording = recordings.rows_of_training(db, house.maria.scope, db.exec(select(Training.id)).one())[0]
        recordings.remove(db, house.maria.scope, recording.id)


def remove_client(house: House) -> None:
    with open_session() as db:
        clients.remove(db, house.anna.scope, house.maria.person_id)


@pytest.mark.parametrize("deed", [take_back_film, delete_film, remove_client])
def test_an_archive_is_no_place_where_a_deleted_film_lives_on(
    house: House, deed: Callable[[House], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    film(house, house.maria)
    assert len(packed(house.maria)) == 1
    deed(house)
    assert get_storage().keys(withdrawal.person_folder(house.maria.scope.tenant_id, house.maria.person_id)) == []
    film(house, house.olga)
    just_after(monkeypatch, archive, "write", lambda: withdraw(house.olga, Document.RECORDING))
    assert packed(house.olga) == [], "it held the film"
    assert len(packed(house.olga)) == 1, "the next one does not"


def test_who_is_erased_while_her_archive_is_packed_leaves_none(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def erase() -> None:
        with open_session() as db:
            erasure.erase(db, db.get_one(Person, house.maria.person_id))
            db.commit()

    just_after(monkeypatch, archive, "write", erase)
    assert packed(house.maria) == []
    assert personal_data.make_archives() == 0
    with open_session(reading=True) as db:
        assert db.exec(select(DataRequest)).one().key == ""


def test_one_wish_that_fails_keeps_nobody_elses_waiting(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    for client in (house.maria, house.olga):
        with open_session() as db:
            personal_data.ask_archive(db, client.scope)
            personal_data.ask_deletion(db, client.scope)
    monkeypatch.setattr(personal_data, "now", lambda later=personal_data.now() + 2 * personal_data.REGRET: later)
    real = erasure.erase

    def lost(db: Any, person: Person) -> None:
        if person.id == house.maria.person_id:
            raise OSError("the store does not answer")
        real(db, person)

    monkeypatch.setattr(erasure, "erase", lost)
    assert personal_data.erase_due() == 1
    monkeypatch.setattr(erasure, "erase", real)
    assert personal_data.erase_due() == 1


def test_who_stays_in_the_last_second_stays(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_session() as db:
        personal_data.ask_deletion(db, house.maria.scope)
    monkeypatch.setattr(personal_data, "now", lambda later=personal_data.now() + 2 * personal_data.REGRET: later)

    def stay() -> None:
        with open_session() as db:
            personal_data.keep_me(db, house.maria.scope)

    just_after(monkeypatch, personal_data, "_of_all", stay)
    assert personal_data.erase_due() == 0
    with open_session(reading=True) as db:
        assert db.get_one(Person, house.maria.person_id).name == "Мария"


def test_a_removed_clients_consents_end_with_her(house: House) -> None:
    """What her phone still sends belongs to nobody's film."""
    training, _session, _key = film(house, house.maria)
    remove_client(house)
    with open_session(reading=True) as db:
        assert consents.given(db, db.get_one(Training, uuid.UUID(training))) == set()


def test_a_trainer_who_leaves_takes_what_she_tried_herself_with_her(house: House) -> None:
    film(house, house.anna)
    heir = test_clients.colleague(house)
    with open_session() as db:
        team.remove(db, house.anna.scope, house.anna.person_id, heir)
    assert get_storage().keys(f"tenants/{house.anna.scope.tenant_id}/recordings") == []


def test_what_hurt_is_told_to_nobody_any_more(house: House) -> None:
    """Her word on health taken back reaches the lists, too."""
    training, session, _key = film(house, house.maria)
    give(house.maria, Document.HEALTH)
    with open_session() as db:
        db.get_one(Training, uuid.UUID(training)).digest = {"version": 1, "pain": True, "sets": 0}
        db.get_one(TrainingSession, uuid.UUID(session)).pain = True
        db.commit()
    withdraw(house.maria, Document.HEALTH)
    with open_session(reading=True) as db:
        digest = db.get_one(Training, uuid.UUID(training)).digest
    assert digest is not None
    assert not digest["pain"]


def test_a_file_whose_row_was_never_written_does_not_lie_about(house: House) -> None:
    """A process was killed between a piece and its row: no deletion would ever find it."""
    _training, _session, known = film(house, house.maria)
    archives = packed(house.maria)
    tenant = house.maria.scope.tenant_id
    recording = withdrawal.recording_of(tenant, known)
    assert recording is not None
    raw = withdrawal.piece_key(tenant, recording, 0)  # of a film that is made: it still says with which phone
    lost = [raw, withdrawal.piece_key(tenant, uuid.uuid4(), 0), f"{withdrawal.person_folder(tenant, 7)}/data/{uuid.uuid4()}.zip"]
    fresh = withdrawal.piece_key(tenant, uuid.uuid4(), 0)
    for key in (*lost, fresh):
        get_storage().put_file(key, house.var / "film.mp4")
    for key in (*lost, known, *archives):
        path = get_storage().path_of(key)
        assert path is not None
        os.utime(path, (0, 0))
    assert [leftovers.sweep(), leftovers.sweep()] == [3, 0]
    assert {known, fresh, *archives} <= set(get_storage().all_keys())
