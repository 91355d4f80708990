"""What the workers wrote down about a clip, for the trainer's exercise page."""

import json
import tempfile
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlmodel import Session

from perscoach_app.services import exercises, jobs, reasons
from perscoach_app.services.scope import Scope, require_trainer
from perscoach_app.storage import get_storage
from perscoach_app.tables import Exercise, Job

RECORD = "process.json"


@dataclass(frozen=True, slots=True)
class ClipFacts:
    """What is known; None where it is not (yet)."""

    duration_s: float | None
    frames: int | None
    fps: float | None
    size: tuple[int, int] | None  # of the rendition, pixels
    source_size: tuple[int, int] | None  # of the upright source, pixels
    took_s: float | None
    warnings: tuple[str, ...]  # sentences in the reader's language


def of(db: Session, scope: Scope, exercise_id: str | uuid.UUID) -> ClipFacts:
    """Facts about the exercise's current version.

    Raises:
        NotFound: no such exercise in this tenant, or the caller is no trainer.
    """
    require_trainer(scope)
    row = exercises.row_of(db, scope, exercise_id)
    job = jobs.latest(db, scope, [row.id]).get(row.id)
    record = _record(row)
    source = record.get("source") or {}
    return ClipFacts(
        duration_s=row.duration_s,
        frames=record.get("frames"),
        fps=source.get("fps"),
        size=_size(record.get("rendition")),
        source_size=_size(source),
        took_s=record.get("wall_s") or _took(job),
        warnings=tuple(_sentences(job, scope.language)),
    )


def _record(row: Exercise) -> dict[str, Any]:
    """The workers' own record of the current version; empty when there is none."""
    if row.version == 0:
        return {}
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / RECORD
        try:
            get_storage().get_file(f"{row.output_prefix()}/{RECORD}", copy)
        except FileNotFoundError:
            return {}
        found: dict[str, Any] = json.loads(copy.read_text(encoding="utf-8"))
        return found


def _size(what: dict[str, Any] | None) -> tuple[int, int] | None:
    return (what["width"], what["height"]) if what and what.get("width") and what.get("height") else None


def _took(job: Job | None) -> float | None:
    if job is None or job.started_at is None or job.finished_at is None:
        return None
    return (job.finished_at - job.started_at).total_seconds()


def _sentences(job: Job | None, language: str) -> list[str]:
    warnings = (job.warnings if job else None) or []
    sentences = (reasons.sentence(warning.get("code"), warning.get("values"), language) for warning in warnings)
    return [sentence for sentence in sentences if sentence]
