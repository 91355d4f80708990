"""The second pass over a clip: cut out, graded and encoded, chunk by chunk, several at a time."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from gpu_jobs.clock import Clock
from gpu_jobs.frames import CHUNK_BYTES, Chunk, Frame, Gathering, lengths
from gpu_jobs.geometry import Box
from gpu_jobs.kept import Kept
from gpu_jobs.looked import Looked
from gpu_jobs.looking import RENDER_LONGEST
from gpu_jobs.planning import Planned
from gpu_jobs.render import Plan, Rendered, render
from gpu_jobs.resident import nvdec_asked
from gpu_jobs.resident.own import Stretch, render_own
from gpu_jobs.video.decode import fitted
from gpu_jobs.video.guard import GuardedReader
from gpu_jobs.video.probe import Clip
from gpu_jobs.workers import Pending, Workers, in_order, most_under_way

RENDER_FRAMES = 60  # a chunk: two seconds between key frames cost a tenth of the bytes, and workers end together
BESIDE = 4  # a part of a chunk


@dataclass(frozen=True, slots=True)
class Span:
    """A chunk's place in the clip: numbers of its first frame and of the one behind its last."""

    first: int
    behind: int


def spans(frames: int, frame_bytes: int, starts: Sequence[int]) -> list[Span]:
    """How a clip is cut into chunks. It depends on the clip alone, so that the same clip gives the same bytes everywhere.

    Args:
        frames: How many the clip has.
        frame_bytes: Of one cropped frame.
        starts: Numbers of frames that must be key frames, where the clip can be cut later without encoding.
    """
    most = max(1, min(RENDER_FRAMES, CHUNK_BYTES // frame_bytes))
    wanted = {start for start in starts if 0 < start < frames}
    # A regular edge just beside a wanted one would make a tiny chunk and a key frame for nothing.
    regular = (edge for edge in accumulate(lengths(frames, most)) if all(abs(edge - start) >= most // BESIDE for start in wanted))
    edges = sorted({0, frames, *wanted, *regular})
    return [Span(first, behind) for first, behind in pairwise(edges)]


def render_through(clip: Clip, looked: Looked, decided: Planned, clock: Clock, workers: Workers, share: float, kept: Kept) -> int:
    """Make every chunk's video; they are in `kept` afterwards.

    Args:
        clip: What to render.
        looked: The person in every frame.
        decided: How.
        clock: Told of every chunk.
        workers: Each renders chunks; frames are decoded meanwhile.
        share: Of the whole work, 0..1, that was done before.
        kept: Chunks that were finished before a crash, and those made now.

    Returns:
        How many chunks there are.

    Raises:
        VideoRejected: The clip cannot be decoded.
        OutputRejected: A chunk cannot be kept.
    """
    frame_bytes = int(decided.crop.width * decided.crop.height) * 3
    cut = spans(len(looked), frame_bytes, decided.starts)
    shared = workers.share(decided.plan)
    left = _by_their_own_decoders(clip, looked, decided, shared, cut, clock, workers, share, kept) if nvdec_asked() else ""
    chunk_bytes = frame_bytes * max(span.behind - span.first for span in cut)
    missing = [number for number, span in enumerate(cut) if not _finished(kept.rendered(number), span)]
    reader = GuardedReader(clip, RENDER_LONGEST, copy=False, skip=cut[missing[0]].first if missing else len(looked))

    def handed_out() -> Iterator[Pending[Rendered]]:
        chunks = _chunks(clock.ticking("decode", reader), cut, missing, decided.crop)
        for number, chunk in chunks:
            span = cut[number]
            numbers.append(number)
            points = looked.image[span.first : span.behind, :, :2]
            yield workers.start(render, chunk, looked.masks(span.first, span.behind), points, shared)

    numbers: list[int] = []
    done = len(looked) - sum(cut[number].behind - cut[number].first for number in missing)
    if not missing:
        return len(cut)
    with closing(in_order(handed_out(), lambda: most_under_way(workers, chunk_bytes), clock.beat)) as parts:
        for place, part in enumerate(parts):
            kept.keep_rendered(numbers[place], replace(part, notes=(*part.notes, left)) if left else part)
            done += part.frames
            clock.add(part.seconds)
            clock.reached("render", share + (1 - share) * done / len(looked))
    return len(cut)


def _by_their_own_decoders(
    clip: Clip,
    looked: Looked,
    decided: Planned,
    plan: Plan,
    cut: Sequence[Span],
    clock: Clock,
    workers: Workers,
    share: float,
    kept: Kept,
) -> str:
    """Have workers decode for themselves, up to the first that cannot; arguments as `render_through`.

    Returns:
        The code of a notice that says why the rest must come another way; empty where nothing is worth saying.
    """
    size = fitted(clip.width, clip.height, RENDER_LONGEST)
    known, file_bytes = replace(clip, frames=len(looked)), clip.path.stat().st_size
    missing = [span for number, span in enumerate(cut) if not _finished(kept.rendered(number), span)]
    done = len(looked) - sum(span.behind - span.first for span in missing)

    def handed_out() -> Iterator[Pending[Rendered | str]]:
        for span in missing:
            stretch = Stretch(known, file_bytes, size, decided.crop, span.first, looked.times_ms[span.first : span.behind])
            points = looked.image[span.first : span.behind, :, :2]
            yield workers.start(render_own, stretch, looked.masks(span.first, span.behind), points, plan)

    with closing(in_order(handed_out(), lambda: 2 * workers.hands, clock.beat)) as parts:
        for span, part in zip(missing, parts, strict=False):
            if isinstance(part, str):
                return part
            kept.keep_rendered(cut.index(span), part)
            done += part.frames
            clock.add(part.seconds)
            clock.reached("render", share + (1 - share) * done / len(looked))
    return ""


def _finished(part: Rendered | None, span: Span) -> bool:
    return part is not None and part.frames == span.behind - span.first  # another version may have cut the clip elsewhere


def _chunks(frames: Iterator[Frame], cut: Sequence[Span], missing: Sequence[int], crop: Box) -> Iterator[tuple[int, Chunk]]:
    left, top, right, bottom = (int(side) for side in crop)
    number = cut[missing[0]].first
    for wanted in missing:
        span = cut[wanted]
        gathered = Gathering(span.behind - span.first)
        for frame in frames:
            number += 1
            if number <= span.first:
                continue
            gathered.add(Frame(frame.time_ms, frame.pixels[top:bottom, left:right]))
            if number == span.behind:
                break
        yield wanted, gathered.chunk()
