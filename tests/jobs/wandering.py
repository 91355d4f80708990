"""Sixty frames of a rendered woman who squats and goes across the picture meanwhile; looked at once, for all who relight her."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gpu_jobs.clock import Clock, silent
from gpu_jobs.frames import Chunk
from gpu_jobs.geometry import Box
from gpu_jobs.kept import Kept
from gpu_jobs.looked import Looked, gathered
from gpu_jobs.looking import look_through
from gpu_jobs.options import ProcessOptions
from gpu_jobs.planning import Planned, planned
from gpu_jobs.relighting import relit_through
from gpu_jobs.render import CutOut, cut_outs
from gpu_jobs.video.decode import Reader
from gpu_jobs.video.probe import Clip, probe
from gpu_jobs.workers import Here
from tests.jobs import odd_files
from tests.synthetic.clips import rendered_squat

FRAMES, EVERY_MS = 60, 66
WIDTH, ROOM = 480, (150, 152, 148)
OPTIONS = ProcessOptions(colour="none", stacked=False, light="left", light_strength=1.0)


@dataclass(frozen=True)
class Wandering:
    """The clip, and what is known of it before it is relit."""

    clip: Clip
    looked: Looked
    decided: Planned
    kept: Path

    def planned_with(self, relight: str, strength: float = 1.0, kept: Path | None = None) -> Planned:
        """How it is rendered in the light of a model."""
        options = replace(OPTIONS, relight=relight, light_strength=strength)
        return relit_through(self.clip, self.looked, self.decided, options, Clock(silent), Here(), 0.0, Kept(kept or self.kept / relight))

    def cut_outs(self, decided: Planned, first: int = 0, behind: int = FRAMES) -> list[CutOut]:
        """Its frames first..behind-1, cut out."""
        rows, columns = Box(*map(int, self.decided.crop)).slices()
        frames = [(frame.time_ms, frame.pixels[rows, columns]) for frame in Reader(self.clip, 4000)][first:behind]
        chunk = Chunk(tuple(time_ms for time_ms, _ in frames), np.stack([pixels for _, pixels in frames]))
        points = self.looked.image[first:behind, :, :2]
        seconds = dict.fromkeys(("matte", "foreground", "light", "colour"), 0.0)
        return list(cut_outs(chunk, self.looked.masks(first, behind), points, decided.plan, seconds))


def filmed(path: Path) -> Path:
    """Write the clip."""
    squat, truth = rendered_squat()
    frames = [frame.pixels for frame in Reader(probe(squat), 4000)]
    shown: list[NDArray[np.uint8]] = []
    for number in range(FRAMES):
        place = number if number < len(frames) else 2 * len(frames) - 2 - number  # forth, then some of it back
        height, width = frames[place].shape[:2]
        left = round((WIDTH - width) * number / (FRAMES - 1))
        alpha = truth.alpha[place][..., None].astype(np.float32)
        room = np.full((height, WIDTH, 3), ROOM, np.float32)
        room[:, left : left + width] += alpha * (frames[place] - room[:, left : left + width])
        shown.append(np.rint(room).astype(np.uint8))
    return odd_files.write(path, shown, range(0, FRAMES * EVERY_MS, EVERY_MS))


def looked_at(folder: Path) -> Wandering:
    """The first pass over it."""
    clip = probe(filmed(folder / "wandering.mp4"))
    kept = Kept(folder / "kept")
    kept.folder.mkdir()
    looked = gathered(clip, look_through(clip, "mediapipe", Clock(silent), Here(), 0.5, kept), kept)
    for name in ("slope", "flicker", "iclight"):
        (kept.folder / name).mkdir()
    return Wandering(clip, looked, planned(clip, looked, OPTIONS), kept.folder)
