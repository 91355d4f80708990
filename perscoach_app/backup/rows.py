"""Rows as JSON lines, the same from SQLite and from PostgreSQL: a backup of the one can be restored into the other."""

import base64
import gzip
import hashlib
import json
import uuid
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, LargeBinary, Uuid, bindparam, func, insert, select, update
from sqlalchemy import Table as SqlTable
from sqlalchemy.types import Date, DateTime, TypeDecorator, TypeEngine
from sqlmodel import SQLModel

from perscoach_app.backup.manifest import BackupRefused, Table

READERS: dict[type[Any], Callable[[Any], Any]] = {
    DateTime: datetime.fromisoformat,
    Date: date.fromisoformat,
    Uuid: uuid.UUID,
    LargeBinary: base64.b64decode,
}
TOGETHER = 500  # rows in one round trip: a chunk of a session has some 2 kB


def tables() -> list[SqlTable]:
    """All of ours; whoever is referred to comes first."""
    return list(SQLModel.metadata.sorted_tables)


def save(connection: Connection, table: SqlTable, path: Path) -> Table:
    """Writes a table's rows into a compressed file, in constant memory."""
    with gzip.open(path, "wb") as file:
        return _told(table, _lines(connection, table), file.write)


def describe(connection: Connection, table: SqlTable) -> Table:
    """What `save` would say of a table, without a file."""
    return _told(table, _lines(connection, table), lambda _line: None)


def check(path: Path, told: Table) -> None:
    """Raises:
    BackupRefused: the file does not hold what the manifest says.
    """
    digest, rows = hashlib.sha256(), 0
    try:
        with gzip.open(path, "rb") as file:
            for line in file:
                digest.update(line)
                rows += 1
    except (OSError, EOFError):
        rows = -1
    if (rows, digest.hexdigest()) != (told.rows, told.sha256):
        raise damaged(path)


def load(connection: Connection, table: SqlTable, path: Path) -> None:
    """Writes the rows of a checked file into an empty table; where a row names another of the same table, when all of them are in."""
    read = {column.name: _reader(column.type) for column in table.columns}
    inward, named = _inward(table), list[dict[str, Any]]()
    rows: list[dict[str, Any]] = []
    with gzip.open(path, "rb") as file:
        for line in file:
            values = json.loads(line)
            row = {name: None if value is None else read[name](value) for name, value in values.items()}
            if any(row[name] is not None for name in inward):
                named.append({f"_{name}": row[name] for name in (*inward, *table.primary_key.columns.keys())})
            rows.append(row | dict.fromkeys(inward))
            if len(rows) == TOGETHER:
                connection.execute(insert(table), rows)
                rows = []
    if rows:
        connection.execute(insert(table), rows)
    if named:
        this_one = [column == bindparam(f"_{column.name}") for column in table.primary_key.columns]
        connection.execute(update(table).where(*this_one).values({name: bindparam(f"_{name}") for name in inward}), named)


def _inward(table: SqlTable) -> list[str]:
    """Columns that name a row of the same table: an answer its question, a cut clip its whole, a client her trainer."""
    return [column.name for column in table.columns if any(key.column.table is table for key in column.foreign_keys)]


def count(connection: Connection, table: SqlTable) -> int:
    """How many rows there are."""
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


def damaged(path: Path) -> BackupRefused:
    """What is said of a file that is not what it was."""
    return BackupRefused(
        ru=f"Файл резервной копии повреждён: {path}. Ничего не изменено; возьмите другую копию.",
        en=f"A file of the backup is damaged: {path}. Nothing was changed; take another backup.",
    )


def _lines(connection: Connection, table: SqlTable) -> Iterator[bytes]:
    found = connection.execute(select(table).order_by(*table.primary_key.columns).execution_options(yield_per=TOGETHER))
    for row in found.mappings():
        values = {str(name): _plain(value) for name, value in row.items()}
        yield json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def _told(table: SqlTable, lines: Iterator[bytes], write: Callable[[bytes], object]) -> Table:
    digest, rows = hashlib.sha256(), 0
    for line in lines:
        write(line)
        digest.update(line)
        rows += 1
    return Table([column.name for column in table.columns], rows, digest.hexdigest())


def _plain(value: Any) -> Any:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value


def _reader(kind: TypeEngine[Any]) -> Callable[[Any], Any]:
    plain = kind.impl if isinstance(kind, TypeDecorator) else kind
    return next((reader for known, reader in READERS.items() if isinstance(plain, known)), lambda value: value)
