"""The trainers of one site."""

from dataclasses import dataclass
from typing import Any

import reflex as rx
from sqlmodel import Session

from perscoach_app.services import team
from perscoach_app.services.errors import ServiceError
from perscoach_app.services.letters import Send
from perscoach_app.services.scope import Scope
from perscoach_app.services.team import Colleague
from perscoach_app.state.deeds import Deeds
from perscoach_app.state.inviting import InvitingState
from perscoach_app.state.words import initials, joined
from perscoach_app.tables.database import open_session
from perscoach_app.texts import say


@dataclass(frozen=True, slots=True)
class TrainerRow:
    """A line of the list."""

    id: int
    name: str
    initials: str
    about: str
    seen: str
    waiting: bool  # invited, not here yet
    own: bool
    remove_label: str
    link_label: str


class TeamState(Deeds, InvitingState):
    """Who trains here, and who is to leave."""

    rows: list[TrainerRow] = []
    adding: bool = False
    """Whether the dialog for another trainer is open."""
    leaving: int = 0
    """Whom the dialog asks about; 0 while it is closed."""
    leaving_name: str = ""
    heirs: list[tuple[str, str]] = []
    question: str = ""
    """What is wrong with the answer in the dialog."""

    @rx.var
    def asking(self) -> bool:
        """Whether the dialog is open."""
        return self.leaving != 0

    @rx.event
    def load(self) -> None:
        """Fills the page."""
        self.problem, self.adding = "", False
        self._keep()
        self._hide()
        self._look_again()

    @rx.event
    def add(self, showing: bool) -> None:
        """Opens or closes the dialog for another trainer."""
        self.adding, self.problem = showing, ""

    @rx.event
    def invite(self, form: dict[str, Any]) -> None:
        """Another trainer: by a letter, or by a link to send by hand."""
        host, email = self.router.headers.host, str(form.get("trainer_email", ""))

        def invite(db: Session, scope: Scope) -> Send | None:
            invitation, letter = team.invite(db, scope, str(form.get("trainer_name", "")), email, host)
            self.adding = False
            if invitation is not None:
                self._show(invitation)
            return letter

        letter = self._do(invite)
        if letter is not None:
            letter()
            self._tell(say(self.language, "team.sent", email=email.strip()))

    @rx.event
    def invite_again(self, person_id: int) -> None:
        """A fresh link for a trainer who has not come in yet."""
        host = self.router.headers.host
        self._do(lambda db, scope: self._show(team.again(db, scope, person_id, host)), fill=False)

    @rx.event
    def ask(self, person_id: int) -> None:
        """Asks who takes over."""
        with open_session(reading=True) as db:
            scope = self._come_in(db, trainer_only=True)
            if scope is None:
                return
            found = team.list_all(db, scope)
        self.leaving_name = next((each.name for each in found if each.id == person_id), "")
        self.leaving = person_id if self.leaving_name else 0
        self.heirs = [(str(each.id), each.name) for each in found if each.id != person_id and each.last_seen_at is not None]
        self.question = ""

    @rx.event
    def keep(self) -> None:
        """Closes the question."""
        self._keep()

    def _keep(self) -> None:
        self.leaving, self.leaving_name, self.question, self.heirs = 0, "", "", []

    @rx.event
    def remove(self, form: dict[str, Any]) -> None:
        """Lets the trainer go; everything of hers passes to the chosen one."""
        heir = str(form.get("heir", ""))
        with open_session() as db:
            scope = self._come_in(db, trainer_only=True)
            if scope is None:
                return
            try:
                team.remove(db, scope, self.leaving, int(heir) if heir.isdigit() else None)
            except ServiceError as refusal:
                self.question = refusal.sentence(self.language)
                return
            told = say(self.language, "team.removed", name=self.leaving_name)
            self._keep()
            self._fill(db)  # or not: she may have removed herself
        self._tell(told)

    def _fill(self, db: Session) -> bool:
        scope = self._come_in(db, trainer_only=True)
        if scope is None:
            return False
        self.rows = [_row(each, self.language) for each in team.list_all(db, scope)]
        return True


def _row(one: Colleague, language: str) -> TrainerRow:
    clients = say(language, "clients.count", n=one.clients) if one.clients else ""
    return TrainerRow(
        id=one.id,
        name=one.name,
        initials=initials(one.name),
        about=joined(say(language, "team.you") if one.own else "", one.email, clients),
        seen=one.last_seen_at.isoformat() if one.last_seen_at else "",
        waiting=one.last_seen_at is None,
        own=one.own,
        remove_label=say(language, "team.remove_of", name=one.name),
        link_label=say(language, "clients.link_of", name=one.name),
    )
