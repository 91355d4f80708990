"""What one client is asked of one exercise, where it differs from what everybody is asked."""

import uuid
from dataclasses import dataclass, replace
from math import isfinite
from typing import Any

from sqlmodel import Session, col, select

from perscoach_app.services import exercises, lessons, people
from perscoach_app.services.errors import NotFound, TargetOutOfRange
from perscoach_app.services.scope import Scope, require_trainer
from perscoach_app.tables import ClientTarget, Exercise, Role, WorkoutItem
from perscoach_app.tables.moments import now
from perscoach_motion.eye.ways import NOTHING_MORE, accepted_from
from perscoach_motion.skeleton import LIMBS
from perscoach_motion.yardstick.target import LENIENT, STRICT, USUAL, Target

LEAST_SHARE = 0.3  # of the trainer's range: the score itself knows 0.2, but so little is no longer this exercise
REASON_LIMIT = 300  # characters
SCALE = {"soft": 0.7, "usual": 1.0, "strict": 1.5}  # what the words for strictness mean: tolerances a good third wider, a third narrower


@dataclass(frozen=True, slots=True)
class Settings:
    """A client's own settings in one exercise. `strictness` None: what the workout or the exercise says."""

    strictness: float | None = None
    range_share: float = 1.0
    excluded: tuple[str, ...] = ()
    reason: str = ""


PLAIN = Settings()


def target_for(
    db: Session, scope: Scope, client_id: int, exercise: Exercise | str | uuid.UUID, item: WorkoutItem | None = None
) -> dict[str, Any] | None:
    """The `perscoach_motion.yardstick.target` document a session of this client is judged by; None when nothing differs from the usual.

    Strictness is the client's own where she has one: it was set for her body. Else the workout's, which is written for everybody who
    gets it. Else the exercise's. Range, excluded limbs and what the trainer's marks have taught are only ever a client's own.

    Raises:
        NotFound: the client or the exercise is not of this tenant, or a client asks about another one.
    """
    if not scope.is_trainer and client_id != scope.person_id:
        raise NotFound
    row = exercise if isinstance(exercise, Exercise) else exercises.row_of(db, scope, exercise)
    if row.tenant_id != scope.tenant_id or (item is not None and item.tenant_id != scope.tenant_id):
        raise NotFound
    found = _row(db, scope.tenant_id, client_id, row.id)
    target = _asked(found, item.strictness if item else None, row.strictness)
    return None if target == USUAL else target.document()


def of(db: Session, scope: Scope, client_id: int, exercise_id: str | uuid.UUID) -> Settings:
    """A client's settings in one exercise, for the trainer; `PLAIN` where there are none."""
    require_trainer(scope)
    people.row_of(db, scope, client_id, Role.CLIENT)
    return _settings(_row(db, scope.tenant_id, client_id, exercises.row_of(db, scope, exercise_id).id))


def list_all(db: Session, scope: Scope, client_id: int) -> dict[uuid.UUID, Settings]:
    """A client's settings by exercise, for the trainer; only where they differ."""
    require_trainer(scope)
    people.row_of(db, scope, client_id, Role.CLIENT)
    query = select(ClientTarget).where(col(ClientTarget.tenant_id) == scope.tenant_id, col(ClientTarget.client_id) == client_id)
    return {row.exercise_id: _settings(row) for row in db.exec(query) if _settings(row) != PLAIN}


def differing(db: Session, scope: Scope, exercise_id: str | uuid.UUID) -> frozenset[int]:
    """Clients who have settings of their own in an exercise."""
    require_trainer(scope)
    exercise = exercises.row_of(db, scope, exercise_id)
    query = select(ClientTarget).where(col(ClientTarget.tenant_id) == scope.tenant_id, col(ClientTarget.exercise_id) == exercise.id)
    return frozenset(row.client_id for row in db.exec(query) if _settings(row) != PLAIN)


def put(db: Session, scope: Scope, client_id: int, exercise_id: str | uuid.UUID, settings: Settings) -> None:
    """Sets what a client is asked of an exercise; `PLAIN` takes the difference away.

    Raises:
        NotFound: the client or the exercise is not of this tenant.
        TargetOutOfRange: no trainer can mean this.
    """
    require_trainer(scope)
    _check(settings)
    people.row_of(db, scope, client_id, Role.CLIENT)
    exercise = exercises.row_of(db, scope, exercise_id)
    row = _row(db, scope.tenant_id, client_id, exercise.id)
    row = row or ClientTarget(tenant_id=scope.tenant_id, client_id=client_id, exercise_id=exercise.id)
    row.strictness, row.range_share = settings.strictness, settings.range_share
    row.excluded, row.reason = list(settings.excluded), settings.reason.strip()
    _learn(db, row, exercise)
    db.commit()


def learn(db: Session, scope: Scope, client_id: int, exercise_id: str | uuid.UUID) -> Target:
    """Works out anew what the trainer's marks teach of a client's movement; what she is asked from now on. Not committed."""
    require_trainer(scope)
    exercise = exercises.row_of(db, scope, exercise_id)
    relearn(db, scope.tenant_id, client_id, exercise.id)
    return _asked(_row(db, scope.tenant_id, client_id, exercise.id), exercise.strictness)


def relearn(db: Session, tenant_id: int, client_id: int, exercise_id: uuid.UUID) -> None:
    """The same for whoever has taken marks away. Not committed."""
    row = _row(db, tenant_id, client_id, exercise_id)
    _learn(db, row or ClientTarget(tenant_id=tenant_id, client_id=client_id, exercise_id=exercise_id), db.get_one(Exercise, exercise_id))


def _learn(db: Session, row: ClientTarget, exercise: Exercise) -> None:
    """Writes what the marks come to beside the settings; a row that says nothing at all goes. Not committed."""
    row.accepted = lessons.accepted(db, exercise, row.client_id, replace(_asked(row, exercise.strictness), accepted=NOTHING_MORE))
    row.updated_at = now()
    if _settings(row) != PLAIN or row.accepted is not None:
        db.add(row)
    elif row.id is not None:
        db.delete(row)
    db.flush()


def _check(settings: Settings) -> None:
    strictness, excluded = settings.strictness, set(settings.excluded)
    good = (
        (strictness is None or (isfinite(strictness) and LENIENT <= strictness <= STRICT))
        and isfinite(settings.range_share)
        and LEAST_SHARE <= settings.range_share <= 1.0
        and excluded < set(LIMBS)  # of somebody who is asked nothing there is nothing to score
        and len(settings.reason) <= REASON_LIMIT
    )
    if not good:
        raise TargetOutOfRange


def _settings(row: ClientTarget | None) -> Settings:
    return PLAIN if row is None else Settings(row.strictness, row.range_share, tuple(row.excluded), row.reason)


def _asked(row: ClientTarget | None, *given: float | None) -> Target:
    """Her own settings and what was learnt of her; `given` is the strictness of others, the nearest first."""
    own = _settings(row)
    strictness = next((value for value in (own.strictness, *given) if value is not None), USUAL.strictness)
    learnt = accepted_from(row.accepted) if row is not None and row.accepted else NOTHING_MORE
    return Target(min(max(strictness, LENIENT), STRICT), own.range_share, frozenset(own.excluded), learnt)


def _row(db: Session, tenant_id: int, client_id: int, exercise_id: uuid.UUID) -> ClientTarget | None:
    query = select(ClientTarget).where(
        col(ClientTarget.tenant_id) == tenant_id,
        col(ClientTarget.client_id) == client_id,
        col(ClientTarget.exercise_id) == exercise_id,
    )
    return db.exec(query).first()
