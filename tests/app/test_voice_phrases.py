"""The trainer's own voice: recorded once, trimmed, made as loud as the rest, heard by her clients and by nobody else."""

from io import BytesIO

import av
import numpy as np
import pytest

from perscoach_app.services import phrase_sound, team, training_document, voice_phrases
from perscoach_app.services.errors import NotFound, StorageFull
from perscoach_app.services.voice_errors import PHRASE_MOST_BYTES, PHRASE_MOST_S, PhraseRejected, PhraseSilent
from perscoach_app.storage import get_storage
from perscoach_app.tables import Person, Role, Tenant
from perscoach_app.tables.database import open_session
from perscoach_app.tables.moments import now
from perscoach_training import spoken
from tests.app.house import House
from tests.app.speaking import recording
from tests.app.training import free


def level_of(sound: "np.ndarray[tuple[int], np.dtype[np.float32]]") -> float:
    """Root mean square of the louder half, decibels of full scale."""
    windows = sound[: sound.size // 480 * 480].reshape(-1, 480)
    loud = np.sort(np.sqrt(np.mean(windows**2, axis=1)))[len(windows) // 2 :]
    return float(20 * np.log10(np.sqrt(np.mean(loud**2))))


def keep(house: House, name: str = "cue.11", sound: bytes | None = None, language: str = "ru") -> None:
    with open_session() as db:
        voice_phrases.keep(db, house.anna.scope, language, name, sound or recording())


def links(house: House, who: str = "maria", language: str = "ru") -> dict[str, str]:
    with open_session(reading=True) as db:
        return voice_phrases.links(db, getattr(house, who).scope, language)


def stored(house: House) -> list[str]:
    return get_storage().keys(f"tenants/{house.anna.scope.tenant_id}/voice")


# --- the sound --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["webm", "ogg", "mp4"])
def test_what_any_browser_records_becomes_words_that_any_browser_plays(form: str) -> None:
    sound, seconds = phrase_sound.ready(recording(form=form, speech_s=0.6))
    assert 0.55 < seconds < 0.95  # of 1.8 s recorded
    assert len(sound) < 8_000
    with av.open(BytesIO(sound)) as file:
        assert file.format.name == "mp3"


def test_whisper_and_shout_sound_alike() -> None:
    levels = [level_of(phrase_sound.levelled(phrase_sound.read(recording(level=level)))) for level in (0.012, 0.05, 0.3)]
    assert max(levels) - min(levels) < 1.5
    assert -22 < np.mean(levels) < -14


def test_nothing_is_cut_off_at_the_top() -> None:
    assert float(np.abs(phrase_sound.levelled(phrase_sound.read(recording(level=0.012)))).max()) <= 0.9


def test_the_click_of_the_button_is_not_part_of_the_phrase() -> None:
    plain, clicked = (phrase_sound.levelled(phrase_sound.read(recording(click=click))) for click in (False, True))
    assert abs(plain.size - clicked.size) < 0.1 * phrase_sound.RATE


def test_a_word_begun_at_once_is_kept_whole() -> None:
    assert phrase_sound.ready(recording(before_s=0.0, after_s=0.0, speech_s=0.5))[1] == pytest.approx(0.5, abs=0.06)


def test_silence_is_no_phrase() -> None:
    with pytest.raises(PhraseSilent):
        phrase_sound.ready(recording(level=0.0))


@pytest.mark.parametrize("sound", [b"", b"<html>", b"MZ" + b"a" * 99, b"\x1a\x45\xdf\xa3" + b"a" * 400, b"OggS" + b"a" * PHRASE_MOST_BYTES])
def test_what_is_no_recording_is_refused(sound: bytes) -> None:
    with pytest.raises(PhraseRejected):
        phrase_sound.ready(sound)


def test_a_forgotten_microphone_is_refused() -> None:
    with pytest.raises(PhraseRejected):
        phrase_sound.ready(recording(speech_s=PHRASE_MOST_S + 1))


# --- the list ---------------------------------------------------------------------------------------------------------


def test_the_list_says_what_is_to_be_said(house: House) -> None:
    keep(house)
    with open_session(reading=True) as db:
        russian = {one.name: one for one in voice_phrases.shown(db, house.anna.scope, "ru")}
        english = {one.name: one for one in voice_phrases.shown(db, house.anna.scope, "en")}
    assert list(russian) == list(spoken.ALL)
    assert [russian[name].text for name in ("count.1", "word.last", "cue.11")] == ["раз", "Последний!", "глубже"]
    assert [english[name].text for name in ("count.1", "word.last", "cue.11")] == ["one", "Last one!", "deeper"]
    assert [one.name for one in russian.values() if one.link] == ["cue.11"]
    assert not any(one.link for one in english.values())


def test_a_client_hears_her_own_trainer(house: House) -> None:
    keep(house)
    with open_session() as db:
        maria = db.get_one(Person, house.maria.person_id)
        maria.trainer_id = house.anna.person_id
        db.add(maria)
        db.commit()
    [(name, link)] = links(house).items()
    answer = house.browser().get(link)
    assert (name, answer.status_code, answer.headers["content-type"]) == ("cue.11", 200, "audio/mpeg")
    assert house.browser().get(link.replace("sig=", "sig=0")).status_code == 404
    assert house.browser("boris.localhost:3100").get(link).status_code == 404
    assert links(house, "olga") == links(house, language="en") == links(house, "boris") == links(house, "viktor") == {}


def test_a_training_carries_the_phrases(house: House) -> None:
    training = free(house.anna, house.ready_exercise(house.anna))
    keep(house, "count.3")
    with open_session(reading=True) as db:
        phrases = training_document.of(db, house.anna.scope, training)["phrases"]
    assert [name for name in phrases if not name.startswith("tone.")] == ["count.3"]
    assert phrases["tone.end"] == "/shadow/tones/end.wav"


def test_a_new_take_replaces_the_old_one_and_can_be_taken_away(house: House) -> None:
    keep(house)
    first = stored(house)
    keep(house, sound=recording(speech_s=0.9))
    assert len(stored(house)) == 1
    assert stored(house) != first
    with open_session() as db:
        voice_phrases.forget(db, house.anna.scope, "ru", "cue.11")
        voice_phrases.forget(db, house.anna.scope, "ru", "cue.11")
    assert stored(house) == []
    assert links(house, "anna") == {}


def test_a_trainer_who_leaves_takes_her_voice_along(house: House) -> None:
    keep(house)
    with open_session() as db:
        heir = Person(tenant_id=house.anna.scope.tenant_id, role=Role.TRAINER, name="Ольга", last_seen_at=now())
        db.add(heir)
        db.commit()
        team.remove(db, house.anna.scope, house.anna.person_id, heir.id)
    assert stored(house) == []


def test_a_full_house_takes_no_more(house: House) -> None:
    with open_session() as db:
        tenant = db.get_one(Tenant, house.anna.scope.tenant_id)
        tenant.storage_budget_bytes = 100
        db.add(tenant)
        db.commit()
    with pytest.raises(StorageFull):
        keep(house)
    assert stored(house) == []


@pytest.mark.parametrize(("language", "name"), [("ru", "cue.38"), ("ru", "cue.999"), ("ru", "../x"), ("de", "cue.11"), ("ru", "count.21")])
def test_only_phrases_of_the_list_are_taken(house: House, language: str, name: str) -> None:
    with open_session() as db:
        for deed in (
            lambda: voice_phrases.keep(db, house.anna.scope, language, name, recording()),
            lambda: voice_phrases.forget(db, house.anna.scope, language, name),
        ):
            with pytest.raises(NotFound):
                deed()


@pytest.mark.parametrize(("who", "code"), [("anna", 204), ("maria", 404), (None, 401)])
def test_only_trainers_record(house: House, who: str | None, code: int) -> None:
    browser = house.signed_in(getattr(house, who)) if who else house.browser()
    assert browser.post("/api/voice/phrases/ru/cue.11", content=recording()).status_code == code
    assert len(stored(house)) == (code == 204)


def test_a_refusal_says_what_to_do(house: House) -> None:
    answer = house.signed_in(house.anna).post("/api/voice/phrases/ru/cue.11", content=recording(level=0.0))
    assert (answer.status_code, answer.json()["error"]) == (422, "phrase_silent")
