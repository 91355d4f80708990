"""What the score says of the demo's people, whose faults are known, beside the plain overlap score."""

from pathlib import Path
from typing import Any

from gpu_jobs.extract import extract_poses
from perscoach_motion.compare import compare
from tests.motion.figures import flipped

DEMO = Path(__file__).resolve().parents[1] / "assets" / "demo"


def measure() -> dict[str, Any]:
    """Scores 0..100 by who is compared with the demo trainer's squat."""
    trainer = extract_poses(DEMO / "squat.mp4").track
    client = extract_poses(DEMO / "client_squat.mp4").track
    other = extract_poses(DEMO / "lateral_raise.mp4").track
    people = {"herself": trainer, "her mirror image": flipped(trainer), "half depth, another body": client, "another exercise": other}
    rows = {}
    for name, track in people.items():
        found = compare(trainer, track)
        rows[name] = {key: found[key] for key in ("score", "overlap_score", "reps", "lag_s", "mirrored", "seen", "worst_limb")}
        rows[name]["thigh_range"] = found["limbs"]["left_thigh"]["rom_ratio"]
    return {"trainer": "assets/demo/squat.mp4", "people": rows}
