"""The first pass over a clip: the person in every frame, read chunk by chunk, several at a time."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from math import hypot

import cv2

from gpu_jobs.clock import Clock
from gpu_jobs.frames import Chunk, Frame, chunked, lengths
from gpu_jobs.kept import Kept
from gpu_jobs.look import Seen, look
from gpu_jobs.pose import Place
from gpu_jobs.samples import Samples
from gpu_jobs.video.decode import fitted
from gpu_jobs.video.guard import GuardedReader
from gpu_jobs.video.probe import Clip
from gpu_jobs.workers import Done, Pending, Workers, in_order, most_under_way

RENDER_LONGEST = 1920  # px; no stage on a page is larger
LOOK_LONGEST = 640  # px; the pose network sees the person at 256 px
LOOK_FRAMES = 45  # a chunk: its first frame costs two frames' work, and the last chunk must not keep one worker alone for long
ELSEWHERE = 0.5  # of the square's side: a person who is that far off from one frame to the next is another one
LARGER = 1.22  # times the size of the person before, from which on somebody else is followed instead


@dataclass(frozen=True, slots=True)
class LookedAt:
    """What the first pass found.

    Attributes:
        seen: Chunk by chunk.
        samples: A few frames at the size they will be rendered at.
        damaged: How many packets could not be decoded.
    """

    seen: tuple[Seen, ...]
    samples: Samples
    damaged: int


def look_through(clip: Clip, pose: str, clock: Clock, workers: Workers, share: float, kept: Kept) -> LookedAt:
    """Find the person in every frame.

    Args:
        clip: What to look at.
        pose: Registry name of the estimator.
        clock: Told of every chunk.
        workers: Each reads chunks; frames are decoded meanwhile.
        share: Of the whole work, 0..1, that looking is.
        kept: Chunks that were finished before a crash.

    Raises:
        VideoRejected: The clip cannot be decoded.
        WeightsMissing: The estimator's model is not there.
    """
    reader = GuardedReader(clip, RENDER_LONGEST, copy=False)
    samples = Samples()
    small = fitted(*reader.size, LOOK_LONGEST)

    def handed_out() -> Iterator[Pending[Seen]]:
        frames = _small(clock.ticking("decode", reader), samples)
        for number, chunk in enumerate(chunked(frames, lengths(clip.frames, LOOK_FRAMES))):
            finished = kept.seen(number)
            if finished is not None and finished.times_ms != chunk.times_ms:
                finished = None  # another version cut the clip elsewhere
            yield Done(finished) if finished is not None else workers.start(look, chunk, pose)

    seen: list[Seen] = []
    done = 0
    with closing(in_order(handed_out(), lambda: most_under_way(workers, LOOK_FRAMES * small[0] * small[1] * 3), clock.beat)) as parts:
        for part in parts:
            kept.keep_seen(len(seen), part)
            seen.append(_light(part))
            done += len(part.times_ms)
            clock.add(part.seconds)
            clock.reached("look", share * min(1.0, done / clip.frames))
    if any(part.most_people > 1 for part in seen):
        _follow_one(clip, pose, seen, clock, workers, kept)
    return LookedAt(tuple(seen), samples, reader.damaged)


def _light(part: Seen) -> Seen:
    """Without what is large and lies in the finished chunk."""
    return replace(part, masks=(), extras={}, constants={})


def _small(frames: Iterator[Frame], samples: Samples) -> Iterator[Frame]:
    for number, frame in enumerate(frames):
        samples.offer(number, frame.pixels)
        height, width = frame.pixels.shape[:2]
        size = fitted(width, height, LOOK_LONGEST)
        yield Frame(frame.time_ms, cv2.resize(frame.pixels, size, interpolation=cv2.INTER_AREA))


def _follow_one(clip: Clip, pose: str, seen: list[Seen], clock: Clock, workers: Workers, kept: Kept) -> None:
    """Read chunks again that took up another person than the one before them, unless that one is clearly larger.

    Every chunk begins with the largest person of its own first frame; where people are of like size that may be another one each time.
    """
    again = _Again(clip)
    last = seen[0].last
    for number in range(1, len(seen)):
        first = seen[number].first
        if last is not None and first is not None and _elsewhere(last, first) and first.side < LARGER * last.side:
            part = workers.start(look, again.chunk(number), pose, last).result()
            kept.keep_seen(number, part)
            seen[number] = _light(part)
        clock.beat()
        last = seen[number].last or last


def _elsewhere(one: Place, other: Place) -> bool:
    return hypot(one.x - other.x, one.y - other.y) > ELSEWHERE * max(one.side, other.side)


class _Again:
    """Chunks of a clip once more, in growing order."""

    def __init__(self, clip: Clip) -> None:
        self._chunks = enumerate(
            chunked(_small(iter(GuardedReader(clip, RENDER_LONGEST, copy=False)), Samples()), lengths(clip.frames, LOOK_FRAMES))
        )

    def chunk(self, number: int) -> Chunk:
        return next(chunk for passed, chunk in self._chunks if passed == number)
