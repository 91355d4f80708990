"""Frames a second of a Ray cluster of two nodes with one core each, over one such node: the same clip, the same bytes as embedded."""

import os
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import samples
from benchmarks.killed_hands import CLIP as RENDERED
from benchmarks.killed_hands import digests
from benchmarks.nodes import ADDRESS, Node, Nodes
from benchmarks.one_clip import told
from benchmarks.pipeline import CLIP as REAL
from benchmarks.pipeline import looped_to

FRAMES = 600  # a minute of one core; a shorter clip has too few chunks to be shared out evenly
ROUNDS = 3  # of each, taking turns: on a shared machine the middle one says least about the others


def measure(frames: int = FRAMES, rounds: int = ROUNDS) -> dict[str, Any]:
    """Frames a second of one node and of two, what the second one gains, and whether all made the same bytes.

    The one who hands out and the video's reader share the first node's core, as on a studio's own machine that a second one helps.

    Args:
        frames: The clip is looped to so many.
        rounds: How often each is measured.
    """
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) < 2:
        raise SystemExit("Two nodes of one core each need two cores.")
    folder = samples()
    video = folder / REAL if folder else RENDERED
    with tempfile.TemporaryDirectory() as made:
        clip, out = looped_to(video, frames, Path(made) / "clip.mkv"), Path(made) / "out"
        alone = {name: value for name, value in os.environ.items() if name != ADDRESS}
        embedded_fps, wanted = _fps(clip, out, alone, None)
        found: dict[int, list[float]] = {1: [], 2: []}
        same = True
        for count in [1, 2] * rounds:
            with Nodes(*(Node(1, core) for core in cores[:count])) as nodes:
                fps, made_there = _fps(clip, out, nodes.environment, cores[0])
            found[count].append(fps)
            same = same and made_there == wanted
    one, two = median(found[1]), median(found[2])
    return {
        "clip": video.name,
        "frames": frames,
        "rounds": rounds,
        "one_node_fps": round(one, 2),
        "two_nodes_fps": round(two, 2),
        "speedup": round(two / one, 2),
        "speedups": [round(more / less, 2) for less, more in zip(found[1], found[2], strict=True)],
        "embedded_fps": round(embedded_fps, 2),  # on all cores that this process may use
        "same_bytes": same,
    }


def _fps(clip: Path, out: Path, environment: dict[str, str], core: int | None) -> tuple[float, dict[str, str]]:
    """Frames a second, from the probe to the last file, and what came out."""
    *_, last = told(clip, out, environment, core)
    return last["frames"] / last["wall_s"], digests(out)
