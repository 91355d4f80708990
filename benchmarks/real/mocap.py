"""Cutting by movement against people's labels (mocap6: six CMU recordings, two men, twelve exercises one after the other without rest).

The file holds twelve zero-mean channels at 10 frames a second: angles of back, neck, upper arms, elbows, knees and feet, and the height of
the hips; no hips' angles, no directions of the body. So a stick man is moved by what there is: arms rise sideways only, the trunk bends by
three times the lower back's angle, thighs take half of the knees' bend. What he does is a shadow of the exercise, and this a hard test:
labels change while he goes on moving.
"""

from itertools import groupby
from typing import Any

import numpy as np

from benchmarks.real.matfile import read_mat
from benchmarks.real.tracks import Floats, data
from perscoach_motion.cutting.segment import Segment
from perscoach_motion.cutting.segments import segments
from perscoach_motion.npzfile import track_from_arrays
from perscoach_motion.skeleton import COUNT, INDEX
from perscoach_motion.track import PoseTrack

RATE_HZ = 10.0
NEAR_S = 1.0
"""A change of label that the cutting finds within this is found; the labels themselves stand on steps of 0.1 s and on taste."""
BACK_PARTS = 3.0
"""CMU's skeleton has three joints in the back that bend alike; the file has the lowest."""
SIZES = {"trunk": 0.5, "shoulder": 0.2, "hip": 0.12, "arm": 0.3, "forearm": 0.25, "thigh": 0.42, "shin": 0.42, "foot": 0.2, "head": 0.2}
"""Metres."""


def measure() -> dict[str, Any]:
    stored = read_mat(data() / "landmarks" / "mocap6" / "mocap6.mat")
    rows = {}
    for sequence in stored["DataBySeq"]:
        channels = dict(zip(stored["ChannelNames"], sequence["X"].T, strict=True))
        labels = [stored["ActionNames"][int(number) - 1] for number in sequence["TrueZ"].ravel()]
        rows[sequence["filename"][0]] = _judged(labels, segments(stick_man(channels)))
    return {
        "sequences": rows,
        "exercises": sum(len(row["true"]) for row in rows.values()),
        "segments_found": sum(len(row["found"]) for row in rows.values()),
        "changes": sum(row["changes"] for row in rows.values()),
        "changes_found": sum(row["changes_found"] for row in rows.values()),
        "found_by_chance": round(sum(row["near_a_cut"] * row["changes"] for row in rows.values()), 1),
        "purity": round(float(np.mean([row["purity"] for row in rows.values() if row["purity"] is not None])), 3),
        "covered": round(float(np.mean([row["covered"] for row in rows.values()])), 3),
    }


def stick_man(channels: dict[str, Floats]) -> PoseTrack:
    """A body facing the camera that follows the channels as far as they go.

    Args:
        channels: By name, ``(T,)`` degrees as the file has them; each is counted from where it rests (its 5th percentile, which for the
            left arm is the 95th: CMU's arms are mirror images).
    """

    def bent(name: str, sign: float = 1.0) -> Floats:
        values = sign * channels[name]
        return np.radians(values - np.percentile(values, 5))

    lean = BACK_PARTS * bent("lowerback.rx")
    twist = BACK_PARTS * np.radians(channels["lowerback.ry"])
    frames = len(lean)
    points: dict[str, Floats] = {}
    up = np.stack([np.zeros(frames), -np.cos(lean), -np.sin(lean)], axis=1)
    neck = SIZES["trunk"] * up
    across = np.stack([np.cos(twist), np.zeros(frames), np.sin(twist)], axis=1)
    for name in ("nose", "left_ear", "right_ear"):
        points[name] = neck + SIZES["head"] * up
    for side, sign, letter in (("left", 1.0, "l"), ("right", -1.0, "r")):
        rise, elbow, knee = bent(f"{letter}humerus.rz", -sign), bent(f"{letter}radius.rx"), bent(f"{letter}tibia.rx")
        arm = sign * np.sin(rise)[:, None] * across + np.cos(rise)[:, None] * -up
        ahead = np.cross(across, up) * np.sign(np.cross(across, up)[:, 2:]) * -1
        points[f"{side}_shoulder"] = neck + sign * SIZES["shoulder"] * across
        points[f"{side}_elbow"] = points[f"{side}_shoulder"] + SIZES["arm"] * arm
        points[f"{side}_wrist"] = points[f"{side}_elbow"] + SIZES["forearm"] * (
            np.cos(elbow)[:, None] * arm + np.sin(elbow)[:, None] * ahead
        )
        points[f"{side}_hip"] = np.tile([sign * SIZES["hip"], 0.0, 0.0], (frames, 1))
        still = np.zeros(frames)
        thigh = np.stack([still, np.cos(knee / 2), -np.sin(knee / 2)], axis=1)
        shin = np.stack([still, np.cos(knee / 2), np.sin(knee / 2)], axis=1)
        points[f"{side}_knee"] = points[f"{side}_hip"] + SIZES["thigh"] * thigh
        points[f"{side}_ankle"] = points[f"{side}_heel"] = points[f"{side}_knee"] + SIZES["shin"] * shin
        points[f"{side}_foot_index"] = points[f"{side}_ankle"] + (0.0, 0.0, -SIZES["foot"])
    world, visibility = np.zeros((frames, COUNT, 3)), np.zeros((frames, COUNT))
    for name, where in points.items():
        world[:, INDEX[name]], visibility[:, INDEX[name]] = where, 1.0
    image = world / (4.0, 4.0, 4.0) + (0.5, 0.5, 0.0)
    return track_from_arrays(np.arange(frames) / RATE_HZ, image, world, visibility, 1.0)


def _judged(labels: list[str], found: tuple[Segment, ...]) -> dict[str, Any]:
    edges, start = [], 0
    for label, group in groupby(labels):
        edges.append((label, start / RATE_HZ))
        start += sum(1 for _ in group)
    cuts = [time_s for each in found for time_s in (each.start_s, each.end_s)]
    changes = [time_s for _, time_s in edges[1:]]
    inside = [labels[round(each.start_s * RATE_HZ) : round(each.end_s * RATE_HZ)] for each in found]
    most = [max(part.count(label) for label in part) for part in inside if part]
    frames = sum(len(part) for part in inside)
    return {
        "true": [f"{label} from {time_s:.1f} s" for label, time_s in edges],
        "found": [f"{each.kind} ×{len(each.repetitions)}, {each.start_s:.1f}-{each.end_s:.1f} s" for each in found],
        "changes": len(changes),
        "changes_found": sum(any(abs(cut - change) <= NEAR_S for cut in cuts) for change in changes),
        "near_a_cut": round(float(np.mean([any(abs(cut - k / RATE_HZ) <= NEAR_S for cut in cuts) for k in range(len(labels))])), 3),
        "purity": round(sum(most) / frames, 3) if frames else None,
        "covered": round(frames / len(labels), 3),
    }
