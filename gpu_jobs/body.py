"""`trainer_body.bin`: the movement in space as a page draws it, standing on a floor: a figure of limbs, or the body's own surface."""

import json
import struct
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from perscoach_motion.npzfile import arrays, read_extras
from perscoach_motion.skeleton import CONNECTIONS
from perscoach_motion.track import PoseTrack

Floats = NDArray[np.floating]

VERTICES, MOMENTS, FACES = "vertices_every_n", "vertices_frames", "faces"  # names in `trainer_poses.npz`
FORMAT, VERSION = "perscoach.body", 1
MOST_BYTES = 24 * 2**20  # of the file: a phone loads it in seconds; of a longer clip fewer moments are kept
MILLIMETRES = 1000  # int16 reaches 32 m; half a millimetre is nothing to an eye
NOBODY = -32768
UPRIGHT = np.array([1.0, -1.0, -1.0])  # world landmarks point y down and z away; a stage points y up and z to the one who looks

SHOULDERS, HIPS, HEAD = 33, 34, 35  # points beside the landmarks: the middles of the two shoulders, hips, ears
MIDDLES = ((11, 12), (23, 24), (7, 8))
TRUNK_MM, HEAD_MM = 95, 108
THICK_MM = {11: 42, 12: 42, 13: 34, 14: 34, 23: 62, 24: 62, 25: 46, 26: 46}  # of the limb that begins there; about an adult's
THIN_MM = 28  # the rest: feet


def write_body(path: Path, track: PoseTrack, poses_npz: Path | None = None) -> None:
    """Write the movement.

    The file: the header's length as uint32, the header as JSON padded with spaces to a multiple of four, `moments × points × 3` int16
    millimetres (y up from the floor, -32768 where nobody is) padded likewise, `faces × 3` uint32 numbers of points. All little-endian.

    Args:
        path: The file to write.
        track: The poses; their figure is what is drawn where there is no surface.
        poses_npz: May hold one: `vertices_every_n` `(K, V, 3)` metres in the axes of `world`, of the frames `vertices_frames` `(K,)`;
            `faces` `(F, 3)`, without which it is drawn as points.

    Raises:
        ValueError: What the file holds beside the landmarks does not belong together.
    """
    times, _, world, _ = arrays(track)
    points, faces, lines = figure(world), np.empty((0, 3), "<u4"), lines_of_figure()
    surface = _surface(poses_npz) if poses_npz is not None else None
    if surface is not None:
        (points, moments, faces), lines = surface, []
        times = times[moments]
    every = max(1, -(-points.size * 2 // MOST_BYTES))
    points, times = standing(points[::every]), times[::every]
    header = {
        **{"format": FORMAT, "version": VERSION, "moments": len(points), "points": points.shape[1], "faces": len(faces)},
        **{"head": [HEAD, HEAD_MM] if lines else None, "lines": lines, "times_ms": np.rint(times * 1000).astype(int).tolist()},
    }
    text = json.dumps(header, separators=(",", ":")).encode()
    packed = np.nan_to_num(np.rint(points * MILLIMETRES), nan=NOBODY).clip(NOBODY, -NOBODY - 1).astype("<i2").tobytes()
    path.write_bytes(struct.pack("<I", len(_even(text, b" "))) + _even(text, b" ") + _even(packed, b"\0") + faces.tobytes())


def figure(world: Floats) -> Floats:
    """Landmarks `(T, 33, 3)` and the three middles behind them."""
    return np.concatenate([world, *(world[:, [one, other]].mean(axis=1, keepdims=True) for one, other in MIDDLES)], axis=1)


def lines_of_figure() -> list[tuple[int, int, int]]:
    """Limbs: two points and half their thickness, mm."""
    limbs = [(one, other, THICK_MM.get(one, THIN_MM)) for one, other in CONNECTIONS if {one, other} not in ({11, 23}, {12, 24})]
    return [*limbs, (SHOULDERS, HIPS, TRUNK_MM)]


def standing(points: Floats) -> Floats:
    """Turned upright, the lowest point of each moment on the floor; a moment of which anything is missing is NaN as a whole."""
    turned = points * UPRIGHT
    turned[..., 1] -= turned[..., 1].min(axis=1, keepdims=True)
    turned[np.isnan(turned).any(axis=(1, 2))] = np.nan
    return np.asarray(turned)


def _surface(poses_npz: Path) -> tuple[Floats, NDArray[np.integer], NDArray[np.uint32]] | None:
    held = read_extras(poses_npz)
    if VERTICES not in held:
        return None
    faces = held[FACES].astype("<u4") if FACES in held else np.empty((0, 3), "<u4")
    return held[VERTICES].astype(np.float64), held[MOMENTS].astype(np.int64), faces


def _even(content: bytes, filling: bytes) -> bytes:
    return content + filling * (-len(content) % 4)
