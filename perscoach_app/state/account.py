"""One's own account: name, address, passkeys, signed-in devices. Passwords never come here: `http/account.py`."""

from dataclasses import dataclass
from typing import Any, ClassVar

import reflex as rx
from sqlmodel import Session

from perscoach_app.services import browsers, passkeys, people, profile
from perscoach_app.services.letters import Send
from perscoach_app.services.scope import Scope
from perscoach_app.state.deeds import Deeds
from perscoach_app.state.reminding import Reminding
from perscoach_app.state.visitor import Visitor
from perscoach_app.texts import say


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """A signed-in browser."""

    id: int
    name: str
    seen: str
    current: bool
    end_label: str


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A passkey."""

    id: int
    name: str
    made: str
    used: str
    remove_label: str


class AccountState(Deeds, Reminding, Visitor):
    """What the page shows; everybody sees her own alone."""

    own_name: str = ""
    email: str = ""
    has_password: bool = False
    devices: list[DeviceRow] = []
    keys: list[KeyRow] = []
    email_sent: str = ""
    """Where the letter went that confirms a new address."""
    _trainers_page: ClassVar[bool] = False

    @rx.event
    def load(self) -> None:
        """Fills the page."""
        self.problem, self.email_sent = "", ""
        self._look_again()

    @rx.event
    def save_name(self, form: dict[str, Any]) -> None:
        """One's own name."""

        def rename(db: Session, scope: Scope) -> None:
            people.rename(db, scope, str(form.get("own_name", "")))
            self._tell(say(self.voice, "account.saved"))

        self._do(rename)

    @rx.event
    def save_email(self, form: dict[str, Any]) -> None:
        """Another address counts when the button in its letter was pressed."""
        host, email = self.router.headers.host, str(form.get("own_email", "")).strip()

        def ask(db: Session, scope: Scope) -> Send:
            self.email_sent = ""
            letter = profile.ask_for_email(db, scope, email, host)
            self.email_sent = email
            return letter

        letter = self._do(ask, fill=False)
        if letter is not None:
            letter()

    @rx.event
    def end_device(self, browser_id: int) -> None:
        """Signs one of one's own browsers out, perhaps this one."""
        self._do(lambda db, scope: browsers.end_one(db, scope, browser_id))

    @rx.event
    def rename_key(self, passkey_id: int, name: str) -> None:
        """A passkey gets a name one knows it by."""
        self._do(lambda db, scope: passkeys.rename(db, scope, passkey_id, name))

    @rx.event
    def remove_key(self, passkey_id: int) -> None:
        """A passkey opens nothing any more."""
        self._do(lambda db, scope: passkeys.remove(db, scope, passkey_id))

    def _fill(self, db: Session) -> bool:
        scope = self._come_in(db)
        if scope is None:
            return False
        row = people.row_of(db, scope, scope.person_id)
        self._show_wish(db, scope)
        self.own_name, self.email, self.has_password = row.name, row.email or "", row.password_hash is not None
        cookie = browsers.cookie_in(self.router.headers.cookie)
        unknown = say(self.voice, "account.device")
        self.devices = [
            DeviceRow(
                each.id,
                each.device or unknown,
                each.last_seen_at.isoformat(),
                each.current,
                say(self.voice, "account.end_of", name=each.device or unknown),
            )
            for each in browsers.list_own(db, scope, cookie)
        ]
        self.keys = [
            KeyRow(
                each.id,
                each.name or unknown,
                each.created_at.isoformat(),
                each.last_used_at.isoformat() if each.last_used_at else "",
                say(self.voice, "account.remove_key_of", name=each.name or unknown),
            )
            for each in passkeys.list_own(db, scope)
        ]
        return True
