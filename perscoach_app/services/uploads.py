"""An uploaded video becomes an exercise with a job."""

import hashlib
import uuid
from dataclasses import dataclass
from pathlib import Path

from perscoach_app.services import exercises, first_looks, jobs
from perscoach_app.services.errors import UploadRejected
from perscoach_app.services.scope import Scope, require_trainer
from perscoach_app.storage import get_storage
from perscoach_app.tables import ExerciseCreate
from perscoach_app.tables.database import open_session

EXTENSIONS = frozenset({".mp4", ".m4v", ".mov", ".3gp", ".webm", ".mkv", ".avi"})
HEAD_BYTES = 16
_ISO_BOXES = (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip")  # MP4, and QuickTime from before `ftyp`
_EBML = b"\x1a\x45\xdf\xa3"  # WebM, Matroska


@dataclass(frozen=True, slots=True)
class NewExercise:
    """What an upload became."""

    exercise_id: str
    job_id: int


def extension_of(name: str) -> str:
    """The lower-case extension of a file we take, with its dot.

    Raises:
        UploadRejected: any other.
    """
    extension = Path(name).suffix.lower()
    if extension not in EXTENSIONS:
        raise UploadRejected(name=name)
    return extension


def check_first_bytes(path: Path, name: str) -> None:
    """A name says little: the first bytes have to be a video container's.

    Raises:
        UploadRejected: they are not.
    """
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if not (head[4:8] in _ISO_BOXES or head.startswith(_EBML) or (head.startswith(b"RIFF") and head[8:12] == b"AVI ")):
        raise UploadRejected(name=name)


def content_hash(path: Path) -> str:
    """SHA-256 of a file, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def take_in(scope: Scope, path: Path, new: ExerciseCreate) -> NewExercise:
    """Stores a complete upload as the source of a new exercise and puts it in the queue.

    Raises:
        NotFound: the caller is no trainer.
        UploadRejected: the file is no video we can read.
    """
    require_trainer(scope)
    extension = extension_of(new.source_name)
    check_first_bytes(path, new.source_name)
    new = new.model_copy(update={"source_sha256": new.source_sha256 or content_hash(path)})
    storage, exercise_id = get_storage(), uuid.uuid4()
    prefix = exercises.prefix_of(scope.tenant_id, exercise_id)
    key = f"{prefix}/source{extension}"
    storage.put_file(key, path)  # before the row: a copy of gigabytes must not hold a transaction open
    try:
        with open_session() as db:
            first_looks.want(db, exercises.add(db, scope, new, exercise_id=exercise_id, source_key=key, source_bytes=path.stat().st_size))
            job = jobs.enqueue(db, scope, exercise_id)
    except BaseException:
        storage.delete_prefix(prefix)
        raise
    return NewExercise(str(exercise_id), job.id)
