"""What somebody agreed to, and what she wants done with her data."""

from dataclasses import dataclass
from typing import Any, ClassVar

import reflex as rx
from sqlmodel import Session

from perscoach_app.services import agreements, parents, people, personal_data
from perscoach_app.services.agreements import Paper
from perscoach_app.services.letters import Send
from perscoach_app.services.personal_data import Wish
from perscoach_app.services.scope import Scope
from perscoach_app.state.deeds import Deeds
from perscoach_app.state.visitor import Visitor
from perscoach_app.tables import Document
from perscoach_app.tables.database import open_session
from perscoach_app.texts import say
from perscoach_app.texts.formats import size


@dataclass(frozen=True, slots=True)
class PaperCard:
    """A document as a page shows it.

    Attributes:
        told: whether and by whom it is agreed to, in words; the moment stands in `given_at`.
    """

    name: str
    title: str
    first: str
    rest: list[str]
    version: str
    told: str
    given_at: str
    given: bool
    agree_label: str
    withdraw_label: str


def card_of(paper: Paper, voice: str) -> PaperCard:
    """The card of a document."""
    told = "my_data.given" if paper.given_at else "my_data.state_renewed" if paper.renewed else "my_data.state_none"
    return PaperCard(
        name=str(paper.document),
        title=paper.title,
        first=paper.words[0],
        rest=paper.words[1:],
        version=say(voice, "my_data.version", version=paper.version),
        told=say(voice, "my_data.given_by", name=paper.by_parent) if paper.by_parent else say(voice, told),
        given_at=paper.given_at.isoformat() if paper.given_at else "",
        given=paper.given_at is not None,
        agree_label=say(voice, "my_data.agree_to", title=paper.title),
        withdraw_label=say(voice, "my_data.withdraw_of", title=paper.title),
    )


_WITHDRAWN = {Document.SHARING: "my_data.withdrawn_sharing", Document.IMPROVING: "my_data.surely_improving"}
"""What to say where nothing had been kept to be deleted."""


class MyDataState(Deeds, Visitor):
    """Everybody sees and decides her own alone."""

    papers: list[PaperCard] = []
    archive_waits: bool = False
    archive_href: str = ""
    archive_words: str = ""
    archive_until: str = ""
    deletion_at: str = ""
    """When the deletion that was asked for begins; empty: none was."""
    under_age: bool = False
    parent: str = ""
    """Who is to agree, or has."""
    parent_agreed: bool = False
    asked: str = ""
    """The document that is about to be taken back."""
    asked_title: str = ""
    asked_words: str = ""
    """What goes with it."""
    _trainers_page: ClassVar[bool] = False

    @rx.event
    def load(self) -> None:
        """Fills the page."""
        self.problem, self.asked = "", ""
        self._look_again()

    @rx.event
    def agree(self, document: str) -> None:
        """One yes to one document."""

        def give(db: Session, scope: Scope) -> None:
            agreements.give(db, scope, document)
            self._tell(say(self.voice, "my_data.agreed", title=self._title(document)))

        self._do(give)

    @rx.event
    def ask(self, document: str) -> None:
        """Before something is deleted, a question that says what."""
        with open_session(reading=True) as db:
            if self._come_in(db) is None or document not in set(Document):
                return
        self.asked, self.asked_title = document, self._title(document)
        self.asked_words = say(self.voice, f"my_data.surely_{document}")

    @rx.event
    def keep(self) -> None:
        """It stays as it is."""
        self.asked = ""

    @rx.event
    def withdraw(self, document: str) -> None:
        """Takes one back, after the question."""

        def end(db: Session, scope: Scope) -> None:
            agreements.withdraw(db, scope, document)
            key = _WITHDRAWN.get(Document(document), "my_data.withdrawn")
            self._tell(say(self.voice, key, title=self._title(document)))

        self.asked = ""
        self._do(end)

    @rx.event
    def ask_archive(self) -> None:
        """A copy of everything."""

        def ask(db: Session, scope: Scope) -> None:
            personal_data.ask_archive(db, scope)
            self._tell(say(self.voice, "my_data.archive_asked"))

        self._do(ask)

    @rx.event
    def ask_deletion(self) -> None:
        """The last button on the page, after its own question."""

        def ask(db: Session, scope: Scope) -> None:
            personal_data.ask_deletion(db, scope)
            self._tell(say(self.voice, "my_data.deletion_asked"))

        self._do(ask)

    @rx.event
    def keep_me(self) -> None:
        """She stays after all."""

        def stay(db: Session, scope: Scope) -> None:
            personal_data.keep_me(db, scope)
            self._tell(say(self.voice, "my_data.stayed"))

        self._do(stay)

    @rx.event
    def ask_parent(self, form: dict[str, Any]) -> None:
        """She is under eighteen: a letter to her parent."""
        host = self.router.headers.host

        def ask(db: Session, scope: Scope) -> Send:
            letter = parents.ask(db, scope, str(form.get("parent_name", "")), str(form.get("parent_email", "")), host)
            self._tell(say(self.voice, "my_data.parent_asked"))
            return letter

        letter = self._do(ask)
        if letter is not None:
            letter()

    def _title(self, document: str) -> str:
        return agreements.words_of(Document(document), self.language)[0]

    def _fill(self, db: Session) -> bool:
        scope = self._come_in(db)
        if scope is None:
            return False
        self.papers = [card_of(paper, self.voice) for paper in agreements.papers(db, scope, self.language)]
        person = people.row_of(db, scope, scope.person_id)
        self.under_age, self.parent, self.parent_agreed = person.under_age, person.parent_name, person.parent_agreed_at is not None
        wishes = personal_data.present(db, scope)
        self._show_archive(wishes.archive)
        self.deletion_at = wishes.deletion.due_at.isoformat() if wishes.deletion and wishes.deletion.due_at else ""
        return True

    def _show_archive(self, archive: Wish | None) -> None:
        ready = archive is not None and archive.ready
        self.archive_waits = archive is not None and not ready
        self.archive_href = f"/api/account/data/{archive.id}" if ready else ""
        self.archive_words = say(self.voice, "my_data.archive_ready", size=size(self.voice, archive.bytes)) if ready else ""
        self.archive_until = archive.until.isoformat() if ready and archive.until else ""
