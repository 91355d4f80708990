"""«Было — стало»: the first and the latest best repetition of an exercise, drawn as skeletons in step, from landmarks the client allowed.

The film holds lines alone: no room, no face. It lies among what is drawn of her and goes with any landmarks she takes back.
"""

import logging
import tempfile
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Lock

from sqlalchemy import func
from sqlmodel import Session, col, select

from gpu_jobs.video.skeletons import FRAME_MS, Shown, draw
from perscoach_app.services import local_time, media, performances, withdrawal
from perscoach_app.services.errors import NotFound
from perscoach_app.services.performances import Kept, Seen
from perscoach_app.services.scope import Scope, parse_id
from perscoach_app.settings import PROJECT_ROOT
from perscoach_app.storage import get_storage
from perscoach_app.tables import SessionChunk, TrainingSession
from perscoach_app.tables.database import open_session
from perscoach_app.texts import formats, say
from perscoach_motion.counting.reps import WHOLE
from perscoach_motion.session.in_phase import Body, in_phase

LONGEST_S = 240.0
"""Sets beyond this are not drawn from: laying twenty minutes beside the clip would keep the page waiting for half a minute."""
FEWEST, MOST = 24, 120
"""Moments of a repetition that is drawn: a quick one still moves smoothly, a slow one stays a small file."""
FONTS = tuple(
    PROJECT_ROOT / "assets" / "vendor" / "fonts" / f"{name}-wght-normal.woff2"
    for name in ("outfit-latin", "onest-cyrillic", "outfit-latin-ext", "onest-cyrillic-ext")
)

log = logging.getLogger("perscoach.before_after")
_one_at_a_time = Lock()
"""Drawing is computing: two at once would keep everybody's clicks waiting."""


@dataclass(frozen=True, slots=True)
class Best:
    """The set whose best repetition is shown."""

    session_id: uuid.UUID
    exercise_id: uuid.UUID
    day: date
    score: float | None


@dataclass(frozen=True, slots=True)
class Pair:
    """What may be compared.

    Attributes:
        video: signed link; empty until it was drawn.
    """

    before: Best
    after: Best
    video: str = ""


def comparable(db: Session, scope: Scope) -> set[str]:
    """The caller's exercises whose landmarks of two different days are there."""
    days: dict[uuid.UUID, set[date]] = {}
    for each in _shared(db, scope):
        days.setdefault(each.exercise_id, set()).add(each.day)
    return {str(exercise) for exercise, seen in days.items() if len(seen) > 1}


def of(db: Session, scope: Scope, exercise_id: str | uuid.UUID) -> Pair | None:
    """The caller's first day and latest day of an exercise, of each the set that matched best; None where there are no two days."""
    found = _shared(db, scope, parse_id(exercise_id))
    if not found or found[0].day == found[-1].day:
        return None
    before, after = (
        max((one for one in found if one.day == day), key=lambda one: one.score or 0.0) for day in (found[0].day, found[-1].day)
    )
    key = key_of(scope, before, after)
    return Pair(before, after, media.signed_link(scope.tenant_id, scope.host, key) if _is_drawn(key) else "")


def make(scope: Scope, exercise_id: str | uuid.UUID) -> None:
    """Draws the film of a pair; what is drawn already stays. Computes for some seconds: never in an event, never with a session open.

    Raises:
        NotFound: there is nothing to compare, or it was taken back meanwhile.
    """
    with open_session(reading=True, tenant_id=scope.tenant_id) as db:
        pair = of(db, scope, exercise_id)
        if pair is None:
            raise NotFound
        kept = [_kept(db, best) for best in (pair.before, pair.after)]
    if pair.video:
        return
    key = key_of(scope, pair.before, pair.after)
    with _one_at_a_time, tempfile.TemporaryDirectory() as folder:
        film = Path(folder) / "film.mp4"
        draw(*_shown(scope, pair, kept), film, FONTS)
        get_storage().put_file(key, film)
    with open_session(tenant_id=scope.tenant_id) as db:  # waits for whoever takes landmarks back at this moment
        for best in (pair.before, pair.after):
            performances.still_whole(db, db.get_one(TrainingSession, best.session_id))
        now = of(db, scope, exercise_id)
    if now is None or key_of(scope, now.before, now.after) != key:  # taken back while it was drawn
        get_storage().delete(key)
        raise NotFound


def key_of(scope: Scope, before: Best, after: Best) -> str:
    """Where the film of two sets lies; its words are in the language it was asked for in."""
    name = f"{before.session_id.hex[:12]}-{after.session_id.hex[:12]}-{scope.language}.mp4"
    return f"{withdrawal.drawn_folder(scope.tenant_id, scope.person_id)}/{before.exercise_id}/{name}"


def _shown(scope: Scope, pair: Pair, kept: Sequence[Kept]) -> tuple[Shown, Shown]:
    looks = [performances.seen(each) for each in kept]
    seen = [each for each in looks if each is not None and best_of(each) is not None]
    if len(seen) < 2:
        raise NotFound
    done = seen[-1].done(best_of(seen[-1]) or 0)
    length_s = seen[-1].ask.templates[done.way].length_s if done else 0.0
    steps = min(MOST, max(FEWEST, round(1000 * length_s / FRAME_MS)))
    titles = ("before_after.before", "before_after.after")
    drawn = [
        Shown(bodies_of(each, steps), say(scope.language, title), line_of(scope.language, best))
        for each, title, best in zip(seen, titles, (pair.before, pair.after), strict=True)
    ]
    return drawn[0], drawn[1]


def line_of(voice: str, best: Best) -> str:
    """«2 сентября · совпадение 55 %»."""
    day = formats.day(voice, best.day, year=True)
    return day if best.score is None else say(voice, "before_after.line", day=day, score=formats.percent(voice, best.score))


def best_of(seen: Seen) -> int | None:
    """Number of the set's best repetition: whole ones before half ones, then the score."""
    rows = seen.summary["repetitions"]
    known = [k for k in range(len(rows)) if rows[k]["score"] is not None and seen.done(k) is not None]
    return max(known, key=lambda k: (rows[k]["kind"] == WHOLE, rows[k]["score"]), default=None)


def bodies_of(seen: Seen, steps: int) -> list[Body]:
    """The best repetition in phase.

    Raises:
        NotFound: nothing was seen of it.
    """
    best = best_of(seen)
    done = None if best is None else seen.done(best)
    if done is None:
        raise NotFound
    return in_phase(seen.ask, seen.found, done, seen.track, steps)


def _kept(db: Session, best: Best) -> Kept:
    kept = performances.kept(db, db.get_one(TrainingSession, best.session_id))
    if kept is None:
        raise NotFound
    return kept


def _is_drawn(key: str) -> bool:
    try:
        return get_storage().look(key).size > 0
    except FileNotFoundError:
        return False


def _shared(db: Session, scope: Scope, exercise_id: uuid.UUID | None = None) -> list[Best]:
    """The caller's finished sets whose landmarks are there from beginning to end, oldest first."""
    whole = (
        select(col(SessionChunk.session_id))
        .where(col(SessionChunk.tenant_id) == scope.tenant_id)
        .group_by(col(SessionChunk.session_id))
        .having(func.count() == func.count(col(SessionChunk.landmarks)))
    )
    said = col(TrainingSession.summary)["score"].as_float()
    query = select(TrainingSession.id, TrainingSession.exercise_id, TrainingSession.started_at, said).where(
        col(TrainingSession.tenant_id) == scope.tenant_id,
        col(TrainingSession.client_id) == scope.person_id,
        col(TrainingSession.finished_at).is_not(None),
        col(TrainingSession.pain).is_(False),
        col(TrainingSession.duration_s) <= LONGEST_S,
        col(TrainingSession.id).in_(whole),
    )
    if exercise_id is not None:
        query = query.where(col(TrainingSession.exercise_id) == exercise_id)
    where = local_time.zone_of(db, scope.tenant_id)
    rows = db.exec(query.order_by(col(TrainingSession.started_at)))
    return [Best(session, exercise, local_time.day_of(started, where), score) for session, exercise, started, score in rows]
