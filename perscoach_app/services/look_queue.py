"""Sets whose landmarks wait for the server's own look: a worker takes one at a time, so that nobody's training or page waits for it.

Who finishes a set has its numbers at once, as her device counted them; seconds later they are what the landmarks show.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from perscoach_app.services import digest, performances, rescoring, samples, second_look
from perscoach_app.tables import Training, TrainingSession
from perscoach_app.tables.moments import now

TRY_FOR = timedelta(minutes=2)  # the longest set takes some ten seconds on an idle core; after this its worker is dead
TRIES = 3  # what killed three workers is not tried a fourth time: the device's numbers stay


@dataclass(frozen=True, slots=True)
class Taken:
    """A set taken by one worker, until the moment it promised."""

    session_id: uuid.UUID
    until: datetime


def ask(db: Session, row: TrainingSession) -> None:
    """A finished set is to be looked at, where its landmarks are here from beginning to end. Not committed."""
    row.look_after = now() if performances.whole(db, [row.id]) else None
    db.add(row)


def take(db: Session) -> Taken | None:
    """Takes the set that has waited longest; None when none waits."""
    waits = col(TrainingSession.look_after) <= now()
    while (row := db.exec(select(TrainingSession).where(waits).order_by(col(TrainingSession.look_after)).limit(1)).first()) is not None:
        spent = row.looks >= TRIES
        until = None if spent else now() + TRY_FOR
        mine = update(TrainingSession).where(col(TrainingSession.id) == row.id, waits).values(look_after=until, looks=row.looks + 1)
        taken = db.exec(mine.execution_options(synchronize_session=False)).rowcount == 1
        db.expire(row)
        if spent and taken:
            digest.write(db, db.get_one(Training, row.training_id))
        db.commit()
        if until is not None:
            return Taken(row.id, until) if taken else None
    return None


def looked(db: Session, taken: Taken) -> dict[str, Any] | None:
    """What the landmarks tell of the set, as its summary; None where they tell nothing any more. Costs seconds, writes nothing."""
    row = db.get(TrainingSession, taken.session_id)
    scored = rescoring.samples_of(db, row) if row is not None else None
    if row is None or scored is None:
        return None
    length_s, asked = row.duration_s or 0.0, (row.summary or {}).get("asked")
    summary = samples.summary(scored, length_s) | {"asked": asked}
    look = second_look.of(db, row, length_s, asked)
    return summary if look is None else summary | {"live_score": summary["score"]} | look


def settle(db: Session, taken: Taken, summary: dict[str, Any] | None) -> bool:
    """Writes down what was seen; False where it was taken back meanwhile, or by another."""
    found = db.get(TrainingSession, taken.session_id)
    whole = found is not None and performances.still_whole(db, found)  # the training's row first, as whoever takes something back does
    mine = select(TrainingSession).where(col(TrainingSession.id) == taken.session_id, col(TrainingSession.look_after) == taken.until)
    row = db.exec(mine.with_for_update().execution_options(populate_existing=True)).first()
    if row is None:
        return False
    summary = summary if whole else None
    if summary is not None:
        row.summary, row.verified = summary, True
    row.look_after = None
    db.add(row)
    db.flush()
    digest.write(db, db.get_one(Training, row.training_id))
    db.commit()
    return True
