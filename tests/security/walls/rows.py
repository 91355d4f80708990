"""What a row of the matrix says: how a route or an event is called with a thing of Anna's house, and who may."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import reflex as rx

_NAME = re.compile(r"\{(\w+)(?::\w+)?\}")


@dataclass(frozen=True, slots=True)
class Who:
    """Who may; `reason` is told where everybody may."""

    name: str
    reason: str = ""


TRAINER = Who("trainer")  # a trainer of the tenant
CLIENT = Who("client")  # Maria, whose own thing it is
ADMIN = Who("admin")  # whoever keeps the installation running, and sees nothing of any tenant's
MEMBER = Who("member")  # anybody of the tenant, each for herself


def everybody(reason: str) -> Who:
    """Open to all, and why."""
    return Who("everybody", reason)


@dataclass(frozen=True, slots=True)
class Route:
    """A plain HTTP route.

    Attributes:
        path: as FastAPI has it; `{names}` are filled from `fill`, then from the house's things.
        names_nothing: it takes no thing of anybody's, so a trainer of another tenant may succeed for himself.
        reader: another member who may, too: `anna` where the trainer reads what is a client's.
        refusals: statuses that are fine for refused callers besides 404 (and 401 for nobody), such as 303 of a plain form.
        success: what the rightful caller gets; any below 400 when it is None.
    """

    method: str
    path: str
    who: Who
    fill: Mapping[str, str] = field(default_factory=dict)
    query: str = ""
    json: Any = None
    data: Mapping[str, str] | None = None
    content: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    names_nothing: bool = False
    reader: str = ""
    refusals: tuple[int, ...] = ()
    success: int | None = None

    @property
    def address(self) -> str:
        """The path with its query, names still open."""
        return self.path.replace(":path}", "}") + self.query

    @property
    def about(self) -> str:
        """The row's name in a test report."""
        return f"{self.method} {self.path}"


@dataclass(frozen=True, slots=True)
class Event:
    """A handler of a Reflex state.

    Attributes:
        at: the address the page was opened by.
        after: events that ran before on the same page.
        reader: as for a route.
    """

    state: type[rx.State]
    name: str
    who: Who
    at: str = "/"
    arguments: tuple[Any, ...] = ()
    after: tuple[str, ...] = ()
    names_nothing: bool = False
    reader: str = ""

    @property
    def about(self) -> str:
        """The row's name in a test report."""
        return f"{self.state.__name__}.{self.name}"


Row = Route | Event


def filled(value: Any, things: Mapping[str, Any]) -> Any:
    """`value` with every `{name}` in it replaced; a text that is nothing but one name becomes the thing itself."""
    if isinstance(value, str):
        alone = _NAME.fullmatch(value)
        return things[alone.group(1)] if alone else _NAME.sub(lambda match: str(things[match.group(1)]), value)
    if isinstance(value, Mapping):
        return {key: filled(inner, things) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(filled(inner, things) for inner in value)
    return value


def sent(row: Row) -> set[str]:
    """The names of the things that the caller sends, and so knows already."""
    if isinstance(row, Event):
        return set(_NAME.findall(repr((row.at, row.arguments))))
    parts = (row.address, row.json, row.data, row.headers)
    return (set(_NAME.findall(repr(parts))) - row.fill.keys()) | set(_NAME.findall(repr(dict(row.fill))))
