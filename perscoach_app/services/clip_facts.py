"""What the workers wrote down about a clip, for the trainer's exercise page."""

import uuid
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from perscoach_app.services import exercises, jobs
from perscoach_app.services.scope import Scope, require_trainer
from perscoach_app.tables import Job


@dataclass(frozen=True, slots=True)
class ClipFacts:
    """Numbers are None when they are not known (yet)."""

    duration_s: float | None
    frames: int | None
    fps: float | None
    width: int | None  # of the rendition, pixels
    height: int | None
    source_width: int | None  # of the upright source, pixels
    source_height: int | None
    took_s: float | None  # from start to end of the latest job
    warnings: tuple[str, ...]  # sentences in the reader's language


def of(db: Session, scope: Scope, exercise_id: str | uuid.UUID) -> ClipFacts:
    """Facts about the exercise's current version.

    Raises:
        NotFound: no such exercise in this tenant, or the caller is no trainer.
    """
    require_trainer(scope)
    row = exercises.row_of(db, scope, exercise_id)
    job = jobs.latest(db, scope, [row.id]).get(row.id)
    return ClipFacts(
        duration_s=row.duration_s,
        frames=None,
        fps=None,
        width=None,
        height=None,
        source_width=None,
        source_height=None,
        took_s=_took(job),
        warnings=tuple(_sentence(warning, scope.language) for warning in (job.warnings if job else None) or []),
    )


def _took(job: Job | None) -> float | None:
    if job is None or job.started_at is None or job.finished_at is None:
        return None
    return (job.finished_at - job.started_at).total_seconds()


def _sentence(warning: dict[str, Any], language: str) -> str:
    said: dict[str, str] = warning.get("words") or warning
    return str(said.get(language) or said.get("en") or "")
