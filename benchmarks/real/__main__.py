"""``python -m benchmarks.real``: the figures of the last ``perscoach bench real`` as tables."""

import json
from pathlib import Path
from typing import Any

RESULT = Path(__file__).resolve().parents[1] / "results" / "real.json"


def main() -> None:
    found = json.loads(RESULT.read_text())
    for part in (_across, _exercises, _instruments, _labelled, _mocap):
        part(found)


def _across(found: dict[str, Any]) -> None:
    part = found["across_cameras"]
    print("ONE MAN, FOUR CAMERAS (pose2sim)")
    for camera in part["cameras"]:
        why = "; ".join(camera["not_usable_because"]) or "usable"
        told = ("visibility_mean", "exchanged_share", "heading_true_deg", "heading_read_deg", "looks_down_deg", "roll_deg")
        print(f"  {camera['name']}:", ", ".join(f"{key} {camera[key]}" for key in told), "-", why)
    print(f"  pairs of usable cameras: {part['usable_pairs']}")
    for name, pairs in part["pairs"].items():
        print(f"  {name} (trainer in rows)")
        for one in range(1, 5):
            print("   ", _row(pairs[f"{one}-{two}"]["score"] for two in range(1, 5)))
    print(f"  {'degrees against the truth':26} {'mean':>24} {'depth bias':>26} {'spread':>6} {'across':>6} {'spread':>6} {'truth':>6}")
    for limb, row in part["errors"]["limbs_deg"].items():
        means, biases = (" ".join(f"{value:5.0f}" for value in row[key]) for key in ("total_mean", "depth_bias"))
        rest = " ".join(f"{row[key]:6.1f}" for key in ("depth_spread", "across_bias_rms", "across_spread", "truth_itself"))
        print(f"  {limb:26} {means:>24} {biases:>26} {rest}")


def _exercises(found: dict[str, Any]) -> None:
    part = found["exercises"]
    names = list(part["trainer_in_rows"])
    print("EIGHT EXERCISES AND A REAL SQUAT (trainer in rows; columns in the same order)")
    for one in names:
        print(f"  {one:22}", _row(part["trainer_in_rows"][one][two] for two in names))
    wrong = part["another_movement"]
    print(f"  another movement: median {wrong['median']}, max {wrong['max']}, above {wrong['limit']}: {wrong['above']}")
    for name, rows in part["again"].items():
        print(f"  the same again, {name}:", {pair: row["score"] for pair, row in rows.items()})
    for key in ("full_trains_lite", "lite_trains_full"):
        print(f"  {key}:", {name: row["score"] for name, row in part[key].items()})


def _instruments(found: dict[str, Any]) -> None:
    part = found["instruments"]
    print("FIVE INSTRUMENTS, ONE MAN (Keraal)")
    for name, rows in part["arms_against_vicon"].items():
        print(f"  {name}: arms off by", {exercise: row["mean_deg"] for exercise, row in rows.items()}, "degrees")
    print(f"  error of the range of motion, median: {part['range_error_median']}")
    for pair, same in part["same_exercise_mean"].items():
        print(f"  {pair:28} same exercise {same:5.1f} (mean), another {part['other_exercise_max'][pair]:5.1f} (max)")


def _labelled(found: dict[str, Any]) -> None:
    part = found["labelled"]
    print("FRAMES THAT PEOPLE LABELLED (Exercise-Correction)")
    for name in ("plank", "lunge"):
        score = part[name]["score"]
        told = ", ".join(f"{label} {row.get('p05')}/{row.get('median')}/{row.get('p95')}" for label, row in score["by_label"].items())
        print(f"  {name}: score p05/median/p95 {told}; AUC {score['auc']}; wrong above 70: {score['wrong_above_70']:.0%}")
    photographs = part["plank_photographs"]
    print(f"  planks of {photographs['people']} people, all right: {photographs['score']}, below 90: {photographs['below_90']:.0%}")
    plain = {
        "hips too high": part["plank"]["hips_over_the_line"]["auc_high"],
        "hips too low": part["plank"]["hips_over_the_line"]["auc_low"],
        "knee over the toes": part["lunge"]["knee_over_toe"]["auc"],
        "leaning back": part["curl"]["lean_back_deg"]["auc"],
        "lunge down": part["lunge_stage"]["knee_deg"]["auc_down"],
        "squat down": part["squat_stage"]["test"]["auc"],
    }
    print(f"  AUC of the plain angle behind each: {plain}")


def _mocap(found: dict[str, Any]) -> None:
    part = found["mocap"]
    print("CUTTING (mocap6)")
    print(f"  {part['changes_found']} of {part['changes']} changes found within a second ({part['found_by_chance']} by chance)")
    print(f"  {part['segments_found']} segments for {part['exercises']} exercises, purity {part['purity']}, covered {part['covered']}")


def _row(values: Any) -> str:
    return " ".join("  none" if value is None else f"{value:6.1f}" for value in values)


if __name__ == "__main__":
    main()
