"""`perscoach backup DIR` and `perscoach restore DIR`."""

from pathlib import Path
from typing import Annotated

import typer

from perscoach_app.backup import BackupRefused, Manifest, take
from perscoach_app.backup import restore as bring_back
from perscoach_app.cli.speech import JsonFlag, LanguageFlag, fail, language, last_line

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The backup's folder.")]

_WORDS = {
    "ru": "{deed}: {tables} таблиц, {rows} строк; {files} файлов, {bytes} байт. Суммы сверены.",
    "en": "{deed}: {tables} tables, {rows} rows; {files} files, {bytes} bytes. Checksums compared.",
}
_DEEDS = {"ru": {"taken": "Копия снята", "restored": "Восстановлено"}, "en": {"taken": "Taken", "restored": "Restored"}}


def backup(folder: Folder, as_json: JsonFlag = False, chosen: LanguageFlag = None) -> None:
    """Copy the database and all stored files into a new folder. The product may go on running."""
    _do("taken", folder, as_json, chosen)


def restore(folder: Folder, as_json: JsonFlag = False, chosen: LanguageFlag = None) -> None:
    """Bring a backup back into an empty database and an empty storage, on SQLite or PostgreSQL."""
    _do("restored", folder, as_json, chosen)


def _do(deed: str, folder: Path, as_json: bool, chosen: LanguageFlag) -> None:
    speaks = language(chosen)
    try:
        manifest = (take if deed == "taken" else bring_back)(folder.expanduser().resolve())
    except BackupRefused as refused:
        fail(refused.sentence(speaks))
    except OSError as error:
        fail(f"{error.filename}: {error.strerror}")
    facts = _facts(manifest)
    if as_json:
        last_line({deed: str(folder), **facts, "gone": manifest.gone, "taken_at": manifest.taken_at})
    else:
        typer.echo(_WORDS[speaks].format(deed=_DEEDS[speaks][deed], **facts))


def _facts(manifest: Manifest) -> dict[str, int]:
    return {"tables": len(manifest.tables), "rows": manifest.rows, "files": len(manifest.files), "bytes": manifest.bytes}
