"""The trainer's library and its upload page: the same clips, live while they are processed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import reflex as rx
from sqlmodel import Session

from perscoach_app.services import exercises, jobs, library, removal
from perscoach_app.services.library import ORDERS, Wish, fold
from perscoach_app.services.scope import Scope
from perscoach_app.state.clips import Clip, clip_of, renaming
from perscoach_app.state.deeds import Deeds
from perscoach_app.state.removing import Removed, Removing, removed_clips
from perscoach_app.state.visitor import Visitor
from perscoach_app.state.watching import Watching
from perscoach_app.tables.database import open_session
from perscoach_app.texts import say

SEARCH_LONGEST = 100  # characters that are looked for


@dataclass(frozen=True, slots=True)
class TagChip:
    """A tag to narrow the library by."""

    name: str
    chosen: bool


class LibraryState(Removing, Deeds, Watching, Visitor):
    """The exercises of the tenant that are looked for."""

    clips: list[Clip] = []
    count_words: str = ""
    words: str = ""
    """What is looked for."""
    tags: list[TagChip] = []
    order: str = ORDERS[0]
    cleared: int = 0
    """Grows when the search is emptied by a button: the field is drawn anew."""
    narrowed: bool = False
    """Only a part of the library is shown."""
    naming: str = ""
    """The clip whose name is being written."""
    removed: list[Removed] = []
    """What was removed lately and can be brought back."""

    @rx.var
    def moving_clips(self) -> list[Clip]:
        """What is being processed, or failed: the list under the upload."""
        return [clip for clip in self.clips if clip.moving or clip.state == "failed"]

    @rx.event
    def load(self) -> rx.event.EventSpec | None:
        """Fills the page, and keeps it alive."""
        self.problem = self.naming = ""
        self.removing = None
        return LibraryState.follow() if self._look_again() else None

    @rx.event
    def search(self, words: str) -> None:
        """Shows what has these words."""
        self.words = words[:SEARCH_LONGEST]
        self._look_again()

    @rx.event
    def toggle_tag(self, name: str) -> None:
        """Narrows by a tag, or no longer."""
        self.tags = [TagChip(tag.name, tag.chosen != (fold(tag.name) == fold(name))) for tag in self.tags]
        self._look_again()

    @rx.event
    def sort(self, order: str) -> None:
        """Shows the clips in another order."""
        self.order = order if order in ORDERS else ORDERS[0]
        self._look_again()

    @rx.event
    def show_all(self) -> None:
        """Looks for nothing any more."""
        self.words, self.tags = "", []
        self.cleared += 1
        self._look_again()

    @rx.event
    def name_clip(self, exercise_id: str) -> None:
        """Opens a clip's name for writing; an empty id closes it."""
        with open_session(reading=True) as db:
            if self._come_in(db, trainer_only=True):
                self.naming = exercise_id

    @rx.event
    def rename(self, form: dict[str, Any]) -> rx.event.EventSpec | None:
        """Gives the clip `exercise` of the form its new name."""
        new = renaming(str(form.get("title", "")), self.language)

        def write(db: Session, scope: Scope) -> None:
            exercises.update(db, scope, str(form.get("exercise")), new)
            self.naming = ""

        return self._change(write)

    @rx.event
    def ask_removal(self, exercise_id: str) -> None:
        """Says what depends on a clip before it is removed."""
        self._ask_removal(exercise_id)

    @rx.event
    def remove(self) -> rx.event.EventSpec | None:
        """Removes the clip that was asked about."""
        asked, self.removing = self.removing, None

        def remove(db: Session, scope: Scope) -> None:
            removal.remove(db, scope, asked.id if asked else "")
            self._tell(say(self.voice, "library.removed", title=asked.title if asked else ""))

        return self._change(remove)

    @rx.event
    def bring_back(self, exercise_id: str) -> rx.event.EventSpec | None:
        """Puts a removed clip back."""
        return self._change(lambda db, scope: removal.bring_back(db, scope, exercise_id))

    @rx.event
    def retry(self, exercise_id: str) -> rx.event.EventSpec | None:
        """Puts a failed exercise in the queue again."""
        return self._change(lambda db, scope: jobs.retry(db, scope, exercise_id))

    @rx.event
    def cancel(self, job_id: int) -> rx.event.EventSpec | None:
        """Stops a job: the trainer films again."""
        return self._change(lambda db, scope: jobs.cancel(db, scope, job_id))

    def _change(self, deed: Callable[[Session, Scope], object]) -> rx.event.EventSpec | None:
        """Does something with a clip; from then on the page is kept alive."""
        self._do(deed)
        return LibraryState.follow() if self.place == "ok" else None

    def _fill(self, db: Session) -> bool:
        """Reads the library anew; False when the caller may not see it (any more)."""
        scope = self._come_in(db, trainer_only=True)
        if scope is None:
            self.clips, self.tags, self.removed, self.words = [], [], [], ""
            return False
        wish = Wish() if self._uploading() else self._wish(library.tags(db, scope))
        fresh = [clip_of(exercise, self.language) for exercise in library.find(db, scope, wish)]
        if fresh != self.clips:  # an unchanged list is not sent to the browser again
            self.clips = fresh
        self.removed = removed_clips(db, scope)
        self.narrowed = bool(wish.words.strip() or wish.tags)
        self.count_words = say(self.voice, "library.found", n=len(fresh)) if self.narrowed else _count(fresh, self.voice)
        return True

    def _wish(self, known: list[str]) -> Wish:
        """What is looked for; a chosen tag that no clip has any more is forgotten."""
        chosen = {fold(tag.name) for tag in self.tags if tag.chosen}
        chips = [TagChip(name, fold(name) in chosen) for name in known]
        if chips != self.tags:
            self.tags = chips
        return Wish(self.words, frozenset(chip.name for chip in chips if chip.chosen), self.order)

    def _uploading(self) -> bool:
        return self.path.rstrip("/").endswith("/upload")

    def _moves(self) -> bool:
        """On the upload page new clips may come at any moment; in the library only running ones change."""
        return self._uploading() or any(clip.moving for clip in self.clips)


def _count(clips: list[Clip], voice: str) -> str:
    total, ready = len(clips), sum(clip.trainable for clip in clips)
    all_of_them = say(voice, "library.count", n=total)
    if total == 0:
        return ""
    if ready == total:
        return f"{all_of_them} · {say(voice, 'library.count_all_ready', n=total)}"
    return f"{all_of_them} · {say(voice, 'library.count_ready', n=ready)}"
