"""Exercises of generated people and the squats of a real woman: again, by another network, against each other."""

import json
from statistics import median
from typing import Any

import numpy as np

from benchmarks.real.pose2sim import apart, limbs_of
from benchmarks.real.tracks import Floats, clip, data, part
from perscoach_motion.npzfile import arrays
from perscoach_motion.session.compare import compare
from perscoach_motion.skeleton import BODY, LANDMARKS, LIMBS
from perscoach_motion.track import PoseTrack

SQUATS = "tfjs-models/pose_squats.mp4"
GENERATED = ("bulgarian_split_squat", "burpee", "butt_kicks", "front_raise", "overhead_press", "push_up", "romanian_deadlift", "squat")
BOTH_SQUAT = {"squat", "pose_squats"}
"""The only two that show the same exercise, though not done alike: one with a bar on the shoulders, one with the arms stretched out."""
OTHER_MOST = 35.0
"""Another movement may score this much."""
RESTS_S = 0.4
"""Of rest before and after a repetition is shown with it."""

REPETITIONS: dict[str, tuple[tuple[float, float], ...]] = {
    SQUATS: ((0.0, 4.4), (4.4, 8.7)),
    "gymnai/front_raise.mp4": ((1.8, 4.1), (4.1, 6.5)),
    "gymnai/bulgarian_split_squat.mp4": ((2.9, 5.4), (5.4, 7.96)),
    "gymnai/butt_kicks.mp4": ((1.49, 4.36), (3.66, 6.54)),
}
"""Stretches of a clip that show the same again, seconds, as a person sees them: one repetition each, four pairs of kicks each."""


def measure() -> dict[str, Any]:
    names = {name: f"gymnai/{name}.mp4" for name in GENERATED} | {"pose_squats": SQUATS}
    tracks = {name: clip(path) for name, path in names.items()}
    lite = {name: clip(path, "mediapipe-lite") for name, path in names.items()}
    table = {one: {two: _said(tracks[one], tracks[two]) for two in names} for one in names}
    wrong = {(one, two): said for one, row in table.items() for two, said in row.items() if one != two and {one, two} != BOTH_SQUAT}
    return {
        "trainer_in_rows": {one: {two: said["score"] for two, said in row.items()} for one, row in table.items()},
        "itself": {name: table[name][name] for name in names},
        "another_movement": _wrong(wrong),
        "again": {name: _again(clip(name), spans) for name, spans in REPETITIONS.items()},
        "full_trains_lite": {name: _said(tracks[name], lite[name]) for name in names},
        "lite_trains_full": {name: _said(lite[name], tracks[name]) for name in names},
        "two_squats": _two_squats(tracks["pose_squats"], tracks["squat"]),
        "reference_landmarks": _reference(tracks["pose_squats"]),
    }


def _wrong(pairs: dict[tuple[str, str], dict[str, Any]]) -> dict[str, Any]:
    """What another movement scores; no score at all is right, too."""
    scores = {pair: said["score"] for pair, said in pairs.items() if said["score"] is not None}
    overlaps = [said["overlap_score"] for said in pairs.values() if said["overlap_score"] is not None]
    return {
        "pairs": len(pairs),
        "without_score": len(pairs) - len(scores),
        "median": round(median(scores.values()), 1),
        "max": max(scores.values()),
        "limit": OTHER_MOST,
        "above": {f"{one} trains {two}": score for (one, two), score in scores.items() if score > OTHER_MOST},
        "overlap_median": round(median(overlaps), 1),
        "overlap_max": max(overlaps),
    }


def _said(trainer: PoseTrack, client: PoseTrack) -> dict[str, Any]:
    found = compare(trainer, client)
    return {key: found[key] for key in ("score", "overlap_score", "reps", "lag_s", "mirrored", "seen", "worst_limb")}


def _again(track: PoseTrack, spans: tuple[tuple[float, float], ...]) -> dict[str, Any]:
    """One stretch as the trainer, another as the client, both ways."""
    pieces = [part(track, max(0.0, start - RESTS_S), end + RESTS_S) for start, end in spans]
    return {
        f"{one + 1}-{two + 1}": _said(pieces[one], pieces[two]) for one in range(len(pieces)) for two in range(len(pieces)) if one != two
    }


def _two_squats(trainer: PoseTrack, client: PoseTrack) -> dict[str, Any]:
    """What ``compare`` says limb by limb: legs and trunk squat in both clips, the arms hold a bar in one and reach out in the other."""
    found = {"real trainer": compare(trainer, client), "generated trainer": compare(client, trainer)}
    return {name: {"score": said["score"], "reps": said["reps"], "limbs": said["limbs"]} for name, said in found.items()}


def _reference(track: PoseTrack) -> dict[str, Any]:
    """Our reading of the squats against the landmarks published with the clip (BlazePose full through MediaPipe's own graph)."""
    folder = data() / "landmarks" / "tfjs-models"
    _, image, world, _ = arrays(track)
    pixels = _published(folder / "pose_squats.full.json")[..., :2]
    metres = _published(folder / "pose_squats_3d.full.json")[..., :3]
    ours = image[..., :2] * (720, 1280)
    turned = apart(limbs_of(metres), limbs_of(world))
    body = list(BODY)
    return {
        "frames": len(metres),
        "image_px_mean": round(float(np.linalg.norm(ours - pixels, axis=-1)[:, body].mean()), 1),
        "world_mm_mean": round(float(np.linalg.norm(world - metres, axis=-1)[:, body].mean()) * 1000),
        "limbs_deg_median": {name: round(float(np.median(turned[:, k])), 1) for k, name in enumerate(LIMBS)},
        "worst_landmark_mm": max(
            (round(float(np.linalg.norm(world - metres, axis=-1)[:, k].mean()) * 1000), LANDMARKS[k]) for k in range(len(LANDMARKS))
        ),
    }


def _published(path: Any) -> Floats:
    """``(T, 33, 3 or 4)``."""
    return np.array(json.loads(path.read_text()), dtype=np.float64)
