"""The first pass over a clip: follow the person through every frame, in order."""

from collections.abc import Iterator

from gpu_jobs.clock import Clock
from gpu_jobs.frames import chunked
from gpu_jobs.looked import Looked, gathered
from gpu_jobs.stages import Looker, Seen
from gpu_jobs.video.decode import Reader
from gpu_jobs.video.probe import Clip
from gpu_jobs.workers import Pending, Workers, in_order

LONGEST_SIDE = 1280  # px; the pose model sees the person at 256 px, more only costs time
CHUNKS_AT_ONCE = 2  # one is looked at while the next one is decoded


def look(clip: Clip, pose: str, clock: Clock, workers: Workers, share: float) -> Looked:
    """Find the person in every frame.

    Args:
        clip: What to look at.
        pose: Registry name of the estimator.
        clock: Told of every chunk.
        workers: One of them keeps the estimator; this process decodes meanwhile.
        share: Of the whole work, 0..1, that looking is.

    Raises:
        VideoRejected: There is no person in it, or no movement.
        WeightsMissing: The estimator's model is not there.
    """
    reader = Reader(clip, LONGEST_SIDE)
    with clock.timed("start"):
        keeper = workers.keep(Looker, pose)
    times: list[int] = []

    def handed_out() -> Iterator[Pending[Seen]]:
        for chunk in chunked(clock.ticking("decode", reader)):
            times.extend(chunk.times_ms)
            yield keeper.ask(Looker.look, chunk)

    seen: list[Seen] = []
    done = 0
    try:
        for part in in_order(handed_out(), CHUNKS_AT_ONCE):
            seen.append(part)
            done += len(part.masks)
            clock.add(part.seconds)
            clock.reached("look", share * min(1.0, done / clip.frames))
    finally:
        keeper.stop()
    return gathered(clip, times, seen, reader.damaged)
