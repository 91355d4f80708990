"""`python -m tests.browser.furnished`: gives the demo's house what a page needs to be worth looking at, and says where it is.

Run in the running app's environment (`PERSCOACH_VAR_DIR`). A JSON object comes out: what stands in the pages' addresses, and cookies.
"""

import json
from dataclasses import replace
from datetime import timedelta

from sqlmodel import Session

from perscoach_app.http.health import DEMO_TENANT
from perscoach_app.services import (
    assignments,
    exercises,
    homework,
    links,
    local_time,
    messages,
    people,
    sessions,
    sign_in,
    site,
    tenants,
    trainings,
    workout_edit,
    workouts,
)
from perscoach_app.services.scope import Scope
from perscoach_app.services.sessions import Ending
from perscoach_app.tables import AssignmentBase, LinkPurpose, Role
from perscoach_app.tables.database import open_session

SECONDS = 40
CONTACT = {"contact_link": "https://example.com/anna", "contact_phone": "+7 900 000-00-00"}
ASKED = (
    {"sets": 3, "repetitions": 12, "rest_s": 45},
    {"sets": 3, "repetitions": 10, "rest_s": 60, "load_kg": 4.0},
    {"sets": 2, "hold_s": 40},
)


def furnish() -> dict[str, object]:
    """Makes everything anew at every call; the newest is what the pages show first."""
    host = f"{DEMO_TENANT}.localhost"
    with open_session() as db:
        tenant = tenants.by_host(db, host)
        assert tenant is not None
        assert tenant.id is not None
        members = {person.name: person.id for person in people.of_tenant(db, tenant.id)}
        for name in ("Ольга", "Виктор"):
            if name not in members:
                members[name] = people.add(db, tenant.id, Role.CLIENT, name).id
        anna, maria = people.scope_of(db, members["Анна"]), people.scope_of(db, members["Мария"])
        site.change(db, anna, replace(site.of_tenant(site.own_tenant(db, anna)), **CONTACT))
        clips = [clip for clip in exercises.list_all(db, anna) if clip.state == "ready"]
        session = _trained(db, maria, clips[0].id)
        asked = messages.comment(db, anna, session, 12.0, "Здесь колено уходит внутрь. Чувствуешь?", discuss=True)
        messages.answer(db, maria, asked, "Да, к концу подхода устала.")
        messages.send(db, maria, maria.person_id, "Можно перенести среду на четверг?")
        workout = _workout(db, anna, [clip.id for clip in clips])
        today = local_time.today(db, tenant.id)
        plan = AssignmentBase(starts_on=today, weekdays=[today.weekday(), (today + timedelta(days=2)).weekday()])
        assignments.give(db, anna, workout, plan, clients=[maria.person_id, members["Ольга"]])
        return {
            "exercise": clips[0].id,
            "session": session,
            "workout": workout,
            "homework": homework.overview(db, maria).today[0].key,
            "person": maria.person_id,
            "token": links.issue(db, members["Виктор"]),
            "reset": links.issue(db, maria.person_id, LinkPurpose.RESET),
            "trainer": sign_in.as_person(db, anna.person_id, host).cookie,
            "client": sign_in.as_person(db, maria.person_id, host).cookie,
        }


def _admin() -> str:
    """The cookie of somebody who administers; in a session of its own, since a session speaks for one tenant."""
    with open_session() as db:
        platform = tenants.platform(db)
        assert platform.id is not None
        person = people.add(db, platform.id, Role.ADMIN, "Борис")
        return sign_in.as_person(db, person.id, f"{tenants.PLATFORM_SLUG}.localhost").cookie


def _trained(db: Session, scope: Scope, exercise: str) -> str:
    """A finished session: mostly good, one leg far off for some seconds."""
    training = trainings.own(db, scope, trainings.for_exercise(db, scope, exercise))
    sessions.store_chunk(db, scope, training, 0, 0, [_sample(step / 5) for step in range(SECONDS * 5)])
    sessions.finish(db, scope, training, 0, Ending(1, float(SECONDS)))
    trainings.finish(db, scope, training.id)
    return str(sessions.id_of(training.id, 0))


def _sample(t: float) -> list[object]:
    weak = 18 <= t < 25
    score = 38.0 if weak else 84.0 + 9 * ((t * 7) % 1)
    return [round(t, 2), score, 0.4, 0.2, int(t // 4), [22.0 if weak and limb == 2 else score for limb in range(14)]]


def _workout(db: Session, scope: Scope, clips: list[str]) -> str:
    workout = workouts.make(db, scope, "Ноги, понедельник")
    for clip, asked in zip(clips, ASKED, strict=False):
        item = workout_edit.add(db, scope, workout, workouts.get(db, scope, workout).revision, clip)
        workout_edit.change(db, scope, workout, workouts.get(db, scope, workout).revision, item, asked)
    return workout


if __name__ == "__main__":
    print(json.dumps({**furnish(), "admin": _admin()}))
