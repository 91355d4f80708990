"""First looks at uploads: who waits for one, what was found, and what it comes to for the trainer."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import or_, update
from sqlmodel import Session, col, select

from perscoach_app.services import media, reasons
from perscoach_app.services.scope import Scope, require_trainer
from perscoach_app.tables import Exercise, FirstLook, FirstLookPublic, Verdict
from perscoach_app.tables.moments import now

TRY_S = 120  # a look takes seconds; after this long its process is dead, and another may try
TRIES = 3  # a clip that killed three is not tried a fourth time: the job itself will say what is wrong
CANDIDATES = 4  # looked at per try: enough that several workers each find one
PICTURE = "first-look/picture.webp"  # under the exercise's prefix

# What only makes the score less exact. All else spoils it, or there will be none: filming again saves more time than it costs.
REMARKS = frozenset(
    {"two_people", "hands_leave", "limbs_unsteady", "sides_differ", "camera_moves", "no_movement", "high_dynamic_range", "sound_lost"}
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """An upload to look at, taken by one worker."""

    exercise_id: uuid.UUID
    tenant_id: int
    source_key: str
    source_name: str
    picture_key: str


def want(db: Session, exercise: Exercise) -> None:
    """Asks for a look at a new exercise. Not committed: that is done with the exercise itself."""
    db.add(FirstLook(exercise_id=exercise.id, tenant_id=exercise.tenant_id))


def waiting(db: Session) -> list[uuid.UUID]:
    """Whom to look at next, the oldest first: cheap enough to ask twice a second."""
    query = select(col(FirstLook.exercise_id)).where(_free()).order_by(col(FirstLook.created_at)).limit(CANDIDATES)
    return list(db.exec(query))


def take(db: Session, exercise_id: uuid.UUID) -> Wanted | None:
    """Takes one of them; None when another was quicker."""
    taken = db.exec(
        update(FirstLook)
        .where(col(FirstLook.exercise_id) == exercise_id, _free())
        .values(begun_at=now(), tries=col(FirstLook.tries) + 1)
        .execution_options(synchronize_session=False)
    )
    exercise = db.get_one(Exercise, exercise_id) if taken.rowcount == 1 else None
    db.commit()
    if exercise is None:
        return None
    db.refresh(exercise)
    return Wanted(exercise.id, exercise.tenant_id, exercise.source_key, exercise.source_name, f"{exercise.prefix}/{PICTURE}")


def tell(
    db: Session,
    wanted: Wanted,
    notices: list[dict[str, Any]],
    *,
    picture: bool = False,
    box: Sequence[float] | None = None,
    duration_s: float | None = None,
) -> Verdict:
    """Keeps what was found, as `reasons.noted` makes it, and what it comes to; the clip's length makes the estimate of its cost exact."""
    verdict = verdict_of([str(notice["code"]) for notice in notices])
    db.exec(
        update(FirstLook)
        .where(col(FirstLook.exercise_id) == wanted.exercise_id)
        .values(
            verdict=verdict,
            notices=notices,
            box=list(box) if box else None,
            picture_key=wanted.picture_key if picture else "",
            told_at=now(),
        )
    )
    unknown = (col(Exercise.id) == wanted.exercise_id, col(Exercise.version) == 0)
    db.exec(update(Exercise).where(*unknown).values(duration_s=duration_s))
    db.commit()
    return verdict


def verdict_of(codes: Sequence[str]) -> Verdict:
    """What the findings come to together."""
    if not codes:
        return Verdict.GOOD
    return Verdict.BETTER if REMARKS.issuperset(codes) else Verdict.AGAIN


def of(db: Session, scope: Scope, exercise_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, FirstLookPublic]:
    """What the trainer sees of the looks at these exercises."""
    require_trainer(scope)
    query = select(FirstLook).where(col(FirstLook.tenant_id) == scope.tenant_id, col(FirstLook.exercise_id).in_(exercise_ids))
    return {row.exercise_id: _public(row, scope) for row in db.exec(query)}


def _public(row: FirstLook, scope: Scope) -> FirstLookPublic:
    return FirstLookPublic(
        verdict=row.verdict,
        pending=not row.verdict and row.tries < TRIES,
        sentences=reasons.warnings(row.notices, scope.language),
        picture=media.signed_link(row.tenant_id, scope.host, row.picture_key) if row.picture_key else "",
        box=row.box or [],
    )


def _free() -> Any:
    return (
        (col(FirstLook.verdict) == "")
        & (col(FirstLook.tries) < TRIES)
        & or_(col(FirstLook.begun_at).is_(None), col(FirstLook.begun_at) < now() - timedelta(seconds=TRY_S))
    )
