"""A client's thread: her own page of it, and her trainer's."""

from typing import Any, ClassVar

import reflex as rx
from sqlmodel import Session

from perscoach_app.services import messages, people, threads
from perscoach_app.services.errors import NotFound
from perscoach_app.services.scope import Scope, require_trainer
from perscoach_app.state.deeds import Deeds
from perscoach_app.state.talk_lines import Line, line_of
from perscoach_app.state.visitor import Visitor
from perscoach_app.state.watching import Watching
from perscoach_app.tables import Role
from perscoach_app.tables.database import open_session
from perscoach_app.texts import say


class ThreadState(Deeds, Watching, Visitor):
    """`/home/messages` is the caller's own thread, `/trainer/messages/<client>` that of a client. New messages come by themselves."""

    lines: list[Line] = []
    client: int = 0
    client_name: str = ""
    """Whom a trainer writes to; empty on one's own page."""
    _trainers_page: ClassVar[bool] = False
    _period_s: ClassVar[float] = 4.0  # two people write to each other, they do not chat

    @rx.event
    def load(self) -> rx.event.EventSpec | None:
        """Reads the thread, which counts as read with that, and goes on looking."""
        self.problem, self.lines, self.client, self.client_name = "", [], 0, ""
        with open_session() as db:
            if not self._fill(db):
                return None
            self._has_read(threads.mark_read(db, self._scope(db), self.client))
        return ThreadState.follow()

    @rx.event
    def send(self, form: dict[str, Any]) -> None:
        """Writes a message."""

        def send(db: Session, scope: Scope) -> None:
            client = self._thread_of(scope)
            messages.send(db, scope, client, str(form.get("words", "")))
            self._has_read(threads.mark_read(db, scope, client))

        self._do(send)

    @rx.event
    def remove(self, message: str) -> None:
        """Takes one of the caller's own back."""

        def remove(db: Session, scope: Scope) -> None:
            messages.remove(db, scope, message)
            self._tell(say(self.voice, "talk.removed"))

        self._do(remove)

    def _is_trainers(self) -> bool:
        return str(self.router.url.path).startswith("/trainer/")  # `path` is that of the page before, until `_come_in` has looked

    def _scope(self, db: Session) -> Scope:
        scope = self._come_in(db)
        if scope is None:
            raise NotFound
        return scope

    def _thread_of(self, scope: Scope) -> int:
        if not self._is_trainers():
            return scope.person_id
        require_trainer(scope)
        part = self._last_part()
        return int(part) if part.isascii() and part.isdigit() and len(part) < 10 else 0

    def _fill(self, db: Session) -> bool:
        trainers = self._is_trainers()
        scope = self._come_in(db, trainer_only=trainers)
        if scope is None:
            self.lines = []
            return False
        client = self._thread_of(scope)
        try:
            notes = threads.of_client(db, scope, client)
            name = people.row_of(db, scope, client, Role.CLIENT).name if trainers else ""
        except NotFound:
            self._miss()
            self.lines, self.client, self.client_name = [], 0, ""
            return False
        places = threads.places(db, scope, [note.session for note in notes])
        fresh = [line_of(note, places, self.voice) for note in notes]
        if fresh != self.lines:
            self.lines = fresh
        self.client, self.client_name = client, name
        return True
