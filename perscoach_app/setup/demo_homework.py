"""The demo's homework: three clips that Мария finds on her page today, and every other day."""

from datetime import timedelta

from sqlmodel import Session

from perscoach_app.services import assignments, exercises, local_time, workout_edit, workouts
from perscoach_app.services.scope import Scope
from perscoach_app.tables import AssignmentBase

TITLE = "Ноги и плечи"
NOTE = "Спокойно, без рывков. Если колену неприятно, приседайте не так глубоко."
ASKED: dict[str, dict[str, object]] = {
    "squat": {"sets": 3, "repetitions": 10, "rest_s": 60},
    "lateral-raise": {"sets": 3, "repetitions": 12, "load_kg": 2.0, "rest_s": 45},
    "lunge": {"sets": 2, "repetitions": 8, "side": "each", "rest_s": 60},
}
REMIND_AT = "18:00"


def give(db: Session, trainer: Scope, client: Scope) -> None:
    """Puts the ready clips into a homework and gives it to the client, today and every other day; once."""
    if any(line.title == TITLE for line in workouts.list_all(db, trainer)):
        return
    ready = {exercise.slug: exercise.id for exercise in exercises.list_all(db, trainer) if exercise.version > 0}
    asked = [(ready[slug], numbers) for slug, numbers in ASKED.items() if slug in ready]
    if not asked:
        return
    workout = workouts.make(db, trainer, TITLE)
    workouts.write(db, trainer, workout, _revision(db, trainer, workout), note=NOTE)
    for clip, numbers in asked:
        item = workout_edit.add(db, trainer, workout, _revision(db, trainer, workout), clip)
        workout_edit.change(db, trainer, workout, _revision(db, trainer, workout), item, numbers)
    today = local_time.today(db, trainer.tenant_id)
    weekdays = sorted({(today + timedelta(days=n)).weekday() for n in (0, 2, 4)})
    plan = AssignmentBase(starts_on=today, weekdays=weekdays, remind_at=REMIND_AT)
    assignments.give(db, trainer, workout, plan, clients=[client.person_id])


def _revision(db: Session, trainer: Scope, workout: str) -> int:
    return workouts.get(db, trainer, workout).revision
