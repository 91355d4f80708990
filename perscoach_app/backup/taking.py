"""Takes a backup while people train: the database as it was at one moment, then every stored object.

Rows come first. An object is written before the row that names it, so whatever the rows name is there to be copied, unless somebody erased
it meanwhile: then it stays erased, and the manifest says so. Objects that came later are copied, too; they do no harm.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from alembic.migration import MigrationContext
from sqlalchemy import Connection

from perscoach_app.backup import rows
from perscoach_app.backup.manifest import FILES, ROWS, BackupRefused, File, Manifest
from perscoach_app.http.health import product_version
from perscoach_app.settings import get_settings
from perscoach_app.storage import Storage, get_storage
from perscoach_app.tables.database import engine_for


def take(folder: Path) -> Manifest:
    """Writes a backup into an empty folder; others may read nothing of it.

    Raises:
        BackupRefused: The folder is not empty.
    """
    if folder.exists() and any(folder.iterdir()):
        raise BackupRefused(
            ru=f"Папка {folder} не пуста. Для каждой резервной копии нужна новая.",
            en=f"The folder {folder} is not empty. Every backup takes a new one.",
        )
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    (folder / ROWS).mkdir()
    with snapshot() as connection:
        revision = MigrationContext.configure(connection).get_current_revision() or ""
        taken_at = datetime.now(UTC).isoformat(timespec="seconds")
        tables = {table.name: rows.save(connection, table, folder / ROWS / f"{table.name}.jsonl.gz") for table in rows.tables()}
    files, gone = _copy(get_storage(), folder / FILES)
    manifest = Manifest(product_version(), revision, taken_at, tables, files, gone)
    manifest.write(folder)
    return manifest


@contextmanager
def snapshot() -> Iterator[Connection]:
    """The product's database as it is at this moment, however long it is read; nobody who writes has to wait."""
    engine = engine_for(get_settings().database_url)
    if engine.dialect.name == "postgresql":
        engine = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    else:
        engine = engine.execution_options(reading=True)  # a deferred transaction: SQLite's log keeps the old pages for it
    with engine.connect() as connection:
        yield connection


def _copy(storage: Storage, folder: Path) -> tuple[dict[str, File], list[str]]:
    files: dict[str, File] = {}
    gone: list[str] = []
    for key in storage.all_keys():
        target = folder / key
        target.parent.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256()
        try:
            with target.open("wb") as file:
                for piece in storage.read(key):
                    digest.update(piece)
                    file.write(piece)
                files[key] = File(file.tell(), digest.hexdigest())
        except FileNotFoundError:
            target.unlink()
            gone.append(key)
    return files, gone
