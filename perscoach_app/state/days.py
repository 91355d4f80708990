"""A day of homework as a card or a line, in the reader's voice."""

from dataclasses import dataclass
from datetime import date, timedelta

from perscoach_app.services.homework import Progress
from perscoach_app.services.planned_days import DayState, PlannedDay
from perscoach_app.state import words
from perscoach_app.texts import formats, say
from perscoach_app.texts.catalogue import language_of

PICTURES = 4  # of a day's exercises, on its card
TONES = {DayState.PLANNED: "", DayState.BEGUN: "warn", DayState.DONE: "live", DayState.MISSED: "bad"}
"""Of the badge that says what became of a day."""
_NEAR = {0: "day.today", 1: "day.tomorrow", -1: "day.yesterday"}


@dataclass(frozen=True, slots=True)
class DayCard:
    """A day large: what is in it, how far it is, and a button."""

    href: str
    title: str
    line: str  # «3 упражнения · ≈ 24 мин»
    progress: str  # «сделано 2 из 9 подходов»; empty before the first
    share: str  # CSS, of the bar
    posters: list[str]
    done: bool
    deed: str
    label: str


@dataclass(frozen=True, slots=True)
class DayLine:
    """A day in a list."""

    href: str
    title: str
    when: str
    state: str
    tone: str  # of the badge


def title_of(day: PlannedDay, voice: str) -> str:
    """The workout's name, or plainly that it is homework."""
    return day.title or say(voice, "day.untitled")


def when(day: date, today: date, voice: str) -> str:
    """«сегодня», «завтра», «вчера», else «вт, 24 ноября»."""
    near = _NEAR.get((day - today).days)
    return say(voice, near) if near else formats.day(voice, day, weekday=True)


def card(day: PlannedDay, far: Progress, today: date, voice: str) -> DayCard:
    """The card of a day."""
    title, done = title_of(day, voice), day.state == DayState.DONE
    deed = say(voice, "home.look" if done else "home.go_on" if day.state == DayState.BEGUN else "home.begin")
    count = say(voice, "home.exercises_n", n=len(far.items))
    about = say(voice, "home.about", time=formats.duration(voice, 60 * far.minutes)) if far.minutes else ""
    return DayCard(
        href=f"/home/homework/{day.key}",
        title=title,
        line=words.joined(count, about),
        progress=say(voice, "home.sets_done", n=far.sets, done=far.done) if far.done else "",
        share=f"{round(100 * far.done / far.sets) if far.sets else 0}%",
        posters=[item.poster for item in far.items if item.poster][:PICTURES],
        done=done,
        deed=deed,
        label=say(voice, "home.open_of", deed=deed, title=title, day=when(day.day, today, voice)),
    )


def line(day: PlannedDay, today: date, voice: str) -> DayLine:
    """A line of a list; what is only planned needs no badge."""
    planned = day.state == DayState.PLANNED
    return DayLine(
        href=f"/home/homework/{day.key}",
        title=title_of(day, voice),
        when=upper(when(day.day, today, voice)),
        state="" if planned else state_words(day.state, voice),
        tone="" if day.state == DayState.MISSED else TONES[day.state],  # a client is not scolded
    )


def state_words(state: DayState, voice: str) -> str:
    """«сделано», «начато», «не сделано», «в плане»."""
    return say(voice, f"day.state_{state.value}")


def upper(text: str) -> str:
    """With a capital, as a line begins."""
    return text[:1].upper() + text[1:]


def week_and_day(day: date, voice: str) -> str:
    """«Вторник, 24 ноября»."""
    return upper(f"{formats.weekday(voice, day, whole=True)}, {formats.day(voice, day)}")


def in_sentence(day: date, voice: str) -> str:
    """«вторник, 24 ноября» inside a sentence; English days keep their capital."""
    said = week_and_day(day, voice)
    return said if language_of(voice) == "en" else said[:1].lower() + said[1:]


def last_of_month(day: date) -> date:
    """The month's last day."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
