"""The strip is drawn into a film, by the worker's thread that makes films: after those that wait to be seen at all."""

import logging
import tempfile
from pathlib import Path

from gpu_jobs.errors import VideoRejected
from gpu_jobs.video.strip import Bar, Scene, burn_strip
from perscoach_app.services import strip_films
from perscoach_app.services.strip_films import Wish
from perscoach_app.services.tones import tone
from perscoach_app.storage import get_storage
from perscoach_app.tables import RecordingState
from perscoach_app.tables.database import open_session
from perscoach_app.telling import NotWanted, now_and_then

log = logging.getLogger("perscoach.burning")


def make_next() -> str | None:
    """Makes the film that has waited longest: what became of it, None when none waits."""
    with open_session() as db:
        wish = strip_films.take(db)
    if wish is None:
        return None
    try:
        with tempfile.TemporaryDirectory() as folder:
            return _make(wish, Path(folder))
    except NotWanted:
        return "unwanted"
    except (VideoRejected, FileNotFoundError) as error:
        log.warning("strip of recording %s: %s", wish.recording_id, error)
        with open_session() as db:
            strip_films.failed(db, wish)
        return RecordingState.FAILED


def scenes_of(wish: Wish) -> list[Scene]:
    """Which stretch of the film shows which stretch of which set."""
    bars = {position: tuple(_bar(piece) for piece in strip) for position, strip in wish.strips.items()}
    scenes = [Scene(film_s, length_s, set_s, bars.get(position, ())) for position, set_s, film_s, length_s in wish.marks]
    return sorted(scenes, key=lambda scene: scene.film_s)


def _bar(piece: dict[str, float | None]) -> Bar:
    return Bar(piece["start_s"] or 0.0, piece["end_s"] or 0.0, piece["score"], tone(piece["score"]))


def _make(wish: Wish, folder: Path) -> str:
    film, made = folder / "film.mp4", folder / "strip.mp4"
    get_storage().get_file(wish.film, film)
    tell = now_and_then(lambda db, done: strip_films.alive(db, wish, done))
    burn_strip(film, scenes_of(wish), made, tell)
    get_storage().put_file(wish.made, made)
    with open_session() as db:
        return RecordingState.READY if strip_films.ready(db, wish, made.stat().st_size) else "unwanted"
