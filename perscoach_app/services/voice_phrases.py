"""The cue list in the trainer's own voice: her counts, words and cues, which then speak to her clients in Shadow Mode."""

import tempfile
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlmodel import Session, col, select

from perscoach_app.services import attempts, budgets, media, phrase_sound
from perscoach_app.services.errors import NotFound
from perscoach_app.services.scope import Scope, require_trainer
from perscoach_app.storage import get_storage
from perscoach_app.tables import Address, Person, Tenant, VoicePhrase
from perscoach_app.tables.moments import now
from perscoach_app.texts import LANGUAGES, choose_voice, say
from perscoach_motion.faults.phrases import CUES
from perscoach_motion.faults.phrases import LANGUAGES as CUE_LANGUAGES
from perscoach_training import spoken

PER_HOUR: Final = 600  # two of a hundred phrases' every take in each language; each costs 30 ms of a core
SIGNALS: Final = ("count", "good", "warn", "go", "end")  # packaging/tones makes them
LINKS_S: Final = 12 * 3600  # as long as a training's clips


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrase of the list. ``link`` is empty until it is recorded."""

    name: str
    text: str
    link: str
    seconds: float


def shown(db: Session, scope: Scope, language: str) -> list[Phrase]:
    """The whole list with what is recorded of it, the phrases heard most first.

    Raises:
        NotFound: the caller is no trainer, or there is no such language.
    """
    require_trainer(scope)
    _check(spoken.ALL[0], language)
    tenant = db.get_one(Tenant, scope.tenant_id)
    voice = choose_voice(language, familiar=tenant.address == Address.TY)
    recorded = {row.name: row for row in _rows(db, scope.tenant_id, scope.person_id, language)}
    return [_shown(name, voice, language, recorded.get(name), scope) for name in spoken.ALL]


def keep(db: Session, scope: Scope, language: str, name: str, recording: bytes) -> None:
    """Keeps a recording in place of the one before.

    Raises:
        NotFound: the caller is no trainer, or there is no such phrase.
        PhraseRejected, PhraseSilent: it cannot be used.
        StorageFull: no room.
        TooFast: too many in an hour.
    """
    require_trainer(scope)
    _check(name, language)
    attempts.check(db, f"phrase:{scope.person_id}", PER_HOUR, per_s=3600)
    db.commit()  # no lock while the sound is worked on
    sound, seconds = phrase_sound.ready(recording)
    key = f"{media.tenant_prefix(scope.tenant_id)}voice/{uuid.uuid4()}.mp3"
    budgets.check_storage(db, scope, len(sound))
    with tempfile.NamedTemporaryFile() as file:
        file.write(sound)
        file.flush()
        get_storage().put_file(key, Path(file.name))
    row = _row(db, scope, language, name) or VoicePhrase(
        tenant_id=scope.tenant_id, person_id=scope.person_id, language=language, name=name, key=""
    )
    former, row.key, row.bytes, row.seconds, row.created_at = row.key, key, len(sound), round(seconds, 2), now()
    db.add(row)
    db.commit()
    if former:
        get_storage().delete(former)


def forget(db: Session, scope: Scope, language: str, name: str) -> None:
    """Takes a recording away: the device's own voice speaks again. Harmless when there is none.

    Raises:
        NotFound: the caller is no trainer, or there is no such phrase.
    """
    require_trainer(scope)
    _check(name, language)
    row = _row(db, scope, language, name)
    if row is not None:
        db.delete(row)
        db.commit()
        get_storage().delete(row.key)


def forget_all(db: Session, tenant_id: int, person_id: int) -> None:
    """A trainer leaves, and takes her voice along. The caller commits."""
    for language in LANGUAGES:
        for row in _rows(db, tenant_id, person_id, language):
            get_storage().delete(row.key)
            db.delete(row)


def links(db: Session, scope: Scope, language: str) -> dict[str, str]:
    """Signed links by name: a client hears her own trainer, a trainer herself."""
    speaks = scope.person_id if scope.is_trainer else db.get_one(Person, scope.person_id).trainer_id
    if speaks is None:
        return {}
    rows = _rows(db, scope.tenant_id, speaks, language)
    return {row.name: media.signed_link(scope.tenant_id, scope.host, row.key, LINKS_S) for row in rows}


def heard(db: Session, scope: Scope, language: str, notes: Sequence[str | None]) -> dict[str, str]:
    """Everything a training plays, by name: signals, the trainer's phrases, her spoken notes to the exercises."""
    signals = {f"tone.{name}": f"/shadow/tones/{name}.wav" for name in SIGNALS}
    spoken_notes = {f"note.{index}": link for index, link in enumerate(notes) if link}
    return {**signals, **links(db, scope, language), **spoken_notes}


def _shown(name: str, voice: str, language: str, row: VoicePhrase | None, scope: Scope) -> Phrase:
    link = media.signed_link(scope.tenant_id, scope.host, row.key) if row else ""
    return Phrase(name, _text(name, voice, language), link, row.seconds if row else 0.0)


def _text(name: str, voice: str, language: str) -> str:
    kind, _, which = name.partition(".")
    if kind == "cue":
        return CUES[int(which) - 1].short[CUE_LANGUAGES.index(language)]
    if kind == "count":
        return say(voice, "shadow_sound.counts").split(", ")[int(which) - 1]
    return say(voice, f"shadow_sound.{which}")


def _check(name: str, language: str) -> None:
    if name not in spoken.ALL or language not in LANGUAGES:
        raise NotFound


def _rows(db: Session, tenant_id: int, person_id: int, language: str) -> list[VoicePhrase]:
    query = select(VoicePhrase).where(
        col(VoicePhrase.tenant_id) == tenant_id, col(VoicePhrase.person_id) == person_id, col(VoicePhrase.language) == language
    )
    return list(db.exec(query.order_by(col(VoicePhrase.id))))


def _row(db: Session, scope: Scope, language: str, name: str) -> VoicePhrase | None:
    return next((row for row in _rows(db, scope.tenant_id, scope.person_id, language) if row.name == name), None)
