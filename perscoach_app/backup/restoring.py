"""Brings a backup back into an installation that is still empty, and looks whether all of it came."""

import hashlib
from pathlib import Path

from alembic.migration import MigrationContext
from sqlalchemy import Connection, text
from sqlalchemy import Table as SqlTable

from perscoach_app.backup import rows
from perscoach_app.backup.manifest import FILES, ROWS, BackupRefused, File, Manifest, read
from perscoach_app.settings import get_settings
from perscoach_app.storage import STREAM_BYTES, get_storage
from perscoach_app.tables.database import engine_for, migrate


def restore(folder: Path) -> Manifest:
    """Restores into the database and the storage that the settings name.

    Everything is checked before anything is written; the rows come in one transaction, after the objects they name.

    Raises:
        BackupRefused: The backup is damaged or of other tables, or the installation is not empty.
    """
    manifest = read(folder)
    for name, table in manifest.tables.items():
        rows.check(folder / ROWS / f"{name}.jsonl.gz", table)
    for key, file in manifest.files.items():
        if _of(folder / FILES / key) != file:
            raise rows.damaged(folder / FILES / key)
    migrate()
    storage = get_storage()
    with engine_for(get_settings().database_url).begin() as connection:
        _check_tables(connection, manifest)
        if any(rows.count(connection, table) for table in rows.tables()) or next(storage.all_keys(), None) is not None:
            raise BackupRefused(
                ru="Эта установка не пуста. Восстанавливайте в новую базу и новое хранилище: "
                "PERSCOACH_DATABASE_URL, PERSCOACH_STORAGE_URL.",
                en="This installation is not empty. Restore into a new database and a new storage: "
                "PERSCOACH_DATABASE_URL, PERSCOACH_STORAGE_URL.",
            )
        for key in manifest.files:
            storage.put_file(key, folder / FILES / key)
        for each in rows.tables():
            rows.load(connection, each, folder / ROWS / f"{each.name}.jsonl.gz")
            _count_on(connection, each)
            if rows.describe(connection, each) != manifest.tables[each.name]:
                raise BackupRefused(
                    ru=f"Таблица {each.name} в этой базе читается иначе, чем в копии. База не изменена.",
                    en=f"The table {each.name} reads differently from this database than from the backup. The database is unchanged.",
                )
    return manifest


def _check_tables(connection: Connection, manifest: Manifest) -> None:
    present = MigrationContext.configure(connection).get_current_revision()
    ours = {table.name: [column.name for column in table.columns] for table in rows.tables()}
    if present != manifest.revision or ours != {name: table.columns for name, table in manifest.tables.items()}:
        raise BackupRefused(
            ru=f"Копия сделана версией {manifest.version} с другими таблицами. Восстановите её той же версией, потом обновите.",
            en=f"The backup was taken by version {manifest.version} with other tables. Restore it by that version, then update.",
        )


def _of(path: Path) -> File | None:
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while piece := file.read(STREAM_BYTES):
                digest.update(piece)
            return File(file.tell(), digest.hexdigest())
    except OSError:
        return None


def _count_on(connection: Connection, table: SqlTable) -> None:
    """PostgreSQL's next number follows the highest that is there; SQLite sees to that itself."""
    column = table.autoincrement_column
    if column is None or connection.dialect.name != "postgresql":
        return
    found = text(f"SELECT setval(pg_get_serial_sequence('{table.name}', '{column.name}'), max({column.name})) FROM {table.name}")  # noqa: S608 - names of ours
    if rows.count(connection, table):
        connection.execute(found)
