"""What we claim, measured: as ratios in one run against a named peer, or against a limit that physics or the camera sets.

Each module has a ``measure() -> dict`` and a first docstring line that says what it compares. ``perscoach bench NAME`` runs one and writes
``benchmarks/results/NAME.json``; ``make prove`` runs all.
"""

import os
from pathlib import Path

NAMES = (
    "pose-file",
    "pipeline",
    "process",
    "matte",
    "learned-matte",
    "crop",
    "cutting",
    "live-step",
    "score",
    "eye",
    "colour",
    "cluster",
    "models",
    "smoothing",
    "bad-files",
    "killed-hands",
    "kills",
    "cuts",
    "isolation",
    "shadow",
    "tus",
    "web",
    "real",
)


def samples() -> Path | None:
    """The folder of real clips, where there is one."""
    named = os.environ.get("PERSCOACH_SAMPLES")
    folder = Path(named) if named else Path(__file__).resolve().parents[2] / "shared" / "data"
    return folder if (folder / "videos").is_dir() else None
