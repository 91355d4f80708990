"""What a person agreed to: documents one by one, none ticked beforehand, each with its version, its words and the moment it was given.

Nothing but numbers leaves a client's device without one. Taking one back ends it and deletes what was kept under it, at once.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, ScalarSelect, and_, or_
from sqlmodel import Session, col, select

from perscoach_app.services import audit, people, withdrawal
from perscoach_app.services.errors import NotFound
from perscoach_app.services.privacy_errors import ParentMissing
from perscoach_app.services.scope import Scope
from perscoach_app.tables import Agreement, ConsentKind, Document, Person
from perscoach_app.tables.moments import now
from perscoach_app.texts import say

VERSIONS = {
    Document.LANDMARKS: "2026-11",
    Document.RECORDING: "2026-11",
    Document.SHARING: "2026-11",
    Document.HEALTH: "2026-11",
    Document.IMPROVING: "2026-11",
}
"""Year and month of the words in `texts/*/documents.po`. Other words are another version: who agreed to the former is asked anew."""
OF_TRAINING = {ConsentKind.RECORDING: Document.RECORDING, ConsentKind.LANDMARKS: Document.LANDMARKS}
"""What is allowed for one training, and the document that it is done under."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A document as its reader sees it.

    Attributes:
        given_at: when she agreed; None: she does not (any more), or the words have changed since.
        by_parent: who agreed for her; empty: she herself.
        renewed: she agreed to an earlier version only.
    """

    document: Document
    version: str
    title: str
    words: list[str]
    given_at: datetime | None = None
    by_parent: str = ""
    renewed: bool = False


def words_of(document: Document, language: str) -> tuple[str, list[str]]:
    """A document's title and paragraphs. They speak in the first person: «вы» and «ты» read the same."""
    return say(language, f"documents.{document}_title"), say(language, f"documents.{document}").split("\n")


def hash_of(document: Document, language: str) -> str:
    """SHA-256 of everything a reader saw: what she agreed to can be told from what it became."""
    title, words = words_of(document, language)
    return hashlib.sha256("\n".join((VERSIONS[document], title, *words)).encode()).hexdigest()


def papers(db: Session, scope: Scope, language: str) -> list[Paper]:
    """All documents in the caller's language, with her own word on each."""
    rows = _open_rows(db, scope.tenant_id, scope.person_id)
    return [_paper(document, language, rows.get(document)) for document in Document]


def blank(language: str) -> list[Paper]:
    """All documents, as everybody may read them."""
    return [_paper(document, language, None) for document in Document]


def in_force(db: Session, tenant_id: int, person_id: int) -> frozenset[Document]:
    """The documents that a person agrees to now, in the words they have now."""
    query = select(Agreement.document).where(col(Agreement.person_id) == person_id, *_valid(tenant_id))
    return frozenset(Document(each) for each in db.exec(query))


def who_agrees(tenant_id: int, document: Document) -> ScalarSelect[int]:
    """The people who agree to a document now, for a query's `IN`."""
    query = select(Agreement.person_id).where(col(Agreement.document) == document, *_valid(tenant_id))
    return query.scalar_subquery()


def tells_of_health(db: Session, scope: Scope, person_id: int) -> bool:
    """Whether the caller may read that something hurt: she herself, and her trainers as long as she agrees to it."""
    return person_id == scope.person_id or Document.HEALTH in in_force(db, scope.tenant_id, person_id)


def may_be_asked(db: Session, scope: Scope) -> frozenset[Document]:
    """What the caller can agree to herself: everything; under eighteen only what a parent agreed to already."""
    under_age = people.row_of(db, scope, scope.person_id).under_age
    return in_force(db, scope.tenant_id, scope.person_id) if under_age else frozenset(Document)


def give(db: Session, scope: Scope, document: str) -> None:
    """The caller agrees to one document. Again is harmless.

    Raises:
        NotFound: no such document.
        ParentMissing: she is under eighteen; a parent agrees for her.
    """
    take_down(db, scope, _known(document))
    db.commit()


def take_down(db: Session, scope: Scope, document: Document, language: str = "") -> None:
    """Writes the caller's yes down, once; without a commit. For deeds that say themselves what they allow, as «Отправить тренеру» does.

    Raises:
        ParentMissing: she is under eighteen, and no parent has agreed to this.
    """
    if document in in_force(db, scope.tenant_id, scope.person_id):
        return
    person = people.row_of(db, scope, scope.person_id)
    if person.under_age:
        raise ParentMissing
    put_down(db, person, document, language or scope.language, by=scope)


def put_down(db: Session, person: Person, document: Document, language: str, *, by: Scope | None, parent: str = "") -> None:
    """A new row in place of an older version's; without a commit."""
    moment = now()
    for row in _rows(db, person.tenant_id, person.id or 0, (document,)):
        row.withdrawn_at = moment  # another version of the same: what was kept under it stays
        db.add(row)
    db.add(
        Agreement(
            tenant_id=person.tenant_id,
            person_id=person.id or 0,
            document=document,
            version=VERSIONS[document],
            text_hash=hash_of(document, language),
            language=language,
            by_parent=parent,
            given_at=moment,
        )
    )
    said = {"document": str(document), "version": VERSIONS[document], "by_parent": bool(parent)}
    audit.note(db, person.tenant_id, by, "consent.given", f"person {person.id}", **said)


def withdraw(db: Session, scope: Scope, document: str) -> None:
    """The caller takes one back: what was kept under it is deleted at once, and links to it name nothing. Again is harmless.

    Raises:
        NotFound: no such document.
    """
    end(db, people.row_of(db, scope, scope.person_id), (_known(document),), by=scope)
    db.commit()


def end(db: Session, person: Person, documents: Iterable[Document], *, by: Scope | None) -> None:
    """Ends what is in force of these, with everything kept under it; without a commit."""
    asked = tuple(documents)
    for row in _rows(db, person.tenant_id, person.id or 0, asked):
        row.withdrawn_at = now()
        db.add(row)
        audit.note(db, person.tenant_id, by, "consent.withdrawn", f"person {person.id}", document=row.document, version=row.version)
    for document in asked:
        withdrawal.of_document(db, person.tenant_id, person.id or 0, document)


def _paper(document: Document, language: str, row: Agreement | None) -> Paper:
    title, words = words_of(document, language)
    valid = row is not None and row.version == VERSIONS[document]
    return Paper(
        document=document,
        version=VERSIONS[document],
        title=title,
        words=words,
        given_at=row.given_at if row and valid else None,
        by_parent=row.by_parent if row and valid else "",
        renewed=row is not None and not valid,
    )


def _known(document: str) -> Document:
    if document not in set(Document):
        raise NotFound
    return Document(document)


def _open_rows(db: Session, tenant_id: int, person_id: int) -> dict[str, Agreement]:
    return {row.document: row for row in _rows(db, tenant_id, person_id, tuple(Document))}


def _rows(db: Session, tenant_id: int, person_id: int, documents: tuple[Document, ...]) -> list[Agreement]:
    query = select(Agreement).where(
        col(Agreement.tenant_id) == tenant_id,
        col(Agreement.person_id) == person_id,
        col(Agreement.document).in_(documents),
        col(Agreement.withdrawn_at).is_(None),
    )
    return list(db.exec(query.order_by(col(Agreement.given_at))))


def _valid(tenant_id: int) -> tuple[ColumnElement[bool], ...]:
    """Not taken back, and in the words that the document has now."""
    present = [and_(col(Agreement.document) == document, col(Agreement.version) == version) for document, version in VERSIONS.items()]
    return (col(Agreement.tenant_id) == tenant_id, col(Agreement.withdrawn_at).is_(None), or_(*present))
