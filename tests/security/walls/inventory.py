"""Everything a tenant has, read past all filters: rows, stored files, unfinished uploads."""

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Table, select
from sqlmodel import SQLModel

from perscoach_app.settings import get_settings
from perscoach_app.storage import get_storage
from perscoach_app.tables.database import engine_for

SEEN = frozenset({"last_seen_at"})  # that somebody looked is no change
FILES = ("storage", "upload")
OWNERS = ("client_id", "person_id", "created_by", "actor_id")

Inventory = dict[tuple[str, str], Any]


def tenant_tables() -> list[Table]:
    """Every table whose rows belong to a tenant."""
    return [table for table in SQLModel.metadata.sorted_tables if "tenant_id" in table.columns]


def inventory(tenant_id: int) -> Inventory:
    """`(table, key)` to content of all rows; `("storage", key)` and `("upload", path)` to size and time of all files."""
    found: Inventory = {}
    with engine_for(get_settings().database_url).connect() as connection:
        for table in tenant_tables():
            for row in connection.execute(select(table).where(table.c.tenant_id == tenant_id)).mappings():
                key = ",".join(str(row[column.name]) for column in table.primary_key)
                found[table.name, key] = {name: value for name, value in row.items() if name not in SEEN}
        tenant = SQLModel.metadata.tables["tenant"]
        found["tenant", str(tenant_id)] = dict(connection.execute(select(tenant).where(tenant.c.id == tenant_id)).mappings().one())
    return found | _files_of(tenant_id)


def _files_of(tenant_id: int) -> Inventory:
    found: Inventory = {}
    storage = get_storage()
    for key in storage.keys(f"tenants/{tenant_id}"):
        known = storage.look(key)
        found["storage", key] = (known.size, known.etag)
    for path in _files(get_settings().uploads_dir / str(tenant_id)):
        found["upload", str(path)] = (path.stat().st_size, path.stat().st_mtime_ns)
    return found


class Watch:
    """Tells whether anything changed since `before`, and reads everything anew only when somebody wrote."""

    def __init__(self, tenant_id: int) -> None:
        self._tenant_id = tenant_id
        url = engine_for(get_settings().database_url).url
        self._looking = sqlite3.connect(str(url.database)) if url.drivername.startswith("sqlite") else None
        self._version = self._first = self._database_version()
        self.before = inventory(tenant_id)

    def changed(self, *, besides: int | None = None) -> list[tuple[str, str]]:
        """What is not as it was; with `besides` all that is not that person's own."""
        version = self._database_version()
        if version is not None and version == self._version:
            rows = {key: value for key, value in self.before.items() if key[0] not in FILES}
            after = rows | _files_of(self._tenant_id)
        else:
            after = inventory(self._tenant_id)
        found = changes(self.before, after, besides=besides)
        if not changes(self.before, after):
            self._version = version
        return found

    def all_quiet(self) -> bool:
        """Nobody wrote anything at all, in any tenant, as far as can be told cheaply."""
        quiet = {key: value for key, value in self.before.items() if key[0] in FILES} == _files_of(self._tenant_id)
        return quiet and self._first is not None and self._database_version() == self._first

    def close(self) -> None:
        """Lets the database go."""
        if self._looking is not None:
            self._looking.close()

    def _database_version(self) -> int | None:
        """SQLite counts what other connections committed; None where nothing does."""
        return None if self._looking is None else int(self._looking.execute("PRAGMA data_version").fetchone()[0])


def changes(before: Inventory, after: Inventory, *, besides: int | None = None) -> list[tuple[str, str]]:
    """What is new, gone or different; with `besides` all that is not that person's own."""
    differing = [key for key in before.keys() | after.keys() if before.get(key) != after.get(key)]
    return sorted(key for key in differing if besides is None or not _belongs(key, before.get(key) or after.get(key), besides))


def _belongs(key: tuple[str, str], row: Any, person_id: int) -> bool:
    if key == ("person", str(person_id)):
        return True
    if key[0] == "upload":
        return f"/{person_id}/" in key[1]
    if key[0] == "storage":
        return f"/people/{person_id}/" in key[1]
    if key[0] in ("set_done", "strip_film"):  # their owners are their homework's and their recording's
        return True
    return isinstance(row, dict) and any(row.get(name) == person_id for name in OWNERS)


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]
