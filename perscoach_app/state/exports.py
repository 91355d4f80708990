"""What can be taken away of the report that is shown: its files, and the film with the strip drawn in."""

from typing import ClassVar

import reflex as rx
from sqlmodel import Session

from perscoach_app.services import strip_films, training_report
from perscoach_app.services.errors import NotFound
from perscoach_app.state.deeds import Deeds
from perscoach_app.state.visitor import Visitor
from perscoach_app.state.watching import Watching
from perscoach_app.tables import RecordingState
from perscoach_app.texts import say
from perscoach_app.texts.formats import size


class ExportState(Watching, Deeds, Visitor):
    """Links and words, ready in the reader's language."""

    export_csv: str = ""
    """Links of this host; empty until it is known whose report it is."""
    export_pdf: str = ""
    strip_film: str = ""
    """Signed link of the film with the strip; empty unless it is made."""
    strip_words: str = ""
    strip_state: str = ""
    """`none`: there is no recording; `wish`: it can be asked for; else as `strip_films.Asked`."""
    _training: str = ""
    _trainers_page: ClassVar[bool] = False

    @rx.event
    def load(self) -> None:
        """Reads what there is of the training, or the set, named by the address."""
        self._look_again()

    @rx.event
    def make_film(self) -> rx.event.EventSpec | None:
        """Asks for the film; the page watches it being made."""
        self._do(lambda db, scope: strip_films.ask(db, scope, self._training))
        return ExportState.follow if self._moves() else None

    def _fill(self, db: Session) -> bool:
        scope = self._come_in(db)
        if scope is None:
            return False
        try:
            self._training = str(training_report.find(db, scope, self._last_part())[0].id)
            asked = strip_films.of(db, scope, self._training)
        except NotFound:
            self.export_csv = self.export_pdf = self.strip_film = self.strip_words = self.strip_state = self._training = ""
            return False
        address = f"/api/reports/{self._training}/report"
        self.export_csv, self.export_pdf = f"{address}.csv", f"{address}.pdf"
        self.strip_state = "none" if asked is None else asked.state or "wish"
        self.strip_film = asked.video if asked else ""
        self.strip_words = self._words(asked) if asked else ""
        return True

    def _words(self, asked: strip_films.Asked) -> str:
        if asked.state == RecordingState.READY:
            return say(self.language, "exports.film_get", size=size(self.language, asked.bytes))
        if asked.state == RecordingState.FAILED:
            return say(self.language, "exports.film_failed")
        if asked.state == RecordingState.WAITING:
            return say(self.language, "exports.film_waiting", n=round(100 * asked.progress))
        return say(self.language, "exports.film_what")

    def _moves(self) -> bool:
        return self.strip_state == RecordingState.WAITING
