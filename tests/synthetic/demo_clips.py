"""Renders the demo's clips again: `python -m tests.synthetic.demo_clips [NAME ...]`."""

import sys
from dataclasses import replace
from pathlib import Path
from time import perf_counter

import torch

from tests.synthetic.bodies import CACHE
from tests.synthetic.movements import Movement
from tests.synthetic.scene import Scene, render
from tests.synthetic.truth import write_truth
from tests.synthetic.variants import GYM, HALL, HOME, PORTRAIT, WEBCAM
from tests.synthetic.video import write_clip

FOLDER = Path(__file__).resolve().parents[2] / "assets" / "demo"
LIMIT = 500_000
"""Bytes a committed clip may take."""

_PHONE = replace(PORTRAIT, width=432, height=768)
_SQUAT = Movement("squat", repetitions=3, period=2.7, delay=0.6)

DEMO: dict[str, Scene] = {
    "squat": Scene("anna", _SQUAT, replace(_PHONE, yaw=16), fps=20, seconds=9.0),
    "lateral_raise": Scene(
        "samuel",
        Movement("lateral_raise", repetitions=3, period=2.7, delay=0.6),
        replace(_PHONE, yaw=6, distance=4.6, lift=1.1, pitch=2, view=40),
        GYM,
        fps=20,
        seconds=9.0,
    ),
    "lunge": Scene(
        "mei",
        Movement("lunge", repetitions=3, period=2.8, delay=0.6),
        replace(_PHONE, yaw=38, lift=1.0, pitch=3, view=40),
        HALL,
        fps=20,
        seconds=9.2,
    ),
    "client_squat": Scene("pavel", replace(_SQUAT, fault="half_depth", delay=1.0), replace(WEBCAM, yaw=8), HOME, fps=15, seconds=9.6),
}
"""Three exercises by the demo's trainers, and a client who squats half as deep and begins 0.4 s late."""


def make(name: str) -> Path:
    """Renders one demo clip into `assets/demo`, as good as fits the limit, with its truth in brief beside it."""
    scene = DEMO[name]
    made = render(scene)
    path = FOLDER / f"{name}.mp4"
    for crf in range(20, 34):
        write_clip(made, path, crf=crf, audio=name == "squat")
        if path.stat().st_size <= LIMIT:
            break
    made.truth.write_brief(FOLDER / f"{name}.truth.json")
    # The whole truth is for checks on this machine; it is too large to commit.
    CACHE.mkdir(parents=True, exist_ok=True)
    write_truth(CACHE / f"demo-{name}.truth.npz", made.truth)
    return path


def main(names: list[str]) -> None:
    """Renders the named demo clips, or all."""
    torch.set_num_threads(1)
    for name in names or list(DEMO):
        start = perf_counter()
        path = make(name)
        print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB in {perf_counter() - start:.0f} s", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
