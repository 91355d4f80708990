"""Sets as they were done: the client's own numbers beside what was planned."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from perscoach_app.services import local_time, workout_items
from perscoach_app.services.assigning_errors import NumbersRefused
from perscoach_app.services.errors import NotFound
from perscoach_app.services.scope import Scope
from perscoach_app.tables import Homework, SetDone, TrainingSession, WorkoutItem, WorkoutItemBase

MOST_REPETITIONS = 1000  # a thousand swings are a known challenge; more is a slip of the finger
MOST_LOAD_KG = 500.0
MOST_HOLD_S = 3600.0
BAND_CHARACTERS = 40


@dataclass(frozen=True, slots=True)
class SetNumbers:
    """What a client did in one set."""

    repetitions: int | None = None
    hold_s: float | None = None
    load_kg: float | None = None
    band: str = ""


def planned(item: WorkoutItemBase) -> SetNumbers:
    """What a set of this item asks for."""
    return SetNumbers(item.repetitions if item.hold_s is None else None, item.hold_s, item.load_kg, item.band)


def check(numbers: SetNumbers) -> SetNumbers:
    """The numbers, when a person can have done that.

    Raises:
        NumbersRefused: she cannot.
    """
    limits = ((numbers.repetitions, MOST_REPETITIONS), (numbers.hold_s, MOST_HOLD_S), (numbers.load_kg, MOST_LOAD_KG))
    if any(value is not None and not 0 <= value <= most for value, most in limits):
        raise NumbersRefused
    return SetNumbers(numbers.repetitions, numbers.hold_s, numbers.load_kg, numbers.band.strip()[:BAND_CHARACTERS])


def of(db: Session, homework_id: uuid.UUID) -> dict[tuple[uuid.UUID, int], SetDone]:
    """All sets done of one day, by item and number."""
    query = select(SetDone).where(col(SetDone.homework_id) == homework_id)
    return {(row.item_id, row.number): row for row in db.exec(query)}


def write(
    db: Session, homework: Homework, item: WorkoutItem, number: int, numbers: SetNumbers, session_id: uuid.UUID | None = None
) -> SetDone:
    """Keeps a set; the same set again is overwritten. Not committed.

    Raises:
        NotFound: the item has no such set.
        NumbersRefused: nobody does that.
    """
    if not 1 <= number <= item.sets:
        raise NotFound
    numbers = check(numbers)
    key = (col(SetDone.homework_id) == homework.id, col(SetDone.item_id) == item.id, col(SetDone.number) == number)
    row = db.exec(select(SetDone).where(*key)).first()
    if row is None:
        row = SetDone(tenant_id=homework.tenant_id, homework_id=homework.id, item_id=item.id, number=number, session_id=session_id)
        try:
            with db.begin_nested():
                db.add(row)
        except IntegrityError:  # the other tab was first
            row = db.exec(select(SetDone).where(*key)).one()
    row.repetitions, row.hold_s, row.load_kg, row.band = numbers.repetitions, numbers.hold_s, numbers.load_kg, numbers.band
    row.session_id = session_id or row.session_id
    row.done_at = local_time.now()
    db.add(row)
    db.flush()
    return row


def record(db: Session, scope: Scope, session: TrainingSession, told: SetNumbers) -> None:
    """A finished session proposes its set: what was counted, with the planned load. Not committed.

    What the client wrote herself on the day's page stays, and what hurt is no set done.

    Args:
        told: the repetitions and seconds her device counted, or she says; without them the samples tell.
    """
    if session.homework_id is None or session.item_id is None or session.set_number is None or session.pain:
        return
    homework, item = db.get_one(Homework, session.homework_id), db.get_one(WorkoutItem, session.item_id)
    repetitions = int((session.summary or {}).get("reps") or 0) if told.repetitions is None else told.repetitions
    numbers = counted(item, repetitions, (session.duration_s or 0.0) if told.hold_s is None else told.hold_s)
    if numbers is None or session.set_number > item.sets or (item.id, session.set_number) in of(db, homework.id):
        return
    write(db, homework, item, session.set_number, numbers, session.id)
    close_when_done(db, scope, homework)


def counted(item: WorkoutItem, repetitions: int, duration_s: float) -> SetNumbers | None:
    """The numbers a session stands for; None when it was opened and closed without training.

    A held position lasts as long as the session did, at most as long as was asked: stepping into the picture takes time, too.
    """
    if item.hold_s is not None:
        held = min(float(item.hold_s), round(duration_s))
        return SetNumbers(None, held, item.load_kg, item.band) if held > 0 else None
    return SetNumbers(repetitions, None, item.load_kg, item.band) if repetitions > 0 else None


def close_when_done(db: Session, scope: Scope, homework: Homework, *, given_up: Collection[uuid.UUID] = ()) -> None:
    """Finishes the day with its last set. Not committed.

    Args:
        given_up: items whose sets are not waited for.
    """
    done = set(of(db, homework.id))
    left = [each for each in wanted(workout_items.of(db, scope, homework.workout_id)) if each not in done and each[0] not in given_up]
    if homework.finished_at is None and not left:
        homework.finished_at = local_time.now()
        db.add(homework)


def wanted(items: Iterable[WorkoutItem]) -> list[tuple[uuid.UUID, int]]:
    """Every set of a day in the order it is done: item after item; neighbours of one superset in turn, one set each."""
    order: list[tuple[uuid.UUID, int]] = []
    for block in blocks(items):
        for number in range(1, max(item.sets for item in block) + 1):
            order += [(item.id, number) for item in block if number <= item.sets]
    return order


def blocks(items: Iterable[WorkoutItem]) -> list[list[WorkoutItem]]:
    """Items as they are done together: a superset's neighbours in one block, every other item alone."""
    found: list[list[WorkoutItem]] = []
    for item in items:
        if item.superset is not None and found and found[-1][0].superset == item.superset:
            found[-1].append(item)
        else:
            found.append([item])
    return found
