"""One's own name and address."""

from sqlmodel import Session, col, select

from perscoach_app.services import attempts, emails, letters, people
from perscoach_app.services.letters import Send
from perscoach_app.services.scope import Scope
from perscoach_app.tables import Person, Tenant

LETTERS_PER_HOUR = 5


def ask_for_email(db: Session, scope: Scope, email: str, host: str) -> Send | None:
    """A letter to the new address; until its button was pressed the former one stays.

    None: it is her present one, or somebody else's of the site; which of the two is told to nobody.

    Raises:
        EmailInvalid: nothing a letter could be sent to.
        TooFast: too many letters in an hour.
    """
    address = emails.clean(email)
    attempts.check(db, f"email-change:{scope.person_id}", LETTERS_PER_HOUR, per_s=3600)
    person = people.row_of(db, scope, scope.person_id)
    if address == person.email and person.email_confirmed_at is not None:
        return None
    others = select(Person.id).where(
        col(Person.tenant_id) == scope.tenant_id, col(Person.email) == address, col(Person.id) != scope.person_id
    )
    if db.exec(others).first() is not None:
        return None
    return letters.email_change(db, db.get_one(Tenant, scope.tenant_id), person, address, host)
