"""All rows that name a person, found by the tables themselves: a new table that points at her is emptied and handed out with the rest.

What stays: her own row without a name, her wishes with their dates, and the lines of the audit, which name her by number only.
"""

import uuid
from collections.abc import Iterator

from sqlalchemy import ColumnElement, Table, and_, delete, func, or_, update
from sqlalchemy import select as sql_select
from sqlmodel import Session, SQLModel, col, select

from perscoach_app.services import audit, unfinished, withdrawal
from perscoach_app.storage import get_storage
from perscoach_app.tables import AccessGrant, Assignment, DataRequest, DataWish, Person, Recording, Training, Workout, WorkoutItem
from perscoach_app.tables.moments import now

STAYING = frozenset({"person", "data_request"})
OWNERS = frozenset({"person_id", "client_id"})
"""Columns that say whose a row is; others say who made it."""
HER_WORDS = ("message", "author_id")


def tables_about(person: Person, *, owned: bool = False) -> Iterator[tuple[Table, ColumnElement[bool]]]:
    """Every table with rows about a person and which these are, children before their parents.

    Args:
        owned: only what is hers, and nothing that she made or wrote for others: a trainer's exercise leads to all who trained with it.
    """
    for table in reversed(SQLModel.metadata.sorted_tables):
        about = None if table.name in STAYING else _about(table, person, owned=owned)
        if about is not None:
            yield table, about


def erase(db: Session, person: Person) -> None:
    """Deletes rows and files of a client for good; without a commit.

    Rows go first: a worker who makes something of her at this moment waits for the commit, finds nobody who wants it, and deletes it.
    Should a file not go, no row has gone either, and the next time finds them all.
    """
    assert person.id is not None
    mine = (col(Recording.tenant_id) == person.tenant_id, col(Recording.client_id) == person.id)
    films = list(db.exec(select(Recording.id).where(*mine)))
    trained = (col(Training.tenant_id) == person.tenant_id, col(Training.client_id) == person.id)
    trainings = list(db.exec(select(Training.id).where(*trained)))
    db.exec(delete(AccessGrant).where(col(AccessGrant.training_id).in_([str(each) for each in trainings])))  # their reasons may name her
    programmes = _programmes(db, person)
    for table, about in tables_about(person):
        db.execute(delete(table).where(about))
    voices = _delete_programmes(db, programmes)
    _forget(db, person)
    audit.note(db, person.tenant_id, None, "person.erased", f"person {person.id}", recordings=len(films), trainings=len(trainings))
    db.flush()
    for film in films:
        get_storage().delete_prefix(withdrawal.folder_of(person.tenant_id, film))
    get_storage().delete_prefix(withdrawal.person_folder(person.tenant_id, person.id))
    for voice in voices:
        get_storage().delete(voice)
    unfinished.forget_all(person.tenant_id, person.id)


def left_of(db: Session, person: Person) -> dict[str, int]:
    """How many rows about a person there are, by table; none after `erase`."""
    counted = {table.name: db.scalar(sql_select(func.count()).select_from(table).where(about)) for table, about in tables_about(person)}
    return {name: count for name, count in counted.items() if count}


def _programmes(db: Session, person: Person) -> list[uuid.UUID]:
    """The workouts that were given to her and to nobody else: what the trainer wrote and said in them was said to her."""
    hers, others = (col(Assignment.client_id) == person.id, col(Assignment.client_id).is_distinct_from(person.id))
    given = select(col(Assignment.workout_id)).where(col(Assignment.tenant_id) == person.tenant_id)
    query = select(Workout.id).where(
        col(Workout.tenant_id) == person.tenant_id,
        col(Workout.is_template).is_(False),
        col(Workout.id).in_(given.where(hers)),
        col(Workout.id).not_in(given.where(others)),
    )
    return list(db.exec(query))


def _delete_programmes(db: Session, workouts: list[uuid.UUID]) -> set[str]:
    """Deletes them; returns the keys of spoken notes that nobody else's hold."""
    spoken = set(db.exec(select(WorkoutItem.voice_key).where(col(WorkoutItem.workout_id).in_(workouts))))
    db.exec(delete(WorkoutItem).where(col(WorkoutItem.workout_id).in_(workouts)))
    db.exec(delete(Workout).where(col(Workout.id).in_(workouts)))
    return spoken - {"", *db.exec(select(WorkoutItem.voice_key).where(col(WorkoutItem.voice_key).in_(spoken)))}


def _forget(db: Session, person: Person) -> None:
    """Her row stays for the proof that she was erased, without anything that says who she was."""
    person.name, person.note, person.parent_name, person.parent_email = "", "", "", ""
    person.email = person.password_hash = person.email_confirmed_at = person.last_seen_at = person.trainer_id = person.parent_agreed_at = (
        None
    )
    person.under_age, person.removed_at = False, person.removed_at or now()
    db.add(person)
    archives = (col(DataRequest.tenant_id) == person.tenant_id, col(DataRequest.person_id) == person.id)
    db.exec(update(DataRequest).where(*archives).values(key="", bytes=0))
    waiting = (col(DataRequest.wish) == DataWish.EXPORT, col(DataRequest.done_at).is_(None))
    db.exec(update(DataRequest).where(*archives, *waiting).values(cancelled_at=now()))


def _about(table: Table, person: Person, *, owned: bool) -> ColumnElement[bool] | None:
    """Rows that name her, or something of hers: a chunk of her session names the session alone."""
    named: list[ColumnElement[bool]] = []
    for key in table.foreign_keys:
        parent = key.column.table
        if parent.name == "person":
            if not owned or key.parent.name in OWNERS or (table.name, key.parent.name) == HER_WORDS:
                named.append(key.parent == person.id)
        elif parent is not table and (about := _about(parent, person, owned=owned)) is not None:
            named.append(key.parent.in_(sql_select(key.column).where(about)))
    if not named:
        return None
    return and_(table.c.tenant_id == person.tenant_id, or_(*named)) if "tenant_id" in table.c else or_(*named)
