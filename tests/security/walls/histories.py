"""Random histories: what another tenant's people do with their own things and with Anna's, by every event and route there is.

After each history nothing of Anna's may have changed (rows, files, uploads), nothing of it may have shown (answers, states, letters), her
own pages and media links have to be what they were: whatever this process keeps between requests must not have mixed the houses up.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest
from hypothesis import strategies as st
from sqlalchemy import delete

from perscoach_app.settings import get_settings
from perscoach_app.tables import Attempt
from perscoach_app.tables.database import open_session
from tests.app.house import House
from tests.security import matrix
from tests.security.walls.calling import Answer, call_event, call_route
from tests.security.walls.inventory import Watch
from tests.security.walls.rows import CLIENT, MEMBER, TRAINER, Event, Row, sent
from tests.security.walls.strangers import ANNA, MARIA, STRANGERS, Caller
from tests.security.walls.things import WORDS, Furnished

LONGEST = 6  # deeds of one history
AN_ID = 30  # characters: shorter things are words or numbers that anybody may say
BORIS = next(caller for caller in STRANGERS if caller.name == "boris")
VIKTOR = next(caller for caller in STRANGERS if caller.name == "viktor")
DOERS = (BORIS, BORIS, BORIS, VIKTOR, VIKTOR, *STRANGERS)  # what the trainer can do is most of it
_CHANGING = re.compile(r"exp=\d+&sig=[0-9a-f]+|'_counted': \([^)]*\)")  # a signed link's hour; when the header's numbers were counted


@dataclass(frozen=True, slots=True)
class Deed:
    """One call: by whom, which, and the bits that say which of the things it names are Anna's."""

    caller: Caller
    row: Row
    annas: int

    def things(self, furnished: Furnished) -> dict[str, object]:
        """What the caller names: of each thing Boris's or Anna's."""
        named = sorted(sent(self.row))
        taken = {name for place, name in enumerate(named) if self.annas >> place & 1}
        return {**furnished.others, **{name: furnished.things[name] for name in taken if name in furnished.things}}

    def __repr__(self) -> str:
        return f"{self.caller.name}: {self.row.about} {self.annas:b}"


def histories() -> st.SearchStrategy[list[Deed]]:
    """Histories of a few deeds each."""
    deed = st.builds(Deed, st.sampled_from(DOERS), st.sampled_from(matrix.all_rows()), st.integers(0, 15))
    return st.lists(deed, min_size=1, max_size=LONGEST)


@dataclass(slots=True)
class World:
    """Both houses, and what is known of Anna's before anything happens."""

    house: House
    furnished: Furnished
    patch: pytest.MonkeyPatch
    watch: Watch = field(init=False)
    _letters: set[Path] = field(default_factory=set)
    _shown: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for row in annas_pages():
            self._page(row)  # what she opens for the first time counts as read from then on
        self.watch = Watch(self.house.anna.scope.tenant_id)
        self._shown = {row.about: self._page(row) for row in annas_pages()}
        assert all(word in "".join(self._shown.values()) for word in WORDS if "secret" not in word), "her own pages show what is hers"

    def leaks_of(self, history: Sequence[Deed]) -> list[str]:
        """Lives through a history; what it did to Anna, one line a leak."""
        found = [leak for deed in history for leak in self._told(deed, self._done(deed))]
        found += [f"changed: {key}" for key in self.watch.changed()]
        found += [f"a letter tells: {letter.name}" for letter in self._new_letters()]
        pages = annas_pages()
        page = pages[sum(deed.annas for deed in history) % len(pages)]
        found += [f"{page.about} is another" for _ in [0] if self._page(page) != self._shown[page.about]]
        found += self._links(history)
        with open_session() as db:
            db.execute(delete(Attempt))  # the next history's people are not tired of trying
            db.commit()
        return found

    def _done(self, deed: Deed) -> Answer:
        things = deed.things(self.furnished)
        if isinstance(deed.row, Event):
            return call_event(deed.row, deed.caller, things, self.furnished.cookies, self.patch)
        return call_route(self.house, deed.row, deed.caller, things, self.furnished.cookies)

    def _told(self, deed: Deed, answer: Answer) -> list[str]:
        text, known = answer.text, deed.things(self.furnished)
        for name in sent(deed.row):
            if isinstance(known.get(name), str):
                text = text.replace(str(known[name]), "")
        ids = {thing for thing in self.furnished.things.values() if isinstance(thing, str) and len(thing) > AN_ID}
        return [f"{deed!r} tells {word}" for word in (*WORDS, *ids) if word in text]

    def _page(self, row: Event) -> str:
        answer = call_event(row, ANNA if row.who == TRAINER else MARIA, self.furnished.things, self.furnished.cookies, self.patch)
        return _CHANGING.sub("", answer.text)

    def _new_letters(self) -> list[Path]:
        letters = {path for path in (get_settings().var_dir / "mail").rglob("*") if path.is_file()}
        fresh, self._letters = letters - self._letters, letters
        return [path for path in fresh if any(word in path.read_text(errors="replace") for word in WORDS)]

    def _links(self, history: Sequence[Deed]) -> list[str]:
        """Anna's own link works on her host alone, whatever else was asked for meanwhile."""
        caller = history[0].caller
        hers, his = (call_route(self.house, link_row(), who, self.furnished.things, self.furnished.cookies) for who in (ANNA, caller))
        stays = hers.said == 200 and (his.said == 404 or caller.slug == "anna")
        return [] if stays else [f"Anna's media link: {hers.said} for her, {his.said} for {caller.name}"]


@cache
def annas_pages() -> tuple[Event, ...]:
    """What Anna and Maria look at: every page's own `load` that is not everybody's."""
    return tuple(row for row in matrix.events() if row.name == "load" and row.who in (TRAINER, CLIENT, MEMBER))


@cache
def link_row() -> Row:
    """A good signed link of Anna's, followed."""
    return matrix.Route("GET", "{media_link}", MEMBER)


@contextmanager
def world_of(house: House, furnished: Furnished) -> Iterator[World]:
    """The world, and after it nothing patched."""
    with pytest.MonkeyPatch.context() as patch:
        world = World(house, furnished, patch)
        yield world
        world.watch.close()
