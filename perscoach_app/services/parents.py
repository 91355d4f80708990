"""Somebody under eighteen: a parent agrees for her, document by document, by a link from a letter. Until then only numbers leave."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from perscoach_app.services import addresses, agreements, attempts, audit, emails, links, mail, people, tenants
from perscoach_app.services.errors import LinkInvalid
from perscoach_app.services.letters import Send
from perscoach_app.services.privacy_errors import ParentIsSelf
from perscoach_app.services.scope import Scope, require_trainer
from perscoach_app.settings import get_settings
from perscoach_app.tables import Document, LinkPurpose, Person, Tenant
from perscoach_app.tables.moments import now
from perscoach_app.texts import say

LETTERS_PER_HOUR = 3
THANKS = "thanks"  # stands in the address of the page where a token stood, once it was answered


@dataclass(frozen=True, slots=True)
class Minor:
    """A client under eighteen, as her trainer sees her."""

    id: int
    name: str
    parent: str
    agreed: bool


def ask(db: Session, scope: Scope, name: str, email: str, host: str) -> Send:
    """The caller is under eighteen: whatever she agreed to herself ends, and the parent gets a letter. Returns the letter.

    Raises:
        NameMissing, EmailInvalid: nobody to write to.
        ParentIsSelf: her own address is no parent's.
        TooFast: too many letters in an hour.
    """
    parent, address = people.clean_name(name), emails.clean(email)
    person = people.row_of(db, scope, scope.person_id)
    if address == person.email:
        raise ParentIsSelf
    attempts.check(db, f"parent:{scope.person_id}", LETTERS_PER_HOUR, per_s=3600)
    if not person.under_age:
        agreements.end(db, person, agreements.in_force(db, scope.tenant_id, scope.person_id), by=scope)
    person.under_age, person.parent_name, person.parent_email, person.parent_agreed_at = True, parent, address, None
    db.add(person)
    links.revoke_all(db, scope.person_id, LinkPurpose.PARENT)
    token = links.issue(db, scope.person_id, LinkPurpose.PARENT, lifetime_s=get_settings().invitation_lifetime_s, email=address)
    return _letter(db.get_one(Tenant, scope.tenant_id), person, token, host)


def child_of(db: Session, token: str, host: str) -> Person | None:
    """For whom a link asks. Spends nothing."""
    tenant = tenants.by_host(db, host)
    return links.owner(db, tenant.id, token, LinkPurpose.PARENT) if tenant and tenant.id else None


def answer(db: Session, token: str, host: str, wished: list[str], language: str) -> None:
    """The parent's word: what is named is agreed to, all else is not. The link is spent.

    Raises:
        LinkInvalid: it cannot be used (any more).
    """
    child, tenant = child_of(db, token, host), tenants.by_host(db, host)
    if child is None or tenant is None or tenant.id is None:
        raise LinkInvalid
    links.spend(db, tenant.id, token, LinkPurpose.PARENT)
    agreements.end(db, child, [document for document in Document if document not in wished], by=None)
    for document in (document for document in Document if document in wished):
        agreements.put_down(db, child, document, language, by=None, parent=child.parent_name)
    child.parent_agreed_at = now()
    db.add(child)
    db.commit()


def minors(db: Session, scope: Scope) -> list[Minor]:
    """The studio's clients under eighteen."""
    require_trainer(scope)
    present = (col(Person.tenant_id) == scope.tenant_id, col(Person.under_age).is_(True), col(Person.removed_at).is_(None))
    rows = db.exec(select(Person).where(*present).order_by(col(Person.name)))
    return [Minor(row.id or 0, row.name, row.parent_name, row.parent_agreed_at is not None) for row in rows]


def of_age(db: Session, scope: Scope, person_id: int) -> None:
    """The trainer knows that a client is eighteen by now: from here on she decides herself. What the parent allowed stays until she does.

    Raises:
        NotFound: no client of the caller's tenant.
    """
    require_trainer(scope)
    person = people.row_of(db, scope, person_id)
    person.under_age, person.parent_email = False, ""
    links.revoke_all(db, person_id, LinkPurpose.PARENT)
    audit.note(db, scope.tenant_id, scope, "person.of_age", f"person {person_id}")  # it takes a parent's word away
    db.add(person)
    db.commit()


def _letter(tenant: Tenant, child: Person, token: str, host: str) -> Send:
    language, address = child.language, f"{addresses.origin(tenant.slug, host)}/parent/{token}"
    subject = say(language, "parent.subject", name=child.name, studio=tenant.name)
    text = say(language, "parent.letter", parent=child.parent_name, name=child.name, studio=tenant.name)
    action, to = (say(language, "parent.action"), address), child.parent_email
    return lambda: mail.send(to, subject, text, action=action, language=language)
