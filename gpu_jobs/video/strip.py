"""A film with the strip of a score drawn under its picture and a needle that walks along: to be shown where our pages are not."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from gpu_jobs.frames import Pixels
from gpu_jobs.video.film import LONGEST_SIDE, FilmWriter
from gpu_jobs.video.guard import GuardedReader, guarded_probe

SHARE = 0.12  # of the picture's height: a bar can be read on a phone, and the person stays large
LEAST_PX = 48
MARGIN_PX = 6
FLOOR = 0.12  # of the strip's height: the worst score is still seen, as on our pages
UNSEEN = 0.06
GAP_PX = 1
NEEDLE_PX = 3
HATCH_PX = 8  # between two slashes of what is poor: the three tones differ without colour, too
NIGHT = (10, 10, 15)
UNSEEN_COLOUR = (90, 90, 104)
COLOURS = {"good": (0, 255, 136), "fair": (255, 170, 0), "poor": (255, 68, 68)}  # tokens.css


@dataclass(frozen=True, slots=True)
class Bar:
    """One stretch of a set: seconds of the set, score 0..100 or None where nobody was seen, `good`, `fair` or `poor`."""

    start_s: float
    end_s: float
    score: float | None
    tone: str


@dataclass(frozen=True, slots=True)
class Scene:
    """A stretch of the film that shows a stretch of a set.

    Attributes:
        film_s: where it begins in the film.
        length_s: how long it is.
        set_s: where it begins in the set.
        bars: of the whole set.
    """

    film_s: float
    length_s: float
    set_s: float
    bars: tuple[Bar, ...]


def burn_strip(film: Path, scenes: Sequence[Scene], made: Path, tell: Callable[[float], None]) -> None:
    """Writes the film anew with the strip of the set it shows under the picture; where it shows no set the strip is empty.

    Args:
        film: What was filmed.
        scenes: In the film's order.
        made: Where to write.
        tell: Hears how much is done, 0..1; what it raises ends the work.

    Raises:
        VideoRejected: The film cannot be read.
        WorkersLost: The process that reads could not be started.
    """
    clip = guarded_probe(film)
    reader = GuardedReader(clip, LONGEST_SIDE, copy=False)
    width, height = (side // 2 * 2 for side in reader.size)
    tall = max(LEAST_PX, round(height * SHARE)) // 2 * 2
    begins = [scene.film_s for scene in scenes]
    strips: dict[tuple[Bar, ...], Pixels] = {(): strip_picture((), width, tall)}
    picture = np.empty((height + tall, width, 3), np.uint8)
    with FilmWriter(made) as writer:
        for number, frame in enumerate(reader):
            tell(min(1.0, number / max(1, clip.frames)))
            seconds = frame.time_ms / 1000
            scene = _scene_at(scenes, begins, seconds)
            bars = scene.bars if scene else ()
            if bars not in strips:
                strips[bars] = strip_picture(bars, width, tall)
            picture[:height] = frame.pixels[:height, :width]
            picture[height:] = strips[bars]
            if scene and bars:
                _draw_needle(picture[height:], (scene.set_s + seconds - scene.film_s - bars[0].start_s) / _length(bars))
            writer.add(picture, frame.time_ms)


def strip_picture(bars: Sequence[Bar], width: int, height: int) -> Pixels:
    """The strip `(height, width, 3)`: the higher a bar the better; good is whole, fair has a gap, poor is hatched."""
    picture = np.empty((height, width, 3), np.uint8)
    picture[:] = NIGHT
    room, inner = height - 2 * MARGIN_PX, width - 2 * MARGIN_PX
    for bar in bars:
        left, right = (MARGIN_PX + round(inner * (at - bars[0].start_s) / _length(bars)) for at in (bar.start_s, bar.end_s))
        share = UNSEEN if bar.score is None else max(FLOOR, bar.score / 100)
        top = height - MARGIN_PX - max(2, round(room * share))
        _fill(picture, top, height - MARGIN_PX, left, max(left + 1, right - GAP_PX), bar.tone)
    return picture


def _fill(picture: Pixels, top: int, bottom: int, left: int, right: int, tone: str) -> None:
    box = picture[top:bottom, left:right]
    box[:] = COLOURS.get(tone, UNSEEN_COLOUR)
    if tone == "fair":
        box[4:6] = NIGHT
    elif tone == "poor":
        rows, columns = np.indices(box.shape[:2])
        box[(rows + top + columns + left) % HATCH_PX < 2] = NIGHT


def _draw_needle(strip: Pixels, share: float) -> None:
    inner = strip.shape[1] - 2 * MARGIN_PX
    middle = MARGIN_PX + round(inner * min(1.0, max(0.0, share)))
    strip[:, max(0, middle - NEEDLE_PX) : middle + NEEDLE_PX + 1] = NIGHT
    strip[2:-2, max(0, middle - NEEDLE_PX // 2) : middle + NEEDLE_PX // 2 + 1] = 255


def _scene_at(scenes: Sequence[Scene], begins: Sequence[float], seconds: float) -> Scene | None:
    place = bisect_right(begins, seconds) - 1
    return scenes[place] if place >= 0 and seconds < scenes[place].film_s + scenes[place].length_s else None


def _length(bars: Sequence[Bar]) -> float:
    return max(1e-6, bars[-1].end_s - bars[0].start_s)
