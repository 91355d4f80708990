"""What our score, and the plain angle behind each fault, make of frames that people called right or wrong."""

import csv
from collections.abc import Sequence
from typing import Any

import numpy as np

from benchmarks.real.labelled import Frames, read_frames
from benchmarks.real.tracks import Floats, data
from perscoach_motion.session.compare import compare

SIDES = ("left", "right")
LEAST_RIGHT = 90.0
"""A right performance should score this much, and a wrong one no more than :data:`MOST_WRONG`."""
MOST_WRONG = 70.0


def measure() -> dict[str, Any]:
    plank, lunge, curl = (read_frames(f"{name}.csv") for name in ("plank_model__test", "lunge_model__err.test", "bicep_model__test"))
    stages, squats = read_frames("lunge_model__stage.test.csv"), [read_frames(f"squat_model__{name}.csv") for name in ("train", "test")]
    hips, knee, lean = _hips_over_line(plank), _knee_over_toe(lunge), _lean_back(curl)
    return {
        "plank": {
            "people_say": "C straight, H lower back too high, L too low",
            "hips_over_the_line": {
                "auc_high": _auc(plank, hips, "H", "C"),
                "auc_low": _auc(plank, -hips, "L", "C"),
                **_spread(plank, hips),
            },
            "score": _scored(plank, "C"),
        },
        "plank_photographs": _photographs(plank),
        "lunge": {
            "people_say": "C right, L knee over the toes",
            "knee_over_toe": {"auc": _auc(lunge, knee, "L", "C"), **_spread(lunge, knee)},
            "score": _scored(lunge, "C"),
        },
        "curl": {
            "people_say": "C right, L leaning back",
            "lean_back_deg": {"auc": _auc(curl, lean, "L", "C"), **_spread(curl, lean)},
            "score": "none: the file has no legs, and less than half of a body is not scored",
        },
        "lunge_stage": {
            "people_say": "I standing, M on the way, D down",
            "knee_deg": {"auc_down": _auc(stages, _knees(stages).max(axis=1), "D", "I"), **_spread(stages, _knees(stages).max(axis=1))},
        },
        "squat_stage": {
            "people_say": "up and down, seen from the front",
            **{
                name: {"auc": _auc(frames, _knees(frames).mean(axis=1), "down", "up"), **_spread(frames, _knees(frames).mean(axis=1))}
                for name, frames in zip(("train", "test"), squats, strict=True)
            },
        },
        "knees_in_right_squats": _knee_widths(),
    }


def _scored(frames: Frames, right: str) -> dict[str, Any]:
    """Each right run as the trainer, every other run as the client."""
    clips = [(label, frames.held(part)) for label, part in frames.runs()]
    found: dict[str, list[float]] = {label: [] for label, _ in clips}
    limbs: dict[str, dict[str, int]] = {label: {} for label, _ in clips}
    for one, (label, trainer) in enumerate(clips):
        for two, (other, client) in enumerate(clips):
            if label != right or one == two:
                continue
            said = compare(trainer, client)
            if said["score"] is not None:
                found[other].append(said["score"])
            name = said["worst_limb"] or "none"
            limbs[other][name] = limbs[other].get(name, 0) + 1
    rows = {
        label: {**_percentiles(scores, 1), "pairs": sum(limbs[label].values()), "worst_limbs": _most(limbs[label])}
        for label, scores in found.items()
    }
    wrong = [score for label, scores in found.items() if label != right for score in scores]
    return {
        "by_label": rows,
        "auc": area(wrong, found[right]),
        "right_below_90": _share(score < LEAST_RIGHT for score in found[right]),
        "wrong_above_70": _share(score > MOST_WRONG for score in wrong),
    }


def _photographs(plank: Frames) -> dict[str, Any]:
    """Photographs of 171 people, all called right, as clients of the first right run; each photograph stands still for a second."""
    photographs = read_frames("plank_model__kaggle.csv")
    trainer = next(plank.held(part) for label, part in plank.runs() if label == "C")
    scores: list[float] = []
    named: dict[str, int] = {}
    for k in range(len(photographs.labels)):
        said = compare(trainer, photographs.held(slice(k, k + 1)))
        if said["score"] is not None:
            scores.append(said["score"])
        name = said["worst_limb"] or "none"
        named[name] = named.get(name, 0) + 1
    return {
        "people": len(photographs.labels),
        "scored": len(scores),
        "score": _percentiles(scores, 1),
        "below_90": _share(score < LEAST_RIGHT for score in scores),
        "worst_limbs": _most(named),
        "hips_over_the_line": _percentiles(_hips_over_line(photographs)),
    }


def _hips_over_line(frames: Frames) -> Floats:
    """How far the hips are above the line from shoulders to ankles, as a share of its length, in the picture."""
    shoulders, hips, ankles = (frames.of(*(f"{side}_{name}" for side in SIDES))[:, :2] for name in ("shoulder", "hip", "ankle"))
    line = ankles - shoulders
    away = line[:, 0] * (hips - shoulders)[:, 1] - line[:, 1] * (hips - shoulders)[:, 0]
    # y grows downwards; seen from the other side the line runs the other way.
    return np.asarray(-np.sign(line[:, 0]) * away / (line**2).sum(axis=1))


def _knee_over_toe(frames: Frames) -> Floats:
    """How far the front knee is beyond its toes, in lengths of the shin, in the picture."""
    joint = {f"{side}_{name}": frames.of(f"{side}_{name}")[:, :2] for side in SIDES for name in ("knee", "ankle", "heel", "foot_index")}
    facing = np.sign(sum(joint[f"{side}_foot_index"] - joint[f"{side}_heel"] for side in SIDES)[:, 0])
    beyond = [
        facing
        * (joint[f"{side}_knee"] - joint[f"{side}_foot_index"])[:, 0]
        / np.linalg.norm(joint[f"{side}_knee"] - joint[f"{side}_ankle"], axis=1)
        for side in SIDES
    ]
    left_leads = facing * (joint["left_ankle"] - joint["right_ankle"])[:, 0] > 0
    return np.asarray(np.where(left_leads, *beyond))


def _lean_back(frames: Frames) -> Floats:
    """Degrees the trunk leans backwards from the vertical, in the picture; the nose tells where the front is."""
    hips, shoulders = (frames.of(*(f"{side}_{name}" for side in SIDES))[:, :2] for name in ("hip", "shoulder"))
    trunk = shoulders - hips
    ahead = np.sign((frames.of("nose")[:, :2] - shoulders)[:, 0])
    return np.asarray(np.degrees(np.arctan2(-ahead * trunk[:, 0], -trunk[:, 1])))


def _knees(frames: Frames) -> Floats:
    """``(T, 2)`` degrees each knee is bent, with the picture's depth."""
    bent = []
    for side in SIDES:
        hip, knee, ankle = (frames.of(f"{side}_{name}") for name in ("hip", "knee", "ankle"))
        thigh, shin = knee - hip, ankle - knee
        cosine = (thigh * shin).sum(axis=1) / np.maximum(np.linalg.norm(thigh, axis=1) * np.linalg.norm(shin, axis=1), 1e-9)
        bent.append(np.degrees(np.arccos(np.clip(cosine, -1, 1))))
    return np.stack(bent, axis=1)


def _knee_widths() -> dict[str, Any]:
    """Width of the knees over width of the feet in squats that were called right, by stage: what a rule about knees must let pass."""
    with (data() / "landmarks" / "exercise-correction" / "squat_model__analyze_pose.csv").open(newline="") as source:
        rows = list(csv.DictReader(source))
    return {
        stage: _percentiles([float(row["knee_width"]) / float(row["feet_width"]) for row in rows if row["stage"] == stage], 2)
        for stage in ("up", "middle", "down")
    }


def _auc(frames: Frames, values: Floats, high: str, low: str) -> float | None:
    labels = np.array(frames.labels)
    return area(values[labels == low], values[labels == high])


def _spread(frames: Frames, values: Floats) -> dict[str, Any]:
    labels = np.array(frames.labels)
    return {label: _percentiles(values[labels == label]) for label in dict.fromkeys(frames.labels)}


def _percentiles(values: Sequence[float] | Floats, digits: int = 3) -> dict[str, Any]:
    if not len(values):
        return {"count": 0}
    p05, p50, p95 = (round(float(value), digits) for value in np.percentile(values, (5, 50, 95)))
    return {"count": len(values), "p05": p05, "median": p50, "p95": p95}


def _most(counts: dict[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda pair: -pair[1])[:5])


def area(low: Sequence[float] | Floats, high: Sequence[float] | Floats) -> float | None:
    """Area under the ROC curve: how often one of the second is above one of the first."""
    if not len(low) or not len(high):
        return None
    one, other = np.asarray(low, np.float64)[:, None], np.asarray(high, np.float64)[None]
    share = float(((other > one) + 0.5 * (other == one)).mean())
    return round(share, 4)


def _share(of: Any) -> float:
    values = list(of)
    return round(sum(values) / len(values), 3) if values else 0.0
