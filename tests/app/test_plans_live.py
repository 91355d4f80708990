"""Whatever a trainer does with a plan: each planned day appears exactly once, and what is over never changes."""

import shutil
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event
from sqlmodel import Session, col, select

from perscoach_app.services import assignments, homework, local_time, moving, planned_days
from perscoach_app.services.assigning_errors import PlanRefused
from perscoach_app.services.planned_days import PlannedDay
from perscoach_app.services.scope import Scope
from perscoach_app.tables import Assignment, AssignmentBase, Exercise, Person, Role, Tenant, Workout, WorkoutItem
from perscoach_app.tables.database import make_engine
from tests.app.test_occurrences import ZONES, falls_on

DAY = timedelta(days=1)
STARTS = (date(2026, 3, 26), date(2026, 10, 22), date(2027, 12, 28), date(2028, 2, 26))
"""Days before clocks go forward, clocks go back, the year turns, and 29 February."""
TURNS = st.lists(
    st.tuples(st.sampled_from(["wait", "end", "change", "move", "begin", "give"]), st.integers(0, 6), st.integers(0, 6)), max_size=6
)


@dataclass
class Studio:
    """A tenant with one client and one workout, and a clock."""

    db: Session
    zone: str
    moment: datetime
    trainer: Scope = field(init=False)
    client: Scope = field(init=False)
    workout: str = field(init=False)

    def __post_init__(self) -> None:
        tenant = Tenant(slug=f"t{uuid.uuid4().hex}", name="Анна", timezone=self.zone)
        self.db.add(tenant)
        self.db.flush()
        trainer = Person(tenant_id=tenant.id, role=Role.TRAINER, name="Анна")
        client = Person(tenant_id=tenant.id, role=Role.CLIENT, name="Мария")
        exercise = Exercise(tenant_id=tenant.id, slug="squat", version=1)
        self.db.add_all([trainer, client, exercise])
        self.db.flush()
        made = Workout(tenant_id=tenant.id, created_by=trainer.id, title="Ноги")
        self.db.add(made)
        self.db.flush()
        self.db.add(WorkoutItem(tenant_id=tenant.id, workout_id=made.id, exercise_id=exercise.id, position=0))
        self.db.commit()
        self.trainer, self.client = (Scope(tenant.id, tenant.slug, person.id, person.role, "ru") for person in (trainer, client))
        self.workout = str(made.id)

    @property
    def today(self) -> date:
        return local_time.day_of(self.moment, local_time.zone(self.zone))

    def plan(self, a: int, b: int) -> AssignmentBase:
        ends = self.today + (7 + a) * DAY if b % 2 else None
        return AssignmentBase(starts_on=self.today + (b % 3) * DAY, weekdays=sorted({a, b}), every_weeks=1 + a % 2, ends_on=ends)

    def shown(self, start: date, end: date) -> list[PlannedDay]:
        return planned_days.days(self.db, self.client, start, end)

    def does(self, deed: str, a: int, b: int) -> None:
        """One deed; what is refused changes nothing."""
        rows = self.db.exec(select(Assignment).where(col(Assignment.tenant_id) == self.trainer.tenant_id)).all()
        coming = [day for day in self.shown(self.today, self.today + 20 * DAY) if day.homework_id is None]
        try:
            if deed == "wait":
                self.moment += timedelta(hours=7 + 5 * a)
            elif deed == "give":
                assignments.give(self.db, self.trainer, self.workout, self.plan(a, b), clients=[self.client.person_id])
            elif deed == "end" and rows:
                assignments.end(self.db, self.trainer, rows[a % len(rows)].id)
            elif deed == "change" and rows:
                row = rows[a % len(rows)]
                if row.ended_at is None:
                    assignments.change(self.db, self.trainer, row.id, self.plan(b, a))
            elif deed == "move" and coming:
                day = coming[a % len(coming)]
                moving.move(self.db, self.trainer, day.key, day.client_id, self.today + b * DAY)
            elif deed == "begin" and coming:
                homework.begin(self.db, self.client, coming[0].key)
                self.db.commit()
        except PlanRefused:
            self.db.rollback()


@pytest.fixture(scope="module")
def engine_db(empty_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    path = tmp_path_factory.mktemp("plans") / "x.db"
    shutil.copy(empty_database, path)
    engine = make_engine(f"sqlite:///{path}")
    event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF"))  # it may well be lost
    with Session(engine, expire_on_commit=False) as db:
        yield db
    engine.dispose()


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.sampled_from(ZONES), st.sampled_from(STARTS), st.integers(0, 23), TURNS)
def test_what_is_over_never_changes(engine_db: Session, zone: str, start: date, hour: int, turns: list[tuple[str, int, int]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        studio = Studio(engine_db, zone, datetime(start.year, start.month, start.day, hour, tzinfo=UTC))
        patch.setattr(local_time, "now", lambda: studio.moment)
        studio.does("give", 1, 4)
        first = studio.today - 30 * DAY
        for deed, a, b in turns:
            yesterday = studio.today - DAY
            before = [(day.key, day.day) for day in studio.shown(first, yesterday)]
            begun = {day.key for day in studio.shown(first, studio.today + 40 * DAY) if day.homework_id}
            studio.does(deed, a, b)
            assert [(day.key, day.day) for day in studio.shown(first, yesterday)] == before
            after = studio.shown(first, studio.today + 40 * DAY)
            assert begun <= {day.key for day in after if day.homework_id}
            assert len({day.key for day in after}) == len(after)  # each planned day once
            assert len({day.day for day in after}) == len(after)  # and one workout never twice on one day
            for day in after[:3]:
                assert homework.open_day(engine_db, studio.client, day.key).day == day


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(ZONES), st.sampled_from(STARTS), st.integers(0, 23), st.integers(0, 6), st.integers(0, 6))
def test_every_planned_day_is_shown_once_whatever_window_one_looks_through(
    engine_db: Session, zone: str, start: date, hour: int, a: int, b: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        studio = Studio(engine_db, zone, datetime(start.year, start.month, start.day, hour, tzinfo=UTC))
        patch.setattr(local_time, "now", lambda: studio.moment)
        studio.does("give", a, b)
        (row,) = engine_db.exec(select(Assignment).where(col(Assignment.tenant_id) == studio.trainer.tenant_id)).all()
        end = studio.today + 28 * DAY
        every_day = [studio.today + n * DAY for n in range(29)]
        expected = [day for day in every_day if falls_on(AssignmentBase.model_validate(row.model_dump()), day)]
        assert [day.day for day in studio.shown(studio.today, end)] == expected
        assert [day.day for each in every_day for day in studio.shown(each, each)] == expected
