"""The trainer's calendar: who has what on which day, and what became of it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import reflex as rx
from sqlmodel import Session

from perscoach_app.services import homework, local_time, moving, planned_days, receivers
from perscoach_app.services.errors import NotFound, ServiceError
from perscoach_app.services.planned_days import DayState, PlannedDay
from perscoach_app.services.scope import Scope
from perscoach_app.state import days, plans, words
from perscoach_app.state.visitor import Visitor
from perscoach_app.tables.database import open_session
from perscoach_app.texts import formats, say

MOST_MONTHS = 24  # turned away from today: nobody plans or looks further


@dataclass(frozen=True, slots=True)
class Entry:
    """One client's homework on one day."""

    key: str
    client_id: int
    client: str
    title: str
    state: str  # planned, begun, done, missed
    label: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of the month, or of the weeks it begins and ends in."""

    day: str  # ISO 8601
    number: str
    words: str  # «Вторник, 24 ноября»
    today: bool
    inside: bool
    homework: list[Entry]


@dataclass(frozen=True, slots=True)
class Opened:
    """An entry looked at closely."""

    key: str
    client_id: int
    client: str
    title: str
    when: str
    state_words: str
    tone: str
    progress: str
    to_client: str
    to_workout: str
    movable: bool
    day: str


class CalendarState(Visitor):
    """One month of the whole house, or of one client."""

    month_words: str = ""
    weekdays: list[str] = []
    cells: list[Cell] = []
    clients: list[tuple[str, str]] = []
    client: str = ""
    """The client filtered by; empty for all."""
    count_words: str = ""
    filled: bool = False
    opened: Opened | None = None
    first_possible: str = ""
    refusal: str = ""
    _months: int = 0
    """How many months the page is turned away from this one."""

    @rx.event
    def load(self) -> None:
        """This month, all clients."""
        self.opened, self.refusal, self.client, self._months = None, "", "", 0
        with open_session(reading=True) as db:
            self._fill(db)

    @rx.event
    def turn(self, months: int) -> None:
        """Another month: earlier, later, or this one by 0."""
        self._months = max(-MOST_MONTHS, min(MOST_MONTHS, self._months + months)) if months else 0
        with open_session(reading=True) as db:
            self._fill(db)

    @rx.event
    def choose_client(self, client: str) -> None:
        """Only this client's days; all for an empty choice."""
        self.client = client
        with open_session(reading=True) as db:
            self._fill(db)

    @rx.event
    def open_entry(self, key: str, client_id: int) -> None:
        """Looks at one entry closely."""
        self.refusal = ""
        with open_session(reading=True) as db:
            scope = self._come_in(db, trainer_only=True)
            if scope is None:
                return
            try:
                self.opened = self._look_at(db, scope, planned_days.one(db, scope, key, client_id))
            except NotFound:
                self.opened = None

    @rx.event
    def close_entry(self) -> None:
        """Back to the month."""
        with open_session(reading=True) as db:
            if self._come_in(db, trainer_only=True) is not None:
                self.opened, self.refusal = None, ""

    @rx.event
    def move(self, form: dict[str, Any]) -> None:
        """Puts the opened day on another date."""
        with open_session() as db:
            scope = self._come_in(db, trainer_only=True)
            if scope is None or self.opened is None:
                return
            try:
                to = date.fromisoformat(str(form.get("to")))
                moving.move(db, scope, self.opened.key, self.opened.client_id, to)
            except ValueError:
                self.refusal = say(self.voice, "calendar.move_when")
                return
            except ServiceError as refusal:
                self.refusal = refusal.sentence(self.language)
                return
            self._tell(say(self.voice, "calendar.move_done", client=self.opened.client, day=formats.day(self.voice, to)))
            self.opened, self.refusal = None, ""
            self._fill(db)

    def _fill(self, db: Session) -> None:
        scope = self._come_in(db, trainer_only=True)
        if scope is None:
            self.cells, self.clients = [], []
            return
        today = local_time.today(db, scope.tenant_id)
        month = _month(today, self._months)
        start, end = _weeks_of(month, plans.week(self.voice)[0])
        known = receivers.clients(db, scope)
        wanted = next((each.id for each in known if str(each.id) == self.client), None)
        found = planned_days.days(db, scope, start, end, client_id=wanted)
        self.client = str(wanted or "")
        self.clients = [("", say(self.voice, "calendar.everybody")), *((str(each.id), each.name) for each in known)]
        self.month_words = days.upper(formats.month(self.voice, month))
        self.weekdays = [days.upper(formats.weekday(self.voice, start + timedelta(days=n))) for n in range(7)]
        self.cells = [self._cell(start + timedelta(days=n), month, today, found) for n in range((end - start).days + 1)]
        self.first_possible = today.isoformat()
        self._count([day for day in found if day.day.month == month.month])

    def _cell(self, day: date, month: date, today: date, found: list[PlannedDay]) -> Cell:
        return Cell(
            day=day.isoformat(),
            number=str(day.day),
            words=days.week_and_day(day, self.voice),
            today=day == today,
            inside=day.month == month.month,
            homework=[self._entry(each, today) for each in found if each.day == day],
        )

    def _entry(self, day: PlannedDay, today: date) -> Entry:
        title = days.title_of(day, self.voice)
        label = say(
            self.voice,
            "calendar.entry",
            client=day.client_name,
            title=title,
            day=days.when(day.day, today, self.voice),
            state=days.state_words(day.state, self.voice),
        )
        return Entry(day.key, day.client_id, day.client_name, title, day.state.value, label)

    def _count(self, inside: list[PlannedDay]) -> None:
        done = sum(day.state == DayState.DONE for day in inside)
        missed = sum(day.state == DayState.MISSED for day in inside)
        self.filled = bool(inside)
        self.count_words = words.joined(
            say(self.voice, "calendar.count", n=len(inside)) if inside else "",
            say(self.voice, "calendar.count_done", n=done) if done else "",
            say(self.voice, "calendar.count_missed", n=missed) if missed else "",
        )

    def _look_at(self, db: Session, scope: Scope, day: PlannedDay) -> Opened:
        far = homework.progress(db, scope, day)
        moved = say(self.voice, "calendar.moved", day=formats.day(self.voice, day.planned)) if day.planned != day.day else ""
        return Opened(
            key=day.key,
            client_id=day.client_id,
            client=day.client_name,
            title=days.title_of(day, self.voice),
            when=words.joined(days.week_and_day(day.day, self.voice), moved),
            state_words=days.state_words(day.state, self.voice),
            tone=days.TONES[day.state],
            progress=say(self.voice, "home.sets_done", n=far.sets, done=far.done) if day.homework_id else "",
            to_client=f"/trainer/clients/{day.client_id}",
            to_workout=f"/trainer/homework/{day.workout_id}",
            movable=day.homework_id is None,
            day=max(day.day, local_time.today(db, scope.tenant_id)).isoformat(),
        )


def _month(today: date, months: int) -> date:
    """The first day of the month so many months away."""
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    return date(year, month + 1, 1)


def _weeks_of(month: date, first_weekday: int) -> tuple[date, date]:
    """The first and the last day of the whole weeks that hold a month."""
    last = days.last_of_month(month)
    start = month - timedelta(days=(month.weekday() - first_weekday) % 7)
    return start, last + timedelta(days=(first_weekday - 1 - last.weekday()) % 7)
