"""The suite's tracks in committed files, one a movement: integers on a grid, differences, LZMA.

A file is LZMA over one line of JSON (every session's truth), then zigzag differences over time, channel after channel, session after
session: first the low bytes of all, then the high bytes, which are nearly all zero.
"""

import json
import lzma
from array import array
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from perscoach_motion.skeleton import COUNT, LIMBS, MIRROR_LIMB
from perscoach_motion.track import PoseTrack
from perscoach_motion.trackfile import IMAGE_SCALE, VISIBILITY_SCALE, WORLD_SCALE
from tests.synthetic.pairwise import Row
from tests.synthetic.suite_truth import Truth

FOLDER = Path(__file__).parent / "tracks"
VERSION = 1
TIME_SCALE = 1e-4
CHANNELS = 6 * COUNT
"""Image x, y; world x, y, z; visibility: numbers a frame."""
GRID = np.repeat([IMAGE_SCALE, IMAGE_SCALE, WORLD_SCALE, WORLD_SCALE, WORLD_SCALE, VISIBILITY_SCALE], COUNT)
"""The grid of `trainer_poses.json`: what is packed here is what the product itself stores."""


@dataclass(frozen=True, slots=True)
class Session:
    """One clip of the suite: what MediaPipe read, and what is true.

    Attributes:
        name: Unique. movement: the trainer's movement that it is to be judged against.
        sort: `trainer`, `correct`, `fault`, `idle` (only stands) or `outside` (done well, half out of the picture).
        kind: What is really done; another than `movement` for `idle`. fault: None when done well. figure: who does it.
        mirrored: Done with the other side: left and right are exchanged against the trainer.
        row: The factors by name (see `suite_scenes.FACTORS`).
        spans: (start, end) seconds of each repetition.
        lag_s: Median over repetitions of the client's middle less the trainer's middle of the same repetition; None without repetitions.
        truth: Per limb, client's sides. reach: limb -> range of motion as a share of the trainer's, for limbs the trainer moves.
        recipe: What `suite_reading.plan_of` renders it from: movement, camera, number of the room, length.
        track: What MediaPipe read; image z is 0 (not kept).
    """

    name: str
    movement: str
    sort: str
    kind: str
    fault: str | None
    figure: str
    mirrored: bool
    row: Row
    spans: tuple[tuple[float, float], ...]
    lag_s: float | None
    truth: Truth
    reach: dict[str, float]
    recipe: dict[str, Any]
    track: PoseTrack = field(repr=False, compare=False)


MOVING_DEG = 20.0
"""A limb whose trainer turns it at least so far counts as moved: below it the share says little."""


def reach_of(truth: Truth, trainer: Truth, mirrored: bool) -> dict[str, float]:
    """Range of motion as a share of the trainer's, by the client's limb."""
    theirs = [trainer.travel[MIRROR_LIMB[number] if mirrored else number] for number in range(len(LIMBS))]
    return {name: round(mine / whole, 3) for name, mine, whole in zip(LIMBS, truth.travel, theirs, strict=True) if whole >= MOVING_DEG}


def lag_of(spans: tuple[tuple[float, float], ...], trainer: tuple[tuple[float, float], ...]) -> float | None:
    """Seconds from the trainer's middle of a repetition to the client's, the median."""
    late = [(mine[0] + mine[1] - theirs[0] - theirs[1]) / 2 for mine, theirs in zip(spans, trainer, strict=False)]
    return round(float(np.median(late)), 4) if late else None


def packed(image: NDArray[np.float32], world: NDArray[np.float32], visibility: NDArray[np.float32]) -> NDArray[np.int64]:
    """(T, CHANNELS) grid levels; a frame without a person repeats the one before (which frames those are is kept apart)."""
    values = np.concatenate([image[..., 0], image[..., 1], world[..., 0], world[..., 1], world[..., 2], visibility], axis=1)
    levels = np.zeros(values.shape, np.int64)
    there = np.isfinite(values[:, 0])
    levels[there] = np.round(values[there] / GRID)
    for frame in np.flatnonzero(~there):
        levels[frame] = levels[frame - 1] if frame else 0
    return levels


def write(path: Path, sessions: list[tuple[Session, NDArray[np.int64]]]) -> int:
    """Packs sessions with their grid levels (T, CHANNELS) into one file; returns its size in bytes."""
    head, steps = [], []
    for session, levels in sessions:
        plain = {one.name: getattr(session, one.name) for one in fields(session) if one.name not in ("track", "truth")}
        times = np.round(np.array(session.track.times) / TIME_SCALE).astype(int)
        absent = [frame for frame in range(len(session.track)) if not session.track.present(frame)]
        head.append({**plain, "truth": asdict(session.truth), "aspect": session.track.aspect, "times": times.tolist(), "absent": absent})
        steps.append(np.diff(levels, axis=0, prepend=0).T.ravel())
    flat = np.concatenate(steps)
    zigzag = np.where(flat < 0, -2 * flat - 1, 2 * flat)
    if zigzag.max() > 0xFFFF:
        raise ValueError("a landmark jumps farther than sixteen bits of the grid")
    body = np.concatenate([zigzag & 0xFF, zigzag >> 8]).astype(np.uint8).tobytes()
    text = json.dumps({"version": VERSION, "sessions": head}, separators=(",", ":")).encode()
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(lzma.compress(text + b"\n" + body, preset=9 | lzma.PRESET_EXTREME))
    return path.stat().st_size


def read(path: Path) -> tuple[Session, ...]:
    """Every session in a file that `write` made."""
    text, _, body = lzma.decompress(path.read_bytes()).partition(b"\n")
    head = json.loads(text)
    if head["version"] != VERSION:
        raise ValueError(f"{path} was packed by another version: {head['version']}")
    low, high = np.frombuffer(body, np.uint8).reshape(2, -1).astype(np.int32)
    zigzag = low | high << 8
    steps = np.where(zigzag & 1, -(zigzag + 1) // 2, zigzag // 2)
    sessions, at = [], 0
    for one in head["sessions"]:
        count = len(one["times"])
        levels = steps[at : at + count * CHANNELS].reshape(CHANNELS, count).T.cumsum(0)
        at += count * CHANNELS
        sessions.append(_session(one, levels * GRID))
    return tuple(sessions)


def _session(one: dict[str, Any], values: NDArray[np.float64]) -> Session:
    times, absent, aspect = one.pop("times"), one.pop("absent"), one.pop("aspect")
    values[absent] = np.nan
    track = track_of(np.array(times) * TIME_SCALE, values, aspect)
    one["spans"] = tuple((start, end) for start, end in one["spans"])
    one["truth"] = Truth(**{name: tuple(shares) for name, shares in one["truth"].items()})
    return Session(**one, track=track)


def track_of(times: NDArray[np.float64], values: NDArray[np.float64], aspect: float) -> PoseTrack:
    """A track from (T, CHANNELS) numbers, NaN in frames without a person."""
    channel = values.reshape(len(times), 6, COUNT)
    depth = np.where(np.isnan(channel[:, :1]), np.nan, 0.0)
    image = np.concatenate([channel[:, :2], depth], axis=1).transpose(0, 2, 1)
    world = channel[:, 2:5].transpose(0, 2, 1)
    return PoseTrack(array("d", times.tolist()), _flat(image), _flat(world), _flat(channel[:, 5]), aspect)


def _flat(values: NDArray[np.float64]) -> "array[float]":
    return array("f", values.astype(np.float32).tobytes())
