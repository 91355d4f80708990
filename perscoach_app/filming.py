"""Recordings that clients sent become films, beside the queue: a trainer's clips may take hours, a client's set is watched today.

One thread of the worker. FFmpeg reads at arm's length; what is written is encoded anew.
"""

import logging
import tempfile
from collections.abc import Sequence
from contextlib import AbstractContextManager
from itertools import chain
from pathlib import Path

from gpu_jobs.errors import VideoRejected
from gpu_jobs.video.film import Span, join_parts
from perscoach_app import beside, burning
from perscoach_app.services import film_pieces, film_queue
from perscoach_app.services.film_errors import FilmRejected
from perscoach_app.services.film_pieces import Part
from perscoach_app.services.film_queue import Waiting
from perscoach_app.storage import get_storage
from perscoach_app.tables import RecordingState
from perscoach_app.tables.database import open_session
from perscoach_app.telling import NotWanted, now_and_then

POLL_S = 1.0  # one indexed query
TOGETHER_S = 0.5  # marks of parts that follow each other closer than this are one

log = logging.getLogger("perscoach.filming")


def beside_the_queue() -> AbstractContextManager[None]:
    """Makes films for the time of the block; those with a strip when no other waits."""
    return beside.beside_the_queue("films", lambda: make_next() or burning.make_next(), POLL_S)


def make_next() -> str | None:
    """Makes the film that has waited longest: what became of it, None when none waits."""
    with open_session() as db:
        held = film_queue.take(db)
    if held is None:
        return None
    try:
        with tempfile.TemporaryDirectory() as folder:
            return _make(held, Path(folder))
    except NotWanted:
        return "unwanted"
    except (VideoRejected, FilmRejected, FileNotFoundError) as error:
        log.warning("recording %s: %s", held.id, error)
        with open_session() as db:
            film_queue.failed(db, held, film_queue.UNREADABLE)
        return RecordingState.FAILED


def _make(held: Waiting, folder: Path) -> str:
    parts, files = _parts_of(held, folder)
    film = folder / Path(held.key).name
    tell = now_and_then(lambda db, done: film_queue.alive(db, held, done))
    spans = join_parts(files, film, tell)
    get_storage().put_file(held.key, film)
    length_s = spans[-1].start_s + spans[-1].length_s
    with open_session() as db:
        film_queue.ready(db, held, film.stat().st_size, length_s, marks_of(parts, spans))
    log.info("recording %s: %.0f s, %d bytes", held.id, length_s, film.stat().st_size)
    return RecordingState.READY


def _parts_of(held: Waiting, folder: Path) -> tuple[list[Part], list[Path]]:
    parts: list[list[Part]] = []
    files: list[list[Path]] = []
    for number, key in enumerate(held.pieces):
        piece = folder / f"piece-{number}"
        get_storage().get_file(key, piece)
        parts.append(film_pieces.read_parts(piece))
        files.append(film_pieces.take_out(piece, parts[-1], folder, f"part-{number}"))
        piece.unlink()
    return list(chain.from_iterable(parts)), list(chain.from_iterable(files))


def marks_of(parts: Sequence[Part], spans: Sequence[Span]) -> list[list[float]]:
    """`[position, set's second, film's second, length]`, one a stretch without a cut."""
    marks: list[list[float]] = []
    for span in spans:
        part = parts[span.part]
        last = marks[-1] if marks else None
        shift = span.start_s - part.at_s
        if last is not None and last[0] == part.position and abs(shift - (last[2] - last[1])) < TOGETHER_S:
            last[3] = round(span.start_s + span.length_s - last[2], 3)
        else:
            marks.append([part.position, round(part.at_s, 3), round(span.start_s, 3), round(span.length_s, 3)])
    return marks
