"""Between the passes, where a trainer wishes for another light: a few key frames of the clip are relit, the rest follows from them."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace

import numpy as np

from gpu_jobs.clock import Clock
from gpu_jobs.frames import Pixels
from gpu_jobs.geometry import Box
from gpu_jobs.kept import Kept
from gpu_jobs.looked import Looked
from gpu_jobs.looking import RENDER_LONGEST
from gpu_jobs.options import ProcessOptions
from gpu_jobs.planning import Planned
from gpu_jobs.relight import UNLIT, check_relighter
from gpu_jobs.relight.field import Field, steady_boxes
from gpu_jobs.relight.keyframe import Lit, relit
from gpu_jobs.relight.keyframes import keyframes
from gpu_jobs.video.guard import GuardedReader
from gpu_jobs.video.probe import Clip
from gpu_jobs.workers import Done, Pending, Workers, in_order, most_under_way

LIGHT_SHARE = 0.5  # of the whole time; assumed, nothing was measured with the real weights: only the progress bar depends on it


def light_share(options: ProcessOptions) -> float:
    """How much of the whole work relighting is."""
    return LIGHT_SHARE if _wished(options) else 0.0


def check_light(options: ProcessOptions, clock: Clock, workers: Workers) -> None:
    """Before the long work: whether the workers could relight at all.

    Raises:
        WeightsMissing: The model is unknown, or its weights or packages are not there, or not the official ones.
    """
    if _wished(options):
        list(in_order([workers.start(check_relighter, options.relight)], lambda: 1, clock.beat))


def relit_through(
    clip: Clip, looked: Looked, decided: Planned, options: ProcessOptions, clock: Clock, workers: Workers, before: float, kept: Kept
) -> Planned:
    """Find the light over the clip, if one is wished for; key frames finished before a crash are not done again.

    Args:
        clip: What to relight.
        looked: The person in every frame.
        decided: How the clip is rendered.
        options: Which model, which light, how far.
        clock: Told of every key frame.
        workers: Each relights key frames.
        before: Of the whole work, 0..1, that was done before.
        kept: Where finished key frames lie.

    Returns:
        The same decisions with the light among them.

    Raises:
        VideoRejected: The clip cannot be decoded.
        WeightsMissing: The model cannot be opened, or has too little memory.
        OutputRejected: A key frame cannot be kept.
    """
    if not _wished(options):
        return decided
    view, crop = decided.plan.view, decided.crop
    chosen = keyframes(looked.times_ms, [box is not None for box in looked.boxes], looked.world)
    finished = {number: lit for number in chosen if (lit := kept.lit(number)) is not None}
    boxes = (steady_boxes(looked.boxes, looked.times_ms) - (view.left, view.top) * 2) / ((view.width, view.height) * 2)
    shared = workers.share(decided.plan)

    def handed_out() -> Iterator[Pending[Lit]]:
        frames = _cropped(clip, clock, [number for number in chosen if number not in finished], crop)
        for number in chosen:
            if number in finished:
                yield Done(finished[number])
                continue
            mask, points = looked.masks(number, number + 1)[0], looked.image[number, :, :2]
            person = Box(*boxes[number].tolist()).scaled(crop.width, crop.height)
            yield workers.start(relit, next(frames), mask, points, shared, person, options.relight, options.wished_light)

    found: list[Lit] = []
    frame_bytes = int(crop.width * crop.height) * 3
    with closing(in_order(handed_out(), lambda: most_under_way(workers, frame_bytes), clock.beat)) as parts:
        for number, lit in zip(chosen, parts, strict=True):
            if number not in finished:
                kept.keep_lit(number, lit)
            found.append(lit)
            clock.add(lit.seconds)
            clock.reached("light", before + LIGHT_SHARE * len(found) / len(chosen))
    told = [place for place, lit in enumerate(found) if np.isfinite(lit.grid).all()]
    if not told:
        return decided
    field = Field(
        np.array([looked.times_ms[chosen[place]] for place in told], np.int64),
        np.stack([found[place].grid for place in told]),
        np.array(looked.times_ms, np.int64),
        boxes,
        options.light_strength,
    )
    return replace(decided, plan=replace(decided.plan, light=field))


def _wished(options: ProcessOptions) -> bool:
    return options.relight != UNLIT and options.light_strength > 0


def _cropped(clip: Clip, clock: Clock, numbers: Sequence[int], crop: Box) -> Iterator[Pixels]:
    """The crops of the frames of these growing numbers."""
    left, top, right, bottom = (int(side) for side in crop)
    wanted = iter(numbers)
    next_wanted = next(wanted, None)
    if next_wanted is None:
        return
    reader = GuardedReader(clip, RENDER_LONGEST, copy=False, skip=next_wanted)
    for number, frame in enumerate(clock.ticking("decode", reader), next_wanted):
        if number == next_wanted:
            yield frame.pixels[top:bottom, left:right].copy()
            next_wanted = next(wanted, None)
            if next_wanted is None:
                return
