"""The body's surface for the page: read back as the page reads it."""

import json
from pathlib import Path

import numpy as np
import pytest

from gpu_jobs import mesh
from gpu_jobs.mesh import write_mesh
from perscoach_motion.demonstration import squat
from perscoach_motion.npzfile import write_npz

BODIES = np.random.default_rng(7).uniform(-1, 1, (4, 50, 3)).astype(np.float32)
FACES = np.arange(48, dtype=np.int64).reshape(-1, 3)


def read(path: Path) -> tuple[dict[str, object], np.ndarray, np.ndarray]:
    content = path.read_bytes()
    length = int.from_bytes(content[:4], "little")
    header = json.loads(content[4 : 4 + length])
    start, count = 4 + length, header["bodies"] * header["vertices"] * 3
    points = np.frombuffer(content, "<i2", count, start).reshape(header["bodies"], -1, 3)
    faces = np.frombuffer(content, "<u4", header["faces"] * 3, start + 2 * count + (-2 * count % 4)).reshape(-1, 3)
    return header, points, faces


def test_what_is_written_is_what_is_read(tmp_path: Path) -> None:
    write_npz(tmp_path / "poses.npz", squat(), {"vertices_every_n": BODIES, "faces": FACES})
    assert write_mesh(tmp_path / "poses.npz", tmp_path / "mesh.bin")
    header, points, faces = read(tmp_path / "mesh.bin")
    assert np.abs(points / 1000 - BODIES).max() <= 0.0006  # m
    assert np.array_equal(faces, FACES)
    times = header["times_ms"]
    assert isinstance(times, list)
    assert (len(times), times[0], times[-1]) == (4, 0, round(squat().times[-1] * 1000))


def test_a_long_clip_keeps_fewer_bodies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_npz(tmp_path / "poses.npz", squat(), {"vertices_every_n": BODIES})
    monkeypatch.setattr(mesh, "MOST_BYTES", BODIES.nbytes // 4)
    assert write_mesh(tmp_path / "poses.npz", tmp_path / "mesh.bin")
    header, points, faces = read(tmp_path / "mesh.bin")
    assert (header["bodies"], len(points), len(faces)) == (2, 2, 0)


def test_without_a_surface_nothing_is_written(tmp_path: Path) -> None:
    write_npz(tmp_path / "poses.npz", squat())
    assert not write_mesh(tmp_path / "poses.npz", tmp_path / "mesh.bin")
    assert not (tmp_path / "mesh.bin").exists()
