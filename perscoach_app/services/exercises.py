"""The tenant's exercises."""

import re
import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from perscoach_app.services import jobs, media, reasons
from perscoach_app.services.errors import NotFound
from perscoach_app.services.library_errors import StrictnessUnknown, TitleEmpty
from perscoach_app.services.scope import Scope, parse_id, require_trainer
from perscoach_app.storage import get_storage
from perscoach_app.tables import Exercise, ExerciseCreate, ExercisePublic, ExerciseState, ExerciseUpdate, Job
from perscoach_app.tables.moments import now
from perscoach_motion.yardstick.target import LENIENT, STRICT, USUAL

TITLE_LONGEST = 200  # characters, as the table has it

_SHOWN = {"slug", "title_ru", "title_en", "strictness", "tags", "state", "version", "duration_s", "created_at"}
_NOT_SLUG = re.compile(r"[^a-z0-9]+")


def list_all(db: Session, scope: Scope) -> list[ExercisePublic]:
    """The library, newest first: everything for the trainer, what is ready for a client. What was removed is in it no more."""
    wanted = (col(Exercise.tenant_id) == scope.tenant_id, col(Exercise.removed_at).is_(None))
    query = select(Exercise).where(*wanted).order_by(col(Exercise.created_at).desc())
    if not scope.is_trainer:
        query = query.where(col(Exercise.version) > 0)
    rows = list(db.exec(query))
    latest = jobs.latest(db, scope, [row.id for row in rows]) if scope.is_trainer else {}
    return [_public(row, scope, latest.get(row.id)) for row in rows]


def get(db: Session, scope: Scope, exercise_id: str | uuid.UUID) -> ExercisePublic:
    """One exercise, removed or not: reports and homework keep theirs.

    Raises:
        NotFound: of another tenant, or not ready and the caller is a client.
    """
    row = row_of(db, scope, exercise_id)
    if not scope.is_trainer and row.version == 0:
        raise NotFound
    latest = jobs.latest(db, scope, [row.id]) if scope.is_trainer else {}
    return _public(row, scope, latest.get(row.id))


def prefix_of(tenant_id: int, exercise_id: uuid.UUID) -> str:
    """Where an exercise's files lie, known before there is a row."""
    return Exercise(id=exercise_id, tenant_id=tenant_id).prefix


def add(db: Session, scope: Scope, new: ExerciseCreate, *, exercise_id: uuid.UUID, source_key: str = "", source_bytes: int = 0) -> Exercise:
    """Adds an exercise whose source is stored already. Not committed: `jobs.enqueue` commits both, or neither is there."""
    require_trainer(scope)
    row = Exercise(
        id=exercise_id,
        tenant_id=scope.tenant_id,
        created_by=scope.person_id,
        slug=_free_slug(db, scope, new.slug or new.title_en or new.title_ru, exercise_id),
        title_ru=new.title_ru.strip(),
        title_en=new.title_en.strip(),
        source_name=new.source_name,
        source_sha256=new.source_sha256,
        source_key=source_key,
        source_bytes=source_bytes,
    )
    db.add(row)
    db.flush()
    return row


def update(db: Session, scope: Scope, exercise_id: str | uuid.UUID, change: ExerciseUpdate) -> ExercisePublic:
    """Changes titles and strictness; `library.set_tags` files it.

    Raises:
        NotFound: no such exercise in this tenant, or the caller is no trainer.
        TitleEmpty: it would have no name, or too long a one.
        StrictnessUnknown: beyond the scale.
    """
    require_trainer(scope)
    row = row_of(db, scope, exercise_id)
    wanted = change.model_dump(exclude_none=True, exclude={"tags"})
    for name in wanted.keys() & {"title_ru", "title_en"}:
        wanted[name] = " ".join(wanted[name].split())
        if not 0 < len(wanted[name]) <= TITLE_LONGEST:
            raise TitleEmpty(most=TITLE_LONGEST)
    if not LENIENT <= wanted.get("strictness", USUAL.strictness) <= STRICT:
        raise StrictnessUnknown
    row.sqlmodel_update(wanted)
    row.updated_at = now()
    db.add(row)
    db.commit()
    return get(db, scope, row.id)


def by_source(db: Session, scope: Scope, sha256: str) -> Exercise | None:
    """The tenant's exercise made from a file with this content."""
    return _present(db, scope, col(Exercise.source_sha256) == sha256)


def by_slug(db: Session, scope: Scope, slug: str) -> Exercise | None:
    """The tenant's exercise with this slug."""
    return _present(db, scope, col(Exercise.slug) == slug)


def row_of(db: Session, scope: Scope, exercise_id: str | uuid.UUID) -> Exercise:
    """The row itself, for other services.

    Raises:
        NotFound: there is none in this tenant.
    """
    query = select(Exercise).where(col(Exercise.id) == parse_id(exercise_id), col(Exercise.tenant_id) == scope.tenant_id)
    row = db.exec(query).first()
    if row is None:
        raise NotFound
    return row


def links(row: Exercise, host: str, version: int | None = None, lifetime_s: int | None = None) -> dict[str, str]:
    """Signed links `video`, `poses`, `poster` of a version (the current one by default); empty before the first."""
    version = row.version if version is None else version
    names = {"video": media.OUTPUT_VIDEO, "poses": media.OUTPUT_POSES, "poster": media.OUTPUT_POSTER}
    if version == 0:
        return dict.fromkeys(names, "")
    prefix = row.output_prefix(version)
    return {what: media.signed_link(row.tenant_id, host, f"{prefix}/{name}", lifetime_s) for what, name in names.items()}


def output_link(row: Exercise, host: str, name: str, version: int | None = None, lifetime_s: int | None = None) -> str:
    """Signed link to an output that not every version has; empty where it is not there. Asks the storage."""
    version = row.version if version is None else version
    if version == 0:
        return ""
    key = f"{row.output_prefix(version)}/{name}"
    try:
        get_storage().look(key)
    except FileNotFoundError:
        return ""
    return media.signed_link(row.tenant_id, host, key, lifetime_s)


def several(db: Session, scope: Scope, rows: Sequence[Exercise]) -> list[ExercisePublic]:
    """Exercises of the tenant as its trainer sees them, with their latest jobs, in the order given."""
    require_trainer(scope)
    latest = jobs.latest(db, scope, [row.id for row in rows])
    return [_public(row, scope, latest.get(row.id)) for row in rows if row.tenant_id == scope.tenant_id]


def _present(db: Session, scope: Scope, wanted: ColumnElement[bool]) -> Exercise | None:
    """What is in the library and as wanted."""
    query = select(Exercise).where(col(Exercise.tenant_id) == scope.tenant_id, col(Exercise.removed_at).is_(None), wanted)
    return db.exec(query).first()


def _public(row: Exercise, scope: Scope, job: Job | None) -> ExercisePublic:
    failed = row.state == ExerciseState.FAILED
    fields: dict[str, Any] = row.model_dump(include=_SHOWN)
    fields.update(links(row, scope.host))
    return ExercisePublic(
        **fields,
        id=str(row.id),
        source_name=row.source_name if scope.is_trainer else "",
        parent_id=str(row.parent_id or ""),
        removed=row.removed_at is not None,
        error=reasons.sentence(row.error_code, row.error_values, scope.language) if failed else "",
        error_code=(row.error_code or "") if failed else "",
        job=None if job is None else jobs.public(job, scope.language),
    )


def _free_slug(db: Session, scope: Scope, wish: str, row_id: uuid.UUID) -> str:
    plain = _NOT_SLUG.sub("-", wish.lower()).strip("-")[:60] or f"exercise-{row_id.hex[:8]}"
    taken = db.exec(select(func.count()).where(col(Exercise.tenant_id) == scope.tenant_id, col(Exercise.slug) == plain)).one()
    return f"{plain}-{row_id.hex[:8]}" if taken else plain
