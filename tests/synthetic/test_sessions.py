"""Sessions of several exercises are as true as single ones, and the lists of scenes hold what they promise."""

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.synthetic.clips import CALLERS
from tests.synthetic.cut_scenes import CUT_SCENES
from tests.synthetic.matte_scenes import ALL_MATTE_SCENES, FRAMES, MATTE_SCENES, PROP_SCENES
from tests.synthetic.movements import Movement
from tests.synthetic.routine import Part, Routine
from tests.synthetic.routine_tracks import WORLD_M, routine_track
from tests.synthetic.scene import Scene, landmarks_at, render, vertices_at
from tests.synthetic.truth import LANDMARKS, camera_joints, read_truth, write_truth

SHORT = Scene(
    "anna",
    Routine((Part(Movement("squat", repetitions=2, period=1.8), 1.2), Part(Movement("lunge", repetitions=1), 0.8)), enter=2.1, delay=0.6),
    fps=12,
    seconds=11.0,
)


@cache
def walked() -> NDArray[np.float32]:
    """(T, 33, 3) the whole short session in the room."""
    return np.stack([landmarks_at(SHORT, time) for time in SHORT.times().tolist()])


def test_a_session_says_what_is_done_when() -> None:
    squats, lunge = SHORT.movement.exercises()
    assert (squats.kind, squats.count, lunge.kind, lunge.count) == ("squat", 2, "lunge", 1)
    assert squats.start_s == pytest.approx(2.7)
    assert squats.end_s + 1.2 < lunge.start_s < squats.end_s + 2.0
    spans = SHORT.movement.spans()
    assert (spans[0][0], spans[1][1], spans[2]) == (squats.start_s, squats.end_s, (lunge.start_s, lunge.end_s))


def test_hips_sink_in_every_repetition_and_not_between_them() -> None:
    times, hips = SHORT.times(), walked()[:, LANDMARKS.index("left_hip"), 2]
    standing = float(np.median(hips))
    inside = np.zeros(len(times), bool)
    for start, end in SHORT.movement.spans():
        within = (times >= start) & (times <= end)
        assert hips[within].min() < standing - 0.2
        inside |= within
    assert hips[~inside].min() > standing - 0.06


def test_nobody_jumps_from_one_exercise_to_the_next() -> None:
    hips = walked()[:, [LANDMARKS.index("left_hip"), LANDMARKS.index("right_hip")]].mean(1)
    between = np.all([(SHORT.times()[1:] < start) | (SHORT.times()[:-1] > end) for start, end in SHORT.movement.spans()], axis=0)
    assert np.linalg.norm(np.diff(hips, axis=0), axis=1)[between].max() * SHORT.fps < 1.2, "metres a second: a walk at leisure"
    for name in ("left_heel", "right_heel", "left_foot_index", "right_foot_index"):
        assert walked()[:, LANDMARKS.index(name), 2].min() > 0
    # While one foot is in the air, walking or changing stance, the other stands still.
    feet = walked()[:, [LANDMARKS.index("left_ankle"), LANDMARKS.index("right_ankle")]]
    speed = np.linalg.norm(np.diff(feet[:, :, :2], axis=0), axis=-1) * SHORT.fps
    assert np.sort(speed, axis=1)[:, 0].max() < 0.35


def test_the_person_walks_up_to_the_place() -> None:
    nose = walked()[:, LANDMARKS.index("nose")]
    assert nose[0, 1] - nose[30, 1] > 1.0


def test_a_track_without_noise_is_the_truth_and_noise_has_its_size() -> None:
    scene = replace(SHORT, seconds=2.0)
    clean, noisy = routine_track(scene, noise=0.0), routine_track(scene)
    joints = np.stack([camera_joints(scene.camera, points) for points in walked()[: len(clean)]])
    assert np.allclose(np.array(clean.world).reshape(-1, 33, 3), joints, atol=1e-5)
    pixels = scene.camera.project(walked()[7]) / [scene.camera.width, scene.camera.height]
    assert np.allclose(np.array(clean.image_of(7)).reshape(33, 3)[:, :2], pixels, atol=1e-5)
    trunk = [LANDMARKS.index(f"{side}_{name}") for side in ("left", "right") for name in ("shoulder", "hip", "knee")]
    errors = (np.array(noisy.world).reshape(-1, 33, 3) - joints)[:, trunk, :2]
    jumps = np.diff(errors, axis=0)
    assert 0.7 * WORLD_M < jumps.std() / np.sqrt(2) < 2 * WORLD_M
    assert noisy == routine_track(scene), "the same seed, the same errors"


def test_the_truth_of_a_session_is_kept(tmp_path: Path) -> None:
    tiny = replace(SHORT, camera=replace(SHORT.camera, width=56, height=96), seconds=0.2)
    truth = render(tiny).truth
    write_truth(tmp_path / "truth.npz", truth)
    assert read_truth(tmp_path / "truth.npz").exercises == truth.exercises == SHORT.movement.exercises()


def test_sessions_for_cutting_are_mixed() -> None:
    assert len(CUT_SCENES) >= 10
    counts = [one.count for scene in CUT_SCENES.values() for one in scene.movement.exercises()]
    assert set(counts) >= {1, 2, 3, 4, 6}
    assert len({one.kind for scene in CUT_SCENES.values() for one in scene.movement.exercises()}) >= 7
    for scene in CUT_SCENES.values():
        assert scene.seconds is not None
        assert 15 <= scene.seconds <= 28
        assert scene.movement.exercises()[-1].end_s < scene.seconds


def test_scenes_for_mattes_cover_bodies_movements_and_formats() -> None:
    scenes = list(MATTE_SCENES.values())
    assert len(scenes) >= 12
    assert {scene.figure for scene in scenes} == {"anna", "pavel", "samuel", "mei"}
    assert len({scene.movement.kind for scene in scenes}) >= 5
    assert sum(scene.camera.width > scene.camera.height for scene in scenes) >= 4
    assert {gear for scene in PROP_SCENES.values() for gear in scene.gear} == {"dumbbells", "band", "chair"}


@pytest.mark.parametrize("name", list(ALL_MATTE_SCENES))
def test_nobody_leaves_the_picture(name: str) -> None:
    scene = ALL_MATTE_SCENES[name]
    times = scene.times()
    assert len(times) == FRAMES
    (start, end) = scene.movement.spans()[0]
    assert end <= times[-1] + 1 / scene.fps
    spots = scene.camera.project(vertices_at(scene, (start + end) / 2))
    assert spots.min() > 0
    assert (spots.max(0) < [scene.camera.width, scene.camera.height]).all()


def test_what_only_lists_scenes_does_not_decide_how_they_look() -> None:
    """Lists of scenes are left out of the cache's key; so nothing that renders may import one."""
    folder = Path(__file__).parent
    assert all((folder / f"{name}.py").exists() for name in CALLERS)
    for path in folder.glob("*.py"):
        if path.stem not in CALLERS and not path.name.startswith("test_"):
            used = set(re.findall(r"from tests\.synthetic\.(\w+) import", path.read_text(encoding="utf-8")))
            assert not used & set(CALLERS), path.name
