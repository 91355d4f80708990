"""An exercise as a card: picture, title, and how far its processing is."""

from dataclasses import dataclass

from perscoach_app.state import words
from perscoach_app.tables import Exercise, ExercisePublic, ExerciseUpdate, JobPublic
from perscoach_app.texts import keys, say

LONG_WAIT_S = 90  # beyond this, time left is said in minutes
MOVING = ("queued", "processing")


@dataclass(frozen=True, slots=True)
class Clip:
    """What a card shows; every string is in the reader's language."""

    id: str
    title: str
    poster: str
    state: str  # queued, processing, ready, failed, cancelled
    percent: int
    line: str  # the small line under the title
    why: str  # why it failed
    notices: list[str]  # what a first look found, while there is still time to film again
    job: int  # the job that can be cancelled; 0 when there is none
    href: str
    moving: bool  # queued or processing: the card changes by itself
    trainable: bool  # there are outputs, perhaps of an earlier version
    label: str  # what a screen reader says of the ring
    open_label: str
    retry_label: str
    cancel_label: str
    start_label: str
    rename_label: str
    remove_label: str
    more_label: str
    tags: str  # in one line


def renaming(title: str, language: str) -> ExerciseUpdate:
    """A new title in the reader's language; the other one is left alone."""
    return ExerciseUpdate(title_ru=title) if language == "ru" else ExerciseUpdate(title_en=title)


def clip_of(exercise: ExercisePublic, language: str) -> Clip:
    """The card of one exercise."""
    title = title_of(exercise, language)
    job = exercise.job if exercise.job and exercise.job.active else None
    state = exercise.state if job is None else ("queued" if job.status == "queued" else "processing")
    percent = round(100 * job.progress) if job else 0
    line = _progress(job, language) if job else _line(exercise, language)
    return Clip(
        id=exercise.id,
        title=title,
        poster=exercise.poster,
        state=state,
        percent=percent,
        line=line,
        notices=job.warnings if job else [],
        job=job.id if job else 0,
        why=exercise.error or say(language, "job.failed") if state == "failed" else "",
        href=f"/trainer/exercise/{exercise.id}",
        moving=state in MOVING,
        trainable=exercise.version > 0,
        label=f"{title}: {percent} %, {line}",
        open_label=say(language, "library.open_of", title=title),
        retry_label=say(language, "library.retry_of", title=title),
        cancel_label=say(language, "job.cancel_of", title=title),
        start_label=say(language, "home.start_of", title=title),
        rename_label=say(language, "library.rename_of", title=title),
        remove_label=say(language, "library.remove_of", title=title),
        more_label=say(language, "library.more_of", title=title),
        tags=words.joined(*exercise.tags),
    )


def title_of(exercise: ExercisePublic | Exercise, language: str) -> str:
    """What the clip is called; until it has a name, the file's."""
    first, second = (exercise.title_ru, exercise.title_en) if language == "ru" else (exercise.title_en, exercise.title_ru)
    return first or second or exercise.source_name or exercise.slug


def _line(exercise: ExercisePublic, language: str) -> str:
    if exercise.state == "ready":
        return words.duration(language, exercise.duration_s)
    key = f"job.{exercise.state}"
    return say(language, key) if key in keys(language) else ""


def _progress(job: JobPublic, language: str) -> str:
    if job.status == "queued":
        return say(language, "job.waiting")
    key = f"job.stage.{job.stage}"
    stage = say(language, key if key in keys(language) else "job.stage.other")
    return words.joined(stage, _left(job.eta_s, language))


def _left(seconds: float | None, language: str) -> str:
    if seconds is None or seconds <= 0:
        return ""
    shown = round(seconds / 60) * 60 if seconds > LONG_WAIT_S else max(1, seconds)
    return say(language, "job.left", time=words.duration(language, shown))
