"""One day of homework, set by set."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

import reflex as rx
from sqlmodel import Session

from perscoach_app.services import homework, local_time, sets, trainings
from perscoach_app.services.errors import NotFound
from perscoach_app.services.homework import HomeworkDay, ItemDay
from perscoach_app.services.planned_days import DayState
from perscoach_app.services.scope import Scope
from perscoach_app.services.sets import SetNumbers
from perscoach_app.services.workout_items import ItemShown
from perscoach_app.state import days
from perscoach_app.state.deeds import Deeds
from perscoach_app.state.homework_items import HomeworkItem, homework_items
from perscoach_app.state.visitor import Visitor
from perscoach_app.tables import SetDone
from perscoach_app.texts import formats, say
from perscoach_app.texts.catalogue import language_of

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SetRow:
    """One set: planned until it is ticked, then as it was done."""

    number: int
    name: str
    words: str  # «10 повторов × 6 кг»
    done: bool
    here: bool  # the one to do now
    timed: bool  # seconds are counted, not repetitions
    count: str  # what stands in the field
    load: str
    band: str
    edit_label: str


class HomeworkDayState(Deeds, Visitor):
    """The caller's own day that the address names."""

    title: str = ""
    when: str = ""
    note: str = ""
    items: list[HomeworkItem] = []
    sets: dict[str, list[SetRow]] = {}
    """By the id of the item."""
    open_items: dict[str, bool] = {}
    """Which exercises can be started with the camera."""
    progress: str = ""
    share: str = "0%"
    next_words: str = ""
    go: str = ""
    """«Начать», or «Продолжить» once anything was begun."""
    ahead: str = ""
    """Why nothing can be started yet; empty from the day on."""
    finished: bool = False
    begun: bool = False
    _trainers_page: ClassVar[bool] = False

    @rx.event
    def load(self) -> None:
        """Reads the day. Somebody else's is *not found*."""
        self.problem = ""
        self._look_again()

    @rx.event
    def start(self, item_id: str) -> rx.event.EventSpec | None:
        """Opens Shadow Mode for an exercise, or for the whole day when none is named; goes on where it was left."""

        def start(db: Session, scope: Scope) -> rx.event.EventSpec:
            return rx.redirect(f"/shadow/{trainings.for_day(db, scope, self._last_part(), item_id)}")

        return self._change(start)

    @rx.event
    def tick(self, item_id: str, number: int) -> None:
        """Ticks a set as planned, or takes the tick back."""
        ticked = any(each.number == number and each.done for each in self.sets.get(item_id, []))
        self._change(lambda db, scope: (homework.untick if ticked else homework.tick)(db, scope, self._last_part(), item_id, number))

    @rx.event
    def write(self, form: dict[str, Any]) -> None:
        """Writes down a set with the client's own numbers."""
        try:
            number = int(form.get("number") or 0)
            numbers = SetNumbers(
                repetitions=_whole(form.get("reps")),
                hold_s=_number(form.get("hold")),
                load_kg=_number(form.get("load")),
                band=str(form.get("band") or ""),
            )
        except (ValueError, OverflowError):
            self.problem = say(self.voice, "day.not_number")
            return
        item_id = str(form.get("item"))

        def tick(db: Session, scope: Scope) -> None:
            homework.tick(db, scope, self._last_part(), item_id, number, numbers)
            title = next((item.title for item in self.items if item.id == item_id), "")
            self._tell(say(self.voice, "day.written", title=title, n=number))

        self._change(tick)

    @rx.event
    def finish(self) -> None:
        """Done for today, whether or not every set is."""
        self._change(lambda db, scope: homework.finish(db, scope, self._last_part()))

    def _change(self, deed: Callable[[Session, Scope], T]) -> T | None:
        """A deed on the caller's own day. An exercise that is gone, or the whole day, needs no words: the page shows it."""

        def quietly(db: Session, scope: Scope) -> T | None:
            with suppress(NotFound):
                return deed(db, scope)
            return None

        return self._do(quietly)

    def _fill(self, db: Session) -> bool:
        scope = self._come_in(db)
        if scope is None:
            return False
        try:
            seen = homework.open_day(db, scope, self._last_part())
        except NotFound:
            self._miss()
            return False
        voice, today = self.voice, local_time.today(db, scope.tenant_id)
        self.title, self.note = days.title_of(seen.day, voice), seen.note
        self.when = days.upper(days.when(seen.day.day, today, voice))
        self.items = homework_items([item.shown for item in seen.items], voice)
        here = (str(seen.next[0]), seen.next[1]) if seen.next else ("", 0)
        self.sets = {item.shown.id: _rows(item, here, voice) for item in seen.items}
        self.open_items = {
            item.shown.id: item.shown.ready and seen.can_start and len(item.done) < item.shown.asked.sets for item in seen.items
        }
        done, wanted = sum(len(item.done) for item in seen.items), sum(item.shown.asked.sets for item in seen.items)
        self.progress = say(voice, "home.sets_done", n=wanted, done=done)
        self.share = f"{min(100, round(100 * done / wanted)) if wanted else 0}%"
        self.next_words = _next_words(seen, voice)
        self.go = say(voice, "day.go" if seen.day.state == DayState.PLANNED else "day.go_on")
        self.ahead = "" if seen.can_start else say(voice, "day.ahead", day=formats.day(voice, seen.day.day))
        self.finished, self.begun = seen.day.state == DayState.DONE, done > 0
        return True


def _rows(item: ItemDay, here: tuple[str, int], voice: str) -> list[SetRow]:
    numbers = range(1, max([item.shown.asked.sets, *item.done]) + 1)
    return [_row(item.shown, number, item.done.get(number), here == (item.shown.id, number), voice) for number in numbers]


def _row(item: ItemShown, number: int, done: SetDone | None, here: bool, voice: str) -> SetRow:
    asked, title = item.asked, item.title(language_of(voice))
    numbers = SetNumbers(done.repetitions, done.hold_s, done.load_kg, done.band) if done else sets.planned(asked)
    words = set_words(numbers, voice)
    count = numbers.hold_s if asked.hold_s is not None else numbers.repetitions
    return SetRow(
        number=number,
        name=say(voice, "day.set", n=number),
        words=words,
        done=done is not None,
        here=here,
        timed=asked.hold_s is not None,
        count="" if count is None else f"{count:g}",
        load="" if numbers.load_kg is None else formats.decimal(voice, numbers.load_kg),
        band=numbers.band,
        edit_label=say(voice, "day.edit_of", title=title, n=number),
    )


def set_words(numbers: SetNumbers, voice: str) -> str:
    """«10 × 6 кг», «10 повторов», «40 с», «12 × красная»."""
    load = formats.weight(voice, numbers.load_kg) if numbers.load_kg else numbers.band
    if numbers.hold_s is not None:
        count = formats.duration(voice, numbers.hold_s)
    elif numbers.repetitions is not None:
        count = str(numbers.repetitions) if load else say(voice, "day.reps", n=numbers.repetitions)
    else:
        count = ""
    return say(voice, "day.with_load", count=count, load=load) if count and load else count or load


def _next_words(seen: HomeworkDay, voice: str) -> str:
    if seen.next is None:
        return ""
    item = next((each.shown for each in seen.items if each.shown.id == str(seen.next[0])), None)
    if item is None:
        return ""
    return say(voice, "day.set_of", title=item.title(language_of(voice)), n=seen.next[1], sets=item.asked.sets)


def _number(written: object) -> float | None:
    """A number as people type it, with a comma or a point; None for nothing."""
    text = str(written or "").strip().replace(",", ".")
    return float(text) if text else None


def _whole(written: object) -> int | None:
    number = _number(written)
    return None if number is None else int(number)
