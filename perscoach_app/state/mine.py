"""What is kept of the client's trainings, seen and deleted by her."""

from dataclasses import dataclass
from typing import ClassVar

import reflex as rx
from sqlmodel import Session

from perscoach_app.services import kept_trainings, recordings
from perscoach_app.services.kept_trainings import Film, Kept
from perscoach_app.services.scope import Scope
from perscoach_app.state import words
from perscoach_app.state.deeds import Deeds
from perscoach_app.state.visitor import Visitor
from perscoach_app.tables import RecordingState
from perscoach_app.texts import formats, say


@dataclass(frozen=True, slots=True)
class FilmRow:
    """One video."""

    id: str
    video: str
    line: str
    watch_label: str
    drop_label: str


@dataclass(frozen=True, slots=True)
class KeptRow:
    """What is kept of one training."""

    id: str
    title: str
    href: str
    poster: str
    started: str  # ISO 8601
    until: str
    films: list[FilmRow]
    movement: bool
    forget_label: str


class MineState(Deeds, Visitor):
    """The caller's own films and movement."""

    rows: list[KeptRow] = []
    seen_by: str = ""
    """Who sees the films, in words; empty where there are none."""
    moves: bool = False
    """Whether movements are kept of any of them."""
    asked: str = ""
    """Of what the question whether to delete it is open: a film's or a training's id."""
    _trainers_page: ClassVar[bool] = False

    @rx.event
    def load(self) -> None:
        """Reads what is kept."""
        self.rows, self.asked, self.problem = [], "", ""
        self._look_again()

    @rx.event
    def ask(self, what: str) -> None:
        """Asks before it deletes."""
        self.asked = what

    @rx.event
    def keep(self) -> None:
        """Closes the question."""
        self.asked = ""

    @rx.event
    def drop(self, film: str) -> None:
        """Deletes a video for good."""

        def drop(db: Session, scope: Scope) -> None:
            recordings.remove(db, scope, film)
            self._tell(say(self.voice, "mine.dropped"))

        self.asked = ""
        self._do(drop)

    @rx.event
    def forget(self, training: str) -> None:
        """Deletes the movement of a training; its numbers stay."""

        def forget(db: Session, scope: Scope) -> None:
            kept_trainings.forget_movement(db, scope, training)
            self._tell(say(self.voice, "mine.forgotten"))

        self.asked = ""
        self._do(forget)

    def _fill(self, db: Session) -> bool:
        scope = self._come_in(db)
        if scope is None:
            return False
        found = kept_trainings.list_all(db, scope)
        films = any(kept.films for kept in found)
        self.seen_by = say(self.voice, "mine.seen_by_two" if kept_trainings.shared(db, scope) else "mine.seen_by_one") if films else ""
        self.moves = any(kept.movement for kept in found)
        self.rows = [_row(kept, self.voice) for kept in found]
        return True


def _row(kept: Kept, voice: str) -> KeptRow:
    title = kept.title(voice) or say(voice, "mine.untitled")
    return KeptRow(
        id=kept.training,
        title=title,
        href=f"/report/{kept.training}",
        poster=kept.poster,
        started=kept.started_at.isoformat(),
        until=say(voice, "mine.until", day=formats.day(voice, kept.until, year=True)),
        films=[_film(film, title, voice) for film in kept.films],
        movement=kept.movement,
        forget_label=say(voice, "mine.forget_of", title=title),
    )


def _film(film: Film, title: str, voice: str) -> FilmRow:
    if film.state == RecordingState.READY:
        kind = say(voice, "mine.whole" if film.whole else "mine.moments")
        line = words.joined(kind, formats.duration(voice, film.duration_s), formats.size(voice, film.bytes))
    else:
        line = say(voice, f"mine.state_{film.state}")
    return FilmRow(film.id, film.video, line, say(voice, "mine.watch_of", title=title), say(voice, "mine.drop_of", title=title))
