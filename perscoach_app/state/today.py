"""The trainer's home: who trained, who skips, who writes, what waits."""

from dataclasses import dataclass
from datetime import date

import reflex as rx
from sqlmodel import Session

from perscoach_app.services import inbox, messages, trainer_day
from perscoach_app.services.planned_days import DayState
from perscoach_app.services.trainer_day import Skipped, Topic
from perscoach_app.state import days
from perscoach_app.state.deeds import Deeds
from perscoach_app.state.inbox_rows import InboxRow, row_of
from perscoach_app.state.visitor import Visitor
from perscoach_app.texts import say

REPORTS_SHOWN = 6  # what is read at one go; the inbox has them all
ORDER = (DayState.DONE, DayState.BEGUN, DayState.PLANNED, DayState.MISSED)


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A client, what is said of her, and where that leads."""

    name: str
    about: str
    href: str
    badge: str
    tone: str


@dataclass(frozen=True, slots=True)
class TopicLine:
    """Something to discuss."""

    message: str
    name: str
    text: str
    href: str
    done_label: str


class TodayState(Deeds, Visitor):
    """What the trainer opens in the morning."""

    looked: bool = False
    """The day was read: what is not there is not there."""
    day_words: str = ""
    reports: list[InboxRow] = []
    waiting_words: str = ""
    more: bool = False
    """More reports wait than are shown."""
    today: list[PersonLine] = []
    today_words: str = ""
    skipped: list[PersonLine] = []
    writing: list[PersonLine] = []
    topics: list[TopicLine] = []

    @rx.event
    def load(self) -> None:
        """Reads the day."""
        self.problem = ""
        self._look_again()

    @rx.event
    def discussed(self, message: str) -> None:
        """It was."""
        self._do(lambda db, scope: messages.done(db, scope, message))

    def _fill(self, db: Session) -> bool:
        scope = self._come_in(db, trainer_only=True)
        if scope is None:
            self.reports, self.today, self.skipped, self.writing, self.topics = [], [], [], [], []
            return False
        voice, seen, waiting = self.language, trainer_day.of(db, scope), inbox.list_all(db, scope)
        self.day_words = days.week_and_day(seen.day, voice)
        self.reports, self.more = [row_of(one, voice) for one in waiting[:REPORTS_SHOWN]], len(waiting) > REPORTS_SHOWN
        self.waiting_words = say(voice, "today.all_reports", n=len(waiting)) if waiting else ""
        done = sum(one.state == DayState.DONE for one in seen.today)
        self.today_words = say(voice, "today.done_of", done=done, n=len(seen.today)) if seen.today else ""
        self.today = [
            PersonLine(
                one.client_name,
                days.title_of(one, voice),
                f"/trainer/clients/{one.client_id}",
                days.state_words(one.state, voice),
                days.TONES[one.state],
            )
            for one in sorted(seen.today, key=lambda one: ORDER.index(one.state))
        ]
        self.skipped = [_skipped(one, seen.day, voice) for one in seen.skipped]
        self.writing = [
            PersonLine(one.client_name, one.last, f"/trainer/messages/{one.client_id}", say(voice, "today.new", n=one.unread), "warn")
            for one in seen.writing
        ]
        self.topics = [_topic(one, voice) for one in seen.topics]
        self.looked = True
        return True


def _skipped(one: Skipped, today: date, voice: str) -> PersonLine:
    when = days.when(one.since, today, voice)
    return PersonLine(
        one.client,
        say(voice, "today.skipped_last", day=when),
        f"/trainer/messages/{one.client_id}",
        say(voice, "today.skipped_n", n=one.days),
        "warn" if one.days > 1 else "",
    )


def _topic(one: Topic, voice: str) -> TopicLine:
    text = one.text or say(voice, "talk.no_words")
    href = f"/report/{one.training}" if one.training else f"/trainer/messages/{one.client_id}"
    return TopicLine(one.message, one.client, text, href, say(voice, "today.discussed_of", client=one.client))
