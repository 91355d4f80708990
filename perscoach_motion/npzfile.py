"""``PoseTrack`` as numpy arrays and as ``trainer_poses.npz``. Needs numpy, so never imported in the browser."""

from array import array
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from perscoach_motion.skeleton import COUNT
from perscoach_motion.track import PoseTrack

TRACK = ("times", "image", "world", "visibility", "skeleton", "aspect")
EVERY_N, FRAMES = "_every_n", "_frames"
"""``x_every_n`` is there for some frames only; ``x_frames`` names them."""


def arrays(track: PoseTrack) -> tuple[NDArray[np.float64], NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    """Views, without copying: times ``(T,)``, image ``(T, 33, 3)``, world ``(T, 33, 3)``, visibility ``(T, 33)``.

    Example:
        >>> from perscoach_motion.demonstration import squat
        >>> [channel.shape for channel in arrays(squat())]
        [(60,), (60, 33, 3), (60, 33, 3), (60, 33)]
    """
    return (
        np.frombuffer(track.times, dtype=np.float64),
        np.frombuffer(track.image, dtype=np.float32).reshape(-1, COUNT, 3),
        np.frombuffer(track.world, dtype=np.float32).reshape(-1, COUNT, 3),
        np.frombuffer(track.visibility, dtype=np.float32).reshape(-1, COUNT),
    )


def track_from_arrays(
    times: NDArray[np.floating], image: NDArray[np.floating], world: NDArray[np.floating], visibility: NDArray[np.floating], aspect: float
) -> PoseTrack:
    """The inverse of :func:`arrays`; rounds to float32.

    Raises:
        ValueError: the shapes do not belong together.

    Example:
        >>> from perscoach_motion.demonstration import squat
        >>> times, image, world, visibility = arrays(squat())
        >>> len(track_from_arrays(times[:10], image[:10], world[:10], visibility[:10], 0.75))
        10
    """
    frames = len(times)
    if image.shape != (frames, COUNT, 3) or world.shape != (frames, COUNT, 3) or visibility.shape != (frames, COUNT):
        raise ValueError(f"want ({frames}, {COUNT}, 3) landmarks, got {image.shape}, {world.shape}, {visibility.shape}")

    def flat(values: NDArray[np.floating], code: str, kind: type) -> "array[float]":
        return array(code, np.ascontiguousarray(values, dtype=kind).tobytes())

    return PoseTrack(
        flat(times, "d", np.float64), flat(image, "f", np.float32), flat(world, "f", np.float32), flat(visibility, "f", np.float32), aspect
    )


def write_npz(path: Path, track: PoseTrack, extra: Mapping[str, NDArray[np.generic]] | None = None) -> None:
    """Write ``times``, ``image``, ``world``, ``visibility`` (float32), ``skeleton``, ``aspect`` and what richer estimators add.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> from perscoach_motion.demonstration import squat
        >>> with TemporaryDirectory() as folder:
        ...     write_npz(Path(folder, "poses.npz"), squat())
        ...     sorted(np.load(Path(folder, "poses.npz")).files)
        ['aspect', 'image', 'skeleton', 'times', 'visibility', 'world']
    """
    times, image, world, visibility = arrays(track)
    channels: dict[str, NDArray[np.generic]] = {
        **(extra or {}),
        "times": times.astype(np.float32),
        "image": image,
        "world": world,
        "visibility": visibility,
        "skeleton": np.array("mediapipe-33"),
        "aspect": np.array(track.aspect, dtype=np.float32),
    }
    part = path.with_name(path.name + ".part")
    with part.open("wb") as sink:
        np.savez_compressed(sink, allow_pickle=False, **channels)
    part.replace(path)


def read_npz(path: Path) -> PoseTrack:
    """Read what :func:`write_npz` wrote; extra channels are left alone.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> from perscoach_motion.demonstration import squat
        >>> with TemporaryDirectory() as folder:
        ...     write_npz(Path(folder, "poses.npz"), squat())
        ...     read_npz(Path(folder, "poses.npz")).image == squat().image
        True
    """
    with np.load(path, allow_pickle=False) as stored:
        return track_from_arrays(stored["times"], stored["image"], stored["world"], stored["visibility"], float(stored["aspect"]))


def read_extras(path: Path) -> dict[str, NDArray[np.generic]]:
    """The channels that richer estimators added, by name: ``(T, ...)``, or ``x_every_n`` ``(K, ...)`` of the frames in ``x_frames``.

    Integers that are no such list, like the triangles of a surface, stand by themselves.

    Raises:
        ValueError: a channel is not of numbers, or has not one value for each of its frames.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> from perscoach_motion.demonstration import squat
        >>> with TemporaryDirectory() as folder:
        ...     write_npz(Path(folder, "poses.npz"), squat(), {"mhr70": np.zeros((60, 70, 3), np.float32)})
        ...     list(read_extras(Path(folder, "poses.npz")))
        ['mhr70']
    """
    with np.load(path, allow_pickle=False) as stored:
        frames = len(stored["times"])
        found: dict[str, NDArray[np.generic]] = {name: stored[name] for name in stored.files if name not in TRACK}
    for name, values in found.items():
        if values.dtype.kind not in "fiu":
            raise ValueError(f"{name}: {values.dtype} is not a number")
        if name.endswith(EVERY_N):
            _refuse_unlike(name, values, found.get(name.removesuffix(EVERY_N) + FRAMES), frames)
        elif values.dtype.kind == "f" and values.shape[:1] != (frames,):
            raise ValueError(f"{name}: want {frames} frames, got shape {values.shape}")
    return found


def _refuse_unlike(name: str, values: NDArray[np.generic], numbers: NDArray[np.generic] | None, frames: int) -> None:
    if numbers is None or numbers.dtype.kind not in "iu" or numbers.shape != values.shape[:1]:
        raise ValueError(f"{name}: which frames it belongs to is not said")
    if numbers.size and not (numbers.min() >= 0 and numbers.max() < frames and (np.diff(numbers.astype(np.int64)) > 0).all()):
        raise ValueError(f"{name}: its frames are not among the {frames} of the clip")
