"""Cameras whose place is known: what they see leads back to where it was, and errors are told apart by direction."""

from math import radians
from pathlib import Path

import numpy as np
import pytest

from benchmarks.real.cameras import Camera, read_calibration, triangulated
from benchmarks.real.depth import best_turn, errors
from benchmarks.real.pose2sim import Scene, _exchanged, limbs_of, put_right, renumbered
from perscoach_motion.npzfile import arrays, track_from_arrays
from perscoach_motion.skeleton import COUNT, INDEX, LIMBS

FOCAL_PX = 1600.0


def looking(azimuth_deg: float, down_deg: float = 20.0, away_m: float = 4.0) -> Camera:
    """A camera that looks at a point one metre above the room's middle; one degree of roll for each ten of azimuth."""
    a, d, r = radians(azimuth_deg), radians(down_deg), radians(azimuth_deg / 10)
    ahead = -np.array([np.cos(a) * np.cos(d), np.sin(a) * np.cos(d), np.sin(d)])
    right = np.array([-np.sin(a), np.cos(a), 0.0])
    down = np.cross(ahead, right)
    axes = np.stack([np.cos(r) * right + np.sin(r) * down, np.cos(r) * down - np.sin(r) * right, ahead])
    place = np.array([0.0, 0.0, 1.0]) - away_m * ahead
    intrinsic = np.array([[FOCAL_PX, 0.0, 540.0], [0.0, FOCAL_PX, 960.0], [0.0, 0.0, 1.0]])
    return Camera(f"at {azimuth_deg:.0f}", axes, place, intrinsic, np.zeros(4))


def bodies(frames: int = 6) -> np.ndarray:
    """``(T, 33, 3)`` bodies in the room: no likeness is asked, only that left and right are apart."""
    rng = np.random.default_rng(3)
    one = rng.normal(0, 0.25, (COUNT, 3)) + (0.0, 0.0, 1.0)
    return one + rng.normal(0, 0.02, (frames, COUNT, 3))


def test_a_calibration_file_is_read(tmp_path: Path) -> None:
    camera = looking(40.0)
    axes = np.diag([1.0, -1.0, -1.0]) @ camera.turn
    turn = " ".join(f'r{row + 1}{column + 1}="{axes[row, column]}"' for row in range(3) for column in range(3))
    place = " ".join(f'{key}="{value * 1000}"' for key, value in zip("xyz", camera.place, strict=True))
    lens = f'focalLengthU="{FOCAL_PX * 64}" focalLengthV="{FOCAL_PX * 64}" centerPointU="{540 * 64}" centerPointV="{960 * 64}"'
    bends = 'radialDistortion1="-0.05" radialDistortion2="0.1" tangentalDistortion1="0.001" tangentalDistortion2="0.002"'
    path = tmp_path / "Calib.qca.txt"
    path.write_text(
        f'<calibration><cameras><camera serial="cam07"><transform {turn} {place}/><intrinsic {lens} {bends}/></camera>'
        "</cameras></calibration>"
    )
    (found,) = read_calibration(path)
    assert found.name == "cam07"
    assert found.turn == pytest.approx(camera.turn)
    assert found.place == pytest.approx(camera.place)
    assert found.intrinsic == pytest.approx(camera.intrinsic)
    assert found.distortion == pytest.approx([-0.05, 0.1, 0.001, 0.002])
    assert found.looks_down_deg == pytest.approx(20.0)
    assert found.roll_deg == pytest.approx(-4.0)
    assert found.level @ found.up == pytest.approx([0.0, -1.0, 0.0], abs=1e-9)


def test_what_cameras_see_leads_back_to_where_it_was() -> None:
    cameras = [looking(angle) for angle in (0.0, 70.0, 150.0, 230.0)]
    points = bodies()
    seen = np.array([camera.projected(points) for camera in cameras])
    found, off_px = triangulated(cameras, seen, np.ones(seen.shape[:-1]))
    assert found == pytest.approx(points, abs=1e-6)
    assert off_px.max() < 1e-3
    # One camera of four that is far off moves the point by less than a third of what it is off.
    seen[2, :, :, 0] += 60 / FOCAL_PX
    assert np.linalg.norm(triangulated(cameras, seen, np.ones(seen.shape[:-1]))[0] - points, axis=-1).max() < 60 / FOCAL_PX * 4 / 3


def test_exchanged_sides_are_found_and_put_right() -> None:
    cameras = tuple(looking(angle) for angle in (0.0, 70.0, 150.0, 230.0))
    points = bodies()
    seen = np.array([camera.projected(points) for camera in cameras])
    wrong = np.zeros((len(points), 2), dtype=bool)
    wrong[2:] = True
    wrong[4, 0] = False
    keep = renumbered(wrong)
    seen[1] = np.take_along_axis(seen[1], keep[..., None], axis=1)
    exchanged = _exchanged(cameras, seen, np.ones(seen.shape[:-1]))
    assert (exchanged[1] == wrong).all()
    assert not exchanged[[0, 2, 3]].any()
    world = np.take_along_axis(points @ cameras[1].turn.T, keep[..., None], axis=1)
    world[wrong.all(axis=1), :, 2] *= -1
    found = _scene(cameras, points, [world] * 4, exchanged)
    both = ~(wrong.any(axis=1) & ~wrong.all(axis=1))
    assert arrays(put_right(found, 1))[2][both] == pytest.approx((points @ cameras[1].turn.T)[both], abs=1e-5)


def test_an_error_in_depth_is_told_from_one_across_the_picture() -> None:
    """A forearm read 20 degrees too near to the camera, an upper arm 10 degrees aside."""
    camera = looking(0.0)
    points = np.zeros((12, COUNT, 3))
    own = np.random.default_rng(0).normal(0, 0.3, (COUNT, 3))
    elbow, wrist, shoulder = (INDEX[f"left_{name}"] for name in ("elbow", "wrist", "shoulder"))
    own[elbow] = own[shoulder] + (0.0, 0.3, 0.0)
    own[wrist] = own[elbow] + (0.25, 0.0, 0.0)
    points[:] = own @ camera.turn
    read = own.copy()
    read[elbow] = own[shoulder] + (-0.3 * np.sin(radians(10)), 0.3 * np.cos(radians(10)), 0.0)
    read[wrist] = read[elbow] + (0.25 * np.cos(radians(20)), 0.0, -0.25 * np.sin(radians(20)))
    rows = errors(_scene((camera,), points, [np.tile(read, (12, 1, 1))], np.zeros((1, 12, 2), dtype=bool)))["limbs_deg"]
    assert rows["left_forearm"]["depth_bias"] == pytest.approx([-20.0])
    assert rows["left_forearm"]["across_bias"] == pytest.approx([0.0], abs=0.1)
    assert rows["left_upper_arm"]["depth_bias"] == pytest.approx([0.0], abs=0.1)
    assert rows["left_upper_arm"]["across_bias"] == pytest.approx([10.0])
    assert all(rows[name]["total_mean"] == [0.0] for name in LIMBS if "left" not in name and name not in ("head", "trunk"))


def test_the_best_turn_undoes_a_turn() -> None:
    turn = looking(50.0).turn
    limbs = np.random.default_rng(1).normal(size=(20, 3))
    limbs /= np.linalg.norm(limbs, axis=1, keepdims=True)
    assert best_turn(limbs, limbs @ turn.T) == pytest.approx(turn)


def _scene(cameras: tuple[Camera, ...], points: np.ndarray, worlds: list[np.ndarray], exchanged: np.ndarray) -> Scene:
    frames = len(points)
    times = np.arange(frames) / 30
    tracks = tuple(track_from_arrays(times, np.full((frames, COUNT, 3), 0.5), world, np.ones((frames, COUNT)), 0.5625) for world in worlds)
    return Scene(cameras, tracks, exchanged, points, np.zeros((len(cameras), frames, COUNT)), limbs_of(points), np.zeros(len(LIMBS)))
