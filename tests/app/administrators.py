"""An administrator in the house, and a worker's round of her business."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlmodel import Session

from perscoach_app.services import admin_carrying_out, admin_figures, banner, people, tenants
from perscoach_app.services.scope import Scope
from perscoach_app.tables import Role, walls
from perscoach_app.tables.database import open_session
from tests.app.house import Member


def an_admin() -> Member:
    """An administrator on the platform's own host."""
    with open_session() as db:
        platform = tenants.platform(db)
        assert platform.id is not None
        return Member(people.add(db, platform.id, Role.ADMIN, "Администратор").id, tenants.PLATFORM_SLUG)


def work_off() -> None:
    """What a worker does within seconds: every order, then everything published anew."""
    while admin_carrying_out.next_order():
        pass
    admin_figures.soon()
    admin_figures.publish()
    banner.forget()


@contextmanager
def served(member: Member) -> Iterator[tuple[Session, Scope]]:
    """A session as a serving process has it on the member's own host, and who she is."""
    scope = member.scope
    with walls.serving(), open_session(tenant_id=scope.tenant_id) as db:
        yield db, scope
