"""Workouts and days to plan with, and a clock that stands where a test puts it."""

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlmodel import Session

from perscoach_app.services import assignments, local_time
from perscoach_app.tables import AssignmentBase, ClientGroup, GroupMember, Workout, WorkoutItem
from perscoach_app.tables.database import open_session
from tests.app.house import House, Member

MONDAY = date(2026, 11, 23)


@dataclass
class Clock:
    """What the services take for now."""

    moment: datetime

    def at(self, day: date, hour: int = 9) -> None:
        """Puts it on a day, UTC; the house is in Moscow, three hours ahead."""
        self.moment = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Monday, 23 November 2026, noon in Moscow."""
    stopped = Clock(datetime(2026, 11, 23, 9, tzinfo=UTC))
    monkeypatch.setattr(local_time, "now", lambda: stopped.moment)
    return stopped


def workout(db: Session, trainer: Member, *items: dict[str, Any], title: str = "Ноги", **more: Any) -> str:
    """A workout; each item names its `exercise_id` and what differs from three sets of ten."""
    row = Workout(tenant_id=trainer.scope.tenant_id, created_by=trainer.person_id, title=title, **more)
    db.add(row)
    db.flush()
    for position, item in enumerate(items):
        fields = {**item, "exercise_id": uuid.UUID(str(item["exercise_id"]))}
        db.add(WorkoutItem(tenant_id=row.tenant_id, workout_id=row.id, position=position, **fields))
    db.commit()
    return str(row.id)


def group(db: Session, trainer: Member, *members: Member, name: str = "Утро") -> int:
    """A group whose members were there long before."""
    row = ClientGroup(tenant_id=trainer.scope.tenant_id, name=name)
    db.add(row)
    db.flush()
    for member in members:
        joined = datetime(2026, 1, 1, tzinfo=UTC)
        db.add(GroupMember(tenant_id=row.tenant_id, group_id=row.id, person_id=member.person_id, joined_at=joined))
    db.commit()
    assert row.id is not None
    return row.id


def weekly(start: date, *weekdays: int, **more: Any) -> AssignmentBase:
    """A plan on weekdays, 0 for Monday; once without any."""
    return AssignmentBase(starts_on=start, weekdays=list(weekdays), **more)


def given_to(house: House, member: Member, plan: AssignmentBase, *, sets: int = 2, exercises: int = 1) -> str:
    """A homework of ready exercises given to a client of Анна's; returns the assignment's id."""
    clips = [house.ready_exercise(house.anna, f"clip-{uuid.uuid4().hex[:6]}") for _ in range(exercises)]
    with open_session() as db:
        made = workout(db, house.anna, *({"exercise_id": clip, "sets": sets, "load_kg": 6.0} for clip in clips))
        (given,) = assignments.give(db, house.anna.scope, made, plan, clients=[member.person_id])
    return given
