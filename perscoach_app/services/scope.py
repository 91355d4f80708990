"""Who is asking: every query of a service goes through this."""

import uuid
from dataclasses import dataclass

from perscoach_app.services.errors import NotFound
from perscoach_app.tables import Role


@dataclass(frozen=True, slots=True)
class Scope:
    """One signed-in person inside one tenant.

    Attributes:
        host: the host name the person came by, lower case, without a port; media links are bound to it.
        light: she chose the light theme.
    """

    tenant_id: int
    tenant_slug: str
    person_id: int
    role: str
    language: str
    name: str = ""
    host: str = ""
    light: bool = False

    @property
    def is_trainer(self) -> bool:
        """May see the tenant's library, jobs and all reports."""
        return self.role == Role.TRAINER

    @property
    def is_admin(self) -> bool:
        """Keeps the installation running; nothing of any tenant's is an administrator's."""
        return self.role == Role.ADMIN


def require_trainer(scope: Scope) -> None:
    """Anyone else is told that there is nothing here."""
    if not scope.is_trainer:
        raise NotFound


def require_admin(scope: Scope) -> None:
    """Anyone else is told that there is nothing here."""
    if not scope.is_admin:
        raise NotFound


def parse_id(value: str | uuid.UUID) -> uuid.UUID:
    """An identifier from an address; anything else names nothing."""
    if isinstance(value, uuid.UUID):
        return value
    try:
        return uuid.UUID(value)
    except (ValueError, AttributeError, TypeError):
        raise NotFound from None
