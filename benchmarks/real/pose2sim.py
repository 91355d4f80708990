"""One man, four calibrated cameras, the same moment: his true limbs by triangulation, and what each camera's reading makes of them.

The truth comes from the same landmarks in the picture, so their definition is the same; only depth is taken from the geometry instead of
the network. Frames in which a camera has left and right exchanged are put right first, by what the cameras agree on.
"""

from dataclasses import dataclass
from functools import cache
from itertools import product

import numpy as np
from numpy.typing import NDArray

from benchmarks.real.cameras import Camera, Floats, read_calibration, triangulated
from benchmarks.real.tracks import changed, clip, data
from perscoach_motion.npzfile import arrays
from perscoach_motion.skeleton import LEFT_HIP, LEFT_SHOULDER, LIMB_ENDS, MIRROR, RIGHT_HIP, RIGHT_SHOULDER
from perscoach_motion.track import PoseTrack

CLIPS = tuple(f"pose2sim/cam0{number}.mp4" for number in (1, 2, 3, 4))
SIZES = ((1080, 1920), (1080, 1920), (1088, 1920), (1088, 1920))
LATE_FRAMES = (0.0, 0.0, 1.5, 0.0)
"""By how many frames (at 60 a second) each camera's picture shows later than the first's: the shift at which the four agree best."""
PARTS = (tuple(range(11, 23)), tuple(range(23, 33)))
"""Arms, and legs: left and right are exchanged together within each."""
FAR_PX = 60.0
"""Beyond it a landmark is simply wrong, and how wrong says nothing."""


@dataclass(frozen=True, slots=True)
class Scene:
    """The recording.

    Attributes:
        cameras: the four, calibrated.
        tracks: each camera's poses, as the pipeline reads them.
        exchanged: ``(4, T, 2)`` whether a camera has left and right of the arms, of the legs, exchanged.
        points: ``(T, 33, 3)`` metres in the room, the truth.
        off_px: ``(4, T, 33)`` how far each camera's picture is from it.
        limbs: ``(T, 14, 3)`` true directions in the room.
        doubt_deg: ``(14,)`` how far the truth turns when one camera is left out, root mean square.
    """

    cameras: tuple[Camera, ...]
    tracks: tuple[PoseTrack, ...]
    exchanged: NDArray[np.bool_]
    points: Floats
    off_px: Floats
    limbs: Floats
    doubt_deg: Floats


@cache
def scene() -> Scene:
    """Read and triangulate it; some seconds, once the clips' poses are kept."""
    cameras = tuple(read_calibration(data() / "videos" / "pose2sim" / "calibration__Calib.qca.txt"))
    tracks = tuple(clip(name) for name in CLIPS)
    seen = np.array([_seen(*each) for each in zip(cameras, tracks, SIZES, LATE_FRAMES, strict=True)])
    trust = np.array([arrays(track)[3].astype(np.float64) ** 2 for track in tracks])
    exchanged = _exchanged(cameras, seen, trust)
    for number, frames in enumerate(exchanged):
        keep = renumbered(frames)
        seen[number] = np.take_along_axis(seen[number], keep[..., None], axis=1)
        trust[number] = np.take_along_axis(trust[number], keep, axis=1)
    points, off_px = triangulated(cameras, seen, trust)
    true = limbs_of(points)
    without = []
    for number in range(len(cameras)):
        others = [k for k in range(len(cameras)) if k != number]
        without.append(limbs_of(triangulated([cameras[k] for k in others], seen[others], trust[others])[0]))
    doubt = np.sqrt((apart(np.array(without), true) ** 2).mean(axis=(0, 1)))
    return Scene(cameras, tracks, exchanged, points, off_px, true, doubt)


def put_right(found: Scene, number: int) -> PoseTrack:
    """A camera's poses with front and back told apart: where the sides are exchanged, sides and depth are turned round.

    A person seen from the front and one seen from behind make the same picture when left and right are exchanged; the estimator then turns
    all depths round with them.
    """
    track = found.tracks[number]
    frames = found.exchanged[number]
    keep = renumbered(frames)
    world = np.take_along_axis(arrays(track)[2], keep[..., None], axis=1).copy()
    world[frames.all(axis=1), :, 2] *= -1
    return changed(track, world, keep)


def truth_seen_by(found: Scene, number: int) -> PoseTrack:
    """What a camera would have read without error: the truth in its axes."""
    camera, track = found.cameras[number], put_right(found, number)
    hips = found.points[:, [LEFT_HIP, RIGHT_HIP]].mean(axis=1, keepdims=True)
    return changed(track, (found.points - hips) @ camera.turn.T)


def limbs_of(points: NDArray[np.floating]) -> Floats:
    """``(..., 33, 3)`` to ``(..., 14, 3)`` unit vectors."""
    ways = np.stack([points[..., end, :].mean(axis=-2) - points[..., start, :].mean(axis=-2) for start, end in LIMB_ENDS], axis=-2)
    return np.asarray(ways / np.maximum(np.linalg.norm(ways, axis=-1, keepdims=True), 1e-9), np.float64)


def apart(one: Floats, other: Floats) -> Floats:
    """Degrees between directions."""
    return np.asarray(np.degrees(np.arccos(np.clip((one * other).sum(axis=-1), -1, 1))))


def heading_deg(points: Floats) -> float:
    """How the body stands to the axes of ``(T, 33, 3)``: 0 faces the camera, ±180 shows its back; circular mean over the frames."""
    left = points[:, LEFT_SHOULDER] - points[:, RIGHT_SHOULDER] + points[:, LEFT_HIP] - points[:, RIGHT_HIP]
    return float(np.degrees(np.angle((left[:, 0] + 1j * left[:, 2]).mean())))


def renumbered(exchanged: NDArray[np.bool_]) -> NDArray[np.intp]:
    """``(T, 2)`` as in :class:`Scene` to ``(T, 33)``: where each landmark is to be taken from."""
    keep = np.tile(np.arange(len(MIRROR)), (len(exchanged), 1))
    mirror = np.array(MIRROR)
    for k, numbers in enumerate(PARTS):
        keep[np.ix_(exchanged[:, k], numbers)] = mirror[list(numbers)]
    both = exchanged.all(axis=1)
    keep[np.ix_(both, range(11))] = mirror[:11]
    return keep


def on_one_clock(values: NDArray[np.floating], late: float) -> Floats:
    """``(T, ...)`` of a camera that shows everything so many frames later, as the first camera would have had them."""
    frames = np.arange(len(values))
    flat = values.reshape(len(values), -1)
    return np.stack([np.interp(frames + late, frames, channel) for channel in flat.T], axis=1).reshape(values.shape)


def _seen(camera: Camera, track: PoseTrack, size: tuple[int, int], late: float) -> Floats:
    return camera.seen(on_one_clock(arrays(track)[1][..., :2].astype(np.float64) * size, late))


def _exchanged(cameras: tuple[Camera, ...], seen: Floats, trust: Floats) -> NDArray[np.bool_]:
    """Of all ways to name the sides, the one in which the cameras agree best, frame by frame; of equal ones that with fewest exchanges."""
    mirror = np.array(MIRROR)
    # To exchange the sides in two cameras of four is the same as in the other two: three patterns of that kind, not six, need a try.
    ways = [way for way in product((False, True), repeat=len(cameras)) if sum(way) * 2 < len(cameras) + (not way[0])]
    ways.sort(key=sum)
    result = np.zeros((len(cameras), seen.shape[1], len(PARTS)), dtype=bool)
    for k, part in enumerate(PARTS):
        numbers, others = np.array(part), mirror[list(part)]
        costs = []
        for way in ways:
            named = np.array([seen[c][:, others if turned else numbers] for c, turned in enumerate(way)])
            trusted = np.array([trust[c][:, others if turned else numbers] for c, turned in enumerate(way)])
            off = triangulated(cameras, named, trusted)[1]
            costs.append(np.minimum(off, FAR_PX).mean(axis=(0, 2)))
        best = np.argmin(np.array(costs), axis=0)
        result[:, :, k] = np.array(ways)[best].T
    return result
