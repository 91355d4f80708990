"""«Для Марии иначе»: what one client is asked of one exercise, in a dialog of the builder and of the client's own page."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import reflex as rx
from sqlmodel import Session

from perscoach_app.services import exercises, people, targets
from perscoach_app.services.errors import NotFound
from perscoach_app.services.scope import Scope
from perscoach_app.services.targets import PLAIN, Settings
from perscoach_app.services.workout_items import title_of
from perscoach_app.state import words
from perscoach_app.state.deeds import Deeds
from perscoach_app.state.visitor import Visitor
from perscoach_app.tables import Role
from perscoach_app.tables.database import open_session
from perscoach_app.texts import say
from perscoach_app.texts.formats import percent


@dataclass(frozen=True, slots=True)
class ClientChoice:
    """A client the exercise can be set for."""

    id: int
    name: str
    differs: bool


@dataclass(frozen=True, slots=True)
class TargetRow:
    """An exercise that a client does otherwise, on her page."""

    exercise: str
    title: str
    words: str  # «амплитуда 60 % · мягче · не оцениваем: левая голень»
    reason: str


class ClientTargetsState(Deeds, Visitor):
    """The open dialog, and the list on a client's page."""

    showing: bool = False
    exercise_title: str = ""
    clients: list[ClientChoice] = []
    client: int = 0
    client_name: str = ""
    strictness: str = ""
    share: int = 100
    """Per cent of the trainer's range."""
    excluded: list[str] = []
    reason: str = ""
    differs: bool = False
    rows: list[TargetRow] = []
    exercises: list[tuple[str, str]] = []
    """Exercises of the library that can be set for the client whose page this is: id and title."""
    _exercise: str = ""
    _page_of: int = 0

    @rx.event
    def load_client(self) -> None:
        """Fills the list on `/trainer/clients/<this>`."""
        self.showing, self.rows, self._page_of = False, [], 0
        with open_session(reading=True) as db:
            scope = self._come_in(db, trainer_only=True)
            if scope is None:
                return
            last = self._last_part()
            self._page_of = int(last) if last.isdecimal() else 0
            self._fill_rows(db, scope)

    @rx.event
    def open_exercise(self, exercise_id: str) -> None:
        """From the builder or the client's page: an exercise; the client can be chosen in the dialog."""
        with open_session(reading=True) as db:
            scope = self._come_in(db, trainer_only=True)
            if scope is None:
                return
            try:
                self.exercise_title = title_of(exercises.row_of(db, scope, exercise_id), self.language)
            except NotFound:
                return
            self._exercise, self.showing, self.problem = exercise_id, True, ""
            self._fill_clients(db, scope)
            ids = [one.id for one in self.clients]
            first = self._page_of if self._page_of in ids else next((one.id for one in self.clients if one.differs), ids[0] if ids else 0)
            self._show(db, scope, first)

    @rx.event
    def choose(self, client_id: int) -> None:
        """Another client."""
        with open_session(reading=True) as db:
            scope = self._come_in(db, trainer_only=True)
            if scope is not None and self.showing:
                self._show(db, scope, client_id)

    @rx.event
    def set_strictness(self, value: str) -> None:
        """Softer, usual, stricter, or as the exercise has it."""
        try:
            number = float(value) if value else None
        except ValueError:
            return
        self._change(lambda now_: replace(now_, strictness=number))

    @rx.event
    def set_share(self, value: float) -> None:
        """How much of the trainer's range is whole for her, per cent."""
        self._change(lambda now_: replace(now_, range_share=value / 100))

    @rx.event
    def toggle(self, limb: str) -> None:
        """A part of the body that is not judged, or is again."""
        self._change(lambda now_: replace(now_, excluded=tuple(sorted(set(now_.excluded) ^ {limb}))))

    @rx.event
    def set_reason(self, text: str) -> None:
        """The trainer's own reminder."""
        self._change(lambda now_: replace(now_, reason=text.strip()))

    @rx.event
    def forget(self) -> None:
        """As for everybody again."""
        self._change(lambda _: PLAIN)

    @rx.event
    def close(self) -> None:
        """Everything is written already."""
        with open_session(reading=True) as db:
            self._come_in(db, trainer_only=True)
        self.showing = False

    def _change(self, wanted: Callable[[Settings], Settings]) -> None:
        def change(db: Session, scope: Scope) -> None:
            if self._exercise:
                present = targets.of(db, scope, self.client, self._exercise)
                targets.put(db, scope, self.client, self._exercise, wanted(present))

        self._do(change)

    def _fill(self, db: Session) -> bool:
        scope = self._come_in(db, trainer_only=True)
        if scope is None or not self._exercise:
            return False
        self._fill_clients(db, scope)
        self._show(db, scope, self.client)
        self._fill_rows(db, scope)
        return True

    def _show(self, db: Session, scope: Scope, client_id: int) -> None:
        try:
            found = targets.of(db, scope, client_id, self._exercise)
        except NotFound:
            self.client, self.client_name = 0, ""
            return
        self.client = client_id
        self.client_name = next((one.name for one in self.clients if one.id == client_id), "")
        self.strictness = "" if found.strictness is None else f"{found.strictness:g}"
        self.share, self.excluded, self.reason = round(100 * found.range_share), list(found.excluded), found.reason
        self.differs = found != PLAIN

    def _fill_clients(self, db: Session, scope: Scope) -> None:
        differing = targets.differing(db, scope, self._exercise)
        present = people.of_tenant(db, scope.tenant_id, Role.CLIENT)
        self.clients = [ClientChoice(person.id, person.name, person.id in differing) for person in present]

    def _fill_rows(self, db: Session, scope: Scope) -> None:
        """The client's page: what differs, and what else could."""
        if not self._page_of:
            return
        try:
            found = targets.list_all(db, scope, self._page_of)
        except NotFound:
            return
        titles = {one.id: one.title(self.language) for one in exercises.list_all(db, scope)}
        self.rows = [
            TargetRow(str(exercise), titles.get(str(exercise), "–"), said(one, self.voice), one.reason) for exercise, one in found.items()
        ]
        self.exercises = sorted(titles.items(), key=lambda pair: pair[1].casefold())


def said(settings: Settings, voice: str) -> str:
    """«амплитуда 60 % · мягче · не оцениваем: левая голень»."""
    named = next((name for name, number in targets.SCALE.items() if number == settings.strictness), "")
    limbs = ", ".join(say(voice, f"limb.{limb}").lower() for limb in settings.excluded)
    return words.joined(
        say(voice, "target.range_of", share=percent(voice, 100 * settings.range_share)) if settings.range_share < 1 else "",
        say(voice, f"target.strictness_{named}").lower() if named else "",
        say(voice, "target.not_judged", limbs=limbs) if limbs else "",
    )
