"""A backup taken while others write, restored elsewhere: the same rows, the same bytes. Damaged or misplaced ones change nothing."""

import gzip
import threading
import uuid
from pathlib import Path

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from perscoach_app.backup import BackupRefused, restore, rows, take
from perscoach_app.backup.manifest import FILES, ROWS, Manifest
from perscoach_app.backup.taking import snapshot
from perscoach_app.cli import app as commands
from perscoach_app.services import people, trainings
from perscoach_app.settings import get_settings
from perscoach_app.storage import get_storage
from perscoach_app.tables import Message, Person, Role
from perscoach_app.tables.database import engine_for, open_session
from tests.app.house import House
from tests.app.postgres import postgres_house, server

__all__ = ["postgres_house", "server"]


def move(path: Path, patch: pytest.MonkeyPatch, database: str = "") -> None:
    """The settings name another, empty installation."""
    patch.setenv("PERSCOACH_VAR_DIR", str(path))
    patch.setenv("PERSCOACH_DATABASE_URL", database)
    get_settings.cache_clear()


def found() -> Manifest:
    """What the present installation holds."""
    with snapshot() as connection:
        return Manifest("", "", "", {table.name: rows.describe(connection, table) for table in rows.tables()})


def lived_in(house: House) -> None:
    """Rows of many kinds: dates, UUIDs, JSON, bytes, files; and rows that name others of their table, which come later in it."""
    exercise = house.ready_exercise(house.anna)
    with open_session() as db:
        trainings.for_exercise(db, house.maria.scope, exercise)
        newer = people.add(db, house.anna.scope.tenant_id, Role.TRAINER, "Борис").id
        db.get_one(Person, house.maria.person_id).trainer_id = newer
        whose = {"tenant_id": house.anna.scope.tenant_id, "client_id": house.maria.person_id, "author_id": house.maria.person_id}
        asked, answer = uuid.UUID(int=2), uuid.UUID(int=1)
        db.add(Message(id=asked, text="Чувствуешь?", **whose))
        db.flush()
        db.add(Message(id=answer, text="Да.", answers_id=asked, **whose))
        db.commit()


class Busy:
    """Somebody who writes rows and files, and erases files, as long as the block lasts."""

    def __init__(self, house: House) -> None:
        self._tenant, self._file = house.anna.scope.tenant_id, house.var / "busy"
        self._file.write_bytes(b"busy" * 5000)
        self._over, self.written = threading.Event(), 0
        self._thread = threading.Thread(target=self._work)

    def __enter__(self) -> "Busy":
        self._thread.start()
        while self.written < 3:
            self._over.wait(0.01)
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _work(self) -> None:
        while not self._over.wait(0.002):
            get_storage().put_file(f"tenants/{self._tenant}/busy/{self.written}.bin", self._file)
            with open_session() as db:
                people.add(db, self._tenant, Role.CLIENT, "Ольга")
            self.written += 1
            if self.written % 2:
                get_storage().delete(f"tenants/{self._tenant}/busy/{self.written - 1}.bin")


def restored_elsewhere(house: House, tmp_path: Path, patch: pytest.MonkeyPatch, database: str = "") -> None:
    lived_in(house)
    with Busy(house) as busy:
        taken = take(tmp_path / "backup")
        while_taken = busy.written
    assert taken.rows > 10
    assert while_taken > 3
    assert any(key.endswith("trainer_transparent.webm") for key in taken.files)
    move(tmp_path / "other", patch, database)
    assert restore(tmp_path / "backup") == taken
    assert found().tables == taken.tables
    again = take(tmp_path / "again")
    assert (again.tables, again.files) == (taken.tables, taken.files)
    with open_session() as db:  # life goes on: new rows get new numbers
        person = people.add(db, 1, Role.CLIENT, "Виктор")
    assert person.id is not None


def test_a_backup_under_load_is_whole_elsewhere(house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    restored_elsewhere(house, tmp_path / "here", monkeypatch)


@pytest.mark.postgres
def test_a_studio_moves_from_postgres_to_sqlite(postgres_house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        restored_elsewhere(postgres_house, tmp_path / "here", patch)
    get_settings.cache_clear()


@pytest.mark.postgres
def test_a_studio_moves_from_sqlite_to_postgres(house: House, server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with engine_for(server).connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("CREATE DATABASE moved"))
    moved = server.replace("/postgres?", "/moved?")
    assert moved != server
    restored_elsewhere(house, tmp_path / "here", monkeypatch, moved)
    engine_for(moved).dispose()


def test_what_is_damaged_or_unfinished_is_refused(house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lived_in(house)
    kept = tmp_path / "backup"
    taken = take(kept)
    with pytest.raises(BackupRefused, match="not empty"):
        take(kept)
    with pytest.raises(BackupRefused, match="not empty"):
        restore(kept)  # onto itself
    move(tmp_path / "other", monkeypatch)
    film, people_file = kept / FILES / next(iter(taken.files)), kept / ROWS / "person.jsonl.gz"
    whole = film.read_bytes()
    film.write_bytes(b"x" + whole[1:])
    with pytest.raises(BackupRefused, match="damaged"):
        restore(kept)
    film.write_bytes(whole)
    lines = gzip.decompress(people_file.read_bytes())
    people_file.write_bytes(gzip.compress(lines.replace("Мария".encode(), "Ольга".encode())))
    with pytest.raises(BackupRefused, match="damaged"):
        restore(kept)
    assert not (tmp_path / "other" / "perscoach.db").exists()
    (kept / "manifest.json").unlink()
    answer = CliRunner().invoke(commands, ["restore", str(kept), "--language", "ru"])
    assert answer.exit_code == 1
    assert "нет законченной резервной копии" in answer.output
