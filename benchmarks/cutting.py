"""Cutting by movement against the truth of rendered sessions, and against a person's count on real clips."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import samples
from gpu_jobs.extract import extract_poses
from perscoach_motion.cutting.segment import Segment
from perscoach_motion.cutting.segments import segments
from tests.synthetic.cut_scenes import CUT_SCENES, DEEP, UPRIGHT, WIDE, rendered_session
from tests.synthetic.movements import Movement
from tests.synthetic.routine import Exercise, Part, Routine
from tests.synthetic.routine_tracks import routine_track
from tests.synthetic.scene import Scene

BOUNDARY_S = 0.25
"""A boundary may be off by this much."""
TUNED = tuple(CUT_SCENES)[::2]
"""Scenes that were looked at while the method was made; the others were held out until it stood."""
DRAWN = range(100, 112)
"""Sessions drawn at random, which nobody has looked at."""
KINDS = ("squat", "lateral_raise", "lunge", "jack", "overhead_press", "hinge", "knee_raise")

PERSON: dict[str, tuple[int, str]] = {
    "gymnai/squat.mp4": (1, "a squat with a pulse at the bottom, then one just begun"),
    "gymnai/push_up.mp4": (1, "one, then to the knees"),
    "gymnai/overhead_press.mp4": (1, "one, held long overhead"),
    "gymnai/front_raise.mp4": (2, "two, the arms half down between them"),
    "gymnai/romanian_deadlift.mp4": (1, "one, the second goes down and does not come up"),
    "gymnai/bulgarian_split_squat.mp4": (2, "begins and ends below: two from above and back"),
    "gymnai/burpee.mp4": (2, "two, the second not quite up; the film is cut in the first"),
    "gymnai/butt_kicks.mp4": (7, "fourteen kicks: seven pairs, left and right"),
    "tfjs-models/pose_squats.mp4": (2, "two, the third goes down and does not come up"),
    "sports2d/demo.mp4": (
        2,
        "a man flings his arms up and a leg out, twice, and jumps off a roof; a woman walks by: no exercise",
    ),
}
"""Repetitions that a person counts in the real clips, and what is to be seen."""


def measure() -> dict[str, Any]:
    """Per clip: largest boundary error in seconds, exercises and repetitions found and true."""
    from_truth = {name: _judged(segments(routine_track(scene)), _exercises(scene)) for name, scene in CUT_SCENES.items()}
    drawn = {f"drawn {seed}": _judged(segments(routine_track(scene, seed=seed)), _exercises(scene)) for seed, scene in _drawn()}
    rendered = {}
    for name in CUT_SCENES:
        path, truth = rendered_session(name)
        rendered[name] = _judged(segments(extract_poses(path).track), truth.exercises)
    return {
        "boundary_limit_s": BOUNDARY_S,
        "rendered": _summed(rendered),
        "rendered_tuned": _summed({name: rendered[name] for name in TUNED}),
        "rendered_held_out": _summed({name: row for name, row in rendered.items() if name not in TUNED}),
        "true_joints_with_noise": _summed(from_truth),
        "drawn_at_random": _summed(drawn),
        "clips": {"rendered": rendered, "true joints with noise": from_truth, "drawn at random": drawn},
        "real": _real(),
    }


def _real() -> dict[str, Any]:
    folder = samples()
    rows = {}
    for name, (count, seen) in PERSON.items() if folder else ():
        found = segments(extract_poses(Path(str(folder)) / "videos" / name).track)
        ours = [f"{one.kind} ×{len(one.repetitions)}, {one.start_s:.1f}-{one.end_s:.1f} s" for one in found]
        rows[name] = {"repetitions": sum(len(one.repetitions) for one in found), "a_person_counts": count, "seen": seen, "found": ours}
    return rows


def _judged(found: tuple[Segment, ...], truth: tuple[Exercise, ...]) -> dict[str, Any]:
    same = len(found) == len(truth)
    pairs = list(zip(found, truth, strict=False))
    errors = [abs(value) for one, real in pairs for value in (one.start_s - real.start_s, one.end_s - real.end_s)]
    return {
        "exact": same and all(len(one.repetitions) == real.count for one, real in pairs),
        "boundary_error_s": round(max(errors), 3) if same and errors else None,
        "found": [f"{one.kind} ×{len(one.repetitions)}" for one in found],
        "true": [f"{real.kind} ×{real.count}" for real in truth],
    }


def _summed(rows: dict[str, dict[str, Any]]) -> dict[str, Any]:
    errors = [row["boundary_error_s"] for row in rows.values() if row["boundary_error_s"] is not None]
    return {
        "clips": len(rows),
        "counts_exact": sum(row["exact"] for row in rows.values()),
        "boundaries_within": sum(error <= BOUNDARY_S for error in errors),
        "worst_boundary_s": max(errors, default=None),
    }


def _exercises(scene: Scene) -> tuple[Exercise, ...]:
    routine = scene.movement
    assert isinstance(routine, Routine)
    return routine.exercises()


def _drawn() -> Iterable[tuple[int, Scene]]:
    for seed in DRAWN:
        yield seed, drawn(seed)


def drawn(seed: int) -> Scene:
    """A session of two or three exercises, everything about it left to chance."""
    chance = np.random.default_rng(1000 + seed)
    parts: list[Part] = []
    last = ""
    for _ in range(int(chance.integers(2, 4))):
        last = str(chance.choice([kind for kind in KINDS if kind != last]))
        movement = Movement(
            last,
            repetitions=int(chance.integers(2, 7)),
            period=float(chance.uniform(1.4, 1.9) if last == "jack" else chance.uniform(1.7, 4.0)),
            variety=0.06,
            seed=int(chance.integers(99)),
            mirrored=bool(chance.integers(2)),
            rest=float(chance.uniform(0.04, 0.25)),
        )
        parts.append(Part(movement, float(chance.uniform(0.6, 4.0))))
    routine = Routine(tuple(parts), enter=float(chance.choice([0.0, 2.1])), delay=float(chance.uniform(0.8, 2.0)), seed=seed)
    camera = replace((UPRIGHT, WIDE)[seed % 2], yaw=float(chance.uniform(-45, 45)))
    seconds = round(routine.begins()[-1] + parts[-1].length + parts[-1].pause, 1)
    return Scene(str(chance.choice(["anna", "pavel", "samuel", "mei"])), routine, camera, DEEP, fps=12, seconds=seconds)
