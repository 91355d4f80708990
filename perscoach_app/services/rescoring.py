"""A set scored again on the server, from the landmarks that the client allowed to be sent, by the code that scored it on her device."""

import json
import logging
import tempfile
from collections.abc import Sequence
from math import inf
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from perscoach_app.services import media
from perscoach_app.storage import get_storage
from perscoach_app.tables import Exercise, SessionChunk, TrainingSession
from perscoach_motion.live import layout as at
from perscoach_motion.live.engine import ShadowEngine
from perscoach_motion.trackfile import TrackRejected
from perscoach_training.landmarks import LandmarksRejected, unpacked
from perscoach_training.results import COUNTERS, Place, SetResults

MOST_FRAMES = 30_000  # about ten seconds of work, twenty minutes of training: who sends more is believed instead of being kept waiting

log = logging.getLogger("perscoach.rescoring")


def samples_of(db: Session, row: TrainingSession) -> list[Any] | None:
    """The set's samples, made anew. None where she has not allowed it for the whole of the set, or it cannot be done."""
    query = select(SessionChunk.landmarks).where(col(SessionChunk.session_id) == row.id).order_by(col(SessionChunk.number))
    chunks = list(db.exec(query))
    if not chunks or not all(chunks):
        return None
    exercise = db.get(Exercise, row.exercise_id)
    if exercise is None:
        return None
    try:
        poses = poses_of(exercise, row.exercise_version)
        return replay(poses, row.target, [chunk for chunk in chunks if chunk])
    except (LandmarksRejected, TrackRejected, FileNotFoundError, ValueError, KeyError, TypeError) as error:
        log.warning("session %s is not scored again: %r", row.id, error)
        return None


def replay(poses: bytes, target: dict[str, Any] | None, chunks: Sequence[bytes]) -> list[Any] | None:
    """The samples that the landmarks of a set's chunks lead to; None for too many of them.

    Raises:
        LandmarksRejected: a chunk holds no landmarks of ours.
        TrackRejected: the trainer's poses cannot be read.
    """
    engine = ShadowEngine(poses, json.dumps(target) if target else None)
    results, clock, frames = SetResults(0, Place()), -inf, 0
    for chunk in chunks:
        for look in unpacked(chunk):
            frames += 1
            if frames > MOST_FRAMES:
                return None
            if look.values[at.CLOCK] < clock:  # she paused, or the page was opened anew: the engine counts from nought again
                results.rebase()
                for place in COUNTERS:
                    engine.output[place] = 0.0
            clock = look.values[at.CLOCK]
            engine.input[:] = look.values
            engine.step()
            results.take(look.elapsed, engine.output)
    return results.samples


def poses_of(exercise: Exercise, version: int) -> bytes:
    """The pose file of one version of an exercise.

    Raises:
        FileNotFoundError: it is not there (any more).
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "poses"
        get_storage().get_file(f"{exercise.output_prefix(version)}/{media.OUTPUT_POSES}", path)
        return path.read_bytes()
