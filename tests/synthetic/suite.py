"""The movement suite: what real MediaPipe read of rendered people, committed as tracks, with the truth beside them.

    from tests.synthetic import suite
    for session in suite.sessions():
        suite.trainer(session.movement), session.track, session.truth

`python -m tests.synthetic.suite` reads what is missing (see `suite_reading` for reading all afresh) and packs everything again;
with names it reads only those; `--pack` packs what has been read so far.
"""

import os
import sys
import time
from functools import cache
from multiprocessing import get_context
from random import Random

import numpy as np
from numpy.typing import NDArray

from perscoach_motion.track import PoseTrack
from tests.synthetic.suite_tracks import FOLDER, GRID, Session, lag_of, packed, reach_of, read, track_of, write

MOVEMENTS = ("squat", "lunge", "lateral_raise", "jack", "hinge", "push_up")
CPUS = 2

Spans = tuple[tuple[float, float], ...]


@cache
def _all() -> dict[str, Session]:
    files = (FOLDER / f"{movement}.xz" for movement in MOVEMENTS)
    return {session.name: session for path in files if path.exists() for session in read(path)}


def sessions(sort: str | None = None) -> tuple[Session, ...]:
    """Every session but the trainers' own, or those of one sort: `correct`, `fault`, `idle`, `outside`."""
    return tuple(one for one in _all().values() if one.sort != "trainer" and sort in (None, one.sort))


def trainer_session(movement: str) -> Session:
    """The trainer's clip of a movement, with its truth."""
    return _all()[f"{movement}-trainer"]


def trainer(movement: str) -> PoseTrack:
    """The trainer's track of a movement: four repetitions."""
    return trainer_session(movement).track


def others() -> tuple[tuple[Session, str], ...]:
    """Correct sessions of one movement, each to be judged against the trainer of another: one for every ordered pair of movements."""
    draw, well = Random(1), sessions("correct")
    there = [movement for movement in MOVEMENTS if any(one.movement == movement for one in well)]
    return tuple(
        (draw.choice([one for one in well if one.movement == mine]), theirs) for mine in there for theirs in there if mine != theirs
    )


def _pack() -> None:
    """Packs every clip that has been read."""
    from tests.synthetic.suite_reading import EVERY, Reading, again, recipe_of
    from tests.synthetic.suite_scenes import Plan, plans
    from tests.synthetic.suite_truth import Truth, truth_of

    def session(plan: Plan, reading: Reading, trainer: tuple[Truth, Spans] | None) -> tuple[Session, NDArray[np.int64]]:
        done = plan.scene.movement
        spans = tuple((round(start, 4), round(end, 4)) for start, end in done.spans())
        truth = truth_of(reading.times[::EVERY], reading.joints, reading.proper, reading.pixels, spans)
        levels = packed(reading.image, reading.world, reading.visibility)
        values = levels * GRID
        values[np.isnan(reading.visibility[:, 0])] = np.nan
        aspect = plan.scene.camera.width / plan.scene.camera.height
        whole, starts = trainer or (truth, spans)
        made = Session(
            name=plan.name,
            movement=plan.movement,
            sort=plan.sort,
            kind=done.kind,
            fault=done.fault,
            figure=plan.scene.figure,
            mirrored=done.mirrored,
            row={**plan.row, "view": plan.scene.camera.view},
            spans=spans,
            lag_s=lag_of(spans, starts),
            truth=truth,
            reach=reach_of(truth, whole, done.mirrored) if spans else {},
            recipe=recipe_of(plan),
            track=track_of(reading.times, values, aspect),
        )
        return made, levels

    total = 0
    for movement in MOVEMENTS:
        mine = [(plan, reading) for plan in plans() if plan.movement == movement and (reading := again(plan)) is not None]
        if not mine or mine[0][0].sort != "trainer":
            continue
        first = session(*mine[0], None)
        rest = [session(plan, reading, (first[0].truth, first[0].spans)) for plan, reading in mine[1:]]
        size = write(FOLDER / f"{movement}.xz", [first, *rest])
        total += size
        print(f"{movement}: {len(mine)} clips, {size / 1e6:.2f} MB", flush=True)
    print(f"{total / 1e6:.2f} MB in all")


def _read_one(plan: object) -> str:
    import torch

    from tests.synthetic.suite_reading import keep, read
    from tests.synthetic.suite_scenes import Plan

    assert isinstance(plan, Plan)
    torch.set_num_threads(1)
    began = time.monotonic()
    reading = read(plan)
    keep(plan, reading)
    found = float(np.isfinite(reading.visibility[:, 0]).mean())
    return f"{plan.name}: {len(reading.times)} frames, person found in {found:.0%}, {time.monotonic() - began:.0f} s"


def main(arguments: list[str]) -> None:
    """Reads missing clips and packs all."""
    from tests.synthetic.suite_reading import kept
    from tests.synthetic.suite_scenes import plans

    if arguments != ["--pack"]:
        os.nice(5)
        lacking = [plan for plan in plans() if not kept(plan).exists() and (not arguments or plan.name in arguments)]
        # Fresh processes: a forked one would wait for ever for threads that only the parent has.
        with get_context("spawn").Pool(CPUS) as pool:
            for line in pool.imap_unordered(_read_one, lacking):
                print(time.strftime("%H:%M:%S"), line, flush=True)
    _pack()


if __name__ == "__main__":
    main(sys.argv[1:])
