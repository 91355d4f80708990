"""What a backup says about itself. It is written last: a folder without it is not one."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from perscoach_app.setup.failure import SetupFailed

FORMAT = "perscoach.backup/1"
NAME = "manifest.json"
ROWS = "rows"  # the folder of tables, one compressed file of JSON lines each
FILES = "files"  # the folder of stored objects, each under its key


class BackupRefused(SetupFailed):
    """The backup cannot be taken or brought back; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table as it was at the moment of the backup."""

    columns: list[str]
    rows: int
    sha256: str  # of its JSON lines, in the order of its primary key


@dataclass(frozen=True, slots=True)
class File:
    """One stored object."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """Everything that a restored installation is compared with."""

    version: str  # of the product
    revision: str  # of the database's tables
    taken_at: str  # ISO 8601, UTC
    tables: dict[str, Table] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)  # keys that were erased while the files were being copied

    @property
    def rows(self) -> int:
        """Of all tables."""
        return sum(table.rows for table in self.tables.values())

    @property
    def bytes(self) -> int:
        """Of all stored objects."""
        return sum(file.bytes for file in self.files.values())

    def write(self, folder: Path) -> None:
        """Makes the folder a backup."""
        half = folder / f"{NAME}.part"
        half.write_text(json.dumps({"format": FORMAT, **asdict(self)}, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        half.replace(folder / NAME)


def read(folder: Path) -> Manifest:
    """The manifest of a backup.

    Raises:
        BackupRefused: There is none, or it is of another kind.
    """
    try:
        said = json.loads((folder / NAME).read_text(encoding="utf-8"))
        if said.pop("format") != FORMAT:
            raise KeyError
        tables = {name: Table(**values) for name, values in said.pop("tables").items()}
        files = {key: File(**values) for key, values in said.pop("files").items()}
        return Manifest(**said, tables=tables, files=files)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise BackupRefused(
            ru=f"В папке {folder} нет законченной резервной копии: файл {NAME} пишется последним. Укажите другую папку.",
            en=f"There is no finished backup in {folder}: its {NAME} is written last. Name another folder.",
        ) from None
