"""How a training stands beside the ones before it: the client's scores, whole trainings and single exercises."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from perscoach_app.services.scope import parse_id
from perscoach_app.tables import Training, TrainingSession

SHOWN = 12  # trainings: a season of weekly homework, and as many as a small line still shows apart
SETS_READ = 240  # at most so many sets of an exercise are averaged into those


@dataclass(frozen=True, slots=True)
class Point:
    """A score and when it was reached."""

    at: datetime
    score: float


def of_trainings(db: Session, training: Training) -> list[Point]:
    """The scores of the client's trainings up to this one, oldest first. Those that were never finished have no digest, and no part.

    Only of the same workout, and begun with the same exercise: a day of squats is no better or worse than a day of push-ups.
    """
    score = col(Training.digest)["score"].as_float()
    title, first = col(Training.plan)["title"].as_string(), col(Training.plan)[("items", 0, "exercise")].as_string()
    query = select(Training.started_at, score).where(
        col(Training.tenant_id) == training.tenant_id,
        col(Training.client_id) == training.client_id,
        col(Training.started_at) <= training.started_at,
        func.coalesce(title, "") == (training.plan.get("title") or ""),
        first == training.plan["items"][0]["exercise"],
        score.is_not(None),
    )
    return [Point(at, found) for at, found in reversed(db.exec(query.order_by(col(Training.started_at).desc()).limit(SHOWN)).all())]


def of_exercises(db: Session, training: Training, ids: Sequence[str]) -> dict[str, list[Point]]:
    """The same for each of these exercises: the mean of a training's sets is one point."""
    score = col(TrainingSession.summary)["score"].as_float()
    query = (
        select(TrainingSession.exercise_id, TrainingSession.training_id, Training.started_at, score)
        .join(Training, col(Training.id) == col(TrainingSession.training_id))
        .where(
            col(TrainingSession.tenant_id) == training.tenant_id,
            col(TrainingSession.client_id) == training.client_id,
            col(TrainingSession.exercise_id).in_([parse_id(one) for one in set(ids)]),
            col(TrainingSession.pain).is_(False),
            col(Training.started_at) <= training.started_at,
            score.is_not(None),
        )
        .order_by(col(Training.started_at).desc())
        .limit(SETS_READ * max(1, len(set(ids))))
    )
    heaps: dict[str, dict[object, tuple[datetime, list[float]]]] = {}
    for exercise, of_training, at, found in db.exec(query):
        heaps.setdefault(str(exercise), {}).setdefault(of_training, (at, []))[1].append(found)
    return {
        exercise: [Point(at, sum(scores) / len(scores)) for at, scores in reversed(list(trainings.values())[:SHOWN])]
        for exercise, trainings in heaps.items()
    }
