"""The homework builder: every change is written at once, and the page shows what was written."""

from collections.abc import Callable

import reflex as rx
from sqlmodel import Session

from perscoach_app.services import exercises, voice_notes, workout_edit, workouts
from perscoach_app.services.errors import NotFound
from perscoach_app.services.scope import Scope
from perscoach_app.services.workout_edit import Removed
from perscoach_app.services.workout_errors import FieldRefused, WorkoutMoved
from perscoach_app.services.workout_rules import HOLD_USUAL_S, REPETITIONS_USUAL, stepped
from perscoach_app.state.builder_rows import BuilderItem, Choice, builder_items, choices
from perscoach_app.state.deeds import Deeds
from perscoach_app.state.visitor import Visitor
from perscoach_app.tables.database import open_session
from perscoach_app.texts import say
from perscoach_app.texts.formats import duration

Edit = Callable[[Session, Scope, str, int], object]
MINUTE_S = 60


class BuilderState(Deeds, Visitor):
    """The workout that the address names."""

    shown: str = ""
    """Id of the workout on the page. The address alone would not do: an edit may arrive when the trainer has left for another page."""
    title: str = ""
    note: str = ""
    is_template: bool = False
    found: bool = False
    items: list[BuilderItem] = []
    clips: list[Choice] = []
    wanted: str = ""
    """What is searched in the library."""
    time_words: str = ""
    count_words: str = ""
    refused: dict[str, str] = {}
    removed_words: str = ""
    """Which exercise was just taken out; it can come back."""
    fresh: str = ""
    """The item that was just put in: its fields stand open."""
    beats: int = 0
    """Grows with every change that was answered, so that the page says «saved»."""
    reading: int = 0
    """Grows when the page has to show what somebody else wrote."""
    _revision: int = -1
    _removed: Removed | None = None

    @rx.var
    def order(self) -> list[str]:
        """Names of the items for drag and drop."""
        return [item.name for item in self.items]

    @rx.event
    def load(self) -> None:
        """Fills the page anew."""
        self.problem, self.refused, self.removed_words, self.fresh, self.wanted = "", {}, "", "", ""
        self._removed = None
        with open_session(reading=True) as db:
            scope = self._come_in(db, trainer_only=True)
            if scope is None:
                self.items, self.clips, self.found = [], [], False
                return
            self.shown = self._last_part()
            self._fill(db)
            self._find_clips(db, scope)
        self.reading += 1

    @rx.event
    def search(self, wanted: str) -> None:
        """Narrows the library."""
        with open_session(reading=True) as db:
            scope = self._come_in(db, trainer_only=True)
            if scope is None:
                return
            self.wanted = wanted
            self._find_clips(db, scope)

    @rx.event
    def write_title(self, workout_id: str, text: str) -> rx.event.EventSpec | None:
        """The workout's name; `workout_id` says of which page, for what is typed last may arrive late."""
        if workout_id != self.shown or text.strip() == self.title:
            return BuilderState.read_again()
        self._edit(lambda db, scope, page, revision: workouts.write(db, scope, page, revision, title=text), lost=text)
        return None

    @rx.event
    def write_note(self, workout_id: str, text: str) -> rx.event.EventSpec | None:
        """What the client reads above the exercises."""
        if workout_id != self.shown or text.strip() == self.note:
            return BuilderState.read_again()
        self._edit(lambda db, scope, page, revision: workouts.write(db, scope, page, revision, note=text), lost=text)
        return None

    @rx.event
    def add(self, exercise_id: str) -> None:
        """Puts a clip of the library at the end."""
        self._put(exercise_id, None)

    @rx.event
    def drop(self, taken: str, place: str) -> None:
        """Something was dragged: `taken` is `item:…` or `clip:…`, `place` is `item:…`, `join:…` or `end`."""
        kind, _, what = taken.partition(":")
        where, _, other = place.partition(":")
        index = next((at for at, item in enumerate(self.items) if item.id == other), len(self.items))
        if kind == "clip":
            self._put(what, index)
        elif where == "join":
            self._edit(lambda db, scope, page, revision: workout_edit.join(db, scope, page, revision, what, other))
        else:
            self._edit(lambda db, scope, page, revision: workout_edit.move(db, scope, page, revision, what, index))

    @rx.event
    def move(self, item_id: str, by: int) -> None:
        """Up (−1) or down (1)."""
        index = next((at for at, item in enumerate(self.items) if item.id == item_id), 0) + by
        self._edit(lambda db, scope, page, revision: workout_edit.move(db, scope, page, revision, item_id, index))

    @rx.event
    def set_field(self, item_id: str, field: str, value: str) -> rx.event.EventSpec | None:
        """What is asked, as it was typed or chosen."""
        if self._shown(item_id, field) == value.strip():
            self.refused.pop(item_id, None)
            return BuilderState.read_again()
        change, typed = {field: value}, "" if field in ("side", "strictness") else value
        self._edit(lambda db, scope, page, revision: workout_edit.change(db, scope, page, revision, item_id, change), item_id, typed)
        return None

    @rx.event
    def step(self, item_id: str, field: str, by: int) -> None:
        """One press of − or +."""

        def deed(db: Session, scope: Scope, page: str, revision: int) -> None:
            change = {field: stepped(field, self._shown(item_id, field), by)}
            workout_edit.change(db, scope, page, revision, item_id, change)

        self._edit(deed, item_id)

    @rx.event
    def ask_for(self, item_id: str, what: str) -> None:
        """Repetitions or time."""
        change = {"hold_s": HOLD_USUAL_S} if what == "time" else {"repetitions": REPETITIONS_USUAL}
        self._edit(lambda db, scope, page, revision: workout_edit.change(db, scope, page, revision, item_id, change), item_id)

    @rx.event
    def join(self, item_id: str) -> None:
        """Into one superset with the exercise above."""
        self._edit(lambda db, scope, page, revision: workout_edit.join(db, scope, page, revision, item_id))

    @rx.event
    def part(self, item_id: str) -> None:
        """Out of its superset."""
        self._edit(lambda db, scope, page, revision: workout_edit.part(db, scope, page, revision, item_id))

    @rx.event
    def duplicate(self, item_id: str) -> None:
        """The same once more."""

        def deed(db: Session, scope: Scope, page: str, revision: int) -> None:
            self.fresh = workout_edit.duplicate(db, scope, page, revision, item_id)

        self._edit(deed)

    @rx.event
    def remove(self, item_id: str) -> None:
        """Takes an exercise out; it can come back."""
        title = next((item.title for item in self.items if item.id == item_id), "")

        def deed(db: Session, scope: Scope, page: str, revision: int) -> None:
            self._removed = workout_edit.remove(db, scope, page, revision, item_id)
            self.removed_words = say(self.voice, "builder.removed", title=title)

        self._edit(deed)

    @rx.event
    def undo(self) -> None:
        """Brings the exercise back that was just taken out."""

        def deed(db: Session, scope: Scope, page: str, revision: int) -> None:
            gone, self._removed, self.removed_words = self._removed, None, ""
            if gone is not None:
                workout_edit.restore(db, scope, page, revision, gone)

        self._edit(deed)

    @rx.event
    def read_again(self) -> None:
        """A voice note was sent from this page."""
        self._look_again()
        self.beats += 1

    @rx.event
    def forget_voice(self, item_id: str) -> None:
        """Takes the spoken note away."""
        self._edit(lambda db, scope, _page, _revision: voice_notes.forget(db, scope, item_id))

    @rx.event
    def keep_as_template(self) -> None:
        """A template of the workout as it is now."""

        def keep(db: Session, scope: Scope) -> None:
            workouts.copy(db, scope, self.shown, as_template=True)
            self._tell(say(self.voice, "builder.template_kept"))

        self._do(keep, fill=False)

    @rx.event
    def start_from_it(self) -> rx.event.EventSpec | None:
        """A homework made from this template."""
        return self._do(lambda db, scope: rx.redirect(f"/trainer/homework/{workouts.copy(db, scope, self.shown)}"), fill=False)

    def _put(self, exercise_id: str, index: int | None) -> None:
        def deed(db: Session, scope: Scope, page: str, revision: int) -> None:
            self.fresh = workout_edit.add(db, scope, page, revision, exercise_id, index)

        self._edit(deed)

    def _edit(self, edit: Edit, item_id: str = "", lost: str = "") -> None:
        """One change, and what became of it. What somebody typed and could not be written is said again, so that it is not lost."""

        def deed(db: Session, scope: Scope) -> None:
            self.beats += 1
            self.refused.pop(item_id, None)
            try:
                edit(db, scope, self.shown, self._revision)
            except FieldRefused as refusal:
                if not item_id:
                    raise
                db.rollback()
                self.refused |= {item_id: refusal.sentence(self.language)}
            except WorkoutMoved as refusal:
                db.rollback()
                kept = say(self.voice, "builder.lost", text=lost) if lost else ""
                self.problem = f"{refusal.sentence(self.language)} {kept}".strip()
                self.reading += 1

        self._do(deed)

    def _fill(self, db: Session) -> bool:
        scope = self._come_in(db, trainer_only=True)
        if scope is None:
            return False
        try:
            workout = workouts.get(db, scope, self.shown)
        except NotFound:
            self.found, self.items = False, []
            if self._last_part() == self.shown:
                self._miss()
            return False
        self.found, self.title, self.note, self.is_template = True, workout.title, workout.note, workout.is_template
        self._revision = workout.revision
        self.items = builder_items(workout.items, self.voice, self.refused)
        self.time_words = say(self.voice, "builder.about", time=duration(self.voice, MINUTE_S * workout.minutes)) if workout.items else ""
        self.count_words = say(self.voice, "builder.count", n=len(workout.items))
        return True

    def _find_clips(self, db: Session, scope: Scope) -> None:
        self.clips = choices(exercises.list_all(db, scope), self.voice, self.wanted)

    def _shown(self, item_id: str, field: str) -> str:
        item = next((item for item in self.items if item.id == item_id), None)
        if item is None:
            return ""
        controls = {"repetitions": "amount", "hold_s": "amount", "rest_s": "rest", "load_kg": "load"}
        return str(getattr(item, controls.get(field, field), ""))
