"""Frames that people labelled (Exercise-Correction): landmarks of the picture by MediaPipe, each frame called right or wrong.

There are no world landmarks in these files and no times; frames were picked by hand from films, those of one label one after the other.
So a run of one label is no clip, but its most usual frame is a pose that people judged: it is shown held still. Depth is the picture's,
which is poorer than what the product reads.
"""

import csv
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from benchmarks.real.tracks import Floats, data
from perscoach_motion.npzfile import track_from_arrays
from perscoach_motion.skeleton import COUNT, INDEX
from perscoach_motion.track import PoseTrack

ASPECT = 16 / 9
"""Not told; with it the trunks of the same people keep their length from one pose to the other."""
RATE_HZ = 10.0
LEAST_FRAMES = 8
"""A shorter run was cut off by a slip of the finger."""
HELD_S = 1.5


@dataclass(frozen=True, slots=True)
class Frames:
    """One file.

    Attributes:
        labels: one for each frame.
        image: ``(T, 33, 3)`` as MediaPipe gives it; 0 for landmarks that the file does not have.
        visibility: ``(T, 33)``.
    """

    labels: tuple[str, ...]
    image: Floats
    visibility: Floats

    @property
    def points(self) -> Floats:
        """``(T, 33, 3)`` in heights of the picture."""
        return np.asarray(self.image * (ASPECT, 1.0, ASPECT))

    def of(self, *names: str) -> Floats:
        """``(T, 3)`` one landmark, or the middle of several."""
        return np.asarray(self.points[:, [INDEX[name] for name in names]].mean(axis=1))

    def runs(self) -> list[tuple[str, slice]]:
        """Stretches of one label that are long enough."""
        found, start = [], 0
        for label, group in groupby(self.labels):
            end = start + sum(1 for _ in group)
            if end - start >= LEAST_FRAMES:
                found.append((label, slice(start, end)))
            start = end
        return found

    def held(self, part: slice) -> PoseTrack:
        """The most usual frame of a run, held; world landmarks are the picture's, half a metre from hips to shoulders."""
        points = self.points[part]
        usual = int(np.argmin([np.linalg.norm(points - one, axis=2).mean() for one in points])) + part.start
        frames = [usual] * round(HELD_S * RATE_HZ)
        shoulders, hips = (self.of(f"left_{name}", f"right_{name}")[usual, :2] for name in ("shoulder", "hip"))
        metres = self.points[frames] * 0.5 / np.linalg.norm(shoulders - hips)
        return track_from_arrays(np.arange(len(frames)) / RATE_HZ, self.image[frames], metres, self.visibility[frames], ASPECT)


def read_frames(name: str) -> Frames:
    """One of the files with columns ``label, nose_x, nose_y, nose_z, nose_v, …``."""
    path = data() / "landmarks" / "exercise-correction" / name
    with path.open(newline="") as source:
        rows = list(csv.DictReader(source))
    image, visibility = np.zeros((len(rows), COUNT, 3)), np.zeros((len(rows), COUNT))
    for landmark, number in INDEX.items():
        if f"{landmark}_x" in rows[0]:
            values = np.array([[float(row[f"{landmark}_{axis}"]) for axis in "xyzv"] for row in rows])
            image[:, number], visibility[:, number] = values[:, :3], values[:, 3]
    return Frames(tuple(row["label"] for row in rows), image, visibility)
