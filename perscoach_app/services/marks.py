"""The trainer's marks on repetitions, «верно для неё» and «исправить»: from the next training on the score sees with her eye."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session, col, select

from perscoach_app.services import lessons, performances, targets
from perscoach_app.services.errors import NotFound
from perscoach_app.services.performances import Seen
from perscoach_app.services.scope import Scope, parse_id, require_trainer
from perscoach_app.services.talk_errors import MarkUnknown
from perscoach_app.tables import Judgement, RepetitionMark, Training, TrainingSession
from perscoach_app.tables.moments import now
from perscoach_motion.eye.ask import ask_next
from perscoach_motion.eye.eye import Shown, marks_of, shown


@dataclass(frozen=True, slots=True)
class Marked:
    """What a mark did.

    Attributes:
        teaches: the score learns from it; not where the client has not allowed her landmarks.
        score: of this repetition before, 0..100; None where it does not teach or was not scored.
        next_score: what the same repetition is worth from the next training on.
    """

    teaches: bool
    score: float | None = None
    next_score: float | None = None


def mark(db: Session, scope: Scope, session_id: str | uuid.UUID, repetition: int, judgement: str) -> Marked:
    """Marks a repetition of a finished set, as `mark_all` does."""
    return mark_all(db, scope, session_id, [repetition], judgement)


def mark_all(db: Session, scope: Scope, session_id: str | uuid.UUID, repetitions: Iterable[int], judgement: str) -> Marked:
    """Marks repetitions of a finished set; her last word on each counts. Costs about half a second of computing, and holds nobody up.

    Args:
        repetitions: their numbers in the set's summary, from 0. Where there are no landmarks: of those that were counted. Which cannot be
            marked, as one that was left out, are passed over.
        judgement: of `Judgement`.

    Returns:
        What became of the last of them.

    Raises:
        NotFound: no set of this tenant, or the caller is no trainer.
        MarkUnknown: there is none of these repetitions, or no such judgement.
    """
    row = _session(db, scope, session_id)
    if judgement not in set(Judgement):
        raise MarkUnknown
    kept = performances.kept(db, row)
    db.commit()  # nobody waits for the write lock while the set is laid beside the clip
    seen = performances.seen(kept) if kept else None
    known = [number for number in repetitions if (seen.done(number) is not None if seen else 0 <= number < _counted(row))]
    if not known:
        raise MarkUnknown
    if not performances.still_whole(db, row):  # she took them back meanwhile; besides, two tabs write one mark
        seen = None
    looks = [_written(db, scope, row, number, judgement, seen) for number in known]
    db.flush()
    asked = targets.learn(db, scope, row.client_id, row.exercise_id)
    db.commit()
    look = looks[-1]
    if seen is None or look is None:
        return Marked(teaches=False)
    return Marked(True, _score(marks_of(seen.ask, look, seen.target).total), _score(marks_of(seen.ask, look, asked).total))


def _written(db: Session, scope: Scope, row: TrainingSession, repetition: int, judgement: str, seen: Seen | None) -> Shown | None:
    """The mark's row, with how the repetition looked. Not committed."""
    query = select(RepetitionMark).where(col(RepetitionMark.session_id) == row.id, col(RepetitionMark.repetition) == repetition)
    found = db.exec(query).first() or RepetitionMark(
        tenant_id=scope.tenant_id,
        client_id=row.client_id,
        exercise_id=row.exercise_id,
        session_id=row.id,
        repetition=repetition,
        judgement="",
        author_id=scope.person_id,
    )
    found.judgement, found.author_id, found.created_at = judgement, scope.person_id, now()
    done = seen.done(repetition) if seen else None
    look = shown(done, seen.found) if seen and done else None
    found.shown = look.document() if look else None
    db.add(found)
    return look


def take_back(db: Session, scope: Scope, session_id: str | uuid.UUID, repetition: int) -> None:
    """As if the repetition had never been marked; harmless when it was not.

    Raises:
        NotFound: no set of this tenant, or the caller is no trainer.
    """
    row = _session(db, scope, session_id)
    query = select(RepetitionMark).where(col(RepetitionMark.session_id) == row.id, col(RepetitionMark.repetition) == repetition)
    found = db.exec(query).first()
    if found is not None:
        db.delete(found)
        db.flush()
        targets.learn(db, scope, row.client_id, row.exercise_id)
        db.commit()


def of_training(db: Session, scope: Scope, training_id: str | uuid.UUID) -> dict[tuple[uuid.UUID, int], str]:
    """The trainer's marks in a training: judgement by set and repetition. Her client reads them, too.

    Raises:
        NotFound: it is somebody else's.
    """
    training = db.get(Training, parse_id(training_id))
    allowed = training is not None and training.tenant_id == scope.tenant_id
    if not allowed or not (scope.is_trainer or (training is not None and training.client_id == scope.person_id)):
        raise NotFound
    query = (
        select(RepetitionMark)
        .join(TrainingSession, col(TrainingSession.id) == col(RepetitionMark.session_id))
        .where(col(TrainingSession.training_id) == parse_id(training_id), col(RepetitionMark.tenant_id) == scope.tenant_id)
    )
    return {(row.session_id, row.repetition): row.judgement for row in db.exec(query)}


def asked_first(db: Session, scope: Scope, session_id: str | uuid.UUID) -> int | None:
    """The repetition of a set whose mark would teach most; None when all are marked or nothing can be learnt from the set.

    Raises:
        NotFound: no set of this tenant, or the caller is no trainer.
    """
    row = _session(db, scope, session_id)
    kept = performances.kept(db, row)
    query = select(RepetitionMark).where(col(RepetitionMark.session_id) == row.id)
    said = {one.repetition: lessons.VERDICTS[one.judgement] for one in db.exec(query)}
    seen = performances.seen(kept) if kept else None
    if seen is None:
        return None
    numbers = [k for k in range(len(seen.summary["repetitions"])) if seen.done(k) is not None]
    found = [marks_of(seen.ask, shown(one, seen.found), seen.target) for one in seen.found.done]
    place = ask_next(found, {numbers.index(k): verdict for k, verdict in said.items() if k in numbers})
    return None if place is None else numbers[place]


def forget(db: Session, training: Training) -> None:
    """A client takes her landmarks back: how she moved goes out of the marks, and out of what they taught. Not committed."""
    sessions = select(col(TrainingSession.id)).where(col(TrainingSession.training_id) == training.id)
    learnt = col(RepetitionMark.session_id).in_(sessions), col(RepetitionMark.tenant_id) == training.tenant_id
    exercises = set()
    for row in db.exec(select(RepetitionMark).where(*learnt)).all():
        if row.shown is not None:
            row.shown = None
            db.add(row)
            exercises.add(row.exercise_id)
    db.flush()
    for exercise_id in exercises:
        targets.relearn(db, training.tenant_id, training.client_id, exercise_id)


def _session(db: Session, scope: Scope, session_id: str | uuid.UUID) -> TrainingSession:
    require_trainer(scope)
    query = select(TrainingSession).where(
        col(TrainingSession.id) == parse_id(session_id),
        col(TrainingSession.tenant_id) == scope.tenant_id,
        col(TrainingSession.finished_at).is_not(None),
    )
    row = db.exec(query).first()
    if row is None:
        raise NotFound
    return row


def _counted(row: TrainingSession) -> int:
    """Repetitions as the set's own summary counted them; version 2 counts them by kind."""
    reps = (row.summary or {}).get("reps") or 0
    return sum(int(reps.get(kind) or 0) for kind in ("whole", "half", "broken_off")) if isinstance(reps, dict) else int(reps)


def _score(total: float) -> float | None:
    return None if total != total else round(total, 1)  # noqa: PLR0124 - NaN: not scored
