"""The trainer's inbox: finished trainings whose reports wait for her, what hurts first."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.sql import Select
from sqlmodel import Session, col

from perscoach_app.services import agreements, trainings
from perscoach_app.services.errors import NotFound
from perscoach_app.services.scope import Scope, parse_id, require_trainer
from perscoach_app.tables import Document, Message, Person, Recording, RecordingState, Training
from perscoach_app.tables.moments import now
from perscoach_motion.scoring.overall import FAULT_BELOW

MOST = 200  # reports in one list: half a thousand clients' Monday; what is older comes up when these are answered
POOR_BELOW = 40.0  # the strip's red: what is worth an answer before the rest


class Shown(StrEnum):
    """Which reports a list holds."""

    WAITING = "waiting"  # nobody has answered, or the client has written since
    ANSWERED = "answered"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Report:
    """A training in the list.

    Attributes:
        title_ru, title_en: of the day of homework where it has one, else of its exercise.
        digest: as `digest.Digest`.
        unread: messages of the client about it that no trainer has read.
        film: she has shared her recording, and it is ready.
        new: no trainer has opened it.
    """

    training: str
    client_id: int
    client: str
    title_ru: str
    title_en: str
    at: datetime
    digest: dict[str, Any]
    unread: int
    film: bool
    new: bool
    answered: bool

    @property
    def waits(self) -> bool:
        """Nobody has answered, or the client has written since."""
        return not self.answered or self.unread > 0

    @property
    def pain(self) -> bool:
        """Something hurt."""
        return bool(self.digest.get("pain"))

    @property
    def score(self) -> float | None:
        """Of the whole training, 0..100; None where nothing was scored."""
        value = self.digest.get("score")
        return None if value is None else float(value)

    def title(self, voice: str) -> str:
        """In the language asked for, else in the other."""
        first, second = (self.title_en, self.title_ru) if voice == "en" else (self.title_ru, self.title_en)
        return first or second


def list_all(db: Session, scope: Scope, shown: Shown = Shown.WAITING, client_id: int | None = None) -> list[Report]:
    """The site's reports for its trainers: waiting ones with what is urgent on top, answered ones newest first. Three queries in all.

    Args:
        client_id: of this client only.
    """
    require_trainer(scope)
    wanted = [_over(), *({Shown.WAITING: [_waits(scope)], Shown.ANSWERED: [~_waits(scope)]}.get(shown, []))]
    if client_id is not None:
        wanted.append(col(Training.client_id) == client_id)
    query = _query(scope).where(*wanted).order_by(col(Training.started_at).desc()).limit(MOST)
    found = _reports(db, scope, db.execute(query).all())
    return sorted(found, key=_urgency) if shown == Shown.WAITING else found


def following(db: Session, scope: Scope, training_id: str | uuid.UUID) -> tuple[Report | None, int]:
    """The report to open after this one, and how many others wait.

    The most urgent that nobody has opened, or whose client has written since; when all were, on in the list from here and round again:
    who leaves two unanswered does not go to and fro between them.
    """
    here, waiting = str(parse_id(training_id)), list_all(db, scope)
    place = next((number for number, one in enumerate(waiting) if one.training == here), -1)
    others = waiting[place + 1 :] + waiting[: max(place, 0)]
    fresh = next((one for one in waiting if one.training != here and (one.new or one.unread)), None)
    return fresh or next(iter(others), None), len(others)


def put_aside(db: Session, scope: Scope, training_id: str | uuid.UUID, *, aside: bool = True) -> None:
    """The trainer has nothing to answer, or after all has; again is harmless.

    Raises:
        NotFound: no training of this tenant, or the caller is no trainer.
    """
    require_trainer(scope)
    row = db.get(Training, parse_id(training_id))
    if row is None or row.tenant_id != scope.tenant_id:
        raise NotFound
    row.answered_at = (row.answered_at or now()) if aside else None
    row.read_at = row.read_at or now()
    db.add(row)
    if aside:
        for message in db.execute(select(Message).where(col(Message.training_id) == row.id, *_unread(scope))).scalars():
            message.read_at = now()
            db.add(message)
    db.commit()


def _query(scope: Scope) -> Select[Any]:
    """One row a training, without its plan: that is long, and only two of its words are shown."""
    plan = col(Training.plan)
    return (
        select(
            col(Training.id),
            col(Training.client_id),
            col(Person.name),
            plan["title"].as_string(),
            plan[("items", 0, "title", "ru")].as_string(),
            plan[("items", 0, "title", "en")].as_string(),
            col(Training.started_at),
            col(Training.digest),
            col(Training.read_at),
            col(Training.answered_at),
            col(Training.client_id).in_(agreements.who_agrees(scope.tenant_id, Document.HEALTH)),
        )
        .join(Person, col(Person.id) == col(Training.client_id))
        .where(*_here(scope))
    )


def _reports(db: Session, scope: Scope, rows: Sequence[Any]) -> list[Report]:
    ids = [row[0] for row in rows]
    asked = select(col(Message.training_id), func.count()).where(col(Message.training_id).in_(ids), *_unread(scope))
    unread = {row[0]: row[1] for row in db.execute(asked.group_by(col(Message.training_id)))}
    shared = col(Recording.client_id).in_(agreements.who_agrees(scope.tenant_id, Document.SHARING))
    ready = (col(Recording.state) == RecordingState.READY, col(Recording.removed_at).is_(None), shared)
    films = set(db.execute(select(col(Recording.training_id)).where(col(Recording.training_id).in_(ids), *ready)).scalars())
    found = []
    for key, client_id, name, day, title_ru, title_en, at, digest, read_at, answered_at, tells_pain in rows:
        if digest and (digest.get("sets") or digest.get("pain")):  # opened and left again: nothing to report
            report = Report(
                training=str(key),
                client_id=client_id,
                client=name,
                title_ru=day or title_ru or "",
                title_en=day or title_en or "",
                at=at,
                digest=digest if tells_pain else {**digest, "pain": False},  # that it hurt is about her health
                unread=unread.get(key, 0),
                film=key in films,
                new=read_at is None,
                answered=answered_at is not None,
            )
            found.append(report)
    return found


def _urgency(report: Report) -> tuple[bool, bool, int, datetime]:
    """What hurts, then who asks, then who matched badly; of those alike the one who has waited longest."""
    score = report.score
    band = 1 if score is None else 0 if score < POOR_BELOW else 1 if score < FAULT_BELOW else 2
    return not (report.pain and not report.answered), report.unread == 0, band, report.at


def _here(scope: Scope) -> tuple[ColumnElement[bool], ...]:
    """Of present people of the site, and not what the trainer tried herself."""
    return col(Training.tenant_id) == scope.tenant_id, col(Person.removed_at).is_(None), col(Training.client_id) != scope.person_id


def _over() -> ColumnElement[bool]:
    """Finished, or left so long ago that she will not go on."""
    return or_(col(Training.finished_at).is_not(None), col(Training.started_at) < now() - trainings.GO_ON)


def _waits(scope: Scope) -> ColumnElement[bool]:
    asking = select(col(Message.training_id)).where(*_unread(scope), col(Message.training_id).is_not(None))
    return or_(col(Training.answered_at).is_(None), col(Training.id).in_(asking))


def _unread(scope: Scope) -> tuple[ColumnElement[bool], ...]:
    """Clients' messages that no trainer has read."""
    return (
        col(Message.tenant_id) == scope.tenant_id,
        col(Message.author_id) == col(Message.client_id),
        col(Message.read_at).is_(None),
        col(Message.removed_at).is_(None),
    )
