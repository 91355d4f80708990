"""An uploaded video becomes an exercise with a job."""

import hashlib
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from perscoach_app.services import budgets, costs, exercises, first_looks, jobs, reasons, unfinished
from perscoach_app.services.errors import GpuBudgetSpent, JobActive, UploadRejected
from perscoach_app.services.scope import Scope, require_trainer
from perscoach_app.storage import get_storage
from perscoach_app.tables import Exercise, ExerciseCreate, ExerciseState
from perscoach_app.tables.database import open_session

EXTENSIONS = frozenset({".mp4", ".m4v", ".mov", ".3gp", ".webm", ".mkv", ".avi"})
HEAD_BYTES = 16
TITLE_MOST = 200  # characters, as the table has it
_ISO_BOXES = (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip")  # MP4, and QuickTime from before `ftyp`
_EBML = b"\x1a\x45\xdf\xa3"  # WebM, Matroska
# What cameras, messengers and editors call their files: nothing a trainer would call an exercise.
_CAMERA_WORD = re.compile(
    r"img|vid|mov|mvi|dsc[nf]?|pxl|gopr|gh|gx|dji|video|clip|trim|movie|rec|record|recording|screen|whatsapp|telegram"
    r"|видео|запись|экрана|снимок|копия|copy|new|at|из"
)
_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"[a-z]{0,4}?[0-9a-f]*\d[0-9a-f]*")  # 2041, img2041, 6f9619ff


@dataclass(frozen=True, slots=True)
class NewExercise:
    """What an upload became.

    Attributes:
        known: this very file was here before; it is that exercise, and nothing was begun.
    """

    exercise_id: str
    known: bool = False


@dataclass(frozen=True, slots=True)
class Wish:
    """How a trainer wants an upload to be taken in.

    Attributes:
        options: for `gpu_jobs.options.ProcessOptions`.
        again: make an exercise of it although this very file is here already.
        exercise_id: what to call the exercise; asked a second time for the same one, nothing is done twice.
    """

    options: Mapping[str, Any] = field(default_factory=dict)
    again: bool = False
    exercise_id: uuid.UUID = field(default_factory=uuid.uuid4)


def extension_of(name: str) -> str:
    """The lower-case extension of a file we take, with its dot.

    Raises:
        UploadRejected: any other.
    """
    extension = Path(name).suffix.lower()
    if extension not in EXTENSIONS:
        raise UploadRejected(name=name)
    return extension


def title_from(name: str) -> str:
    """What a file's name says an exercise is called; empty for «IMG_2041.MOV» and its like."""
    stem = re.sub(r"[\s_]+", " ", Path(name).stem).strip(" -.")
    words = _WORD.findall(stem.lower())
    if all(_CAMERA_WORD.fullmatch(word) or _NUMBER.fullmatch(word) for word in words):
        return ""
    return (stem[:1].upper() + stem[1:])[:TITLE_MOST]


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


def take_in(scope: Scope, path: Path, new: ExerciseCreate, wish: Wish | None = None) -> NewExercise:
    """Stores a complete upload as the source of a new exercise and queues it; a file that is here already is not processed twice.

    Raises:
        NotFound: the caller is no trainer.
        UploadRejected: the file is no video we can read.
        StorageFull: the tenant has no room for it.
    """
    require_trainer(scope)
    wish = wish or Wish()
    extension = extension_of(new.source_name)
    check_first_bytes(path, new.source_name)
    new = new.model_copy(update={"source_sha256": new.source_sha256 or content_hash(path)})
    with open_session() as db:
        known = _known(db, scope, new.source_sha256, wish)
    if known is not None:
        return known
    storage, size = get_storage(), path.stat().st_size
    prefix = exercises.prefix_of(scope.tenant_id, wish.exercise_id)
    key = f"{prefix}/source{extension}"
    storage.put_file(key, path)  # before the row: a copy of gigabytes must not hold a transaction open
    try:
        with open_session() as db:
            budgets.check_storage(db, scope, size)
            row = exercises.add(db, scope, new, exercise_id=wish.exercise_id, source_key=key, source_bytes=size)
            first_looks.want(db, row)
            _queue(db, scope, row, wish)
    except BaseException:
        storage.delete_prefix(prefix)
        raise
    return NewExercise(str(wish.exercise_id))


def check_room(db: Session, scope: Scope, size: int, wish: Wish) -> None:
    """Whether a file of so many bytes may be sent: there is room for it beside what is on its way, and money to process it.

    Raises:
        StorageFull: there is no room.
        GpuBudgetSpent: there is no money.
    """
    budgets.check_storage(db, scope, size + unfinished.announced_bytes(scope.tenant_id))
    budgets.check_gpu(db, scope, costs.expected_usd(Exercise(tenant_id=scope.tenant_id, source_bytes=size), wish.options))


def taken_in(db: Session, scope: Scope, exercise_id: uuid.UUID) -> int:
    """The size of the upload that became this exercise.

    Raises:
        NotFound: there is none in this tenant, or the caller is no trainer.
    """
    require_trainer(scope)
    return exercises.row_of(db, scope, exercise_id).source_bytes


def _queue(db: Session, scope: Scope, row: Exercise, wish: Wish) -> None:
    """Commits the exercise with its job; without one where the month's money was spent while the phone was sending: the file is kept."""
    try:
        jobs.enqueue(db, scope, row.id, dict(wish.options) or None)
    except GpuBudgetSpent:
        row.state, row.error_code = ExerciseState.FAILED, reasons.BUDGET_SPENT
        db.add(row)
        db.commit()


def _known(db: Session, scope: Scope, sha256: str, wish: Wish) -> NewExercise | None:
    """What the file became before. A clip whose processing was stopped goes into the queue again: that is what uploading it means."""
    same = select(Exercise).where(col(Exercise.tenant_id) == scope.tenant_id)
    if db.exec(same.where(col(Exercise.id) == wish.exercise_id)).first() is not None:
        return NewExercise(str(wish.exercise_id))
    query = same.where(col(Exercise.source_sha256) == sha256, col(Exercise.removed_at).is_(None), col(Exercise.parent_id).is_(None))
    row = None if wish.again else db.exec(query.order_by(col(Exercise.created_at).desc())).first()
    if row is None:
        return None
    found = str(row.id)
    if row.state != ExerciseState.CANCELLED:
        return NewExercise(found, known=True)
    try:
        jobs.enqueue(db, scope, row.id, dict(wish.options) or None)
    except JobActive:
        return NewExercise(found, known=True)
    return NewExercise(found)
