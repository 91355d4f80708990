"""The client's video in the report of a set: seen by her and her trainers, deleted by either."""

import json
from typing import ClassVar

import reflex as rx
from sqlmodel import Session

from perscoach_app.services import recordings
from perscoach_app.services.errors import NotFound
from perscoach_app.state.deeds import Deeds
from perscoach_app.state.visitor import Visitor
from perscoach_app.state.watching import Watching
from perscoach_app.tables import RecordingState
from perscoach_app.texts import say
from perscoach_app.texts.formats import size


class FilmedState(Watching, Deeds, Visitor):
    """What there is of a video, ready in the reader's language."""

    film: str = ""
    """Signed link."""
    film_marks: str = "[]"
    film_words: str = ""
    """What became of it, and what kind it is."""
    film_there: bool = False
    film_asked: bool = False
    """The question whether to delete it is open."""
    _session: str = ""
    _film: str = ""
    _waits: bool = False
    _trainers_page: ClassVar[bool] = False

    @rx.event
    def open_set(self, session: str = "") -> rx.event.EventSpec | None:
        """Reads the recording that shows a set, the address's own by default, and goes on looking while it is made."""
        self.film_asked, self._session = False, session or self._last_part()
        return FilmedState.follow() if self._look_again() and self._waits else None

    @rx.event
    def ask(self) -> None:
        """Asks before it deletes."""
        self.film_asked = True

    @rx.event
    def keep(self) -> None:
        """Closes the question."""
        self.film_asked = False

    @rx.event
    def drop(self) -> None:
        """Deletes the video for good."""
        self.film_asked = False
        if self._film:
            self._do(lambda db, scope: recordings.remove(db, scope, self._film))

    def _fill(self, db: Session) -> bool:
        scope = self._come_in(db)
        if scope is None:
            return False
        try:
            found = recordings.of_session(db, scope, self._session)
        except NotFound:
            found = None
        self.film_there, self._film, self._waits = found is not None, found.id if found else "", False
        self.film, self.film_marks, self.film_words = "", "[]", ""
        if found is None:
            return True
        language = self.language
        self.film, self.film_marks, self._waits = found.video, json.dumps(found.marks), found.state == RecordingState.WAITING
        if self._waits:
            self.film_words = say(language, "report_film.waiting", n=round(100 * found.progress))
        elif found.state == RecordingState.FAILED:
            self.film_words = say(language, "report_film.failed")
        else:
            kind = "report_film.whole" if found.whole else "report_film.moments"
            self.film_words = say(language, kind, size=size(language, found.bytes))
        return True

    def _moves(self) -> bool:
        return self._waits
