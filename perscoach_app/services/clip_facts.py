"""What the workers wrote down about a clip, for the trainer's exercise page."""

import json
import tempfile
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Any, TypeVar

from sqlmodel import Session

from perscoach_app.services import exercises, jobs, media, processing, reasons
from perscoach_app.services.processing import Wishes
from perscoach_app.services.scope import Scope, require_trainer
from perscoach_app.storage import get_storage
from perscoach_app.tables import Exercise, Job
from perscoach_motion.cutting.segment import Segment, segment_from

T = TypeVar("T")

DOWNLOADS = (media.OUTPUT_VIDEO, media.OUTPUT_POSES, media.OUTPUT_CUBE)
CLIPS_REMEMBERED = 256  # a version's files never change, and a page that follows a job asks every second


@dataclass(frozen=True, slots=True)
class ClipFacts:
    """What is known; None, or empty, where it is not (yet)."""

    duration_s: float | None
    frames: int | None
    fps: float | None
    size: tuple[int, int] | None  # of the rendition, pixels
    source_size: tuple[int, int] | None  # of the upright source, pixels
    took_s: float | None
    warnings: tuple[str, ...]  # sentences in the reader's language
    wishes: Wishes | None = None  # what it was made with
    stacked: str = ""  # signed link to the rendition for browsers without VP9 alpha
    before: str = ""  # signed link to the poster's frame as it was filmed
    body: str = ""  # signed link to the movement in 3D
    downloads: dict[str, str] = field(default_factory=dict)  # file name to signed link


def of(db: Session, scope: Scope, exercise_id: str | uuid.UUID) -> ClipFacts:
    """Facts about the exercise's current version.

    Raises:
        NotFound: no such exercise in this tenant, or the caller is no trainer.
    """
    require_trainer(scope)
    row = exercises.row_of(db, scope, exercise_id)
    job = jobs.latest(db, scope, [row.id], ready=True).get(row.id)
    if row.version == 0:
        return ClipFacts(None, None, None, None, None, None, ())
    record = _known(_record, f"{row.output_prefix()}/{media.RECORD}") or {}
    source, files = record.get("source") or {}, set(record.get("files") or ())
    links = {name: media.signed_link(row.tenant_id, scope.host, f"{row.output_prefix()}/{name}") for name in files}
    return ClipFacts(
        duration_s=row.duration_s,
        frames=record.get("frames"),
        fps=source.get("fps"),
        size=_size(record.get("rendition")),
        source_size=_size(source),
        took_s=record.get("wall_s") or _took(job),
        warnings=tuple(reasons.warnings(job.warnings if job else None, scope.language)),
        wishes=wishes_of(row),
        stacked=links.get(media.OUTPUT_STACKED, ""),
        before=links.get(media.OUTPUT_BEFORE, ""),
        body=links.get(media.OUTPUT_BODY, ""),
        downloads={name: links[name] for name in DOWNLOADS if name in links},
    )


def cut_of(row: Exercise) -> tuple[Segment, ...]:
    """What the workers found in the exercise's current version; empty where there is nothing (yet)."""
    return _known(_segments, f"{row.output_prefix()}/{media.OUTPUT_POSES}") or () if row.version else ()


def frame_times_ms(row: Exercise) -> tuple[int, ...]:
    """When each frame of the current version is shown."""
    return _known(_times_ms, f"{row.output_prefix()}/{media.OUTPUT_POSES}") or () if row.version else ()


def wishes_of(row: Exercise) -> Wishes | None:
    """What the current version was made with."""
    record = _known(_record, f"{row.output_prefix()}/{media.RECORD}") or {}
    return processing.wishes_from(record.get("options") or {})


def _known(read: Callable[[str], T], key: str) -> T | None:
    """What a reader makes of a stored file; None where there is none (yet), or it is not what it should be."""
    try:
        return read(key)
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
        return None


@lru_cache(CLIPS_REMEMBERED)
def _record(key: str) -> dict[str, Any]:
    """The workers' own record."""
    found: dict[str, Any] = dict(_document(key))
    return found


@lru_cache(CLIPS_REMEMBERED)
def _segments(key: str) -> tuple[Segment, ...]:
    return tuple(segment_from(document) for document in _document(key)["segments"])


@lru_cache(CLIPS_REMEMBERED)
def _times_ms(key: str) -> tuple[int, ...]:
    document = _document(key)
    unit_ms = float(document["scale"]["times"]) * 1000
    return tuple(round(value * unit_ms) for value in accumulate(document["times"]))


def _document(key: str) -> Any:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "document"
        get_storage().get_file(key, copy)
        return json.loads(copy.read_text(encoding="utf-8"))


def _size(what: dict[str, Any] | None) -> tuple[int, int] | None:
    return (what["width"], what["height"]) if what and what.get("width") and what.get("height") else None


def _took(job: Job | None) -> float | None:
    if job is None or job.started_at is None or job.finished_at is None:
        return None
    return (job.finished_at - job.started_at).total_seconds()
