"""The trainer's library: finding in it, and the words clips are filed under."""

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from sqlalchemy import func
from sqlmodel import Session, col, select

from perscoach_app.services import exercises
from perscoach_app.services.library_errors import TagTooLong, TooManyTags
from perscoach_app.services.scope import Scope, require_trainer
from perscoach_app.tables import Exercise, ExercisePublic, TrainingSession, WorkoutItem
from perscoach_app.tables.moments import now

Order = Literal["newest", "name", "used"]

ORDERS: tuple[Order, ...] = get_args(Order)
# The steps of the trainer's scale: tolerances from a good third wider to a third narrower. What the score allows goes further.
STRICTNESS = {"gentle": 0.7, "softer": 0.85, "usual": 1.0, "firmer": 1.25, "strict": 1.5}
STEPS = tuple(STRICTNESS)
TAG_LONGEST = 30  # characters: it still fits a chip on a phone
TAGS_MOST = 12  # on one clip; beyond that nobody reads them


@dataclass(frozen=True, slots=True)
class Wish:
    """What of the library is to be shown.

    Attributes:
        words: each must occur in a title, a tag or the file's name, whatever its case, «е» or «ё».
        tags: all of them must be there.
        order: `used` counts trainings and places in homework.
    """

    words: str = ""
    tags: frozenset[str] = frozenset()
    order: Order = "newest"


def find(db: Session, scope: Scope, wish: Wish) -> list[ExercisePublic]:
    """What fits the wish, in its order; of equals the newest first."""
    require_trainer(scope)
    wanted, tags = fold(wish.words).split(), {fold(tag) for tag in wish.tags}
    fitting = [one for one in exercises.list_all(db, scope) if _fits(one, wanted, tags)]
    if wish.order == "name":
        return sorted(fitting, key=lambda one: fold(one.title(scope.language) or one.source_name))
    if wish.order == "used":
        uses = _uses(db, scope)
        return sorted(fitting, key=lambda one: -uses[one.id])
    return fitting


def tags(db: Session, scope: Scope) -> list[str]:
    """The tags of the library, the most used first."""
    require_trainer(scope)
    query = select(Exercise.tags).where(col(Exercise.tenant_id) == scope.tenant_id, col(Exercise.removed_at).is_(None))
    return _by_use(tag for row in db.exec(query.order_by(col(Exercise.created_at))) for tag in row)


def set_tags(db: Session, scope: Scope, exercise_id: str | uuid.UUID, wanted: Sequence[str]) -> list[str]:
    """Files a clip under these words. A word the library has already is written as it is there.

    Raises:
        NotFound: no such exercise in this tenant.
        TagTooLong: one of them is.
        TooManyTags: they are.
    """
    require_trainer(scope)
    row = exercises.row_of(db, scope, exercise_id)
    spelled = {fold(tag): tag for tag in tags(db, scope)}
    clean: dict[str, str] = {}
    for tag in (" ".join(word.split()) for word in wanted):
        if tag:
            clean.setdefault(fold(tag), spelled.get(fold(tag), tag))
    if any(len(tag) > TAG_LONGEST for tag in clean.values()):
        raise TagTooLong(most=TAG_LONGEST)
    if len(clean) > TAGS_MOST:
        raise TooManyTags(most=TAGS_MOST)
    row.tags, row.updated_at = list(clean.values()), now()
    db.add(row)
    db.commit()
    return row.tags


def step_of(strictness: float) -> int:
    """The step of the scale next to a stored strictness."""
    return min(range(len(STEPS)), key=lambda step: abs(STRICTNESS[STEPS[step]] - strictness))


def fold(text: str) -> str:
    """Text as it is compared: nobody types «ё», or minds capitals.

    Example:
        >>> fold("Подъём НОГ")
        'подъем ног'
    """
    return text.casefold().replace("ё", "е")


def _fits(exercise: ExercisePublic, words: Iterable[str], wanted: set[str]) -> bool:
    own = {fold(tag) for tag in exercise.tags}
    text = "\n".join([fold(exercise.title_ru), fold(exercise.title_en), fold(exercise.source_name), *own])
    return wanted <= own and all(word in text for word in words)


def _by_use(every: Iterable[str]) -> list[str]:
    """Each once, the most used first; the way it was written first stands."""
    counted: Counter[str] = Counter()
    spelled: dict[str, str] = {}
    for tag in every:
        counted[fold(tag)] += 1
        spelled.setdefault(fold(tag), tag)
    return [spelled[key] for key, _ in counted.most_common()]


def _uses(db: Session, scope: Scope) -> Mapping[str, int]:
    """How often each exercise was trained or stands in homework."""
    found: Counter[str] = Counter()
    trained = select(TrainingSession.exercise_id, func.count()).where(col(TrainingSession.tenant_id) == scope.tenant_id)
    placed = select(WorkoutItem.exercise_id, func.count()).where(
        col(WorkoutItem.tenant_id) == scope.tenant_id, col(WorkoutItem.removed_at).is_(None)
    )
    for query in (trained.group_by(col(TrainingSession.exercise_id)), placed.group_by(col(WorkoutItem.exercise_id))):
        for exercise_id, number in db.exec(query):
            found[str(exercise_id)] += number
    return found
