"""Whether one is called to mind of homework and messages: by mail, and by this browser."""

import reflex as rx
from sqlmodel import Session

from perscoach_app.services import push, reminder_wishes
from perscoach_app.services.scope import Scope
from perscoach_app.tables.database import open_session
from perscoach_app.texts import say


class Reminding(rx.State, mixin=True):
    """Stands before `Visitor`."""

    reminders: bool = False
    remind_hint: str = ""
    can_remind: bool = False
    push_key: str = ""
    """What a browser subscribes with; empty where the installation has no web push."""

    @rx.event
    def wish_reminders(self, wanted: bool) -> None:
        """Letters, or none."""
        with open_session() as db:
            scope = self._come_in(db)
            if scope is None:
                return
            reminder_wishes.write(db, scope, wanted=wanted)
            self._show_wish(db, scope)
        self._tell(say(self.voice, "home.remind_on" if wanted else "home.remind_off"))

    def _show_wish(self, db: Session, scope: Scope) -> None:
        wish, self.push_key = reminder_wishes.read(db, scope), push.public_key()
        self.reminders, self.can_remind = wish.wanted, wish.email != ""
        self.remind_hint = say(self.voice, "notice.wish_hint", email=wish.email) if wish.email else say(self.voice, "notice.no_mail")
