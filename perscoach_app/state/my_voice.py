"""The trainer records the phrases of Shadow Mode in her own voice."""

from dataclasses import dataclass

import reflex as rx
from sqlmodel import Session

from perscoach_app.services import voice_phrases
from perscoach_app.services.voice_phrases import Phrase
from perscoach_app.state.deeds import Deeds
from perscoach_app.state.visitor import Visitor
from perscoach_app.texts import LANGUAGES, say
from perscoach_training import spoken

GROUPS = (("words", spoken.SPOKEN_WORDS), ("cues", spoken.CUES_FIRST), ("counts", spoken.COUNTS), ("more", spoken.CUES_MORE))


@dataclass(frozen=True, slots=True)
class PhraseRow:
    """One phrase. ``link`` is empty until it is recorded."""

    name: str
    text: str
    link: str
    have: bool
    record_label: str
    play_label: str
    forget_label: str


@dataclass(frozen=True, slots=True)
class PhraseGroup:
    """Phrases of one kind."""

    name: str
    title: str
    far: str
    rows: list[PhraseRow]


class MyVoiceState(Deeds, Visitor):
    """The list in one language, and how far it is."""

    spoken_language: str = ""
    groups: list[PhraseGroup] = []
    more: list[PhraseRow] = []
    more_far: str = ""
    progress: str = ""
    share: float = 0.0
    """Of the phrases that make a training sound like her."""
    take: str = ""
    """The phrase that is being recorded; `voice.js` begins and ends by it."""
    now: str = ""
    """Its words."""
    running: bool = False
    """One after another is recorded, without a touch."""

    @rx.event
    def load(self) -> None:
        """Fills the page, in the language the trainer reads."""
        self.spoken_language, self.problem = "", ""
        self._stop()
        self._look_again()

    @rx.event
    def choose(self, language: str) -> None:
        """The phrases in the other language."""
        self.spoken_language = language if language in LANGUAGES else ""
        self._stop()
        self._look_again()

    @rx.event
    def record(self, name: str) -> None:
        """One phrase; a press while any is being recorded ends that one."""
        busy = self.take != ""
        self._stop()
        if not busy and self._look_again():
            self._begin(name)

    @rx.event
    def record_all(self) -> None:
        """All that are missing, one after another; a second press ends it."""
        busy = self.take != ""
        self._stop()
        if not busy and self._look_again():
            self.running = True
            self._begin(self._unrecorded())

    @rx.event
    def kept(self) -> None:
        """A recording was sent: the next one."""
        if self._look_again() and self.running:
            self._begin(self._unrecorded(after=self.take))
        else:
            self._stop()

    @rx.event
    def lost(self) -> None:
        """A recording was refused, or there is no microphone."""
        self._look_again()
        self._stop()

    @rx.event
    def forget(self, name: str) -> None:
        """Takes a recording away."""
        self._do(lambda db, scope: voice_phrases.forget(db, scope, self.spoken_language, name))

    def _rows(self) -> list[PhraseRow]:
        return [*(row for group in self.groups for row in group.rows), *self.more]

    def _unrecorded(self, after: str = "") -> str:
        rows = self._rows()
        here = next((number for number, row in enumerate(rows, 1) if row.name == after), 0)
        return next((row.name for row in rows[here:] if not row.have), "")

    def _begin(self, name: str) -> None:
        self.take, self.now = next(((row.name, row.text) for row in self._rows() if row.name == name), ("", ""))
        self.running = self.running and self.take != ""

    def _stop(self) -> None:
        self.take, self.now, self.running = "", "", False

    def _fill(self, db: Session) -> bool:
        scope = self._come_in(db, trainer_only=True)
        if scope is None:
            return False
        self.spoken_language = self.spoken_language or self.language
        found = {one.name: one for one in voice_phrases.shown(db, scope, self.spoken_language)}
        *self.groups, more = [self._group(kind, [found[name] for name in names]) for kind, names in GROUPS]
        self.more, self.more_far = more.rows, more.far
        done, of = sum(bool(found[name].link) for name in spoken.FIRST), len(spoken.FIRST)
        self.progress = say(self.language, "my_voice.complete" if done == of else "my_voice.progress", done=done, of=of)
        self.share = done / of
        return True

    def _group(self, name: str, phrases: list[Phrase]) -> PhraseGroup:
        done = sum(bool(one.link) for one in phrases)
        title, far = say(self.language, f"my_voice.group_{name}"), say(self.language, "my_voice.far", done=done, of=len(phrases))
        return PhraseGroup(name, title, far, [self._row(one) for one in phrases])

    def _row(self, one: Phrase) -> PhraseRow:
        labels = [
            say(self.language, f"my_voice.{deed}_of", phrase=one.text) for deed in ("again" if one.link else "record", "play", "forget")
        ]
        return PhraseRow(one.name, one.text, one.link, bool(one.link), *labels)
