"""One exercise of the trainer's: the clip, what is known about it, and a way to try it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

import reflex as rx
from sqlmodel import Session

from gpu_jobs.estimate import Estimate
from perscoach_app.services import clip_facts, costs, exercises, jobs, models, processing, trainings
from perscoach_app.services.errors import NotFound
from perscoach_app.services.scope import Scope
from perscoach_app.state import words
from perscoach_app.state.choosing import Choosing, title_of
from perscoach_app.state.clips import Clip, clip_of
from perscoach_app.state.cutting import Cutting
from perscoach_app.state.deeds import Deeds
from perscoach_app.state.filing import Filing
from perscoach_app.state.visitor import Visitor
from perscoach_app.state.watching import Watching
from perscoach_app.tables import JobStatus
from perscoach_app.texts import say


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of «About the clip»."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Download:
    """A file to take away."""

    name: str
    href: str
    file: str  # what it is called on the trainer's own disk


class ExerciseState(Choosing, Cutting, Filing, Deeds, Watching, Visitor):
    """The exercise that the address names."""

    clip: Clip | None = None
    video: str = ""
    stacked: str = ""
    """The clip for browsers without VP9 alpha; empty where it was not made."""
    video_label: str = ""
    facts: list[Fact] = []
    warnings: list[str] = []
    clip_s: float = 0.0
    before: str = ""
    """The poster's frame as it was filmed."""
    body: str = ""
    """The movement in space, for the 3D view."""
    parent: str = ""
    """Address of the exercise that this one was cut out of."""
    downloads: list[Download] = []
    not_again: str = ""
    """Why the clip that is shown could not be processed once more."""
    _offered: str = ""
    """The clip whose choices are shown: what she has chosen meanwhile stays when the page is read anew."""

    @rx.event
    def load(self) -> rx.event.EventSpec | None:
        """Fills the page; while the clip is processed, keeps it alive."""
        self.clip, self.problem, self.made_href, self.naming, self.removing = None, "", "", False, None
        self.chosen, self._pieces, self._before, self._offered = 0, (), [], ""
        return ExerciseState.follow() if self._look_again() and self._moves() else None

    @rx.event
    def retry(self) -> rx.event.EventSpec | None:
        """Processes the clip again."""
        self._do(lambda db, scope: jobs.retry(db, scope, self._last_part()))
        return ExerciseState.follow()

    @rx.event
    def process_again(self, chosen: dict[str, Any]) -> rx.event.EventSpec | None:
        """Processes the clip again, in another look or quality; the present one stays until the new one is there."""

        def again(db: Session, scope: Scope) -> None:
            jobs.enqueue(db, scope, self._last_part(), processing.wishes(chosen).options())

        self._do(again)
        return ExerciseState.follow()

    @rx.event
    def cancel(self) -> None:
        """Stops the job: the trainer films again, or likes the clip there is."""

        def stop(db: Session, scope: Scope) -> None:
            job = exercises.get(db, scope, self._last_part()).job
            if job is not None:
                jobs.cancel(db, scope, job.id)

        self._do(stop)

    @rx.event
    def try_it(self) -> rx.event.EventSpec | None:
        """Opens a session of the trainer's own with this exercise."""
        return self._do(lambda db, scope: rx.redirect(f"/shadow/{trainings.for_exercise(db, scope, self._last_part())}"), fill=False)

    def _moves(self) -> bool:
        return self.clip is not None and self.clip.moving

    def _fill(self, db: Session) -> bool:
        scope = self._come_in(db, trainer_only=True)
        if scope is None:
            return False
        try:
            exercise = exercises.get(db, scope, self._last_part())
            known = clip_facts.of(db, scope, exercise.id)
        except NotFound:
            self._miss()
            return False
        if exercise.removed:
            self._miss()
            return False
        self.clip = clip_of(exercise, self.language)
        job = exercise.job
        self.not_again = job.error if job is not None and job.status == JobStatus.FAILED and self.clip.trainable else ""
        self.video = exercise.video
        self.video_label = say(self.language, "exercise.preview", title=self.clip.title)
        self.facts = _facts(known, self.language)
        self.warnings = list(known.warnings)
        self.stacked, self.before, self.clip_s = known.stacked, known.before, known.duration_s or 0.0
        self.body = known.body
        self.parent = f"/trainer/exercise/{exercise.parent_id}" if exercise.parent_id else ""
        self._show_line(db, scope)
        self._show_filing(db, scope, exercise)
        self.downloads = _downloads(known.downloads, exercise.slug, self.language)
        if self._offered != exercise.id:
            self._offered = exercise.id
            self._show_choices(db, scope, known.wishes or processing.of_preset(processing.first_preset(db, scope)))
        return True

    def _expected(self, db: Session, scope: Scope, options: Mapping[str, Any]) -> Estimate:
        """Of this very clip."""
        return costs.of_exercise(exercises.row_of(db, scope, self._last_part()), options)[0]


def _facts(known: clip_facts.ClipFacts, language: str) -> list[Fact]:
    lines = (
        ("exercise.length", words.seconds(language, known.duration_s) if known.duration_s else ""),
        ("exercise.frames", f"{known.frames}" if known.frames else ""),
        ("exercise.fps", words.decimal(language, known.fps) if known.fps else ""),
        ("exercise.size", f"{known.size[0]} × {known.size[1]}" if known.size else ""),
        ("exercise.crop", f"{known.source_size[0]} × {known.source_size[1]}" if known.source_size else ""),
        ("exercise.took", words.duration(language, known.took_s)),
        ("exercise.look", say(language, f"exercise.look_of.{known.wishes.look}") if known.wishes else ""),
        ("exercise.quality", say(language, f"exercise.quality_of.{known.wishes.quality}") if known.wishes else ""),
        ("exercise.cut_by", title_of("matting", known.wishes.matting, language) if known.wishes else ""),
        ("exercise.pose_by", title_of("pose", known.wishes.pose, language) if known.wishes else ""),
        ("exercise.light_by", models.title_of(known.wishes.relight) if known.wishes else ""),
    )
    return [Fact(say(language, key), value) for key, value in lines if value]


def _downloads(links: dict[str, str], slug: str, language: str) -> list[Download]:
    """In the words of `exercise.download_webm`, `download_json` and `download_cube`."""
    found = [(PurePath(name).suffix, href) for name, href in links.items()]
    return [Download(say(language, f"exercise.download_{suffix[1:]}"), href, slug + suffix) for suffix, href in found]
