"""Anna's house with something in every table, and a canary word in every text that is not public: a word that shows up is a leak."""

import shutil
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update
from sqlmodel import Session

from perscoach_app.services import browsers, exercises, jobs, links, media, people, tenants
from perscoach_app.settings import get_settings
from perscoach_app.storage import get_storage
from perscoach_app.tables import (
    Assignment,
    AuthSession,
    ClientGroup,
    ClientTarget,
    GroupMember,
    Homework,
    LinkPurpose,
    MovedDay,
    Passkey,
    Person,
    PushSubscription,
    Reminder,
    Role,
    Segment,
    SessionChunk,
    SetDone,
    SignInLink,
    Tenant,
    TrainingSession,
    Workout,
    WorkoutItem,
)
from perscoach_app.tables.database import engine_for, open_session
from perscoach_app.tables.moments import now
from tests.app.house import House, Member, furnish, house_of

OF_THE_HOUSE = "zxhouse"  # what every member may know: titles of exercises
OF_THE_TRAINER = "zxtrainer"  # what no client may know: templates, groups, how a clip's processing went
OF_MARIA = "zxmaria"  # what nobody but Maria and her trainer may know
SECRET = "zxsecret"  # what nobody is ever shown: keys and hashes
WORDS = frozenset({OF_THE_HOUSE, OF_THE_TRAINER, OF_MARIA, SECRET})
MEMBERS = ("anna", "maria", "olga", "boris", "viktor")
DAY = date(2026, 3, 2)
ENDPOINT = "https://push.example/zxmaria"


@dataclass(frozen=True, slots=True)
class Furnished:
    """A folder with a database and files to copy, what lies in it, and a cookie for each member."""

    folder: Path
    people: list[int]
    things: Mapping[str, Any]
    cookies: Mapping[str, str]


def furnish_fully(folder: Path, empty_database: Path) -> Furnished:
    """Builds the house in `folder`; settings have to point there."""
    if get_settings().database_url.startswith("sqlite"):
        shutil.copy(empty_database, folder / "perscoach.db")
    ids = furnish()
    house = house_of(folder, ids)
    things: dict[str, Any] = {"anna": ids[0], "maria": ids[1], "olga": ids[2], "day": DAY.isoformat()}
    _library(house, things)
    with open_session() as db:
        _people(db, house, things)
        _homework(db, house, things)
        _sessions(db, house, things)
        db.commit()
    things["upload"] = _upload(house)
    cookies = {
        name: house.signed_in(getattr(house, name)).cookies[browsers.COOKIE] for name in ("anna", "maria", "olga", "boris", "viktor")
    }
    with open_session() as db:
        platform = tenants.platform(db)
        assert platform.id is not None
        admin = people.add(db, platform.id, Role.ADMIN, "Администратор")
    cookies["admin"] = house.signed_in(Member(admin.id, tenants.PLATFORM_SLUG)).cookies[browsers.COOKIE]
    engine_for(get_settings().database_url).dispose()
    return Furnished(folder, ids, things, cookies)


def copied(furnished: Furnished, to: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    """The same house in another folder, which is the present settings'."""
    shutil.copytree(furnished.folder, to, dirs_exist_ok=True)
    monkeypatch.setenv("PERSCOACH_VAR_DIR", str(to))
    get_settings.cache_clear()
    return house_of(to, furnished.people)


def _library(house: House, things: dict[str, Any]) -> None:
    ready, waiting = house.ready_exercise(house.anna, "deadlift"), house.exercise(house.anna, "lunge")
    with open_session() as db:
        row = exercises.row_of(db, house.anna.scope, ready)
        row.title_ru, row.title_en = f"Приседание {OF_THE_HOUSE}", f"Squat {OF_THE_HOUSE}"
        row.source_name = f"{OF_THE_TRAINER}.mp4"
        row.tags = [OF_THE_HOUSE]
        other = exercises.row_of(db, house.anna.scope, waiting)
        other.title_ru = other.title_en = f"Выпад {OF_THE_TRAINER}"
        other.source_name = f"{OF_THE_TRAINER}.mp4"
        db.add_all([row, other])
        segment = Segment(
            tenant_id=row.tenant_id, exercise_id=row.id, version=1, position=0, start_s=0.0, end_s=4.0, label=f"Подход {OF_THE_HOUSE}"
        )
        db.add(segment)
        job = jobs.latest(db, house.anna.scope, [other.id])[other.id]
        db.commit()
        things.update(exercise=ready, waiting=waiting, job=job.id, segment=segment.id)
        prefix = row.output_prefix()
    things.update(
        video_key=f"{prefix}/{media.OUTPUT_VIDEO}",
        poster_key=f"{prefix}/{media.OUTPUT_POSTER}",
        voice_key=_stored(house, "voice/note.webm"),
        photo_key=_stored(house, "site/photo.webp"),
    )
    things["media_link"] = media.signed_link(house.anna.scope.tenant_id, "anna.localhost", things["video_key"])


def _stored(house: House, name: str) -> str:
    file = house.var / "furnishing"
    file.write_bytes(OF_MARIA.encode())
    key = f"tenants/{house.anna.scope.tenant_id}/{name}"
    get_storage().put_file(key, file)
    file.unlink()
    return key


def _people(db: Session, house: House, things: dict[str, Any]) -> None:
    tenant_id = house.anna.scope.tenant_id
    maria, anna = db.get_one(Person, house.maria.person_id), db.get_one(Person, house.anna.person_id)
    maria.name, maria.email, maria.trainer_id = f"Мария {OF_MARIA}", f"{OF_MARIA}@example.org", anna.id
    anna.email = f"{OF_THE_TRAINER}@example.org"
    maria.password_hash = anna.password_hash = SECRET
    db.add_all([maria, anna])
    tenant = db.get_one(Tenant, tenant_id)
    tenant.photo_key = things["photo_key"]
    db.add(tenant)
    group = ClientGroup(tenant_id=tenant_id, name=f"Группа {OF_THE_TRAINER}")
    db.add(group)
    db.flush()
    db.add(GroupMember(tenant_id=tenant_id, group_id=group.id, person_id=maria.id))
    passkey = Passkey(
        tenant_id=tenant_id, person_id=maria.id, credential_id=f"{SECRET}-credential", public_key=SECRET, name=f"Телефон {OF_MARIA}"
    )
    push = PushSubscription(tenant_id=tenant_id, person_id=maria.id, endpoint=ENDPOINT, p256dh=SECRET, auth=SECRET)
    phone = AuthSession(
        tenant_id=tenant_id, person_id=maria.id, token_hash=SECRET, device=f"Chrome {OF_MARIA}", expires_at=now() + timedelta(days=1)
    )
    db.add_all([passkey, push, phone])
    db.commit()
    spent = links.issue(db, house.maria.person_id)
    db.exec(update(SignInLink).values(used_at=now()))
    db.commit()
    things.update(
        group=group.id,
        passkey=passkey.id,
        push=push.id,
        push_endpoint=ENDPOINT,
        cookie_row=phone.id,
        spent_link=spent,
        link=links.issue(db, house.maria.person_id),
        reset_link=links.issue(db, house.maria.person_id, LinkPurpose.RESET, email=maria.email),
        confirm_link=links.issue(db, house.maria.person_id, LinkPurpose.CONFIRM, email=maria.email),
    )


def _homework(db: Session, house: House, things: dict[str, Any]) -> None:
    tenant_id, anna, maria = house.anna.scope.tenant_id, house.anna.person_id, house.maria.person_id
    exercise_id = uuid.UUID(things["exercise"])
    workout = Workout(tenant_id=tenant_id, created_by=anna, title=f"Ноги {OF_MARIA}", note=f"Береги колено {OF_MARIA}")
    template = Workout(tenant_id=tenant_id, created_by=anna, title=f"Шаблон {OF_THE_TRAINER}", is_template=True)
    db.add_all([workout, template])
    db.flush()
    item, other = (
        WorkoutItem(
            tenant_id=tenant_id,
            workout_id=of.id,
            exercise_id=exercise_id,
            position=0,
            note=f"Медленно {word}",
            voice_key=things["voice_key"],
        )
        for of, word in ((workout, OF_MARIA), (template, OF_THE_TRAINER))
    )
    to_maria = Assignment(tenant_id=tenant_id, workout_id=workout.id, client_id=maria, created_by=anna, starts_on=DAY, weekdays=[0, 2, 4])
    to_group = Assignment(tenant_id=tenant_id, workout_id=workout.id, group_id=things["group"], created_by=anna, starts_on=DAY)
    target = ClientTarget(
        tenant_id=tenant_id, client_id=maria, exercise_id=exercise_id, range_share=0.5, excluded=["left_thigh"], reason=f"{OF_THE_TRAINER}"
    )
    db.add_all([item, other, to_maria, to_group, target])
    db.flush()
    homework = Homework(tenant_id=tenant_id, assignment_id=to_maria.id, workout_id=workout.id, client_id=maria, day=DAY)
    moved = MovedDay(tenant_id=tenant_id, assignment_id=to_maria.id, client_id=maria, day=DAY + timedelta(2), moved_to=DAY + timedelta(3))
    reminder = Reminder(tenant_id=tenant_id, assignment_id=to_maria.id, client_id=maria, day=DAY, channel="mail", error=OF_MARIA)
    db.add_all([homework, moved, reminder])
    db.flush()
    done = SetDone(tenant_id=tenant_id, homework_id=homework.id, item_id=item.id, number=1, repetitions=8, band=OF_MARIA)
    db.add(done)
    db.flush()
    things.update(workout=str(workout.id), template=str(template.id), item=str(item.id), homework=str(homework.id))
    things.update(assignment=str(to_maria.id), group_assignment=str(to_group.id))
    things.update(set_done=done.id, target=target.id, moved=moved.id, reminder=reminder.id)


def _sessions(db: Session, house: House, things: dict[str, Any]) -> None:
    common: dict[str, Any] = {
        "tenant_id": house.anna.scope.tenant_id,
        "client_id": house.maria.person_id,
        "exercise_id": uuid.UUID(things["exercise"]),
        "exercise_version": 1,
    }
    summary = {"score": 91.0, "seen": 1.0, "reps": 5, "strip": [], "moments": [], "limbs": {}, "secret": OF_MARIA}
    finished = TrainingSession(**common, homework_id=uuid.UUID(things["homework"]), finished_at=now(), duration_s=20.0, summary=summary)
    running = TrainingSession(**common)
    db.add_all([finished, running])
    db.flush()
    chunk = SessionChunk(tenant_id=common["tenant_id"], session_id=running.id, number=0, samples=[])
    db.add(chunk)
    things.update(session=str(finished.id), open_session=str(running.id))


def _upload(house: House) -> str:
    anna = house.signed_in(house.anna)
    name = "filename c3F1YXQubXA0,filetype dmlkZW8vbXA0"  # squat.mp4, video/mp4
    headers = {"tus-resumable": "1.0.0", "upload-length": "64", "upload-metadata": name}
    answer = anna.post("/api/uploads/", headers=headers)
    assert answer.status_code == 201, answer.text
    return answer.headers["location"].rstrip("/").rpartition("/")[2]
