"""Two houses with something in every table. Anna's has a canary word in every text that is not public: a word that shows up is a leak."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from perscoach_app.services import admin_figures, browsers, people, tenants
from perscoach_app.settings import get_settings
from perscoach_app.tables import Role
from perscoach_app.tables.database import engine_for, open_session
from tests.app.house import House, Member, furnish, house_of
from tests.security.walls.furniture import Studio, Words, furnish_client, furnish_studio

ANNAS = Words("zxhouse", "zxtrainer", "zxmaria", "zxsecret")
OLGAS = Words("zxhouse", "zxtrainer", "zxolga", "zxsecret")
BORISS = Words("bqhouse", "bqtrainer", "bqviktor", "bqsecret")
WORDS = frozenset({ANNAS.house, ANNAS.trainer, ANNAS.client, ANNAS.secret})
MEMBERS = ("anna", "maria", "olga", "boris", "viktor")


@dataclass(frozen=True, slots=True)
class Furnished:
    """A folder with a database and files to copy, what lies in it, and a cookie for each member.

    Attributes:
        things: Anna's, by the names that rows of the matrix use.
        others: Boris's, by the same names.
        olgas: Olga's, who is Anna's client, too.
    """

    folder: Path
    people: list[int]
    things: Mapping[str, Any]
    others: Mapping[str, Any]
    olgas: Mapping[str, Any]
    cookies: Mapping[str, str]


def furnish_fully(folder: Path, empty_database: Path | None = None) -> Furnished:
    """Builds both houses in `folder`; settings have to point there."""
    if empty_database is not None:
        shutil.copy(empty_database, folder / "perscoach.db")
    ids = furnish()
    house = house_of(folder, ids)
    ready = [house.ready_exercise(trainer, "deadlift") for trainer in (house.anna, house.boris)]
    things = furnish_studio(Studio(house, house.anna, house.maria, ANNAS, ready[0]))
    others = furnish_studio(Studio(house, house.boris, house.viktor, BORISS, ready[1]))
    olgas = furnish_client(Studio(house, house.anna, house.olga, OLGAS, ready[0]), things) | {"maria": ids[2]}
    things |= dict(zip(("anna", "maria", "olga"), ids[:3], strict=True))
    others |= {"anna": ids[3], "maria": ids[4], "olga": ids[4]}
    cookies = {name: house.signed_in(getattr(house, name)).cookies[browsers.COOKIE] for name in MEMBERS}
    with open_session() as db:
        platform = tenants.platform(db)
        assert platform.id is not None
        admin = people.add(db, platform.id, Role.ADMIN, "Администратор")
    cookies["admin"] = house.signed_in(Member(admin.id, tenants.PLATFORM_SLUG)).cookies[browsers.COOKIE]
    admin_figures.publish()  # what the panel shows: canaries must not be in it
    engine_for(get_settings().database_url).dispose()
    return Furnished(folder, ids, things, others, olgas, cookies)


def copied(furnished: Furnished, to: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    """The same house in another folder, which is the present settings'."""
    shutil.copytree(furnished.folder, to, dirs_exist_ok=True)
    monkeypatch.setenv("PERSCOACH_VAR_DIR", str(to))
    get_settings.cache_clear()
    return house_of(to, furnished.people)
