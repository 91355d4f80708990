"""The report of a training, for the trainer and for the client who trained: its digest, and one set of it opened."""

import json
from typing import ClassVar

import reflex as rx
from sqlmodel import Session

from perscoach_app.services import homework, inbox, marks, messages, quick_replies, recordings, training_report, trainings
from perscoach_app.services.digest import LOOKING
from perscoach_app.services.errors import NotFound
from perscoach_app.services.scope import Scope
from perscoach_app.services.training_report import SetReport, TrainingReport
from perscoach_app.state import findings, report_sets, words
from perscoach_app.state.bars import Bar, bars_of
from perscoach_app.state.deeds import Deeds
from perscoach_app.state.filmed import FilmedState
from perscoach_app.state.findings import Best, Moment
from perscoach_app.state.report_sets import ExerciseRow, HeatRow, RepetitionRow
from perscoach_app.state.visitor import Visitor
from perscoach_app.state.watching import Watching
from perscoach_app.tables import Judgement
from perscoach_app.tables.database import open_session
from perscoach_app.texts import say

LOOK_EVERY_S = 2.0  # while the server is at the landmarks of a set


class ReportState(Deeds, Watching, Visitor):
    """What the report shows, ready in the reader's language."""

    title: str = ""
    client: str = ""
    started: str = ""
    headline: str = ""
    facts: str = ""
    score: int = 0
    scored: bool = False
    tone: str = ""
    score_label: str = ""
    trend: str = ""
    trend_path: str = ""
    checked: str = ""
    """`all`, `part` or `none` of the scored sets were scored by the server; `looking` while it is at it."""
    own: bool = False
    """The reader is the person who trained."""
    answered: bool = False
    next_href: str = ""
    """The report to go on with; empty where no other waits, and for the client."""
    next_words: str = ""
    next_note: str = ""
    best: Best = Best()
    moments: list[Moment] = []
    unseen: list[str] = []
    exercises: list[ExerciseRow] = []
    homework: str = ""
    """The reader's own day of homework this was a training of."""

    set_id: str = ""
    """The open set; the rest of this block is of it."""
    set_name: str = ""
    position: int = -1
    """Of the open set in the training; -1: not chosen yet."""
    video: str = ""
    stacked: str = ""
    """The clip for browsers without VP9 alpha; empty where it was not made."""
    poster: str = ""
    clip_s: float = 0.0
    clip_label: str = ""
    set_s: float = 0.0
    sync: str = "[]"
    """`[set's second, clip's second]` of frames that belong together."""
    bodies: str = ""
    """Where both movements in space are; empty without landmarks."""
    bars: list[Bar] = []
    repetitions: list[RepetitionRow] = []
    heat: list[HeatRow] = []
    heat_box: str = "0 0 1 10"
    teaches: bool = False
    """Marks on its repetitions teach the score: there are landmarks."""
    _training: str = ""
    _client_id: int = 0
    _exercise: str = ""
    _trainers_page: ClassVar[bool] = False
    _period_s: ClassVar[float] = LOOK_EVERY_S

    @rx.event
    def load(self) -> rx.event.EventSpec | list[rx.event.EventSpec] | None:
        """Reads the training named by the address, by its own id or a set's; the trainer's first look is written down."""
        self.problem, self.position = "", -1
        if not self._look_again():
            return None
        if self.is_trainer and not self.own:
            with open_session() as db:
                scope = self._come_in(db)
                if scope is not None:
                    training_report.read(db, scope, self._training)
        film = FilmedState.open_set(self.set_id)
        return [film, ReportState.follow()] if self._moves() else film

    @rx.event
    def choose(self, position: int) -> rx.event.EventSpec | None:
        """Opens another set."""
        self.position = position
        with open_session(reading=True) as db:
            return FilmedState.open_set(self.set_id) if self._fill(db) else None

    @rx.event
    def once_more(self) -> rx.event.EventSpec | None:
        """Trains the same exercise again."""
        return self._do(lambda db, scope: rx.redirect(f"/shadow/{trainings.for_exercise(db, scope, self._exercise)}"), fill=False)

    @rx.event
    def reply(self, name: str) -> None:
        """Sends one of the ready answers, in the client's language."""

        def reply(db: Session, scope: Scope) -> None:
            quick_replies.send(db, scope, self._training, name)
            self._tell(say(self.language, "digest.replied", client=self.client))

        if self._teaching():
            self._do(reply)

    @rx.event
    def settle(self) -> None:
        """There is nothing to answer: the report waits no more."""

        def settle(db: Session, scope: Scope) -> None:
            inbox.put_aside(db, scope, self._training)
            self._tell(say(self.language, "inbox.told_aside"))

        if self._teaching():
            self._do(settle)

    @rx.event
    def discuss(self, number: int) -> None:
        """Puts one of the moments on the list for next time."""

        def discuss(db: Session, scope: Scope) -> None:
            moment = self.moments[number]
            messages.comment(db, scope, moment.session, float(moment.at), moment.title, discuss=True)
            self._tell(say(self.language, "digest.discussed"))

        if 0 <= number < len(self.moments):
            self._do(discuss)

    @rx.event
    def mark(self, repetition: int, judgement: str) -> None:
        """Marks a repetition of the open set; the same once more takes the mark back."""
        before = next((row.mark for row in self.repetitions if row.index == repetition), "")

        def mark(db: Session, scope: Scope) -> None:
            if before == judgement:
                marks.take_back(db, scope, self.set_id, repetition)
                self._tell(say(self.language, "digest.mark_back"))
                return
            found = marks.mark(db, scope, self.set_id, repetition, judgement)
            self._tell(self._taught(judgement, found))

        if self._teaching():
            self._do(mark)

    @rx.event
    def mark_moment(self, number: int, judgement: str) -> None:
        """Marks every repetition of a moment."""

        def mark(db: Session, scope: Scope) -> None:
            moment = self.moments[number]
            found = marks.mark_all(db, scope, moment.session, range(moment.first, moment.last + 1), judgement)
            self._tell(self._taught(judgement, found))

        if self._teaching() and 0 <= number < len(self.moments) and self.moments[number].first >= 0:
            self._do(mark)

    def _moves(self) -> bool:
        """The server still looks at the landmarks: the page shows by itself what it found."""
        return self.checked == LOOKING

    def _teaching(self) -> bool:
        """Marks and ready answers are the trainer's: to a client there is no such thing."""
        with open_session(reading=True) as db:
            return self._come_in(db, trainer_only=True) is not None

    def _taught(self, judgement: str, found: marks.Marked) -> str:
        if not found.teaches:
            return say(self.language, "digest.mark_kept")
        if found.score is None or found.next_score is None:
            return say(self.language, "digest.mark_learnt")
        key = "digest.mark_right" if judgement == Judgement.RIGHT else "digest.mark_mend"
        numbers = {"before": words.percent(self.language, found.score), "after": words.percent(self.language, found.next_score)}
        return say(self.language, key, **numbers)

    def _fill(self, db: Session) -> bool:
        scope = self._come_in(db)
        if scope is None:
            return False
        try:
            _, asked = training_report.find(db, scope, self._last_part())
            report = training_report.of(db, scope, self._last_part())
        except NotFound:
            self._miss()
            return False
        sets = report.sets
        if not 0 <= self.position < len(sets) or not sets[self.position].id:
            self.position = asked if asked is not None else _worth_opening(report)
        self._show(db, scope, report)
        self._go_on(db, scope)
        self._open(report, sets[self.position])
        return True

    def _show(self, db: Session, scope: Scope, report: TrainingReport) -> None:
        voice, found = self.voice, report.digest
        self._training, self._client_id = report.id, report.client_id
        self.own, self.client = report.client_id == scope.person_id, report.client_name
        self.title = report.title or ", ".join(dict.fromkeys(one.title(self.language) for one in report.exercises))
        self.started, self.answered = report.started_at.isoformat(), report.answered_at is not None
        self.headline, self.facts = findings.headline(report, voice, own=self.own), findings.facts(report, voice)
        self.score, self.scored, self.tone = round(found["score"] or 0), found["score"] is not None, words.tone(found["score"])
        self.score_label = f"{say(voice, 'report.score')}: {words.percent(self.language, found['score'])}" if self.scored else ""
        self.trend, self.trend_path = report_sets.overall(report, voice), report_sets.trend_path(report.trend)
        self.checked = found["verified"]
        day = homework.day_of_session(db, scope, next(one.id for one in report.sets if one.id))
        self.homework = f"/home/homework/{day}" if day else ""

        def still(session: str, second: float) -> str:
            return recordings.still_of(db, scope, session, second)

        self.best = findings.best_of(report, voice, still)
        self.moments = findings.moments_of(report, voice, still, own=self.own)
        self.unseen = findings.unseen_of(report, voice, own=self.own)
        self.exercises = report_sets.exercises_of(report, voice)

    def _go_on(self, db: Session, scope: Scope) -> None:
        """What the trainer reads after this one."""
        self.next_href, self.next_words, self.next_note = "", "", ""
        if self.own or not scope.is_trainer:
            return
        one, others = inbox.following(db, scope, self._training)
        if one is not None:
            self.next_href, self.next_words = f"/report/{one.training}", say(self.language, "report.next", client=one.client)
            self.next_note = say(self.language, "inbox.count_waiting", n=others)

    def _open(self, report: TrainingReport, one: SetReport) -> None:
        voice, exercise = self.voice, report.exercises[one.item]
        self.set_id, self._exercise, self.set_s = one.id, exercise.exercise_id, one.duration_s
        number = say(voice, "digest.set", number=one.number) if len(exercise.sets) > 1 else ""
        self.set_name = words.joined(exercise.title(self.language), number)
        self.video, self.stacked, self.poster, self.clip_s = exercise.video, exercise.stacked, exercise.poster, exercise.clip_s
        self.clip_label = say(voice, "report.clip_alt", title=exercise.title(self.language))
        self.sync, self.teaches = json.dumps(one.summary.get("sync") or []), one.has_landmarks
        self.bodies = f"/api/report/{one.id}/bodies" if one.has_landmarks else ""
        self.bars = bars_of(one.summary.get("strip") or [], voice)
        self.repetitions = report_sets.repetitions_of(one, voice)
        self.heat, self.heat_box = report_sets.heat_of(one, voice), f"0 0 {report_sets.heat_columns(one)} {report_sets.HIGH}"


def _worth_opening(report: TrainingReport) -> int:
    """The set of the worst moment; else the first that was watched."""
    if report.digest["moments"]:
        position: int = report.digest["moments"][0]["position"]
        return position
    done = [one for one in report.sets if one.id]
    return next((one.position for one in done if one.repetitions), done[0].position)
