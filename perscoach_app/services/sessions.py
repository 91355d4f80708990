"""The sets of a training: each a session with its own row, made by the first numbers that arrive, finished into a report."""

import uuid
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import bindparam, func
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from perscoach_app.services import digest, feelings, look_queue, samples, sets
from perscoach_app.services.errors import ChunkGap, NotFound, SessionFinished
from perscoach_app.services.scope import Scope, parse_id
from perscoach_app.services.sets import SetNumbers
from perscoach_app.tables import Feeling, SessionChunk, Training, TrainingSession
from perscoach_app.tables.database import open_session
from perscoach_app.tables.moments import now
from perscoach_motion.session.samples import read_sample

CAMERA, CLIENT = "camera", "client"


@dataclass(frozen=True, slots=True)
class Place:
    """How far one set of a training is."""

    position: int
    state: Literal["open", "begun", "done"]
    next: int = 0  # the number of the chunk that comes next
    elapsed: float = 0.0  # seconds trained
    reps: int = 0


@dataclass(frozen=True, slots=True)
class Ending:
    """How a set ended, as the client's device tells it.

    Attributes:
        repetitions: as counted, or as she says; None where none were asked.
        counted_by: `camera`, or `client` when it is her own word.
        pain: it hurt: the set is not scored and counts as not done.
    """

    chunks: int
    duration_s: float
    repetitions: int | None = None
    hold_s: float | None = None
    counted_by: str = CAMERA
    pain: bool = False


_SET = select(  # every chunk asks it: put together once
    TrainingSession,
    select(func.count()).select_from(SessionChunk).where(col(SessionChunk.session_id) == col(TrainingSession.id)).scalar_subquery(),
).where(col(TrainingSession.training_id) == bindparam("training"), col(TrainingSession.position) == bindparam("position"))


def id_of(training_id: uuid.UUID, position: int) -> uuid.UUID:
    """A set's own id, known before its row is there: two connections make one row."""
    return uuid.uuid5(training_id, str(position))


def begun(db: Session, training: Training) -> bool:
    """Whether anything of a training has arrived."""
    return db.exec(select(TrainingSession.id).where(col(TrainingSession.training_id) == training.id).limit(1)).first() is not None


def places(db: Session, training: Training) -> list[Place]:
    """How far every set is, in the order of the plan. Done is what is finished, ticked off on the day's page, or given up for pain."""
    rows = {row.position: row for row in db.exec(select(TrainingSession).where(col(TrainingSession.training_id) == training.id))}
    ticked = sets.of(db, training.homework_id) if training.homework_id else {}
    hurting = {item for item, feeling in feelings.of(db, training).items() if feeling == Feeling.PAIN}
    found = []
    for position, (item, number) in enumerate(training.plan["order"]):
        key = (parse_id(training.plan["items"][item]["item"]), number) if training.homework_id else None
        found.append(_place(db, position, rows.get(position), done=item in hurting or key in ticked))
    return found


def store_chunk(
    db: Session, scope: Scope, training: Training, position: int, number: int, raw: list[Any], landmarks: bytes | None = None
) -> int:
    """Keeps chunk `number` of a set of the caller's own training; repeating one is harmless. Returns the number that comes next.

    Args:
        landmarks: gzipped; whoever calls this has asked whether she allows it.

    Raises:
        NotFound: the training has no such set.
        ChunkGap: an earlier chunk is missing.
        SessionFinished: the report is made already.
        ResultRejected: these are no samples, or more than a session can have.
    """
    row, following = _row_and_chunks(db, scope, training, position)
    if 0 <= number < following:
        return following
    if row.finished_at is not None:
        raise SessionFinished
    if number != following:
        raise ChunkGap(following)
    checked = samples.check(raw)
    if samples.may_be_full(following):
        samples.check_room(following, _stored(db, row), len(checked))
    db.add(SessionChunk(tenant_id=scope.tenant_id, session_id=row.id, number=number, samples=checked, landmarks=landmarks))
    try:
        db.commit()
    except IntegrityError:  # the same chunk by another connection at the same moment
        db.rollback()
    return following + 1


def finish(db: Session, scope: Scope, training: Training, position: int, told: Ending) -> None:
    """Makes the report of a set from its chunks; a second call changes nothing. A worker looks at the landmarks afterwards.

    Raises:
        NotFound: the training has no such set.
        ChunkGap: not all chunks are here.
        ResultRejected: nobody trains one clip for so long.
        NumbersRefused: nobody does so much.
    """
    numbers = sets.check(SetNumbers(told.repetitions, told.hold_s))
    length_s = samples.check_duration(told.duration_s)
    asked = asked_of(training, position)
    with open_session(reading=True) as reading:  # hours of samples: nobody else's writing waits until they are summed up
        found = reading.get(TrainingSession, id_of(training.id, position))
        if found is not None and found.finished_at is not None:
            return
        stored = _samples(reading, found) if found else []
    summary = samples.summary(stored, length_s) | {"asked": asked}
    if told.counted_by == CLIENT:
        summary["reps"] = told.repetitions
    row, following = _row_and_chunks(db, scope, training, position)
    if row.finished_at is not None:
        return
    if told.chunks != following:
        raise ChunkGap(following)
    row.duration_s, row.summary = length_s, summary
    row.counted_by, row.pain = told.counted_by, told.pain
    row.finished_at = now()
    db.add(row)
    if told.counted_by == CAMERA:
        look_queue.ask(db, row)
    sets.record(db, scope, row, numbers)
    db.flush()
    digest.write(db, training)
    db.commit()


def asked_of(training: Training, position: int) -> int | None:
    """Repetitions that a set of a training asks for; None for a hold, and where the client goes on as long as she likes."""
    order = training.plan["order"]
    if not 0 <= position < len(order):
        return None
    asked: int | None = training.plan["items"][order[position][0]].get("repetitions")
    return asked


def _place(db: Session, position: int, row: TrainingSession | None, *, done: bool) -> Place:
    if row is None:
        return Place(position, "done" if done else "open")
    if row.finished_at is not None:
        return Place(position, "done", _chunks(db, row), row.duration_s or 0.0, int((row.summary or {}).get("reps") or 0))
    stored = [read_sample(sample) for sample in _samples(db, row)]
    elapsed, reps = (stored[-1].t, max(sample.reps for sample in stored)) if stored else (0.0, 0)
    return Place(position, "done" if done else "begun", _chunks(db, row), elapsed, reps)


def _row_and_chunks(db: Session, scope: Scope, training: Training, position: int) -> tuple[TrainingSession, int]:
    """The set's row, made when it is not there yet, and how many chunks of it are here. Not committed."""
    if training.tenant_id != scope.tenant_id or training.client_id != scope.person_id or not 0 <= position < len(training.plan["order"]):
        raise NotFound
    mine = {"training": training.id, "position": position}
    found = db.exec(_SET, params=mine).first()
    if found is not None:
        return found
    index, number = training.plan["order"][position]
    item = training.plan["items"][index]
    row = TrainingSession(
        id=id_of(training.id, position),
        tenant_id=scope.tenant_id,
        client_id=scope.person_id,
        exercise_id=parse_id(item["exercise"]),
        exercise_version=item["version"],
        training_id=training.id,
        position=position,
        homework_id=training.homework_id,
        item_id=parse_id(item["item"]) if item["item"] else None,
        set_number=number if item["item"] else None,
        target=item["target"],
    )
    try:
        with db.begin_nested():
            db.add(row)
    except IntegrityError:  # the other tab was first
        return db.exec(_SET, params=mine).one()
    return row, 0


def _chunks(db: Session, row: TrainingSession) -> int:
    return db.exec(select(func.count()).select_from(SessionChunk).where(col(SessionChunk.session_id) == row.id)).one()


def _stored(db: Session, row: TrainingSession) -> int:
    lengths = select(func.sum(func.json_array_length(col(SessionChunk.samples)))).where(col(SessionChunk.session_id) == row.id)
    return db.exec(lengths).one() or 0


def _samples(db: Session, row: TrainingSession) -> list[Any]:
    """All that were stored, in the order of their chunks."""
    query = select(SessionChunk.samples).where(col(SessionChunk.session_id) == row.id).order_by(col(SessionChunk.number))
    return [sample for chunk in db.exec(query) for sample in chunk]
