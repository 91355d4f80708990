"""``trainer_poses.json``, version 1: plain JSON that any language reads, small enough to send to a phone.

Every channel is a list of integers: the first value, then the difference to the last one seen; value × scale is the number. A frame
without a person is ``null`` in every channel. The full description is in ``docs/formats.md``.
"""

import json
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from itertools import accumulate, pairwise
from math import isfinite, isnan, nan
from pathlib import Path
from typing import Any

from perscoach_motion.cutting.segment import MOST, Segment, segment_from, tolerance_from
from perscoach_motion.skeleton import COUNT
from perscoach_motion.track import STRIDE, PoseTrack

FORMAT = "perscoach.poses"
VERSION = 1
SKELETON = "mediapipe-33"
TIME_SCALE = 1e-3
"""Seconds: a millisecond is WebM's own time base."""
IMAGE_SCALE = 1e-4
"""Of the frame: half a step is 0.096 px at 1920 px."""
WORLD_SCALE = 5e-4
"""Metres: half a step is 0.25 mm, far below what the estimator itself jitters."""
VISIBILITY_SCALE = 1e-2
LONGEST_S = 3600.0
MOST_FRAMES = 200_000
"""An hour at 50 frames a second; more is not a workout clip but an attack on the reader's memory."""
AXES = ("x", "y", "z")

_SENTENCES = {
    "not_json": (
        "Файл с позами повреждён: это не JSON. Обработайте видео ещё раз.",
        "The pose file is damaged: it is not JSON. Process the video again.",
    ),
    "not_ours": (
        "Это не файл с позами pers.coach. Выберите trainer_poses.json.",
        "This is not a pers.coach pose file. Choose a trainer_poses.json.",
    ),
    "newer": (
        "Файл с позами сделан более новой версией ({version}). Обновите pers.coach.",
        "The pose file was made by a newer version ({version}). Update pers.coach.",
    ),
    "damaged": (
        "Файл с позами повреждён ({what}). Обработайте видео ещё раз.",
        "The pose file is damaged ({what}). Process the video again.",
    ),
}


class TrackRejected(ValueError):
    """A pose file that cannot be trusted, with a sentence for the person who brought it.

    Example:
        >>> TrackRejected("damaged", what="times").sentence("en")
        'The pose file is damaged (times). Process the video again.'
    """

    def __init__(self, code: str, **values: object) -> None:
        self.code = code
        self.values = values
        super().__init__(self.sentence("en"))

    def sentence(self, language: str) -> str:
        """What is wrong and what to do, in ``"ru"`` or ``"en"``."""
        return _SENTENCES[self.code][0 if language == "ru" else 1].format(**self.values)


@dataclass(frozen=True, slots=True)
class Source:
    """The upright source video: pixels, frames a second on average, frames, seconds."""

    width: int
    height: int
    fps: float
    frames: int
    duration_s: float


@dataclass(frozen=True, slots=True)
class Crop:
    """The part of the upright source that the rendition shows, in source pixels."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Size:
    """Pixels of the rendition, to which image landmarks refer."""

    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Estimator:
    """What read the poses: its registry name, its package's version, its model."""

    name: str
    version: str
    model: str


@dataclass(frozen=True, slots=True)
class PoseFile:
    """A track together with where it comes from.

    Attributes:
        segments: exercises found in the clip and their repetitions; empty until cut.
        tolerance: degrees per limb from the trainer's own spread; ``None`` until measured.
    """

    track: PoseTrack
    source: Source
    crop: Crop
    rendition: Size
    estimator: Estimator
    segments: tuple[Segment, ...] = ()
    tolerance: dict[str, float] | None = field(default=None)


def dumps(poses: PoseFile) -> str:
    """The pose file as one line of JSON.

    Channel by channel: a long clip has millions of numbers, and as objects they would fill ten times the file's memory.

    Example:
        >>> from perscoach_motion.demonstration import pose_file, squat
        >>> dumps(pose_file(squat()))[:40]
        '{"format":"perscoach.poses","version":1,'
    """
    track = poses.track
    written = {
        "format": _json(FORMAT),
        "version": _json(VERSION),
        "source": _json(asdict(poses.source)),
        "crop": _json(asdict(poses.crop)),
        "rendition": _json(asdict(poses.rendition)),
        "skeleton": _json(SKELETON),
        "estimator": _json(asdict(poses.estimator)),
        "scale": _json({"times": TIME_SCALE, "image": IMAGE_SCALE, "world": WORLD_SCALE, "visibility": VISIBILITY_SCALE}),
        "times": _channel_text(track.times, TIME_SCALE),
        "image": _axes_text(track.image, IMAGE_SCALE),
        "world": _axes_text(track.world, WORLD_SCALE),
        "visibility": _list_text(_channel_text(track.visibility[number::COUNT], VISIBILITY_SCALE) for number in range(COUNT)),
        "segments": _json([segment.document() for segment in poses.segments]),
        "tolerance": _json({name: round(value, 1) for name, value in (poses.tolerance or {}).items()}),
    }
    return "{" + ",".join(f'"{key}":{value}' for key, value in written.items()) + "}"


def loads(text: str | bytes) -> PoseFile:
    """Read a pose file.

    Raises:
        TrackRejected: it is not one, is newer than this code, or its parts do not fit together.

    Example:
        >>> from perscoach_motion.demonstration import pose_file, squat
        >>> len(loads(dumps(pose_file(squat()))).track)
        60
    """
    try:
        document = json.loads(text)
    except (ValueError, UnicodeDecodeError, RecursionError) as error:
        raise TrackRejected("not_json") from error
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise TrackRejected("not_ours")
    version = document.get("version")
    if not isinstance(version, int) or not 1 <= version <= VERSION:
        raise TrackRejected("newer", version=version)
    try:
        return _unpacked(document)
    except TrackRejected:
        raise
    except (KeyError, TypeError, ValueError, OverflowError, AttributeError) as error:
        raise TrackRejected("damaged", what=f"{type(error).__name__}: {error}") from error


def read(path: Path) -> PoseFile:
    """Read a pose file from disk; errors as :func:`loads`, and ``OSError``.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> from perscoach_motion.demonstration import pose_file, squat
        >>> with TemporaryDirectory() as folder:
        ...     write(Path(folder, "trainer_poses.json"), pose_file(squat()))
        ...     read(Path(folder, "trainer_poses.json")).rendition
        Size(width=750, height=1000)
    """
    return loads(path.read_bytes())


def write(path: Path, poses: PoseFile) -> None:
    """Write a pose file; it appears whole or not at all.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> from perscoach_motion.demonstration import pose_file, squat
        >>> with TemporaryDirectory() as folder:
        ...     write(Path(folder, "trainer_poses.json"), pose_file(squat()))
        ...     [path.name for path in Path(folder).iterdir()]
        ['trainer_poses.json']
    """
    part = path.with_name(path.name + ".part")
    part.write_text(dumps(poses), encoding="utf-8")
    part.replace(path)


def _json(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def _list_text(written: Iterable[str]) -> str:
    return "[" + ",".join(written) + "]"


def _channel_text(values: Iterable[float], scale: float) -> str:
    return _list_text("null" if step is None else str(step) for step in _steps(values, scale))


def _steps(values: Iterable[float], scale: float) -> Iterator[int | None]:
    last = 0
    for value in values:
        if isnan(value):
            yield None
            continue
        level = round(value / scale)
        yield level - last
        last = level


def _axes_text(values: "array[float]", scale: float) -> str:
    axes = (
        f'"{axis}":{_list_text(_channel_text(values[number * 3 + k :: STRIDE], scale) for number in range(COUNT))}'
        for k, axis in enumerate(AXES)
    )
    return "{" + ",".join(axes) + "}"


def _unpacked(document: dict[str, Any]) -> PoseFile:
    if document["skeleton"] != SKELETON:
        raise TrackRejected("damaged", what="skeleton")
    scale = document["scale"]
    steps = document["times"]
    if not isinstance(steps, list) or len(steps) > MOST_FRAMES:
        raise TrackRejected("damaged", what="times")
    frames = len(steps)
    times = array("d", _channel(steps, scale["times"], frames, "times"))
    known = frames > 0 and all(map(isfinite, times)) and times[0] >= 0.0 and times[-1] <= LONGEST_S
    if not known or any(later <= earlier for earlier, later in pairwise(times)):
        raise TrackRejected("damaged", what="times")
    visibility = array("f", bytes(4 * frames * COUNT))
    for number, channel in enumerate(_channels(document["visibility"], "visibility")):
        visibility[number::COUNT] = array("f", _channel(channel, scale["visibility"], frames, "visibility"))
    rendition = Size(**document["rendition"])
    if not (isinstance(rendition.width, int) and isinstance(rendition.height, int)) or min(rendition.width, rendition.height) <= 0:
        raise TrackRejected("damaged", what="rendition")
    listed = document["segments"]
    if not isinstance(listed, list) or len(listed) > MOST:
        raise TrackRejected("damaged", what="segments")
    track = PoseTrack(
        times,
        _unpacked_axes(document["image"], scale["image"], frames, "image"),
        _unpacked_axes(document["world"], scale["world"], frames, "world"),
        visibility,
        rendition.width / rendition.height,
    )
    absent = [isnan(value) for value in track.image[0::STRIDE]]
    for values, width in ((track.image, STRIDE), (track.world, STRIDE), (track.visibility, COUNT)):
        if any([isnan(value) for value in values[k::width]] != absent for k in range(width)):
            raise TrackRejected("damaged", what="null")
    return PoseFile(
        track,
        Source(**document["source"]),
        Crop(**document["crop"]),
        rendition,
        Estimator(**document["estimator"]),
        tuple(segment_from(each) for each in listed),
        tolerance_from(document["tolerance"]) or None,
    )


def _unpacked_axes(channels: dict[str, Any], scale: float, frames: int, what: str) -> "array[float]":
    values = array("f", bytes(4 * frames * STRIDE))
    for k, axis in enumerate(AXES):
        for number, channel in enumerate(_channels(channels[axis], what)):
            values[number * 3 + k :: STRIDE] = array("f", _channel(channel, scale, frames, what))
    return values


def _channels(channels: Any, what: str) -> Sequence[Any]:
    if not isinstance(channels, list) or len(channels) != COUNT:
        raise TrackRejected("damaged", what=what)
    return channels


def _channel(steps: Any, scale: float, frames: int, what: str) -> list[float]:
    if not isinstance(steps, list) or len(steps) != frames or not (isinstance(scale, int | float) and isfinite(scale) and scale > 0):
        raise TrackRejected("damaged", what=what)
    if None not in steps:
        levels = accumulate(steps)
        return [level * scale for level in levels]
    values = []
    last = 0
    for step in steps:
        if step is None:
            values.append(nan)
        else:
            last += step
            values.append(last * scale)
    return values
