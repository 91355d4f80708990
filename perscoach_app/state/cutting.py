"""Cutting a clip by hand: the part of the exercise page's state that belongs to its time line."""

from collections.abc import Callable
from typing import Any

import reflex as rx
from sqlmodel import Session

from perscoach_app.services import excerpts, pieces, segments
from perscoach_app.services.errors import ServiceError
from perscoach_app.services.pieces import Pieces
from perscoach_app.services.scope import Scope
from perscoach_app.state.cuts import Cut, Edge, cuts_of, dragged, edges_of, name_of
from perscoach_app.tables.database import open_session
from perscoach_app.texts import say

UNDO_MOST = 50  # edits that can be taken back


class Cutting(rx.State, mixin=True):
    """The pieces, which of them is chosen, and what was done to them on this page; stands before `Deeds`."""

    cuts: list[Cut] = []
    chosen: int = 0
    chosen_cut: Cut | None = None
    edges: list[Edge] = []
    """Both ends of the chosen piece."""
    drawn: int = 0
    """Grows when the page has to draw the edges anew: a slider keeps what a finger has told it."""
    can_undo: bool = False
    made_words: str = ""
    """The piece that has just become an exercise…"""
    made_href: str = ""
    """…and where it is."""
    _pieces: Pieces = ()
    _length_s: float = 0.0
    _before: list[Pieces] = []

    @rx.event
    def choose_piece(self, number: int) -> None:
        """Shows the edges of a piece; the page's own script takes the player there."""
        with open_session(reading=True) as db:
            if self._come_in(db, trainer_only=True):
                self.chosen = number
                self._fill(db)

    @rx.event
    def trim(self, form: dict[str, Any]) -> None:
        """Moves the edges of the chosen piece to where the sliders are."""
        number = self.chosen

        def wanted(found: Pieces, length_s: float) -> Pieces:
            return pieces.trimmed(found, number, *dragged(found, number, form.get("start"), form.get("end"), length_s), length_s)

        self._cut(wanted, redraw=False)

    @rx.event
    def name_piece(self, form: dict[str, Any]) -> None:
        """Names the chosen piece; without a name it is called by its movement again."""
        self._cut(lambda found, _: pieces.renamed(found, self.chosen, str(form.get("label", ""))))

    @rx.event
    def merge(self) -> None:
        """Joins the chosen piece and the next one."""
        self._cut(lambda found, _: pieces.merged(found, self.chosen))

    @rx.event
    def split(self, form: dict[str, Any]) -> None:
        """Cuts the piece that is being played where it is now."""
        self._cut(lambda found, _: pieces.split(found, float(str(form.get("at")))))

    @rx.event
    def add_piece(self, form: dict[str, Any]) -> None:
        """Makes a piece of what lies around the present place and belongs to none."""
        self._cut(lambda found, length_s: pieces.added(found, float(str(form.get("at"))), length_s))

    @rx.event
    def drop_piece(self) -> None:
        """Takes the chosen piece away; the clip itself stays whole."""
        self._cut(lambda found, _: pieces.dropped(found, self.chosen))

    @rx.event
    def undo(self) -> None:
        """Takes the last edit back."""
        before = self._before[-1] if self._before else self._pieces
        self._cut(lambda _found, _length_s: before, back=True)

    @rx.event
    def make_exercise(self) -> None:
        """Makes the chosen piece an exercise of its own."""

        def make(db: Session, scope: Scope) -> None:
            line = segments.of(db, scope, self._last_part())
            if not 0 <= self.chosen < len(line.pieces):
                return
            piece, name = line.pieces[self.chosen], name_of(line, self.chosen, self.language)
            made = excerpts.make(db, scope, self._last_part(), piece.start_s, piece.end_s, name)
            self.made_words, self.made_href = say(self.voice, "exercise.made", title=name), f"/trainer/exercise/{made}"

        self._do(make, fill=False)

    def _cut(self, change: Callable[[Pieces, float], Pieces], *, redraw: bool = True, back: bool = False) -> None:
        """Changes the pieces as the caller, remembers how they were, and shows what became of them."""

        def edit(db: Session, scope: Scope) -> None:
            try:
                before = segments.edit(db, scope, self._last_part(), self._pieces, change)
            except ServiceError:
                self.drawn += 1
                raise
            except (ValueError, TypeError):  # no number came from the page
                db.rollback()
                return
            self._pieces = segments.of(db, scope, self._last_part()).pieces  # our own edit, nobody else's
            if back:
                self._before = self._before[:-1]
            elif before != self._pieces:
                self._before = [*self._before, before][-UNDO_MOST:]
            self.drawn += redraw

        self._do(edit)

    def _show_line(self, db: Session, scope: Scope) -> None:
        """Reads the pieces anew. Those that somebody else has changed cannot be taken back here."""
        line = segments.of(db, scope, self._last_part())
        if line.pieces != self._pieces:
            self._pieces, self._before = line.pieces, []
            self.drawn += 1
        self._length_s = line.length_s
        self.chosen = min(max(0, self.chosen), max(0, len(line.pieces) - 1))
        fresh = cuts_of(line, self.language)
        if fresh != self.cuts:
            self.cuts = fresh
        self.chosen_cut = fresh[self.chosen] if fresh else None
        self.edges = edges_of(line.pieces, self.chosen, line.length_s, self.language)
        self.can_undo = bool(self._before)
