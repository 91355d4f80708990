"""What trainer and client say about a training, on its report."""

from typing import Any, ClassVar

import reflex as rx
from sqlmodel import Session

from perscoach_app.services import messages, threads
from perscoach_app.services.errors import NotFound, ServiceError
from perscoach_app.services.scope import Scope
from perscoach_app.state.deeds import Deeds
from perscoach_app.state.talk_lines import Comment, comments_of
from perscoach_app.state.visitor import Visitor
from perscoach_app.state.watching import Watching
from perscoach_app.tables.database import open_session
from perscoach_app.texts import say


class CommentsState(Deeds, Watching, Visitor):
    """The comments of the training that `/report/<this>` names, or that the set of this name belongs to."""

    comments: list[Comment] = []
    own: bool = False
    """The reader is the person who trained."""
    _trainers_page: ClassVar[bool] = False
    _period_s: ClassVar[float] = 4.0

    @rx.event
    def load(self) -> rx.event.EventSpec | None:
        """Reads them, which counts as read with that, and goes on looking."""
        self.problem, self.comments = "", []
        with open_session() as db:
            scope = self._come_in(db)
            if scope is None or not self._fill(db):
                return None
            training = threads.training(db, scope, threads.training_of(db, scope, self._last_part()))
            self._has_read(threads.mark_read(db, scope, training.client_id, training.id))
        return CommentsState.follow()

    @rx.event
    def write(self, form: dict[str, Any]) -> None:
        """A comment on a moment where the form names one, else on the whole training."""

        def write(db: Session, scope: Scope) -> None:
            text, discuss = str(form.get("words", "")), scope.is_trainer and bool(form.get("discuss"))
            training = threads.training(db, scope, threads.training_of(db, scope, self._last_part()))
            moment = _second(form.get("at_s")) if form.get("moment") and form.get("session") else None
            if moment is not None:
                messages.comment(db, scope, str(form["session"]), moment, text, discuss=discuss)
            else:
                messages.send(db, scope, training.client_id, text, training_id=training.id, discuss=discuss)
            self._tell(say(self.voice, "talk.sent"))

        self._do(write)

    @rx.event
    def answer(self, form: dict[str, Any]) -> None:
        """Answers the comment that the form names."""

        def answer(db: Session, scope: Scope) -> None:
            messages.answer(db, scope, str(form.get("message", "")), str(form.get("words", "")))
            self._tell(say(self.voice, "talk.sent"))

        self._do(answer)

    @rx.event
    def discussed(self, message: str, done: bool) -> None:
        """What was to be discussed was, or after all was not: the trainer's alone."""
        with open_session() as db:
            scope = self._come_in(db, trainer_only=True)
            if scope is None:
                return
            try:
                messages.done(db, scope, message, is_done=done)
            except ServiceError as refusal:
                self.problem = refusal.sentence(self.language)
            self._fill(db)

    @rx.event
    def remove(self, message: str) -> None:
        """Takes one of the caller's own back."""

        def remove(db: Session, scope: Scope) -> None:
            messages.remove(db, scope, message)
            self._tell(say(self.voice, "talk.removed"))

        self._do(remove)

    def _fill(self, db: Session) -> bool:
        scope = self._come_in(db)
        if scope is None:
            self.comments = []
            return False
        try:
            training_id = threads.training_of(db, scope, self._last_part())
            self.own = threads.training(db, scope, training_id).client_id == scope.person_id
            notes = threads.of_training(db, scope, training_id)
        except NotFound:
            self._miss()
            self.comments = []
            return False
        fresh = comments_of(notes, threads.places(db, scope, [note.session for note in notes]), self.voice)
        if fresh != self.comments:
            self.comments = fresh
        return True


def _second(value: object) -> float | None:
    try:
        return float(str(value))
    except ValueError:
        return None
