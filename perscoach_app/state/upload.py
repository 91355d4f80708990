"""The upload page: what was uploaded lately, live while it is looked at and processed."""

from collections.abc import Mapping
from typing import Any

import reflex as rx
from sqlmodel import Session

from gpu_jobs.estimate import Estimate
from perscoach_app.services import costs, exercises, recent_uploads
from perscoach_app.services.scope import Scope
from perscoach_app.state.choosing import Choosing
from perscoach_app.state.clips import renaming
from perscoach_app.state.deeds import JobDeeds
from perscoach_app.state.uploads import Upload, upload_of
from perscoach_app.state.visitor import Visitor
from perscoach_app.state.watching import Watching
from perscoach_app.tables.database import open_session
from perscoach_app.texts import say


class UploadState(Choosing, JobDeeds, Watching, Visitor):
    """The trainer's latest uploads."""

    uploads: list[Upload] = []

    @rx.event
    def load(self) -> rx.event.EventSpec | None:
        """Fills the page, and keeps it alive: new clips may come at any moment."""
        self.problem = ""
        with open_session(reading=True) as db:
            if not self._fill(db):
                return None
            scope = self._come_in(db, trainer_only=True)
            if scope:
                self._show_choices(db, scope, recent_uploads.usual_wishes(db, scope))
        return UploadState.follow()

    @rx.event
    def rename(self, exercise_id: str, title: str) -> None:
        """Gives a clip its title, in the language it is written in: the reader's own."""
        title = title.strip()

        def write(db: Session, scope: Scope) -> None:
            known = next((one.title for one in self.uploads if one.id == exercise_id), "")
            if title and title != known:
                exercises.update(db, scope, exercise_id, renaming(title, self.language))
                self._tell(say(self.language, "upload.title_saved"))

        self._do(write)

    def _expected(self, _db: Session, _scope: Scope, options: Mapping[str, Any]) -> Estimate:
        """Nothing is uploaded yet: of a minute."""
        return costs.of_a_minute(options)

    def _fill(self, db: Session) -> bool:
        """Reads the uploads anew; False when the caller may not see them (any more)."""
        scope = self._come_in(db, trainer_only=True)
        if scope is None:
            self.uploads = []
            return False
        fresh = [upload_of(one, self.language) for one in recent_uploads.recent(db, scope)]
        if fresh != self.uploads:  # an unchanged list is not sent to the browser again
            self.uploads = fresh
        return True
