"""Who knocks: each kind of caller, the host it comes by, the cookie it carries, and what it must never learn."""

from collections.abc import Mapping
from dataclasses import dataclass

from perscoach_app.services import browsers
from tests.app.house import PORT
from tests.security.walls.rows import ADMIN, CLIENT, MEMBER, TRAINER, Row
from tests.security.walls.things import ANNAS, WORDS


@dataclass(frozen=True, slots=True)
class Caller:
    """One who calls.

    Attributes:
        slug: of the host; empty for the base domain.
        whose: the cookie carried, by its owner's name; empty for none.
        foreign: not of Anna's tenant, as far as the host can tell.
        hidden: the canary words that must not show.
    """

    name: str
    slug: str
    whose: str
    foreign: bool
    hidden: frozenset[str]

    @property
    def host(self) -> str:
        """The Host header."""
        return f"{self.slug}.localhost:{PORT}" if self.slug else f"localhost:{PORT}"

    def cookie(self, cookies: Mapping[str, str]) -> str:
        """The Cookie header."""
        return f"{browsers.COOKIE}={cookies[self.whose]}" if self.whose else ""

    @property
    def is_nobody(self) -> bool:
        """Carries nothing that counts on this host."""
        return not self.whose or (self.slug in ("", "anna") and self.whose in ("boris", "admin"))


ANNA = Caller("anna", "anna", "anna", False, frozenset({ANNAS.secret}))
MARIA = Caller("maria", "anna", "maria", False, frozenset({ANNAS.secret, ANNAS.trainer}))
OLGA = Caller("olga", "anna", "olga", False, frozenset({ANNAS.secret, ANNAS.trainer, ANNAS.client}))
KEEPER = Caller("admin", "admin", "admin", True, WORDS)
STRANGERS = (
    Caller("nobody", "anna", "", True, WORDS),
    Caller("boris", "boris", "boris", True, WORDS),
    Caller("viktor", "boris", "viktor", True, WORDS),
    Caller("boris's cookie on anna's host", "anna", "boris", True, WORDS),
    Caller("boris's cookie on the base domain", "", "boris", True, WORDS),
    KEEPER,
    Caller("admin's cookie on anna's host", "anna", "admin", True, WORDS),
)
CALLERS = {caller.name: caller for caller in (ANNA, MARIA, OLGA, *STRANGERS)}
MEMBERS = {"anna": ANNA, "maria": MARIA, "olga": OLGA}


def refused(row: Row) -> list[Caller]:
    """Who must get nowhere with a row."""
    if row.who == ADMIN:
        return [*MEMBERS.values(), *(caller for caller in STRANGERS if caller is not KEEPER)]
    mine = {TRAINER: (MARIA, OLGA), CLIENT: (ANNA, OLGA)}.get(row.who, ())
    return [*STRANGERS, *(caller for caller in mine if caller.name != row.reader)]


def rightful(row: Row) -> Caller | None:
    """Who gets through; None where it does not matter who."""
    return {TRAINER: ANNA, CLIENT: MARIA, MEMBER: MARIA, ADMIN: KEEPER}.get(row.who)
