"""Something in every table of one trainer's house, with words that tell where they come from."""

import uuid
from base64 import b64encode
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col

from perscoach_app.services import agreements, exercises, grants, jobs, links, media
from perscoach_app.storage import get_storage
from perscoach_app.tables import (
    Agreement,
    Assignment,
    AuthSession,
    ClientGroup,
    ClientTarget,
    Consent,
    ConsentKind,
    DataRequest,
    DataWish,
    ExerciseFeeling,
    Feeling,
    GroupMember,
    Homework,
    Judgement,
    LinkPurpose,
    Message,
    MovedDay,
    Passkey,
    Person,
    PushSubscription,
    Recording,
    Reminder,
    RepetitionMark,
    Segment,
    SessionChunk,
    SetDone,
    SignInLink,
    StripFilm,
    Tenant,
    Training,
    TrainingSession,
    VoicePhrase,
    Workout,
    WorkoutItem,
)
from perscoach_app.tables.database import open_session
from perscoach_app.tables.moments import now
from tests.app.house import House, Member

DAY = date(2026, 3, 2)


@dataclass(frozen=True, slots=True)
class Words:
    """Canaries: each stands in every text that so many may know."""

    house: str  # every member: titles of exercises
    trainer: str  # no client: templates, groups, how a clip's processing went
    client: str  # nobody but the client and her trainer
    secret: str  # nobody at all: keys and hashes


@dataclass(frozen=True, slots=True)
class Studio:
    """Where the furniture goes."""

    house: House
    trainer: Member
    client: Member
    words: Words
    ready: str  # an exercise whose outputs lie in the storage

    @property
    def tenant_id(self) -> int:
        """Whose everything becomes."""
        return self.trainer.scope.tenant_id


def furnish_studio(at: Studio) -> dict[str, Any]:
    """Puts something in every table; returns the things by the names that rows of the matrix use."""
    things: dict[str, Any] = {"day": DAY.isoformat()}
    _library(at, things)
    with open_session() as db:
        _people(db, at, things)
        _homework(db, at, things)
        _sessions(db, at, things)
        _talk(db, at, things)
        db.commit()
        things["grant"] = grants.give(db, at.trainer.scope, things["training"], f"Не считает {at.words.trainer}", 24)
        things["grant_number"] = grants.listed(db, at.trainer.scope)[0].id
    things["upload"] = _upload(at)
    things["film_upload"] = _film_upload(at, things)
    return things


def furnish_client(at: Studio, house: dict[str, Any]) -> dict[str, Any]:
    """Another client of a furnished studio trains and talks there, too; returns her things by the same names."""
    things = dict(house)
    with open_session() as db:
        _homework(db, at, things)
        _sessions(db, at, things)
        _talk(db, at, things)
        db.commit()
    return things


def _endpoint(at: Studio) -> str:
    return f"https://push.example/{at.words.client}"


def _library(at: Studio, things: dict[str, Any]) -> None:
    ready, waiting = at.ready, at.house.exercise(at.trainer, "lunge")
    with open_session() as db:
        row = exercises.row_of(db, at.trainer.scope, ready)
        row.title_ru, row.title_en = f"Приседание {at.words.house}", f"Squat {at.words.house}"
        row.source_name = f"{at.words.trainer}.mp4"
        row.tags = [at.words.house]
        other = exercises.row_of(db, at.trainer.scope, waiting)
        other.title_ru = other.title_en = f"Выпад {at.words.trainer}"
        other.source_name = f"{at.words.trainer}.mp4"
        db.add_all([row, other])
        segment = Segment(
            tenant_id=row.tenant_id, exercise_id=row.id, version=1, position=0, start_s=0.0, end_s=4.0, label=f"Подход {at.words.house}"
        )
        db.add(segment)
        job = jobs.latest(db, at.trainer.scope, [other.id])[other.id]
        db.commit()
        things.update(exercise=ready, waiting=waiting, job=job.id, segment=segment.id)
        prefix = row.output_prefix()
    things.update(
        video_key=f"{prefix}/{media.OUTPUT_VIDEO}",
        poster_key=f"{prefix}/{media.OUTPUT_POSTER}",
        voice_key=_stored(at, "voice/note.webm"),
        photo_key=_stored(at, "site/photo.webp"),
    )
    things["media_link"] = media.signed_link(at.tenant_id, f"{at.trainer.slug}.localhost", things["video_key"])


def _stored(at: Studio, name: str) -> str:
    file = at.house.var / "furnishing"
    file.write_bytes(at.words.client.encode())
    key = f"tenants/{at.tenant_id}/{name}"
    get_storage().put_file(key, file)
    file.unlink()
    return key


def _people(db: Session, at: Studio, things: dict[str, Any]) -> None:
    tenant_id = at.tenant_id
    maria, anna = db.get_one(Person, at.client.person_id), db.get_one(Person, at.trainer.person_id)
    maria.name, maria.email, maria.trainer_id = f"Мария {at.words.client}", f"{at.words.client}@example.org", anna.id
    anna.email = f"{at.words.trainer}@example.org"
    maria.password_hash = anna.password_hash = at.words.secret
    db.add_all([maria, anna])
    tenant = db.get_one(Tenant, tenant_id)
    tenant.photo_key = things["photo_key"]
    db.add(tenant)
    group = ClientGroup(tenant_id=tenant_id, name=f"Группа {at.words.trainer}")
    db.add(group)
    db.flush()
    db.add(GroupMember(tenant_id=tenant_id, group_id=group.id, person_id=maria.id))
    passkey = Passkey(
        tenant_id=tenant_id,
        person_id=maria.id,
        credential_id=f"{at.words.secret}-credential",
        public_key=at.words.secret,
        name=f"Телефон {at.words.client}",
    )
    push = PushSubscription(tenant_id=tenant_id, person_id=maria.id, endpoint=_endpoint(at), p256dh=at.words.secret, auth=at.words.secret)
    phone = AuthSession(
        tenant_id=tenant_id,
        person_id=maria.id,
        token_hash=at.words.secret,
        device=f"Chrome {at.words.client}",
        expires_at=now() + timedelta(days=1),
    )
    phrase = VoicePhrase(tenant_id=tenant_id, person_id=anna.id, language="ru", name="cue.1", key=things["voice_key"])
    db.add_all([passkey, push, phone, phrase])
    db.commit()
    spent = links.issue(db, at.client.person_id)
    db.exec(update(SignInLink).where(col(SignInLink.tenant_id) == tenant_id).values(used_at=now()))
    db.commit()
    things.update(
        group=group.id,
        passkey=passkey.id,
        push=push.id,
        push_endpoint=_endpoint(at),
        cookie_row=phone.id,
        spent_link=spent,
        link=links.issue(db, at.client.person_id),
        reset_link=links.issue(db, at.client.person_id, LinkPurpose.RESET, email=maria.email),
        confirm_link=links.issue(db, at.client.person_id, LinkPurpose.CONFIRM, email=maria.email),
    )


def _homework(db: Session, at: Studio, things: dict[str, Any]) -> None:
    tenant_id, anna, maria = at.tenant_id, at.trainer.person_id, at.client.person_id
    exercise_id = uuid.UUID(things["exercise"])
    workout = Workout(tenant_id=tenant_id, created_by=anna, title=f"Ноги {at.words.client}", note=f"Береги колено {at.words.client}")
    template = Workout(tenant_id=tenant_id, created_by=anna, title=f"Шаблон {at.words.trainer}", is_template=True)
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
        for of, word in ((workout, at.words.client), (template, at.words.trainer))
    )
    to_maria = Assignment(tenant_id=tenant_id, workout_id=workout.id, client_id=maria, created_by=anna, starts_on=DAY, weekdays=[0, 2, 4])
    to_group = Assignment(tenant_id=tenant_id, workout_id=workout.id, group_id=things["group"], created_by=anna, starts_on=DAY)
    target = ClientTarget(
        tenant_id=tenant_id, client_id=maria, exercise_id=exercise_id, range_share=0.5, excluded=["left_thigh"], reason=at.words.trainer
    )
    db.add_all([item, other, to_maria, to_group, target])
    db.flush()
    homework = Homework(tenant_id=tenant_id, assignment_id=to_maria.id, workout_id=workout.id, client_id=maria, day=DAY)
    moved = MovedDay(tenant_id=tenant_id, assignment_id=to_maria.id, client_id=maria, day=DAY + timedelta(2), moved_to=DAY + timedelta(3))
    reminder = Reminder(tenant_id=tenant_id, assignment_id=to_maria.id, client_id=maria, day=DAY, channel="mail", error=at.words.client)
    db.add_all([homework, moved, reminder])
    db.flush()
    done = SetDone(tenant_id=tenant_id, homework_id=homework.id, item_id=item.id, number=1, repetitions=8, band=at.words.client)
    db.add(done)
    db.flush()
    things.update(workout=str(workout.id), template=str(template.id), item=str(item.id), homework=str(homework.id))
    things.update(assignment=str(to_maria.id), group_assignment=str(to_group.id))
    things.update(set_done=done.id, target=target.id, moved=moved.id, reminder=reminder.id)


def _sessions(db: Session, at: Studio, things: dict[str, Any]) -> None:
    whose: dict[str, Any] = {"tenant_id": at.tenant_id, "client_id": at.client.person_id}
    exercise, homework = uuid.UUID(things["exercise"]), uuid.UUID(things["homework"])
    asked = {"item": things["item"], "exercise": things["exercise"], "version": 1, "title": {"ru": at.words.client, "en": at.words.client}}
    asked |= {"note": at.words.client, "voice_key": things["voice_key"], "sets": 3, "repetitions": 10, "target": None}
    plan = {"title": at.words.client, "free": False, "only": None, "items": [asked], "order": [[0, 1], [0, 2], [0, 3]]}
    training = Training(**whose, homework_id=homework, plan=plan)
    db.add(training)
    db.flush()
    common: dict[str, Any] = {**whose, "exercise_id": exercise, "exercise_version": 1, "training_id": training.id, "homework_id": homework}
    summary = {"score": 91.0, "seen": 1.0, "reps": 5, "strip": [], "moments": [], "limbs": {}, "secret": at.words.client}
    finished = TrainingSession(**common, position=0, finished_at=now(), duration_s=20.0, summary=summary)
    running = TrainingSession(**common, position=1)
    db.add_all([finished, running])
    db.flush()
    chunk = SessionChunk(tenant_id=at.tenant_id, session_id=running.id, number=0, samples=[])
    felt = ExerciseFeeling(**whose, training_id=training.id, exercise_id=exercise, item=0, feeling=Feeling.PAIN)
    allowed = Consent(**whose, training_id=training.id, kind=ConsentKind.RECORDING)
    recording = Recording(**whose, training_id=training.id, key=things["voice_key"], reason=at.words.client, pieces=[[0, 10]])
    strip = StripFilm(recording_id=recording.id, tenant_id=at.tenant_id, key=things["voice_key"])
    papers = (
        Agreement(
            tenant_id=at.tenant_id,
            person_id=at.client.person_id,
            document=document,
            version=version,
            text_hash="0" * 64,
            language="ru",
            by_parent=at.words.client,
        )
        for document, version in agreements.VERSIONS.items()
    )
    copy_of_all = _stored(at, f"people/{at.client.person_id}/data/archive.zip")
    packed = DataRequest(tenant_id=at.tenant_id, person_id=at.client.person_id, wish=DataWish.EXPORT, key=copy_of_all)
    db.add_all([chunk, felt, allowed, recording, packed, *papers])
    db.flush()
    db.add(strip)
    things.update(archive=str(packed.id))
    things.update(session=str(finished.id), training=str(training.id), felt=felt.id, recording=str(recording.id))


def _talk(db: Session, at: Studio, things: dict[str, Any]) -> None:
    session, training = uuid.UUID(things["session"]), uuid.UUID(things["training"])
    whose: dict[str, Any] = {"tenant_id": at.tenant_id, "client_id": at.client.person_id}
    about: dict[str, Any] = {**whose, "training_id": training, "session_id": session, "at_s": 4.0, "text": f"Колено {at.words.client}"}
    asked = Message(**about, author_id=at.trainer.person_id, discuss=True)
    own = Message(**about, author_id=at.client.person_id)
    mark = RepetitionMark(
        **whose,
        exercise_id=uuid.UUID(things["exercise"]),
        session_id=session,
        repetition=0,
        judgement=Judgement.RIGHT,
        author_id=at.trainer.person_id,
    )
    db.add_all([asked, own, mark])
    db.flush()
    things.update(message=str(asked.id), own_message=str(own.id), mark=mark.id)


def _upload(at: Studio) -> str:
    anna = at.house.signed_in(at.trainer)
    name = "filename c3F1YXQubXA0,filetype dmlkZW8vbXA0"  # squat.mp4, video/mp4
    headers = {"tus-resumable": "1.0.0", "upload-length": "64", "upload-metadata": name}
    answer = anna.post("/api/uploads/", headers=headers)
    assert answer.status_code == 201, answer.text
    return answer.headers["location"].rstrip("/").rpartition("/")[2]


def _film_upload(at: Studio, things: dict[str, Any]) -> str:
    """A piece that her browser has begun to send."""
    names = {"training": things["training"], "recording": things["recording"], "number": "1"}
    things["film_metadata"] = ",".join(f"{name} {b64encode(value.encode()).decode()}" for name, value in names.items())
    headers = {"tus-resumable": "1.0.0", "upload-length": "64", "upload-metadata": things["film_metadata"]}
    answer = at.house.signed_in(at.client).post("/api/films/", headers=headers)
    assert answer.status_code == 201, answer.text
    return answer.headers["location"].rstrip("/").rpartition("/")[2]
