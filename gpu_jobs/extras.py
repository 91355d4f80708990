"""What richer pose estimators tell beyond 33 landmarks: arrays by name, of every frame or, where they are large, of every n-th."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from gpu_jobs.pose import Person
from perscoach_motion.npzfile import EVERY_N, FRAMES

Floats = NDArray[np.float32]

MOST_MOMENTS = 240  # of what is there for every n-th frame: a body's surface is 220 kB a moment, so 53 MB of a clip


@dataclass(frozen=True, slots=True)
class Extra:
    """One array of some frames.

    Attributes:
        frames: `(K,)` int64, their numbers in the chunk, rising.
        values: `(K, ...)` float32.
    """

    frames: NDArray[np.int64]
    values: Floats


Part = tuple[Sequence[int], Mapping[str, Extra], Mapping[str, NDArray[np.generic]]]


def collected(people: Sequence[Person | None]) -> dict[str, Extra]:
    """The extras of a chunk's people, one a frame."""
    there: dict[str, list[tuple[int, Floats]]] = {}
    for number, person in enumerate(people):
        for name, value in (person.extras if person is not None else {}).items():
            there.setdefault(name, []).append((number, value))
    return {
        name: Extra(np.array([number for number, _ in found]), np.stack([value for _, value in found])) for name, found in there.items()
    }


def channels(parts: Iterable[Part]) -> dict[str, NDArray[np.generic]]:
    """A whole clip's extras as `trainer_poses.npz` holds them.

    Args:
        parts: Chunk by chunk the frames' times, the extras, and what these share.

    Returns:
        By name `(T, ...)` float32, NaN where nobody was seen. Of names that end in `_every_n` only the frames that have it, `(K, ...)`,
        at most `MOST_MOMENTS` and evenly spread; which ones they are says `_frames`, `(K,)`. What is shared stays as it is.
    """
    found: dict[str, _Gathered] = {}
    shared: dict[str, NDArray[np.generic]] = {}
    frames = 0
    for times_ms, extras, constants in parts:
        for name, extra in extras.items():
            found.setdefault(name, _Gathered(MOST_MOMENTS if name.endswith(EVERY_N) else None)).add(extra, frames)
        shared = shared or dict(constants)
        frames += len(times_ms)
    result = dict(shared)
    for name, gathered in found.items():
        numbers, values = np.array(gathered.frames), np.stack(gathered.values)
        if name.endswith(EVERY_N):
            result |= {name: values, name.removesuffix(EVERY_N) + FRAMES: numbers}
        else:
            result[name] = np.full((frames, *values.shape[1:]), np.nan, np.float32)
            result[name][numbers] = values
    return result


@dataclass(slots=True)
class _Gathered:
    """Values as they come; of more than `most` every second one goes, and from there on half as many are taken."""

    most: int | None
    frames: list[int] = field(default_factory=list)
    values: list[Floats] = field(default_factory=list)
    step: int = 1
    offered: int = 0

    def add(self, extra: Extra, first: int) -> None:
        """Take a chunk's in.

        Args:
            extra: The chunk's.
            first: Number of its first frame in the clip.
        """
        for frame, value in zip(extra.frames.tolist(), extra.values, strict=True):
            if self.offered % self.step == 0:
                self.frames.append(first + frame)
                self.values.append(value)
            self.offered += 1
            if self.most is not None and len(self.values) > self.most:
                del self.frames[1::2], self.values[1::2]
                self.step *= 2
