"""The trainer's clients, and the groups they are in."""

from dataclasses import dataclass
from typing import Any

import reflex as rx
from sqlmodel import Session

from perscoach_app.services import clients, groups, invitations
from perscoach_app.services.clients import Client
from perscoach_app.services.groups import Group
from perscoach_app.services.scope import Scope
from perscoach_app.state.deeds import Deeds
from perscoach_app.state.inviting import InvitingState
from perscoach_app.state.words import initials, joined
from perscoach_app.tables import Language
from perscoach_app.texts import say
from perscoach_app.texts.formats import day


@dataclass(frozen=True, slots=True)
class ClientRow:
    """A line of the list."""

    id: int
    name: str
    initials: str
    href: str
    about: str  # groups, and whose client she is where there are several trainers
    seen: str  # when she was here last, ISO; empty for never
    status: str  # what there is to say of her invitation, when she was never here
    link_label: str


@dataclass(frozen=True, slots=True)
class GroupChip:
    """A group above the list."""

    id: int
    name: str
    label: str


class ClientsState(Deeds, InvitingState):
    """All clients, a search, a group."""

    rows: list[ClientRow] = []
    groups: list[GroupChip] = []
    count_words: str = ""
    any_clients: bool = False
    query: str = ""
    group: int = 0
    """The chosen group; 0 for everybody."""
    group_name: str = ""
    members: list[tuple[int, str, bool]] = []
    """All clients, and whether each is in the chosen group."""
    asking: str = ""
    """The open dialog: `client`, `new_group`, `group`, or none."""

    @rx.event
    def load(self) -> None:
        """Fills the page."""
        self.query, self.group, self.problem, self.asking = "", 0, "", ""
        self._hide()
        self._look_again()

    @rx.event
    def search(self, query: str) -> None:
        """Clients by a part of their name."""
        self.query = query[:200]
        self._look_again()

    @rx.event
    def choose(self, group_id: int) -> None:
        """Clients of one group; again: everybody."""
        self.group = 0 if group_id == self.group else group_id
        self._look_again()

    @rx.event
    def ask(self, dialog: str) -> None:
        """Opens a dialog."""
        self.asking, self.problem = dialog, ""

    @rx.event
    def leave(self) -> None:
        """Closes it."""
        self.asking, self.problem = "", ""

    @rx.event
    def invite(self, form: dict[str, Any]) -> None:
        """A new client, and the link to send her."""
        host = self.router.headers.host
        language = Language.EN if form.get("language") == Language.EN else Language.RU

        def invite(db: Session, scope: Scope) -> None:
            self._show(invitations.client(db, scope, str(form.get("client_name", "")), language, host))
            self.asking = ""

        self._do(invite)

    @rx.event
    def invite_again(self, person_id: int) -> None:
        """A fresh link for a client; the one before stops working."""
        host = self.router.headers.host
        self._do(lambda db, scope: self._show(invitations.again(db, scope, person_id, host)))

    @rx.event
    def make_group(self, form: dict[str, Any]) -> None:
        """A new group, chosen at once, with the question who is in it."""

        def make(db: Session, scope: Scope) -> None:
            self.group = groups.make(db, scope, str(form.get("group_name", ""))).id
            self.asking = "group"  # next: who is in it

        self._do(make)

    @rx.event
    def rename_group(self, form: dict[str, Any]) -> None:
        """Another name for the chosen group."""

        def rename(db: Session, scope: Scope) -> None:
            groups.rename(db, scope, self.group, str(form.get("new_group_name", "")))
            self._tell(say(self.language, "client.saved"))

        self._do(rename)

    @rx.event
    def put(self, person_id: int, inside: bool) -> None:
        """A client into the chosen group, or out of it."""
        self._do(lambda db, scope: groups.put(db, scope, self.group, person_id, inside=inside))

    @rx.event
    def remove_group(self) -> None:
        """Dissolves the chosen group."""

        def remove(db: Session, scope: Scope) -> None:
            groups.remove(db, scope, self.group)
            self.group, self.asking = 0, ""

        self._do(remove)

    def _fill(self, db: Session) -> bool:
        scope = self._come_in(db, trainer_only=True)
        if scope is None:
            self.rows, self.groups, self.members = [], [], []
            return False
        everybody, known = clients.list_all(db, scope), groups.list_all(db, scope)
        chosen = next((group for group in known if group.id == self.group), None)
        self.group, self.group_name = (chosen.id, chosen.name) if chosen else (0, "")
        wanted = self.query.casefold().strip()
        found = [each for each in everybody if wanted in each.name.casefold() and (chosen is None or each.id in chosen.members)]
        several = len({each.trainer_id for each in everybody}) > 1
        self.rows = [_row(each, known, self.language, several=several) for each in found]
        self.groups = [GroupChip(each.id, each.name, f"{each.name} · {len(each.members)}") for each in known]
        self.members = [(each.id, each.name, each.id in chosen.members) for each in everybody] if chosen else []
        self.any_clients = bool(everybody)
        self.count_words = say(self.language, "clients.count", n=len(everybody)) if everybody else ""
        return True


def _row(client: Client, known: list[Group], language: str, *, several: bool) -> ClientRow:
    of_hers = [group.name for group in known if client.id in group.members]
    return ClientRow(
        id=client.id,
        name=client.name,
        initials=initials(client.name),
        href=f"/trainer/clients/{client.id}",
        about=joined(", ".join(of_hers), client.trainer if several else ""),
        seen=client.last_seen_at.isoformat() if client.last_seen_at else "",
        status=status_words(client, language),
        link_label=say(language, "clients.link_of", name=client.name),
    )


def status_words(client: Client, language: str) -> str:
    """What there is to say of an invitation; empty for who has been here."""
    if client.last_seen_at is not None:
        return ""
    if client.invited_until is None:
        return say(language, "clients.expired")
    return say(language, "clients.invited", day=day(language, client.invited_until.date()))
