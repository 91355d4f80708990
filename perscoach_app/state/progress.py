"""The client's own progress: how often she trains, and how each exercise goes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import reflex as rx
from sqlmodel import Session

from perscoach_app.services import before_after, progress
from perscoach_app.services.progress import ExerciseProgress, Point
from perscoach_app.services.scope import Scope
from perscoach_app.state import charts, words
from perscoach_app.state.charts import Chart, Column
from perscoach_app.state.visitor import Visitor
from perscoach_app.state.visits import VisitRow, row_of
from perscoach_app.tables.database import open_session
from perscoach_app.texts import formats, say

HISTORY_PAGE = 12
"""Trainings that are shown at once: three weeks of somebody diligent."""
WIDEST_RANGE = 1.2  # of the trainer's: a little room above «as far as she goes»


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table behind the charts."""

    day: str
    sets: str
    score: str
    reps: str
    reach: str


@dataclass(frozen=True, slots=True)
class ExerciseCard:
    """One exercise with its charts; `only` says what there is where one day makes no line yet."""

    id: str
    title: str
    poster: str
    facts: str
    only: str
    charts: list[Chart]
    rows: list[Row]
    table_label: str
    href: str = ""
    compares: bool = False
    compare_label: str = ""


class ProgressState(Visitor):
    """The caller's own numbers over the weeks."""

    weeks: list[Column] = []
    weeks_words: str = ""
    cards: list[ExerciseCard] = []
    past: list[VisitRow] = []
    has_more: bool = False
    _until: datetime | None = None
    """When the oldest training that is shown began."""

    @rx.event
    def load(self) -> None:
        """Reads all finished sets of the caller's."""
        self.weeks, self.cards, self.past, self._until = [], [], [], None
        with open_session(reading=True) as db:
            scope = self._come_in(db)
            if scope is None:
                return
            found = progress.of_exercises(db, scope)
            self._show_more(db, scope)
            weeks, pairs = progress.weeks(db, scope), before_after.comparable(db, scope)
        self.cards = [card_of(each, self.voice, compares=each.exercise_id in pairs) for each in found]
        trained = sum(count for _, count in weeks)
        self.weeks_words = say(self.voice, "progress.trainings", n=trained) if trained else say(self.voice, "progress.no_trainings")
        self.weeks = charts.columns(
            [
                (
                    count,
                    say(
                        self.voice, "progress.week", day=formats.day(self.voice, day), words=say(self.voice, "progress.trainings", n=count)
                    ),
                )
                for day, count in weeks
            ]
        )

    @rx.event
    def more(self) -> None:
        """Reads what lies before the oldest training that is shown."""
        with open_session(reading=True) as db:
            scope = self._come_in(db)
            if scope is not None:
                self._show_more(db, scope)

    def _show_more(self, db: Session, scope: Scope) -> None:
        found = progress.history(db, scope, limit=HISTORY_PAGE + 1, before=self._until)
        self.has_more, found = len(found) > HISTORY_PAGE, found[:HISTORY_PAGE]
        self.past = [*self.past, *(row_of(visit, self.voice) for visit in found)]
        self._until = found[-1].started_at if found else self._until


def card_of(each: ExerciseProgress, voice: str, *, compares: bool = False) -> ExerciseCard:
    """The card of one exercise."""
    title, sets = each.title(voice), sum(point.sets for point in each.points)
    days = say(voice, "progress.weeks_n" if each.weekly else "progress.days_n", n=len(each.points))
    return ExerciseCard(
        id=each.exercise_id,
        title=title,
        poster=each.poster,
        facts=words.joined(say(voice, "progress.sets_n", n=sets), days),
        only=say(voice, "progress.first_day") if len(each.points) == 1 else "",
        charts=_charts(each, voice),
        rows=[_row(point, voice) for point in reversed(each.points)],
        table_label=say(voice, "progress.table_of", title=title),
        href=f"/home/progress/{each.exercise_id}",
        compares=compares,
        compare_label=say(voice, "progress.before_after_of", title=title),
    )


def _charts(each: ExerciseProgress, voice: str) -> list[Chart]:
    """What has two values at least: the score first."""

    def percent(value: float) -> str:
        return words.percent(voice, value)

    thresholds = [(words.GOOD_ABOVE, percent(words.GOOD_ABOVE)), (words.FAIR_ABOVE, percent(words.FAIR_ABOVE))]
    most = max((point.reps or 0 for point in each.points), default=0)
    found = [
        _chart(voice, "score", each.points, lambda point: point.score, percent, 100.0, thresholds),
        _chart(
            voice,
            "range",
            each.points,
            lambda point: None if point.reach is None else 100 * point.reach,
            percent,
            100 * WIDEST_RANGE,
            [(100.0, say(voice, "progress.as_trainer"))],
        ),
        _chart(
            voice, "reps", each.points, lambda point: point.reps, lambda value: formats.decimal(voice, value, 0), float(max(1, most)), []
        ),
    ]
    return [chart for chart in found if chart is not None]


def _chart(
    voice: str,
    name: str,
    points: Sequence[Point],
    value_of: Callable[[Point], float | None],
    said: Callable[[float], str],
    top: float,
    levels: Sequence[tuple[float, str]],
) -> Chart | None:
    known = [(point.day, value) for point in points if (value := value_of(point)) is not None]
    if len(known) < 2:
        return None
    values = [(day, value, formats.day(voice, day), said(value)) for day, value in known]
    title, (_, _, first, was), (_, _, last, now) = say(voice, f"progress.chart_{name}"), values[0], values[-1]
    label = say(voice, "progress.chart_label", name=title, was=was, first=first, now=now, last=last)
    return charts.line(title, label, values, top, levels)


def _row(point: Point, voice: str) -> Row:
    return Row(
        day=formats.day(voice, point.day, year=True),
        sets=formats.decimal(voice, point.sets, 0),
        score=words.percent(voice, point.score),
        reps=formats.decimal(voice, point.reps, 0) if point.reps is not None else formats.UNKNOWN,
        reach=words.percent(voice, None if point.reach is None else 100 * point.reach),
    )
