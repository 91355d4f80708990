"""`trainer_mesh.bin`: the body's surface for a page to draw, where the pose estimator gave one. A page reads no NPZ."""

import json
import struct
from pathlib import Path

import numpy as np

VERTICES, FACES = "vertices_every_n", "faces"  # names in `trainer_poses.npz`
FORMAT, VERSION = "perscoach.mesh", 1
MOST_BYTES = 24 * 2**20  # of the file: a phone loads it in seconds; of a longer clip fewer bodies are kept
MILLIMETRES = 1000  # int16 reaches 32 m; half a millimetre is nothing to an eye


def write_mesh(poses_npz: Path, path: Path) -> bool:
    """Write the surface beside the poses; False where the NPZ has none.

    The file: the header's length as uint32, the header as JSON padded with spaces to a multiple of four, then `bodies × vertices × 3`
    int16 millimetres, then, where the estimator told them, `faces × 3` uint32 numbers of vertices. All little-endian.

    Args:
        poses_npz: As `npzfile.write_npz` wrote it. `vertices_every_n` is `(K, V, 3)` metres in the axes of `world`, the K bodies spread
            evenly from the first frame to the last; `faces`, where there are any, `(F, 3)`.
        path: The file to write.
    """
    with np.load(poses_npz, allow_pickle=False) as held:
        if VERTICES not in held:
            return False
        bodies, times = held[VERTICES], held["times"]
        faces = held[FACES].astype("<u4") if FACES in held else np.empty((0, 3), "<u4")
    numbers = np.rint(np.linspace(0, len(times) - 1, len(bodies))).astype(int)
    every = max(1, -(-bodies.nbytes // 2 // MOST_BYTES))
    points = np.nan_to_num(bodies[::every] * MILLIMETRES)
    header = {
        **{"format": FORMAT, "version": VERSION, "bodies": len(points), "vertices": points.shape[1], "faces": len(faces)},
        "times_ms": [round(float(times[number]) * 1000) for number in numbers[::every]],
    }
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 4)
    packed = np.rint(points).clip(-32768, 32767).astype("<i2").tobytes()
    packed += bytes(-len(packed) % 4)
    path.write_bytes(struct.pack("<I", len(text)) + text + packed + faces.tobytes())
    return True
