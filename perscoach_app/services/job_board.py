"""Everything the trainer's studio has under way, waiting, and lately ended, as one page shows it."""

from dataclasses import dataclass

from sqlalchemy import func
from sqlmodel import Session, col, select

from perscoach_app.services import exercises, first_looks, jobs
from perscoach_app.services.scope import Scope, require_trainer
from perscoach_app.tables import Exercise, Job, JobPublic, JobStatus
from perscoach_app.tables.job import ACTIVE
from perscoach_app.tables.moments import now_of

ENDED_SHOWN = 12  # the newest; older ones say nothing that the library does not


@dataclass(frozen=True, slots=True)
class Line:
    """One job and the exercise it is for.

    Attributes:
        pause_s: seconds until the next attempt may begin; 0 where it may now.
        silent: its worker has not been heard of for too long; the next one that is free takes it over.
        latest: no newer job is there for the exercise: trying again makes sense.
    """

    job: JobPublic
    title_ru: str
    title_en: str
    source_name: str
    poster: str
    attempts_left: int
    estimate_usd: float | None
    pause_s: float = 0.0
    silent: bool = False
    latest: bool = True
    removed: bool = False


@dataclass(frozen=True, slots=True)
class Board:
    """Running, waiting (in the order of the queue), and ended ones, the newest first."""

    running: tuple[Line, ...]
    waiting: tuple[Line, ...]
    ended: tuple[Line, ...]


def board(db: Session, scope: Scope) -> Board:
    """The tenant's jobs.

    Raises:
        NotFound: the caller is no trainer.
    """
    require_trainer(scope)
    mine = select(Job, Exercise).join(Exercise, col(Exercise.id) == col(Job.exercise_id)).where(col(Job.tenant_id) == scope.tenant_id)
    active = db.exec(mine.where(col(Job.status).in_(ACTIVE)).order_by(col(Job.id))).all()
    ended = db.exec(mine.where(col(Job.status).not_in(ACTIVE)).order_by(col(Job.finished_at).desc(), col(Job.id).desc()).limit(ENDED_SHOWN))
    pairs = [*active, *ended.all()]
    newest = select(col(Job.exercise_id), func.max(col(Job.id))).where(
        col(Job.tenant_id) == scope.tenant_id, col(Job.exercise_id).in_([exercise.id for _, exercise in pairs])
    )
    latest = {number for _, number in db.exec(newest.group_by(col(Job.exercise_id)))}
    moment, looks = now_of(db), first_looks.of(db, scope, [exercise.id for _, exercise in pairs])

    def line(job: Job, exercise: Exercise) -> Line:
        silent = job.status == JobStatus.RUNNING and job.lease_until is not None and job.lease_until < moment
        pause_s = (job.not_before - moment).total_seconds() if job.not_before and job.status == JobStatus.QUEUED else 0.0
        return Line(
            job=jobs.public(job, scope.language),
            title_ru=exercise.title_ru,
            title_en=exercise.title_en,
            source_name=exercise.source_name,
            poster=exercises.links(exercise, scope.host)["poster"] or (looks[exercise.id].picture if exercise.id in looks else ""),
            attempts_left=jobs.attempts_left(job),
            estimate_usd=job.estimate_usd,
            pause_s=max(0.0, pause_s),
            silent=silent,
            latest=job.id in latest,
            removed=exercise.removed_at is not None,
        )

    lines = [line(*pair) for pair in pairs]
    return Board(
        tuple(each for each in lines if each.job.status == JobStatus.RUNNING),
        tuple(sorted((each for each in lines if each.job.status == JobStatus.QUEUED), key=lambda each: each.pause_s > 0)),
        tuple(each for each in lines if each.job.status not in ACTIVE),
    )
