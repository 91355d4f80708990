"""A spoken note: kept, played, shared with copies, gone when nobody needs it; nobody else's."""

import pytest

from perscoach_app.services import voice_notes, workout_edit, workout_items, workouts
from perscoach_app.services.errors import NotFound
from perscoach_app.services.workout_errors import VOICE_MOST_BYTES
from perscoach_app.storage import get_storage
from perscoach_app.tables.database import open_session
from tests.app.house import House

WEBM, OGG, M4A = b"\x1a\x45\xdf\xa3" + b"a" * 400, b"OggS" + b"a" * 400, b"\0\0\0\x18ftypmp42" + b"a" * 400


def item_of(house: House) -> str:
    squat, anna = house.exercise(house.anna), house.anna.scope
    with open_session() as db:
        return workout_edit.add(db, anna, workouts.make(db, anna), 0, squat)


def kept(house: House) -> list[str]:
    return get_storage().keys(f"tenants/{house.anna.scope.tenant_id}/voice")


@pytest.mark.parametrize("sound", [WEBM, OGG, M4A])
def test_a_note_is_kept_and_played_by_a_signed_link(house: House, sound: bytes) -> None:
    item, browser = item_of(house), house.signed_in(house.anna)
    assert browser.post(f"/api/voice/{item}", content=sound).status_code == 204
    with open_session(reading=True) as db:
        row = workout_items.row_of(db, house.anna.scope, item)
        [shown] = workout_items.shown(db, house.maria.scope, row.workout_id)
    answer = house.browser().get(shown.voice)
    assert (answer.status_code, answer.content) == (200, sound)
    assert house.browser().get(shown.voice.replace("sig=", "sig=0")).status_code == 404


@pytest.mark.parametrize(("sound", "code"), [(b"MZ" + b"a" * 99, 422), (b"<html>", 422), (b"", 422), (WEBM + b"a" * VOICE_MOST_BYTES, 422)])
def test_what_is_no_note_is_refused(house: House, sound: bytes, code: int) -> None:
    item = item_of(house)
    assert house.signed_in(house.anna).post(f"/api/voice/{item}", content=sound).status_code == code
    assert kept(house) == []


def test_a_new_note_takes_the_place_of_the_old(house: House) -> None:
    item, anna = item_of(house), house.anna.scope
    with open_session() as db:
        voice_notes.keep(db, anna, item, WEBM)
        voice_notes.keep(db, anna, item, OGG)
    assert [key[-4:] for key in kept(house)] == [".ogg"]
    with open_session() as db:
        voice_notes.forget(db, anna, item)
        voice_notes.forget(db, anna, item)
    assert kept(house) == []


def test_copies_share_it_and_the_last_one_deletes_it(house: House) -> None:
    item, anna = item_of(house), house.anna.scope
    with open_session() as db:
        voice_notes.keep(db, anna, item, WEBM)
        workout = workout_items.row_of(db, anna, item).workout_id
        copied = workouts.get(db, anna, workouts.copy(db, anna, workout)).items[0].id
        voice_notes.forget(db, anna, item)
        assert len(kept(house)) == 1
        voice_notes.forget(db, anna, copied)
    assert kept(house) == []


@pytest.mark.parametrize(("who", "code"), [("maria", 404), ("boris", 404), (None, 401)])
def test_nobody_else_speaks_here(house: House, who: str | None, code: int) -> None:
    item = item_of(house)
    browser = house.signed_in(getattr(house, who)) if who else house.browser()
    assert browser.post(f"/api/voice/{item}", content=WEBM).status_code == code
    with open_session() as db:
        for member in (house.maria, house.boris):
            with pytest.raises(NotFound):
                voice_notes.forget(db, member.scope, item)
    assert kept(house) == []
