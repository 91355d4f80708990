"""Each exercise is what its name says, in the joints of whoever does it; equipment is where the hands are."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.synthetic.camera import Camera
from tests.synthetic.gear import GEAR
from tests.synthetic.movements import Movement
from tests.synthetic.scene import Scene, landmarks_at, render, vertices_at
from tests.synthetic.truth import LANDMARKS, read_truth, write_truth

SMALL = Camera(108, 192, distance=4.4, lift=1.1, pitch=2.5, view=39)
TIMES = np.arange(0.0, 2.3, 0.1)
PLANTED_M = 0.012


def scene(kind: str, **more: object) -> Scene:
    return Scene("mei", Movement(kind, repetitions=1, period=2.0, delay=0.2, variety=0.0), SMALL, fps=10, seconds=2.3, **more)  # type: ignore[arg-type]


def landmark(kind: str, name: str) -> NDArray[np.float32]:
    """(T, 3) where a landmark is in the room, in the middle of a hand, foot or joint."""
    return np.stack([landmarks_at(scene(kind), time)[LANDMARKS.index(name)] for time in TIMES.tolist()])


def test_a_jack_leaves_the_floor_with_feet_apart_and_hands_overhead() -> None:
    heel, wrist, nose = (landmark("jack", name) for name in ("left_heel", "left_wrist", "nose"))
    top = int(heel[:, 0].argmax())
    assert heel[top, 0] - heel[0, 0] > 0.2
    assert wrist[top, 2] > nose[top, 2] + 0.15
    assert heel[:, 2].max() > heel[0, 2] + 0.05


@pytest.mark.parametrize("kind", ["overhead_press", "hinge"])
def test_feet_stay_planted(kind: str) -> None:
    for name in ("left_heel", "right_heel", "left_foot_index", "right_foot_index"):
        assert np.ptp(landmark(kind, name), axis=0).max() < PLANTED_M, name


def test_a_press_goes_by_the_shoulders_straight_up() -> None:
    wrist, shoulder, elbow, nose = (landmark("overhead_press", name) for name in ("left_wrist", "left_shoulder", "left_elbow", "nose"))
    assert wrist[:, 2].max() > nose[:, 2].max() + 0.3
    pressing = wrist[:, 2] > shoulder[:, 2]
    assert (np.abs(wrist - elbow)[pressing, 2] > 0.8 * np.linalg.norm(wrist - elbow, axis=1)[pressing]).all(), "forearms upright"


def test_a_hinge_bows_the_trunk_and_hardly_bends_the_knees() -> None:
    shoulder, hip, knee, ankle = (landmark("hinge", f"left_{name}") for name in ("shoulder", "hip", "knee", "ankle"))
    trunk, thigh, shin = shoulder - hip, hip - knee, ankle - knee
    low = int(trunk[:, 2].argmin())
    assert np.degrees(np.arctan2(-trunk[low, 1], trunk[low, 2])) > 60
    cosine = np.sum(thigh[low] * shin[low]) / np.linalg.norm(thigh[low]) / np.linalg.norm(shin[low])
    assert np.degrees(np.arccos(cosine)) > 140
    assert hip[low, 1] > hip[0, 1] + 0.08, "the hips go back"


def test_a_raised_knee_is_level_with_the_hip_and_the_other_foot_stands() -> None:
    knee, hip, other = (landmark("knee_raise", name) for name in ("left_knee", "left_hip", "right_heel"))
    assert (knee - hip)[:, 2].max() > -0.08
    assert np.ptp(other, axis=0).max() < PLANTED_M


@pytest.mark.parametrize("gear", GEAR)
def test_equipment_is_part_of_the_coverage(gear: str, tmp_path: Path) -> None:
    equipped = scene("lateral_raise" if gear != "chair" else "squat", gear=(gear,))
    truth = render(replace(equipped, seconds=0.1)).truth
    bare = render(replace(equipped, seconds=0.1, gear=())).truth
    assert truth.gear is not None
    assert bare.gear is None
    assert (truth.gear <= truth.alpha).all()
    assert (truth.gear.sum((1, 2)) > 20).all()
    # What equipment hides of the person is covered all the same.
    assert (truth.alpha.sum((1, 2)) > bare.alpha.sum((1, 2)) + 5).all()
    write_truth(tmp_path / "truth.npz", truth)
    kept = read_truth(tmp_path / "truth.npz").gear
    assert kept is not None
    assert np.abs(kept - truth.gear).max() < 1 / 255


def test_dumbbells_are_in_the_hands() -> None:
    held = scene("overhead_press", gear=("dumbbells",))
    people = len(vertices_at(replace(held, gear=()), 0.0))
    for time in (0.0, 0.8, 1.1):
        knuckles = landmarks_at(held, time)[[LANDMARKS.index("left_index"), LANDMARKS.index("right_index")]]
        bells = vertices_at(held, time)[people:].reshape(2, -1, 3).mean(1)
        assert np.linalg.norm(bells - knuckles, axis=1).max() < 0.08


def test_a_hand_held_camera_moves_and_its_truth_with_it() -> None:
    still, held = scene("standing"), scene("standing", shake=1.0)
    first, later = held.camera_at(0.0), held.camera_at(1.2)
    assert first != later
    assert still.camera_at(1.2) == still.camera
    truth = render(replace(held, fps=0.9)).truth
    columns, rows = np.floor(truth.pixels[:, LANDMARKS.index("left_elbow")]).astype(int).T
    assert (truth.alpha[np.arange(len(rows)), rows, columns] == 1).all()
    moved = np.abs(first.project(np.zeros(3, np.float32)) - later.project(np.zeros(3, np.float32)))
    assert 0.2 < moved.max() < 12, "a careful hand, not a falling one"
