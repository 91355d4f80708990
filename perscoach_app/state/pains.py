"""What hurts a client, on top of the trainer's home until it is dealt with."""

from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import quote

import reflex as rx
from sqlmodel import Session

from perscoach_app.services import feelings
from perscoach_app.services.feelings import Felt
from perscoach_app.services.scope import Scope
from perscoach_app.state.deeds import Deeds
from perscoach_app.state.visitor import Visitor
from perscoach_app.state.watching import Watching
from perscoach_app.texts import say


@dataclass(frozen=True, slots=True)
class Pain:
    """One exercise that hurt."""

    id: int
    client: str
    line: str  # «Мария: «Приседание»»
    about: str  # which set was stopped, and what became of the rest
    at: str  # ISO moment
    report: str  # of the stopped set; empty where none was begun
    write: str  # a letter to her; empty where she has no address
    card: str
    write_label: str
    card_label: str
    done_label: str


class PainsState(Deeds, Watching, Visitor):
    """What no trainer of the site has put aside yet. It looks again by itself for as long as the page is open."""

    pains: list[Pain] = []
    _period_s: ClassVar[float] = 3.0  # a person writes or calls: seconds do not matter, a reload would

    @rx.event
    def load(self) -> rx.event.EventSpec | None:
        """Reads them, and goes on looking."""
        self.problem = ""
        return PainsState.follow() if self._look_again() else None

    @rx.event
    def put_aside(self, pain: int) -> None:
        """The trainer has dealt with it."""

        def put_aside(db: Session, scope: Scope) -> None:
            feelings.put_aside(db, scope, pain)
            self._tell(say(self.language, "pain.told", client=next((each.client for each in self.pains if each.id == pain), "")))

        self._do(put_aside)

    def _fill(self, db: Session) -> bool:
        scope = self._come_in(db, trainer_only=True)
        if scope is None:
            self.pains = []
            return False
        fresh = [_pain(each, self.language) for each in feelings.unanswered_pains(db, scope)]
        if fresh != self.pains:
            self.pains = fresh
        return True


def _pain(felt: Felt, language: str) -> Pain:
    title = felt.title(language)
    stopped = say(language, "pain.stopped", set=felt.set_number or 1, n=felt.reps) if felt.session else ""
    subject = quote(say(language, "pain.subject", title=title))
    return Pain(
        id=felt.id,
        client=felt.client_name,
        line=say(language, "pain.line", client=felt.client_name, title=title),
        about=" ".join(part for part in (stopped, say(language, "pain.skipped")) if part),
        at=felt.at.isoformat(),
        report=f"/report/{felt.session}" if felt.session else "",
        write=f"mailto:{felt.email}?subject={subject}" if felt.email else "",
        card=f"/trainer/clients/{felt.client_id}",
        write_label=say(language, "pain.write_of", client=felt.client_name),
        card_label=say(language, "pain.card_of", client=felt.client_name),
        done_label=say(language, "pain.done_of", client=felt.client_name, title=title),
    )
