"""The second look at a chunk of frames: the person cut out of every one, lit anew if wished, graded and encoded."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from gpu_jobs.colour.apply import graded
from gpu_jobs.colour.before_after import before_after
from gpu_jobs.colour.cube import Cube
from gpu_jobs.frames import Alpha, Chunk, Pixels
from gpu_jobs.geometry import Box
from gpu_jobs.look import Seconds, timed
from gpu_jobs.mask import Mask
from gpu_jobs.matting import EMBEDDED
from gpu_jobs.matting.cutter import alphas
from gpu_jobs.matting.foreground import foreground
from gpu_jobs.matting.learned import mattes
from gpu_jobs.matting.plate import Plate
from gpu_jobs.relight.field import Field
from gpu_jobs.relight.linear import lit
from gpu_jobs.resident import resident_on
from gpu_jobs.video.encode import Encoder, Quality, planes_of
from gpu_jobs.video.poster import poster
from gpu_jobs.video.stacked import StackedEncoder

Floats = NDArray[np.float32]

STAGES = ("matte", "foreground", "light", "colour", "encode", "stacked", "poster")


@dataclass(frozen=True, slots=True)
class Plan:
    """What every chunk of one clip is rendered by.

    Attributes:
        view: The crop, in fractions of the frame.
        cube: The grade.
        plate: The empty room within the crop, where it could be told.
        quality: How the encoders work.
        stacked: Whether the rendition for players without alpha is made too.
        poster_ms: The time of the frame that becomes the poster.
        matting: Registry name of what cuts out.
        light: Another light over the clip; None leaves it as filmed.
    """

    view: Box
    cube: Cube
    plate: Plate | None
    quality: Quality
    stacked: bool
    poster_ms: int
    matting: str = EMBEDDED
    light: Field | None = None


@dataclass(frozen=True, slots=True)
class Rendered:
    """What became of a chunk.

    Attributes:
        frames: How many it holds.
        webm: Its own WebM, VP9 with alpha.
        stacked: Its own H.264, colour over mask, if wanted.
        poster: WebP of the poster's frame, if that is in the chunk; `before` is the same frame as it was filmed, `comparison` shows the
            person before and after the grade.
        seconds: Processor time of each stage.
        notes: Codes of what is worth saying about how it was made.
    """

    frames: int
    webm: bytes
    stacked: bytes | None
    poster: bytes | None
    before: bytes | None
    comparison: bytes | None
    seconds: Seconds
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CutOut:
    """One frame's person: straight alpha `(H, W)`, colours `(H, W, 3)` as filmed, and lit and graded."""

    alpha: Alpha
    plain: Pixels
    graded: Pixels

    def rgba(self, colours: Pixels) -> Pixels:
        """`(H, W, 4)`."""
        return np.dstack([colours, self.alpha])


@dataclass(frozen=True, slots=True)
class Picture:
    """What the encoders take of one frame.

    Attributes:
        planes: Its colours.
        alpha: `(H, W)`.
        still: Of the poster's frame alone: as it was filmed, and the person in it.
    """

    planes: VideoFrame
    alpha: Alpha
    still: tuple[Pixels, CutOut] | None


def render(chunk: Chunk, masks: Sequence[Mask | None], points: Floats, plan: Plan) -> Rendered:
    """Cut the person out of every frame of a chunk (already cropped), grade and encode it.

    Args:
        chunk: The frames.
        masks: Where the person is in each.
        points: `(N, 33, 2)` landmarks in fractions of the whole frame; NaN without a person.
        plan: How.
    """
    cv2.setNumThreads(1)
    seconds = dict.fromkeys(STAGES, 0.0)
    notes: list[str] = []
    height, width = chunk.pixels.shape[1:3]
    return encoded(_pictures(chunk, masks, points, plan, seconds, notes), (len(chunk), width, height), plan, seconds, notes)


def encoded(pictures: Iterable[Picture], shape: tuple[int, int, int], plan: Plan, seconds: Seconds, notes: Sequence[str]) -> Rendered:
    """Encode frames as a chunk of its own.

    Args:
        pictures: The frames, in order.
        shape: How many there are, their width and height, both even.
        plan: How.
        seconds: Of each of `STAGES`, so far.
        notes: Asked when all frames are there.
    """
    frames, width, height = shape
    webm = Encoder(width, height, plan.quality)
    stacked = StackedEncoder(width, height, plan.quality) if plan.stacked else None
    stills = None
    for picture in pictures:
        if picture.still is not None:
            filmed, cut = picture.still
            with timed(seconds, "poster"):
                stills = poster(cut.rgba(cut.graded)), poster(filmed), before_after(cut.rgba(cut.plain), cut.rgba(cut.graded))
        with timed(seconds, "encode"):
            webm.add(picture.planes, picture.alpha)
        if stacked is not None:
            with timed(seconds, "stacked"):
                stacked.add(picture.planes, picture.alpha)
    with timed(seconds, "encode"):
        packed = webm.finish()
    with timed(seconds, "stacked"):
        opaque = stacked.finish() if stacked is not None else None
    still, before, comparison = stills or (None, None, None)
    return Rendered(frames, packed, opaque, still, before, comparison, seconds, tuple(notes))


def _pictures(
    chunk: Chunk, masks: Sequence[Mask | None], points: Floats, plan: Plan, seconds: Seconds, notes: list[str]
) -> Iterator[Picture]:
    """What the encoders take of every frame: made on the device where there is one, by numpy and OpenCV elsewhere.

    Where the device cannot go on, this goes on from the same frame, and a note says so.
    """
    device = resident_on(plan.matting)
    done = 0
    if device is not None:
        from gpu_jobs.resident.flow import DeviceLeft, pictures

        try:
            for picture in pictures(chunk, masks, points, plan, seconds, device):
                yield picture
                done += 1
            return
        except DeviceLeft as why:
            notes.append(str(why))
    rest = Chunk(chunk.times_ms[done:], chunk.pixels[done:])
    cuts = cut_outs(rest, masks[done:], points[done:], plan, seconds)
    for cut, time_ms, filmed in zip(cuts, rest.times_ms, rest.pixels, strict=True):
        with timed(seconds, "encode"):
            planes = planes_of(cut.graded, time_ms)
        yield Picture(planes, cut.alpha, (filmed, cut) if time_ms == plan.poster_ms else None)


def cut_outs(chunk: Chunk, masks: Sequence[Mask | None], points: Floats, plan: Plan, seconds: Seconds) -> Iterator[CutOut]:
    """The person in every frame of a chunk, cut out and graded."""
    with timed(seconds, "matte"):
        learned = mattes(plan.matting, chunk.pixels, masks)
    cuts = alphas(chunk.pixels, masks, plan.view, plan.plate, points, learned)
    for pixels, time_ms in zip(chunk.pixels, chunk.times_ms, strict=True):
        with timed(seconds, "matte"):
            alpha, box = next(cuts)
        yield _cut_out(pixels, time_ms, alpha, box, plan, seconds)


def _cut_out(pixels: Pixels, time_ms: int, alpha: Alpha, box: Box, plan: Plan, seconds: Seconds) -> CutOut:
    whole = CutOut(np.zeros(pixels.shape[:2], np.uint8), np.zeros_like(pixels), np.zeros_like(pixels))
    if not alpha.size:
        return whole
    rows, columns = box.slices()
    with timed(seconds, "foreground"):
        whole.plain[rows, columns] = foreground(pixels[rows, columns], alpha)
    with timed(seconds, "light"):
        own = whole.plain[rows, columns]
        shown = lit(own, plan.light.gains(time_ms, (pixels.shape[1], pixels.shape[0]), box)) if plan.light is not None else own
    with timed(seconds, "colour"):
        whole.graded[rows, columns] = graded(shown, plan.cube)
    whole.alpha[rows, columns] = alpha
    return whole
