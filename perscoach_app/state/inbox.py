"""The trainer's inbox of reports."""

import reflex as rx
from sqlmodel import Session

from perscoach_app.services import inbox, people
from perscoach_app.services.inbox import Shown
from perscoach_app.services.scope import Scope
from perscoach_app.state.deeds import Deeds
from perscoach_app.state.inbox_rows import InboxRow, row_of
from perscoach_app.state.visitor import Visitor
from perscoach_app.tables import Role
from perscoach_app.texts import say


class InboxState(Deeds, Visitor):
    """Reports that wait, or the answered ones, of all clients or of one."""

    rows: list[InboxRow] = []
    shown: str = Shown.WAITING
    client: str = ""
    """The chosen client's number; empty for everybody. A text, as forms have it."""
    clients: list[tuple[str, str]] = []
    count_words: str = ""
    any_clients: bool = True
    """Until the list was read nobody is told that there are none."""

    @rx.event
    def load(self) -> None:
        """Reads the list, always the waiting ones first."""
        self.problem, self.rows, self.shown, self.client = "", [], Shown.WAITING, ""
        self._look_again()

    @rx.event
    def show(self, shown: str) -> None:
        """Waiting, answered, all."""
        self.shown = shown if shown in set(Shown) else Shown.WAITING
        self._look_again()

    @rx.event
    def of_client(self, client: str) -> None:
        """Of this client only; empty for everybody."""
        self.client = client if client.isascii() and client.isdigit() and len(client) < 10 else ""
        self._look_again()

    @rx.event
    def put_aside(self, training: str) -> None:
        """Nothing to answer: it waits no more."""

        def put_aside(db: Session, scope: Scope) -> None:
            inbox.put_aside(db, scope, training)
            self._tell(say(self.language, "inbox.told_aside"))

        self._do(put_aside)

    @rx.event
    def bring_back(self, training: str) -> None:
        """It waits again."""
        self._do(lambda db, scope: inbox.put_aside(db, scope, training, aside=False))

    def _fill(self, db: Session) -> bool:
        scope = self._come_in(db, trainer_only=True)
        if scope is None:
            self.rows, self.clients = [], []
            return False
        found = inbox.list_all(db, scope, Shown(self.shown), int(self.client) if self.client else None)
        self.rows = [row_of(report, self.language) for report in found]
        self.clients = [(str(one.id), one.name) for one in people.of_tenant(db, scope.tenant_id, Role.CLIENT)]
        self.any_clients = bool(self.clients)
        self.count_words = say(self.language, f"inbox.count_{self.shown}", n=len(found)) if found else ""
        return True
