"""Finished chunks on disk while a clip is worked on: masks need not stay in memory, and after a crash only the rest is done again.

No frame is ever written here: only poses, packed masks, grids of light and encoded video. Files appear whole or not at all.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar
from zipfile import BadZipFile

import numpy as np

from gpu_jobs.extras import Extra
from gpu_jobs.geometry import Box
from gpu_jobs.look import Seen
from gpu_jobs.mask import Mask
from gpu_jobs.output import write_whole
from gpu_jobs.pose import Place
from gpu_jobs.relight.keyframe import Lit
from gpu_jobs.render import Rendered
from perscoach_motion.trackfile import Estimator

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Kept:
    """The folder of one clip's finished chunks."""

    folder: Path

    def seen(self, number: int) -> Seen | None:
        """What was found in a chunk, if it is finished; None where it is not, or cannot be read."""
        return _read(self._seen(number), _seen_from)

    def keep_seen(self, number: int, seen: Seen) -> None:
        """Keep what was found.

        Raises:
            OutputRejected: It cannot be written.
        """
        write_whole(self._seen(number), _seen_bytes(seen))

    def lit(self, frame: int) -> Lit | None:
        """What relighting a key frame told, if it is finished."""
        return _read(self._lit(frame), _lit_from)

    def keep_lit(self, frame: int, lit: Lit) -> None:
        """Keep what was told.

        Raises:
            OutputRejected: It cannot be written.
        """
        write_whole(self._lit(frame), _packed(grid=lit.grid, rest=_text(json.dumps({"seconds": lit.seconds}))))

    def rendered(self, number: int) -> Rendered | None:
        """A chunk's own video, if it is finished."""
        return _read(self._rendered(number), _rendered_from)

    def part(self, number: int, name: str) -> bytes | None:
        """One file of a finished chunk, `webm`, `stacked`, `poster`, `before` or `comparison`; nothing else of it is read."""
        with np.load(self._rendered(number), allow_pickle=False) as held:
            return bytes(held[name].tobytes()) if name in held else None

    def notes(self, number: int) -> tuple[str, ...]:
        """Codes of what is worth saying about how a finished chunk was made; nothing else of it is read."""
        with np.load(self._rendered(number), allow_pickle=False) as held:
            return tuple(json.loads(held["rest"].tobytes())["notes"])

    def keep_rendered(self, number: int, part: Rendered) -> None:
        """Keep a chunk's video.

        Raises:
            OutputRejected: It cannot be written.
        """
        write_whole(self._rendered(number), _rendered_bytes(part))

    def _seen(self, number: int) -> Path:
        return self.folder / f"seen-{number:05}.npz"

    def _lit(self, frame: int) -> Path:
        return self.folder / f"lit-{frame:05}.npz"

    def _rendered(self, number: int) -> Path:
        return self.folder / f"rendered-{number:05}.npz"


def _read(path: Path, parse: Callable[[Path], T]) -> T | None:
    try:
        return parse(path)
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        return None  # Not there, or cut off by the crash: it is made again.


def _seen_bytes(seen: Seen) -> bytes:
    shown = [mask for mask in seen.masks if mask is not None]
    rest = {
        "first": seen.first,
        "last": seen.last,
        "most_people": seen.most_people,
        "estimator": asdict(seen.estimator),
        "seconds": seen.seconds,
    }
    return _packed(
        times_ms=np.array(seen.times_ms, np.int64),
        image=seen.image,
        world=seen.world,
        visibility=seen.visibility,
        shown=np.array([mask is not None for mask in seen.masks]),
        person=np.array([mask.person for mask in shown], np.float64).reshape(-1, 4),
        placed=np.array([mask.placed for mask in shown], np.float64).reshape(-1, 2, 3),
        lengths=np.array([len(mask.packed) for mask in shown], np.int64),
        levels=np.frombuffer(b"".join(mask.packed for mask in shown), np.uint8),
        rest=_text(json.dumps(rest)),
        **{EXTRA + name: extra.values for name, extra in seen.extras.items()},
        **{EXTRA_FRAMES + name: extra.frames for name, extra in seen.extras.items()},
        **{CONSTANT + name: values for name, values in seen.constants.items()},
    )


def _seen_from(path: Path) -> Seen:
    with np.load(path, allow_pickle=False) as held:
        rest = json.loads(held["rest"].tobytes())
        ends = np.cumsum(held["lengths"])
        levels = held["levels"].tobytes()
        shown = (
            Mask(Box(*person), placed, levels[end - length : end])
            for person, placed, end, length in zip(held["person"].tolist(), held["placed"], ends, held["lengths"], strict=True)
        )
        masks = tuple(next(shown) if there else None for there in held["shown"].tolist())
        return Seen(
            tuple(held["times_ms"].tolist()),
            held["image"],
            held["world"],
            held["visibility"],
            tuple(mask.person if mask else None for mask in masks),
            masks,
            Place(*rest["first"]) if rest["first"] else None,
            Place(*rest["last"]) if rest["last"] else None,
            rest["most_people"],
            Estimator(**rest["estimator"]),
            rest["seconds"],
            {name: Extra(frames, held[EXTRA + name]) for name, frames in _named(held, EXTRA_FRAMES)},
            dict(_named(held, CONSTANT)),
        )


def _named(held: "np.lib.npyio.NpzFile", kind: str) -> "Iterator[tuple[str, np.ndarray[Any, Any]]]":
    for key in held.files:
        if key.startswith(kind):
            yield key.removeprefix(kind), held[key]


def _lit_from(path: Path) -> Lit:
    with np.load(path, allow_pickle=False) as held:
        return Lit(held["grid"], json.loads(held["rest"].tobytes())["seconds"])


def _rendered_bytes(part: Rendered) -> bytes:
    files = {name: content for name in FILES if (content := getattr(part, name)) is not None}
    rest = {"frames": part.frames, "seconds": part.seconds, "notes": part.notes}
    return _packed(rest=_text(json.dumps(rest)), **{name: np.frombuffer(content, np.uint8) for name, content in files.items()})


def _rendered_from(path: Path) -> Rendered:
    with np.load(path, allow_pickle=False) as held:
        rest = json.loads(held["rest"].tobytes())
        files = {name: held[name].tobytes() for name in FILES if name in held}
        return replace(Rendered(rest["frames"], b"", None, None, None, None, rest["seconds"], tuple(rest["notes"])), **files)


FILES = ("webm", "stacked", "poster", "before", "comparison")
EXTRA, EXTRA_FRAMES, CONSTANT = "extra.", "frames.", "constant."  # what richer estimators tell, under its own name


def _packed(**arrays: "np.ndarray[tuple[int, ...], np.dtype[np.generic]]") -> bytes:
    packed = BytesIO()
    np.savez(packed, allow_pickle=False, **arrays)
    return packed.getvalue()


def _text(text: str) -> "np.ndarray[tuple[int], np.dtype[np.uint8]]":
    return np.frombuffer(text.encode(), np.uint8)
