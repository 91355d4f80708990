"""The panel that gives a workout: whom, when, and what stands already."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date

import reflex as rx
from sqlmodel import Session

from perscoach_app.services import assigning_errors, assignments, local_time, receivers, workouts
from perscoach_app.services.assignments import Given
from perscoach_app.services.errors import NotFound, ServiceError
from perscoach_app.services.scope import Scope
from perscoach_app.state import plans
from perscoach_app.state.plans import GivenRow, Weekday
from perscoach_app.state.visitor import Visitor
from perscoach_app.tables import AssignmentBase
from perscoach_app.tables.database import open_session
from perscoach_app.texts import say


@dataclass(frozen=True, slots=True)
class Receiver:
    """A client or a group to choose."""

    id: int
    name: str
    chosen: bool


class AssignState(Visitor):
    """The form. The workout is the one the address names."""

    clients: list[Receiver] = []
    groups: list[Receiver] = []
    weekdays: list[Weekday] = []
    starts_on: str = ""
    ends_on: str = ""
    every_weeks: str = "1"
    remind_at: str = ""
    first_possible: str = ""
    """Today on the tenant's calendar: the date fields offer nothing earlier."""
    summary: str = ""
    given: list[GivenRow] = []
    changing: str = ""
    """Id of what is being changed; empty while something new is given."""
    changing_words: str = ""
    refusal: str = ""

    @rx.var
    def repeats(self) -> bool:
        """Whether a weekday is chosen: then it goes on, week after week."""
        return any(day.chosen for day in self.weekdays)

    @rx.event
    def load_panel(self) -> None:
        """A fresh form, and what stands already. Put it in the page's `on_load` behind the page's own."""
        self._begin()

    @rx.event
    def choose(self, kind: str, number: int) -> None:
        """Presses a chip: a `client`, a `group` or a `weekday`."""
        with open_session(reading=True) as db:
            if self._come_in(db, trainer_only=True) is None:
                return
        self.refusal = ""
        if kind == "client":
            self.clients = [_pressed(each, number) for each in self.clients]
        elif kind == "group":
            self.groups = [_pressed(each, number) for each in self.groups]
        elif kind == "weekday":
            self.weekdays = plans.weekdays(self.voice, self._weekdays() ^ ({number} & set(range(7))))
        self._sum_up()

    @rx.event
    def write(self, field: str, value: str) -> None:
        """Fills one field: `starts_on`, `ends_on`, `every_weeks` or `remind_at`."""
        with open_session(reading=True) as db:
            if self._come_in(db, trainer_only=True) is None:
                return
        self.refusal = ""
        if field in ("starts_on", "ends_on", "every_weeks", "remind_at"):
            setattr(self, field, value[:10])
        self._sum_up()

    @rx.event
    def give(self) -> None:
        """Gives the workout, or changes what is being changed."""
        with open_session() as db:
            scope = self._come_in(db, trainer_only=True)
            if scope is None:
                return
            try:
                self._give(db, scope)
            except NotFound:
                self.refusal = assigning_errors.ReceiverUnknown().sentence(self.language)
            except ServiceError as refusal:
                self.refusal = refusal.sentence(self.language)
            self._read(db, scope)

    @rx.event
    def change(self, given_id: str) -> None:
        """Puts what stands into the form."""
        with open_session(reading=True) as db:
            scope = self._come_in(db, trainer_only=True)
            if scope is None:
                return
            found = next((each for each in self._given(db, scope) if each.id == given_id), None)
            if found is None:
                return
            self._clear(db, scope)
            self._read(db, scope)
        plan = found.plan
        self.changing, self.changing_words = found.id, found.receiver
        self.weekdays = plans.weekdays(self.voice, set(plan.weekdays))
        self.starts_on = max(plan.starts_on.isoformat(), self.first_possible)
        self.ends_on = plan.ends_on.isoformat() if plan.ends_on and plan.weekdays else ""
        self.every_weeks, self.remind_at = str(plan.every_weeks), plan.remind_at
        self._sum_up()

    @rx.event
    def leave(self) -> None:
        """Changes nothing after all."""
        self._begin()

    @rx.event
    def end(self, given_id: str) -> None:
        """No more days of what stands."""
        with open_session() as db:
            scope = self._come_in(db, trainer_only=True)
            if scope is None:
                return
            with suppress(NotFound):
                found = next((each for each in self._given(db, scope) if each.id == given_id), None)
                assignments.end(db, scope, given_id)
                if found is not None:
                    self._tell(say(self.voice, "assign.ended_done", name=found.receiver))
            if self.changing == given_id:
                self._clear(db, scope)
            self._read(db, scope)

    def _begin(self) -> None:
        with open_session(reading=True) as db:
            scope = self._come_in(db, trainer_only=True)
            if scope is None:
                return
            try:
                workouts.row_of(db, scope, self._last_part())
            except NotFound:
                self._miss()
                return
            self._clear(db, scope)
            self._read(db, scope)

    def _give(self, db: Session, scope: Scope) -> None:
        plan = self._plan()
        if plan is None:
            raise assigning_errors.RepeatUnknown
        if self.changing:
            assignments.change(db, scope, self.changing, plan)
            self._tell(say(self.voice, "assign.changed_done", words=self.summary))
        else:
            chosen = {"clients": _chosen(self.clients), "groups": _chosen(self.groups)}
            assignments.give(db, scope, self._last_part(), plan, **chosen)
            self._tell(say(self.voice, "assign.given_done", words=self.summary))
        self._clear(db, scope)

    def _read(self, db: Session, scope: Scope) -> None:
        clients, bands = _chosen(self.clients), _chosen(self.groups)
        self.clients = [Receiver(each.id, each.name, each.id in clients) for each in receivers.clients(db, scope)]
        self.groups = [Receiver(each.id, each.name, each.id in bands) for each in receivers.groups(db, scope)]
        self.given = [plans.given_row(self.voice, each) for each in self._given(db, scope)]
        self._sum_up()

    def _given(self, db: Session, scope: Scope) -> list[Given]:
        try:
            return assignments.given(db, scope, workout_id=self._last_part())
        except NotFound:
            return []

    def _clear(self, db: Session, scope: Scope) -> None:
        self.first_possible = local_time.today(db, scope.tenant_id).isoformat()
        self.starts_on, self.ends_on, self.every_weeks, self.remind_at = self.first_possible, "", "1", ""
        self.weekdays = plans.weekdays(self.voice, set())
        self.clients, self.groups = [], []
        self.changing = self.changing_words = self.refusal = ""

    def _weekdays(self) -> set[int]:
        return {day.number for day in self.weekdays if day.chosen}

    def _plan(self) -> AssignmentBase | None:
        """None while a field holds no date: browsers send half-typed ones as nothing."""
        with suppress(ValueError):
            return AssignmentBase(
                starts_on=date.fromisoformat(self.starts_on),
                ends_on=date.fromisoformat(self.ends_on) if self.ends_on else None,
                weekdays=sorted(self._weekdays()),
                every_weeks=int(self.every_weeks),
                remind_at=self.remind_at,
            )
        return None

    def _sum_up(self) -> None:
        names = [each.name for each in (*self.clients, *self.groups) if each.chosen]
        who = ", ".join(names) or self.changing_words
        plan = self._plan()
        try:
            self.summary = f"{who}, {plans.plan_words(self.voice, plan)}" if who and plan else ""
        except ValueError:  # an hour that no clock shows
            self.summary = ""


def _pressed(each: Receiver, number: int) -> Receiver:
    return Receiver(each.id, each.name, each.chosen != (each.id == number))


def _chosen(receivers: list[Receiver]) -> set[int]:
    return {each.id for each in receivers if each.chosen}
