"""Ольга, a client of the demo's trainer, and what she is asked."""

from playwright.sync_api import BrowserContext

from perscoach_app.http.health import DEMO_TENANT
from perscoach_app.services import assignments, exercises, local_time, people, sign_in, workout_edit, workouts
from perscoach_app.services.browsers import COOKIE
from perscoach_app.services.scope import Scope
from perscoach_app.tables import AssignmentBase, Role
from perscoach_app.tables.database import open_session

HOST = f"{DEMO_TENANT}.localhost"
SETS = 2


def homework(client: Scope, title: str, repetitions: int = 10) -> str:
    """Two sets of squats, for today; the day's key."""
    with open_session() as db:
        anna = next(person for person in people.of_tenant(db, client.tenant_id, Role.TRAINER) if person.name == "Анна")
        trainer = people.scope_of(db, anna.id)
        squat = next(clip for clip in exercises.list_all(db, trainer) if clip.slug == "squat")
        made = workouts.make(db, trainer, title)
        item = workout_edit.add(db, trainer, made, workouts.get(db, trainer, made).revision, squat.id)
        asked = {"sets": SETS, "repetitions": repetitions, "rest_s": 60}
        workout_edit.change(db, trainer, made, workouts.get(db, trainer, made).revision, item, asked)
        today = local_time.today(db, client.tenant_id)
        (given,) = assignments.give(db, trainer, made, AssignmentBase(starts_on=today), clients=[client.person_id])
    return f"{given}-{today}"


def signed_in(context: BrowserContext, client: Scope) -> None:
    """The browser becomes hers."""
    with open_session() as db:
        cookie = sign_in.as_person(db, client.person_id, HOST).cookie
    context.add_cookies([{"name": COOKIE, "value": cookie, "domain": HOST, "path": "/"}])
