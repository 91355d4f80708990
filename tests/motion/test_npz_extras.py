"""What richer estimators add to the NPZ: it comes back, and what does not belong to the clip's frames is refused."""

import io
import shutil
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from perscoach_motion.demonstration import squat
from perscoach_motion.npzfile import read_extras, read_npz, write_npz

EXTRAS = {
    "mhr70": np.zeros((60, 70, 3), np.float32),
    "vertices_every_n": np.zeros((2, 5, 3), np.float32),
    "vertices_frames": np.array([0, 59]),
    "faces": np.array([[0, 1, 2]], np.int32),
}


def test_what_a_richer_estimator_adds_comes_back(tmp_path: Path) -> None:
    write_npz(tmp_path / "poses.npz", squat(), EXTRAS)
    back = read_extras(tmp_path / "poses.npz")
    assert all(np.array_equal(back[name], values) for name, values in EXTRAS.items())
    assert back.keys() == EXTRAS.keys()


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("mhr70", np.zeros((59, 70, 3), np.float32)),
        ("mhr70", np.full((60, 70), "0.0")),
        ("vertices_frames", np.array([0, 60])),
        ("vertices_frames", np.array([59, 0])),
        ("vertices_frames", np.array([0.0, 59.0])),
        ("vertices_frames", np.array([0])),
        ("hair_every_n", np.zeros((2, 5, 3), np.float32)),
    ],
)
def test_extras_of_other_frames_are_refused(tmp_path: Path, name: str, values: Any) -> None:
    write_npz(tmp_path / "poses.npz", squat(), EXTRAS | {name: values})
    assert len(read_npz(tmp_path / "poses.npz")) == 60, "the landmarks are whole"
    with pytest.raises(ValueError, match=name.partition("_")[0]):
        read_extras(tmp_path / "poses.npz")


def test_a_pickle_among_the_extras_is_not_opened(tmp_path: Path) -> None:
    with zipfile.ZipFile(shutil.copy(poses_npz(tmp_path), tmp_path / "bad.npz"), "a") as file:
        held = io.BytesIO()
        np.save(held, np.array([{"a": 1}], dtype=object), allow_pickle=True)
        file.writestr("mhr70.npy", held.getvalue())
    with pytest.raises(ValueError, match="pickle"):
        read_extras(tmp_path / "bad.npz")


def poses_npz(folder: Path) -> Path:
    write_npz(folder / "poses.npz", squat())
    return folder / "poses.npz"
