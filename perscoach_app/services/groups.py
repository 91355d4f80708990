"""Groups of clients who get the same homework."""

from dataclasses import dataclass

from sqlalchemy import update
from sqlmodel import Session, col, select

from perscoach_app.services import people
from perscoach_app.services.errors import NotFound
from perscoach_app.services.scope import Scope, require_trainer
from perscoach_app.tables import Assignment, ClientGroup, GroupMember, Person, Role
from perscoach_app.tables.moments import now


@dataclass(frozen=True, slots=True)
class Group:
    """A group and who is in it now."""

    id: int
    name: str
    members: tuple[int, ...]


def list_all(db: Session, scope: Scope) -> list[Group]:
    """The tenant's groups, by name."""
    require_trainer(scope)
    members: dict[int, list[int]] = {}
    present = (
        select(GroupMember)
        .join(Person, col(Person.id) == col(GroupMember.person_id))
        .where(col(GroupMember.tenant_id) == scope.tenant_id, col(GroupMember.left_at).is_(None), col(Person.removed_at).is_(None))
    )
    for row in db.exec(present):
        members.setdefault(row.group_id, []).append(row.person_id)
    query = select(ClientGroup).where(col(ClientGroup.tenant_id) == scope.tenant_id, col(ClientGroup.removed_at).is_(None))
    return [Group(row.id or 0, row.name, tuple(members.get(row.id or 0, ()))) for row in db.exec(query.order_by(col(ClientGroup.name)))]


def make(db: Session, scope: Scope, name: str) -> Group:
    """A new group with nobody in it."""
    require_trainer(scope)
    row = ClientGroup(tenant_id=scope.tenant_id, name=people.clean_name(name))
    db.add(row)
    db.commit()
    return Group(row.id or 0, row.name, ())


def rename(db: Session, scope: Scope, group_id: int, name: str) -> None:
    """Another name for a group."""
    row = _row(db, scope, group_id)
    row.name = people.clean_name(name)
    db.add(row)
    db.commit()


def remove(db: Session, scope: Scope, group_id: int) -> None:
    """Dissolves a group: what was given to it ends today, what was done of it stays."""
    row, moment = _row(db, scope, group_id), now()
    row.removed_at = moment
    db.add(row)
    db.exec(update(GroupMember).where(col(GroupMember.group_id) == row.id, col(GroupMember.left_at).is_(None)).values(left_at=moment))
    db.exec(update(Assignment).where(col(Assignment.group_id) == row.id, col(Assignment.ended_at).is_(None)).values(ended_at=moment))
    db.commit()


def put(db: Session, scope: Scope, group_id: int, person_id: int, *, inside: bool) -> None:
    """Puts a client into a group, or takes her out. Doing it twice is harmless."""
    row = _row(db, scope, group_id)
    client = people.row_of(db, scope, person_id, Role.CLIENT)
    present = select(GroupMember).where(
        col(GroupMember.group_id) == row.id, col(GroupMember.person_id) == client.id, col(GroupMember.left_at).is_(None)
    )
    member = db.exec(present).first()
    if inside and member is None:
        db.add(GroupMember(tenant_id=scope.tenant_id, group_id=group_id, person_id=person_id))
    elif not inside and member is not None:
        member.left_at = now()
        db.add(member)
    db.commit()


def _row(db: Session, scope: Scope, group_id: int) -> ClientGroup:
    require_trainer(scope)
    query = select(ClientGroup).where(
        col(ClientGroup.id) == group_id, col(ClientGroup.tenant_id) == scope.tenant_id, col(ClientGroup.removed_at).is_(None)
    )
    row = db.exec(query).first()
    if row is None:
        raise NotFound
    return row
