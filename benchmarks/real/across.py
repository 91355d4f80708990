"""The same person against himself across four cameras (pose2sim), and what limits it."""

from collections.abc import Callable
from itertools import permutations
from typing import Any

import numpy as np

from benchmarks.real.depth import agreement, errors
from benchmarks.real.pose2sim import CLIPS, Scene, heading_deg, put_right, scene, truth_seen_by
from benchmarks.real.tracks import turned_by
from perscoach_motion.alignment.align import SEEN
from perscoach_motion.npzfile import arrays
from perscoach_motion.session.compare import compare
from perscoach_motion.skeleton import BODY, LANDMARKS
from perscoach_motion.track import PoseTrack

SEEN_SHARE = 0.70
"""A camera is usable when every landmark of the body is seen in this share of its frames. Said before any score was looked at."""
EXCHANGED_SHARE = 0.10
"""And when left and right are exchanged in no more than this: such a camera reads another movement. Said before, too."""
SAID = ("score", "overlap_score", "lag_s", "mirrored", "seen", "worst_limb")


def measure() -> dict[str, Any]:
    """Cameras and why they are usable or not, all ordered pairs, and the error model."""
    found = scene()
    cameras = [_camera(found, number) for number in range(len(CLIPS))]
    readings: dict[str, Callable[[int], PoseTrack]] = {
        "as_read": lambda number: found.tracks[number],
        "sides_put_right": lambda number: put_right(found, number),
        "sides_and_tilt_put_right": lambda number: turned_by(put_right(found, number), found.cameras[number].level),
        "truth": lambda number: truth_seen_by(found, number),
        "truth_level": lambda number: turned_by(truth_seen_by(found, number), found.cameras[number].level),
    }
    right = [put_right(found, number) for number in range(len(CLIPS))]
    usable = [not camera["not_usable_because"] for camera in cameras]
    pairs = [pair for pair in permutations(range(len(CLIPS)), 2) if usable[pair[0]] and usable[pair[1]]]
    scores = {name: _scores([make(number) for number in range(len(CLIPS))]) for name, make in readings.items()}
    return {
        "movement": "1.65 s of balancing: pushed on one leg, the other leg and both arms fly out; no exercise, no repetition",
        "usable_from": {"seen_share": SEEN_SHARE, "at_visibility": SEEN, "exchanged_share": EXCHANGED_SHARE},
        "cameras": cameras,
        "usable_pairs": {_name(one, two): scores["as_read"][_name(one, two)]["score"] for one, two in pairs},
        "pairs": scores,
        "reprojection_px_median": [round(float(np.median(each)), 1) for each in found.off_px],
        "errors": errors(found),
        "agreement_deg": {
            _name(one, two): agreement(found, arrays(right[one])[2], arrays(right[two])[2], (one, two))
            for one, two in permutations(range(len(CLIPS)), 2)
            if one < two
        },
    }


def _camera(found: Scene, number: int) -> dict[str, Any]:
    camera, track = found.cameras[number], found.tracks[number]
    visibility = arrays(track)[3]
    shares = {LANDMARKS[k]: round(float((visibility[:, k] >= SEEN).mean()), 2) for k in BODY}
    exchanged = round(float(found.exchanged[number].any(axis=1).mean()), 2)
    hidden = {name: share for name, share in shares.items() if share < SEEN_SHARE}
    reasons = [f"{name} seen in {share:.0%} of the frames" for name, share in hidden.items()]
    if exchanged > EXCHANGED_SHARE:
        reasons.append(f"left and right exchanged in {exchanged:.0%} of the frames")
    return {
        "name": camera.name,
        "frames_with_a_person": round(float(np.isfinite(arrays(track)[1][:, 0, 0]).mean()), 2),
        "visibility_mean": round(float(visibility[:, BODY].mean()), 2),
        "exchanged_share": exchanged,
        "heading_true_deg": round(heading_deg(arrays(truth_seen_by(found, number))[2])),
        "heading_read_deg": round(heading_deg(arrays(track)[2])),
        "looks_down_deg": round(camera.looks_down_deg, 1),
        "roll_deg": round(camera.roll_deg, 1),
        "not_usable_because": reasons,
    }


def _scores(tracks: list[PoseTrack]) -> dict[str, dict[str, Any]]:
    """All ordered pairs, trainer first, a camera with itself too."""
    rows = {}
    for one, trainer in enumerate(tracks):
        for two, client in enumerate(tracks):
            result = compare(trainer, client)
            rows[_name(one, two)] = {key: result[key] for key in SAID}
    return rows


def _name(one: int, two: int) -> str:
    return f"{one + 1}-{two + 1}"
