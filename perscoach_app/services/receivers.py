"""Who can be given homework: the tenant's present clients, and groups of them."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlmodel import Session, col, select

from perscoach_app.services.assigning_errors import ReceiverUnknown
from perscoach_app.services.scope import Scope, require_trainer
from perscoach_app.tables import ClientGroup, GroupMember, Person, Role


@dataclass(frozen=True, slots=True)
class Named:
    """A client or a group to choose."""

    id: int
    name: str


def clients(db: Session, scope: Scope) -> list[Named]:
    """The tenant's present clients by name, for the trainer."""
    require_trainer(scope)
    query = select(Person).where(
        col(Person.tenant_id) == scope.tenant_id, col(Person.role) == Role.CLIENT, col(Person.removed_at).is_(None)
    )
    return [Named(row.id or 0, row.name) for row in db.exec(query.order_by(col(Person.name), col(Person.id)))]


def groups(db: Session, scope: Scope) -> list[Named]:
    """The tenant's groups by name, for the trainer."""
    require_trainer(scope)
    query = select(ClientGroup).where(col(ClientGroup.tenant_id) == scope.tenant_id, col(ClientGroup.removed_at).is_(None))
    return [Named(row.id or 0, row.name) for row in db.exec(query.order_by(col(ClientGroup.name), col(ClientGroup.id)))]


def check(db: Session, scope: Scope, client_ids: Collection[int], group_ids: Collection[int]) -> None:
    """All of them are here.

    Raises:
        ReceiverUnknown: one is not, or not any more.
    """
    if not set(client_ids) <= {each.id for each in clients(db, scope)} or not set(group_ids) <= {each.id for each in groups(db, scope)}:
        raise ReceiverUnknown


def members(db: Session, group_id: int) -> set[int | None]:
    """Ids of the clients who are in a group now."""
    query = (
        select(GroupMember.person_id)
        .join(Person, col(Person.id) == col(GroupMember.person_id))
        .where(col(GroupMember.group_id) == group_id, col(GroupMember.left_at).is_(None), col(Person.removed_at).is_(None))
    )
    return set(db.exec(query).all())
