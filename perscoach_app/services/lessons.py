"""What the trainer's marks on a client's repetitions come to: worked out anew from all of them, so that each can be taken back."""

import uuid
from typing import Any

from sqlmodel import Session, col, select

from perscoach_app.services import performances, rescoring
from perscoach_app.tables import Exercise, Judgement, RepetitionMark
from perscoach_motion.eye.eye import CORRECT, MOST_MARKS, RIGHT, Eye, Mark, shown_from
from perscoach_motion.eye.fit import refit
from perscoach_motion.eye.ways import NOTHING_MORE
from perscoach_motion.trackfile import TrackRejected
from perscoach_motion.yardstick.target import Target

VERDICTS = {Judgement.RIGHT.value: RIGHT, Judgement.MEND.value: CORRECT}
"""The trainer's words, as the motion package has them."""


def accepted(db: Session, exercise: Exercise, client_id: int, base: Target) -> dict[str, Any] | None:
    """What is accepted of a client in an exercise besides the trainer's own way, by its present clip; None while nothing was taught.

    Args:
        base: strictness, range and limbs as they are set by hand.
    """
    eye = eye_of(db, client_id, exercise.id)
    if not eye.marks or exercise.version == 0:
        return None
    try:
        ask = performances.asked_by(rescoring.poses_of(exercise, exercise.version))
    except (TrackRejected, FileNotFoundError):
        return None
    found = refit(ask, eye, base).accepted
    return None if found == NOTHING_MORE else found.document()


def eye_of(db: Session, client_id: int, exercise_id: uuid.UUID) -> Eye:
    """The trainer's marks that say how the client moved, oldest first; of more than a refit takes, the newest."""
    query = (
        select(RepetitionMark)
        .where(col(RepetitionMark.client_id) == client_id, col(RepetitionMark.exercise_id) == exercise_id)
        .order_by(col(RepetitionMark.created_at), col(RepetitionMark.id))
    )
    rows = [row for row in db.exec(query) if row.shown is not None][-MOST_MARKS:]
    marks = (Mark(str(row.id), shown_from(row.shown or {}), VERDICTS[row.judgement], None, row.created_at.isoformat()) for row in rows)
    return Eye(tuple(marks))
