"""A piece of a clip becomes an exercise of its own: made from the same source, which is not stored twice."""

import uuid
from bisect import bisect_left

from sqlmodel import Session

from perscoach_app.services import clip_facts, exercises, jobs, processing
from perscoach_app.services.errors import NotReady
from perscoach_app.services.library_errors import ExcerptTooShort
from perscoach_app.services.scope import Scope, require_trainer
from perscoach_app.tables import Exercise, ExerciseCreate

LEAST_S = 1.0  # the quickest repetition anybody trains, with a little of rest around it


def make(db: Session, scope: Scope, exercise_id: str | uuid.UUID, start_s: float, end_s: float, title: str) -> str:
    """Cuts an exercise out of another one's clip and puts it in the queue; returns its id.

    Its own clip begins with the first frame in the piece. A piece of a piece counts as one of the clip that both come from.

    Args:
        start_s: In the clip's own time, as its pose file and its player have it.
        end_s: Likewise.
        title: In the trainer's language.

    Raises:
        NotFound: no such exercise in this tenant, or the caller is no trainer.
        NotReady: there is no clip yet.
        ExcerptTooShort: the piece is.
    """
    require_trainer(scope)
    parent = exercises.row_of(db, scope, exercise_id)
    if parent.version == 0:
        raise NotReady
    first_s = _first_frame_s(parent, start_s)
    if end_s - first_s < LEAST_S:
        raise ExcerptTooShort(least=f"{LEAST_S:g}")
    before_s = parent.start_s or 0.0
    new = ExerciseCreate(source_name=parent.source_name, strictness=parent.strictness)
    setattr(new, f"title_{scope.language}", title)
    row = exercises.add(db, scope, new, exercise_id=uuid.uuid4(), source_key=parent.source_key)
    row.tags, row.strictness = list(parent.tags), parent.strictness
    row.parent_id = parent.parent_id or parent.id
    row.start_s, row.end_s = round(before_s + first_s, 3), round(before_s + end_s, 3)
    db.add(row)
    wished = clip_facts.wishes_of(parent)
    jobs.enqueue(db, scope, row.id, processing.possible(wished).options() if wished else None)
    return str(row.id)


def _first_frame_s(parent: Exercise, start_s: float) -> float:
    """The time of the piece's first frame: its clip counts from there."""
    times_ms = clip_facts.frame_times_ms(parent)
    place = bisect_left(times_ms, round(start_s * 1000))
    return times_ms[place] / 1000 if place < len(times_ms) else start_s
