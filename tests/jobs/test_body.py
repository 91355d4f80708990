"""The movement for the page: read back as the page reads it, it stands on the floor, the right way up, at the right times."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gpu_jobs import body
from gpu_jobs.body import HEAD, HIPS, NOBODY, SHOULDERS, write_body
from perscoach_motion.demonstration import squat
from perscoach_motion.npzfile import arrays, track_from_arrays, write_npz

BODIES = np.random.default_rng(7).uniform(-1, 1, (4, 50, 3)).astype(np.float32)
MOMENTS = np.array([3, 7, 11, 40])
FACES = np.arange(48, dtype=np.int64).reshape(-1, 3)


def read(path: Path) -> tuple[dict[str, Any], "np.ndarray[Any, Any]", "np.ndarray[Any, Any]"]:
    content = path.read_bytes()
    length = int.from_bytes(content[:4], "little")
    header = json.loads(content[4 : 4 + length])
    start, count = 4 + length, header["moments"] * header["points"] * 3
    points = np.frombuffer(content, "<i2", count, start).reshape(header["moments"], -1, 3)
    faces = np.frombuffer(content, "<u4", header["faces"] * 3, start + 2 * count + (-2 * count % 4)).reshape(-1, 3)
    return header, points, faces


def test_the_figure_stands_and_squats(tmp_path: Path) -> None:
    track = squat()
    write_body(tmp_path / "body.bin", track)
    header, points, _ = read(tmp_path / "body.bin")
    times, _, world, _ = arrays(track)
    assert header["times_ms"] == np.rint(times * 1000).astype(int).tolist()
    assert points.shape[1] == 36
    assert (points[..., 1].min(axis=1) == 0).all()  # one foot on the floor at all times
    head, shoulders, hips = (points[:, number, 1] for number in (HEAD, SHOULDERS, HIPS))
    assert (head > shoulders).all()
    assert (shoulders > hips).all()
    assert hips.max() - hips.min() > 200  # mm: here it is the hips that go down, not the feet that come up
    left, right = world[0, 11], world[0, 12]
    assert np.abs(points[0, 11] - points[0, 12] - 1000 * (left - right) * [1, -1, -1]).max() <= 1
    assert all(radius > 0 and max(one, other) < 36 for one, other, radius in header["lines"])


def test_where_nobody_is_nobody_is_drawn(tmp_path: Path) -> None:
    times, image, world, visibility = arrays(squat())
    gone = world.copy()
    gone[3] = np.nan
    write_body(tmp_path / "body.bin", track_from_arrays(times, image, gone, visibility, 0.75))
    _, points, _ = read(tmp_path / "body.bin")
    assert (points[3] == NOBODY).all()
    assert (points[2] != NOBODY).all()


def test_a_surface_is_drawn_instead(tmp_path: Path) -> None:
    write_npz(tmp_path / "poses.npz", squat(), {"vertices_every_n": BODIES, "vertices_frames": MOMENTS, "faces": FACES})
    write_body(tmp_path / "body.bin", squat(), tmp_path / "poses.npz")
    header, points, faces = read(tmp_path / "body.bin")
    upright = BODIES * [1, -1, -1]
    assert np.abs((points - points[:, :1]) / 1000 - (upright - upright[:, :1])).max() <= 0.0011  # m
    assert np.array_equal(faces, FACES)
    assert (header["lines"], header["head"]) == ([], None)
    assert header["times_ms"] == [round(squat().times[number] * 1000) for number in MOMENTS]


def test_of_a_long_clip_fewer_moments_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(body, "MOST_BYTES", BODIES.size)
    write_npz(tmp_path / "poses.npz", squat(), {"vertices_every_n": BODIES, "vertices_frames": MOMENTS})
    write_body(tmp_path / "body.bin", squat(), tmp_path / "poses.npz")
    header, points, faces = read(tmp_path / "body.bin")
    assert (header["moments"], len(points), len(faces)) == (2, 2, 0)
