"""A finished set as its landmarks show it, laid beside the trainer's clip: what reports, marks and pictures of it are made of."""

import logging
import uuid
from array import array
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import nan
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from perscoach_app.services import rescoring
from perscoach_app.tables import Exercise, SessionChunk, Training, TrainingSession
from perscoach_motion.live import layout as at
from perscoach_motion.scoring.analysis import performance
from perscoach_motion.scoring.done import Done, Performance
from perscoach_motion.session.summary import MISSED, summarise
from perscoach_motion.skeleton import COUNT
from perscoach_motion.track import STRIDE, PoseTrack
from perscoach_motion.trackfile import TrackRejected, loads
from perscoach_motion.yardstick.reference import Reference, reference
from perscoach_motion.yardstick.target import USUAL, Target, target_from
from perscoach_training.landmarks import LandmarksRejected, Look, unpacked

ENOUGH_DONE = 0.9  # of the repetitions asked for: one may be miscounted

log = logging.getLogger("perscoach.performances")


@dataclass(frozen=True, slots=True)
class Kept:
    """What is stored of a set, not looked at yet: read quickly, so that nobody waits for the database while it is worked through."""

    session_id: uuid.UUID
    poses: bytes
    chunks: tuple[bytes, ...]
    target: dict[str, Any] | None
    duration_s: float | None
    asked: int | None = None


@dataclass(frozen=True)
class Seen:
    """A set beside the trainer's clip.

    Attributes:
        ask: the clip of the version that was trained with.
        track: the client's landmarks; times are seconds trained in the set, as in its film and its comments.
        target: what it was judged by.
        asked: repetitions that the set was to have; None for as many as she likes.
    """

    ask: Reference
    track: PoseTrack
    target: Target
    duration_s: float | None
    asked: int | None = None

    @cached_property
    def found(self) -> Performance:
        """Every repetition, laid beside the trainer's. Who did what was asked may have breathed in between, and left nothing out."""
        found = performance(self.ask, self.track)
        return replace(found, missed=[]) if self.asked and len(found.done) >= ENOUGH_DONE * self.asked else found

    @cached_property
    def summary(self) -> dict[str, Any]:
        """The object `docs/formats.md` calls *summary, version 2*."""
        return summarise(self.ask, self.found, self.target, self.duration_s)

    def done(self, repetition: int) -> Done | None:
        """A repetition by its number in the summary; None for one that was left out, and where there is none."""
        rows: list[dict[str, Any]] = self.summary["repetitions"]
        if not 0 <= repetition < len(rows) or rows[repetition]["kind"] == MISSED:
            return None
        return self.found.done[len([row for row in rows[:repetition] if row["kind"] != MISSED])]


def kept(db: Session, row: TrainingSession, duration_s: float | None = None, asked: int | None = None) -> Kept | None:
    """What is stored of a set; None where its landmarks were not allowed for the whole of it, or were taken back.

    Args:
        duration_s, asked: of a set whose summary is not made yet.
    """
    query = select(SessionChunk.landmarks).where(col(SessionChunk.session_id) == row.id).order_by(col(SessionChunk.number))
    chunks = [chunk for chunk in db.exec(query) if chunk]
    exercise = db.get(Exercise, row.exercise_id)
    whole = chunks and len(chunks) == len(list(db.exec(select(SessionChunk.number).where(col(SessionChunk.session_id) == row.id))))
    if exercise is None or not whole:
        return None
    try:
        poses = rescoring.poses_of(exercise, row.exercise_version)
    except FileNotFoundError:
        return None
    asked = asked or (row.summary or {}).get("asked")
    return Kept(row.id, poses, tuple(chunks), row.target, duration_s or row.duration_s, asked)


def whole(db: Session, sessions: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Those of these sets whose landmarks are there from beginning to end: allowed, not taken back, not too old."""
    all_of_it = func.count(col(SessionChunk.landmarks)) == func.count()
    query = select(SessionChunk.session_id).where(col(SessionChunk.session_id).in_(sessions)).group_by(col(SessionChunk.session_id))
    return set(db.exec(query.having(all_of_it)))


def still_whole(db: Session, row: TrainingSession) -> bool:
    """The same of one set, asked before something that was worked out of its landmarks is written down.

    Nothing is taken back from here to the end of the transaction: whoever does so holds the training's row, too.
    """
    db.exec(select(Training.id).where(col(Training.id) == row.training_id).with_for_update()).one()
    return row.id in whole(db, [row.id])


def seen(of: Kept) -> Seen | None:
    """The set laid beside the clip; None where what is stored cannot be read. Costs up to a second: not while a session writes."""
    try:
        looks = [look for chunk in of.chunks for look in unpacked(chunk)][: rescoring.MOST_FRAMES]
        judged_by = target_from(of.target) if of.target else USUAL
        return Seen(asked_by(of.poses), track_of(looks), judged_by, of.duration_s, of.asked)
    except (LandmarksRejected, TrackRejected, ValueError, KeyError, TypeError) as error:
        log.warning("session %s cannot be looked at: %r", of.session_id, error)
        return None


def asked_by(poses: bytes) -> Reference:
    """What a pose file asks.

    Raises:
        TrackRejected: it cannot be read.
    """
    file = loads(poses)
    return reference(file.track, file.tolerance)


def track_of(looks: Iterable[Look]) -> PoseTrack:
    """A set's landmarks as one track; its times are seconds trained. Of frames that share a time the first counts."""
    times, image, world, visibility = array("d"), array("f"), array("f"), array("f")
    aspect = 0.75
    for look in looks:
        values = look.values
        if times and look.elapsed <= times[-1]:
            continue
        times.append(look.elapsed)
        if not values[at.FOUND]:
            image.extend(_NOBODY)
            world.extend(_NOBODY)
            visibility.extend(_NOBODY[:COUNT])
            continue
        aspect = values[at.CAMERA_WIDTH] / values[at.CAMERA_HEIGHT] if values[at.CAMERA_HEIGHT] > 0 else aspect
        image.extend(_triples(values[at.IMAGE_IN : at.WORLD_IN]))
        world.extend(values[at.WORLD_IN : at.INPUT_SIZE])
        visibility.extend(values[at.IMAGE_IN + 3 : at.WORLD_IN : 4])
    return PoseTrack(times, image, world, visibility, aspect)


_NOBODY = array("f", [nan] * STRIDE)


def _triples(fours: Sequence[float]) -> "array[float]":
    """x, y, z of each landmark, without its visibility."""
    values = array("f", bytes(4 * STRIDE))
    for axis in range(3):
        values[axis::3] = array("f", fours[axis::4])
    return values
