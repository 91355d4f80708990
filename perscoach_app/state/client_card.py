"""One client's card."""

from dataclasses import dataclass
from typing import Any

import reflex as rx
from sqlmodel import Session

from perscoach_app.services import clients, feelings, groups, invitations, people
from perscoach_app.services.errors import NotFound
from perscoach_app.services.scope import Scope
from perscoach_app.state.clients import status_words
from perscoach_app.state.deeds import Deeds
from perscoach_app.state.inviting import InvitingState
from perscoach_app.state.words import initials
from perscoach_app.tables import Feeling, Role
from perscoach_app.texts import say

TONES = {Feeling.EASY: "", Feeling.FINE: "", Feeling.HARD: "warn", Feeling.PAIN: "bad"}


@dataclass(frozen=True, slots=True)
class FeltLine:
    """What she said after one exercise."""

    title: str
    at: str  # ISO moment
    word: str  # «тяжело»
    tone: str  # of the badge


class ClientCardState(Deeds, InvitingState):
    """The client whom the address names."""

    client_id: int = 0
    name: str = ""
    letters: str = ""
    note: str = ""
    email: str = ""
    seen: str = ""
    status: str = ""
    has_link: bool = False
    trainer: str = ""
    """Her own trainer's number; a text, as forms have it."""
    trainers: list[tuple[str, str]] = []
    memberships: list[tuple[int, str, bool]] = []
    felt: list[FeltLine] = []
    """How her last exercises felt, newest first."""

    @rx.event
    def load(self) -> None:
        """Fills the page."""
        self.client_id, self.problem = 0, ""
        self._hide()
        self._look_again()

    @rx.event
    def save(self, form: dict[str, Any]) -> None:
        """Her name and the trainers' note."""

        def write(db: Session, scope: Scope) -> None:
            clients.update_card(db, scope, self._number(), str(form.get("card_name", "")), str(form.get("note", "")))
            self._tell(say(self.language, "client.saved"))

        self._do(write)

    @rx.event
    def hand_over(self, trainer: str) -> None:
        """Another trainer of the site takes her."""

        def hand_over(db: Session, scope: Scope) -> None:
            clients.hand_over(db, scope, self._number(), int(trainer) if trainer.isdigit() else 0)
            self._tell(say(self.language, "client.saved"))

        self._do(hand_over)

    @rx.event
    def put(self, group_id: int, inside: bool) -> None:
        """Into a group, or out of it."""
        self._do(lambda db, scope: groups.put(db, scope, group_id, self._number(), inside=inside))

    @rx.event
    def invite_again(self) -> None:
        """A fresh link; the one before stops working."""
        host = self.router.headers.host
        self._do(lambda db, scope: self._show(invitations.again(db, scope, self._number(), host)))

    @rx.event
    def revoke_link(self) -> None:
        """Her unused links stop working."""

        def revoke(db: Session, scope: Scope) -> None:
            invitations.revoke(db, scope, self._number())
            self._tell(say(self.language, "client.revoked"))

        self._do(revoke)

    @rx.event
    def end_browsers(self) -> None:
        """Signs her out everywhere."""

        def sign_out(db: Session, scope: Scope) -> None:
            clients.end_browsers(db, scope, self._number())
            self._tell(say(self.language, "client.out"))

        self._do(sign_out)

    @rx.event
    def remove(self) -> rx.event.EventSpec | None:
        """Takes her away, and goes back to the list."""

        def remove(db: Session, scope: Scope) -> rx.event.EventSpec:
            clients.remove(db, scope, self._number())
            self._tell(say(self.language, "client.removed", name=self.name))
            return rx.redirect("/trainer/clients")

        return self._do(remove, fill=False)

    def _number(self) -> int:
        part = self._last_part()
        return int(part) if part.isascii() and part.isdigit() and len(part) < 10 else 0

    def _fill(self, db: Session) -> bool:
        scope = self._come_in(db, trainer_only=True)
        if scope is None:
            return False
        try:
            found = clients.get(db, scope, self._number())
        except NotFound:
            self._miss()
            self.client_id, self.name, self.note, self.email = 0, "", "", ""
            return False
        self.client_id, self.name, self.letters = found.id, found.name, initials(found.name)
        self.note, self.email = found.note, found.email
        self.seen = found.last_seen_at.isoformat() if found.last_seen_at else ""
        self.status, self.has_link = status_words(found, self.language), found.invited_until is not None
        self.trainer = str(found.trainer_id or "")
        self.trainers = [(str(each.id), each.name) for each in people.of_tenant(db, scope.tenant_id, Role.TRAINER)]
        self.felt = [
            FeltLine(each.title(self.language), each.at.isoformat(), say(self.language, f"felt.{each.feeling}"), TONES[each.feeling])
            for each in feelings.of_client(db, scope, found.id)
        ]
        self.memberships = [(each.id, each.name, found.id in each.members) for each in groups.list_all(db, scope)]
        return True
