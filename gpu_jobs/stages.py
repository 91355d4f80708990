"""What the workers do with a chunk of frames: look at it (pose, mask, tones), then render it (matte, colour, encode)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter

import cv2
import numpy as np
from numpy.typing import NDArray

from gpu_jobs.colour.v11 import Tones, graded, no_tones, tones
from gpu_jobs.frames import Chunk, Pixels
from gpu_jobs.geometry import Box
from gpu_jobs.mask import Mask
from gpu_jobs.matting import Matte, matte
from gpu_jobs.matting.foreground import foreground
from gpu_jobs.pose import Person, estimator
from gpu_jobs.video.encode import Quality, encode
from gpu_jobs.video.poster import poster
from perscoach_motion.skeleton import COUNT
from perscoach_motion.trackfile import Estimator

TONES_EVERY = 10  # frames; colours of a person change slowly
TONES_STEP = 4  # px; every fourth pixel of every fourth row tells the histogram as well as all of them
SURELY_PERSON = 230  # of the mask's 255


@dataclass(frozen=True, slots=True)
class Seen:
    """What looking at a chunk told.

    Attributes:
        image: `(N, 33, 3)` float32, x and y 0..1 of the whole frame; NaN where nobody was found. Likewise `world`, `visibility`.
        masks: One a frame.
        tones: The person's colours.
        most_people: How many people were seen at once so far.
        estimator: What read the poses.
        seconds: How long each stage took.
    """

    image: NDArray[np.float32]
    world: NDArray[np.float32]
    visibility: NDArray[np.float32]
    masks: tuple[Mask | None, ...]
    tones: Tones
    most_people: int
    estimator: Estimator
    seconds: dict[str, float]


@dataclass(frozen=True, slots=True)
class Plan:
    """What every chunk of one clip is rendered by.

    Attributes:
        view: The crop, in fractions of the frame.
        grade: `(256, 3)` table over L, a, b.
        quality: How the encoder works.
        poster_frame: The number of the frame that becomes the poster.
    """

    view: Box
    grade: NDArray[np.uint8]
    quality: Quality
    poster_frame: int


@dataclass(frozen=True, slots=True)
class Rendered:
    """A chunk's own WebM, how many frames it holds, the poster if its frame was among them, and how long each stage took."""

    frames: int
    webm: bytes
    poster: bytes | None
    seconds: dict[str, float]


class Looker:
    """Keeps the pose model from chunk to chunk; they must come in order."""

    def __init__(self, name: str) -> None:
        cv2.setNumThreads(1)  # the cores are shared out among workers already
        self._estimator = estimator(name)

    def look(self, chunk: Chunk) -> Seen:
        """Read the person in every frame of the next chunk."""
        seconds = dict.fromkeys(("pose", "measure"), 0.0)
        people: list[Person | None] = []
        measured = no_tones()
        for number, (pixels, time_ms) in enumerate(zip(chunk.pixels, chunk.times_ms, strict=True), chunk.first):
            with _timed(seconds, "pose"):
                person = self._estimator.see(pixels, time_ms)
            people.append(person)
            if person is not None and person.mask is not None and number % TONES_EVERY == 0:
                with _timed(seconds, "measure"):
                    measured = measured + _tones(pixels, person.mask)
        return Seen(
            np.stack([person.image if person else np.full((COUNT, 3), np.nan, np.float32) for person in people]),
            np.stack([person.world if person else np.full((COUNT, 3), np.nan, np.float32) for person in people]),
            np.stack([person.visibility if person else np.full(COUNT, np.nan, np.float32) for person in people]),
            tuple(person.mask if person else None for person in people),
            measured,
            self._estimator.most_people,
            self._estimator.estimator,
            seconds,
        )

    def close(self) -> None:
        """Let go of the model."""
        self._estimator.close()


def render(chunk: Chunk, masks: tuple[Mask | None, ...], plan: Plan) -> Rendered:
    """Cut the person out of every frame of a chunk (already cropped), grade and encode it."""
    cv2.setNumThreads(1)
    seconds = dict.fromkeys(("matte", "foreground", "colour", "encode", "poster"), 0.0)
    cutter = matte()
    frames = [_cut_out(pixels, mask, plan, cutter, seconds) for pixels, mask in zip(chunk.pixels, masks, strict=True)]
    still = None
    if chunk.first <= plan.poster_frame < chunk.first + len(chunk):
        with _timed(seconds, "poster"):
            still = poster(frames[plan.poster_frame - chunk.first])
    with _timed(seconds, "encode"):
        webm = encode(frames, chunk.times_ms, plan.quality)
    return Rendered(len(chunk), webm, still, seconds)


def _cut_out(pixels: Pixels, mask: Mask | None, plan: Plan, cutter: Matte, seconds: dict[str, float]) -> Pixels:
    """One frame as `(H, W, 4)` RGBA with straight alpha."""
    result = np.zeros((*pixels.shape[:2], 4), np.uint8)
    if mask is None:
        return result
    with _timed(seconds, "matte"):
        alpha, box = cutter.alpha(pixels, mask, plan.view)
    if not alpha.size:
        return result
    rows, columns = slice(int(box.top), int(box.bottom)), slice(int(box.left), int(box.right))
    with _timed(seconds, "foreground"):
        colours = foreground(pixels[rows, columns], alpha)
    with _timed(seconds, "colour"):
        result[rows, columns, :3] = graded(colours, plan.grade)
        result[rows, columns, 3] = alpha
    return result


def _tones(pixels: Pixels, mask: Mask) -> Tones:
    height, width = pixels.shape[:2]
    box = mask.box.scaled(width, height)
    part = pixels[round(box.top) : round(box.bottom) : TONES_STEP, round(box.left) : round(box.right) : TONES_STEP]
    levels = cv2.resize(mask.levels(), (part.shape[1], part.shape[0]), interpolation=cv2.INTER_LINEAR)
    return tones(part[levels >= SURELY_PERSON])


@contextmanager
def _timed(seconds: dict[str, float], stage: str) -> Iterator[None]:
    start = perf_counter()
    try:
        yield
    finally:
        seconds[stage] += perf_counter() - start
