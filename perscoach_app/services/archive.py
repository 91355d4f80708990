"""Everything about a person as one ZIP: her rows as JSON, her films as they are, her landmarks unpacked by nobody but herself."""

import json
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Table
from sqlalchemy import select as sql_select
from sqlmodel import Session, SQLModel, col, select

from perscoach_app.services import archive_pages, erasure
from perscoach_app.storage import get_storage
from perscoach_app.tables import ExerciseFeeling, Feeling, Person, Recording, SessionChunk, TrainingSession

SECRET = frozenset(
    ("password_hash", "token_hash", "previous_hash", "credential_id", "public_key", "sign_count", "endpoint", "p256dh", "auth", "text_hash")
)
"""What opens doors: no copy of it leaves the database."""
TRAINERS_OWN = frozenset({("person", "note"), ("client_target", "reason")})
"""What trainers remember for themselves: it is asked of the studio, which may have to leave others out of it."""


def write(db: Session, person: Person, to: Path) -> int:
    """Writes the archive; returns its bytes. One film at a time lies on the disk besides."""
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, words in archive_pages.written(db, person).items():
            packed.writestr(name, words)
        packed.writestr("data.json", json.dumps(_rows(db, person, packed), ensure_ascii=False, indent=1, default=_plain))
        for film in db.exec(select(Recording).where(col(Recording.client_id) == person.id, col(Recording.key) != "")):
            with tempfile.NamedTemporaryFile(dir=to.parent) as copy:
                try:
                    get_storage().get_file(film.key, Path(copy.name))
                except FileNotFoundError:  # deleted while we packed
                    continue
                packed.write(copy.name, f"films/{film.created_at:%Y-%m-%d}-{film.id}.mp4", zipfile.ZIP_STORED)
    return to.stat().st_size


def taken_back_by(db: Session, person_id: int) -> frozenset[object]:
    """What she may take back, as it is now: an archive that holds more than the next moment's was overtaken while it was packed."""
    films = select(Recording.key).where(col(Recording.client_id) == person_id, col(Recording.key) != "")
    moved = (
        select(SessionChunk.id)
        .join(TrainingSession, col(TrainingSession.id) == col(SessionChunk.session_id))
        .where(col(TrainingSession.client_id) == person_id, col(SessionChunk.landmarks).is_not(None))
    )
    hurt = select(ExerciseFeeling.id).where(col(ExerciseFeeling.client_id) == person_id, col(ExerciseFeeling.feeling) == Feeling.PAIN)
    return frozenset((name, each) for name, query in (("film", films), ("moved", moved), ("hurt", hurt)) for each in db.exec(query))


def _rows(db: Session, person: Person, packed: zipfile.ZipFile) -> dict[str, list[dict[str, Any]]]:
    """Her rows by table; blobs go into files of their own, and their place stands in the row."""
    own = SQLModel.metadata.tables["person"]
    found = {"person": [_row(own, dict(row._mapping), packed) for row in db.execute(sql_select(own).where(own.c.id == person.id))]}
    for table, about in erasure.tables_about(person, owned=True):
        rows = [_row(table, dict(row._mapping), packed) for row in db.execute(sql_select(table).where(about))]
        found |= {table.name: rows} if rows else {}
    return found


def _row(table: Table, row: dict[str, Any], packed: zipfile.ZipFile) -> dict[str, Any]:
    return dict(_kept(table, row, packed))


def _kept(table: Table, row: dict[str, Any], packed: zipfile.ZipFile) -> Iterator[tuple[str, Any]]:
    for name, value in row.items():
        if name in SECRET or (table.name, name) in TRAINERS_OWN:
            continue
        if isinstance(value, bytes):
            path = f"landmarks/{row.get('session_id', row.get('id'))}-{row.get('number', 0)}.json.gz"
            packed.writestr(path, value, zipfile.ZIP_STORED)
            yield name, path
        else:
            yield name, value


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime | date) else str(value)
