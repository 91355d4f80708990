"""The pose file: small, exact, and refusing what it cannot trust."""

import gzip
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from perscoach_motion.npzfile import arrays, read_npz, track_from_arrays, write_npz
from perscoach_motion.trackfile import TrackRejected, dumps, loads, read, write
from tests.motion.figures import Figure, film, pose_file, poses_json


def gappy() -> Any:
    times, image, world, visibility = (values.copy() for values in arrays(film(Figure(noise_m=0.01))))
    for values in (image, world, visibility):
        values[5:9] = np.nan
    return track_from_arrays(times, image, world, visibility, 9 / 16)


def test_numbers_come_back_within_half_a_step() -> None:
    track = gappy()
    back = arrays(loads(dumps(pose_file(track))).track)
    for ours, theirs, most in zip(arrays(track), back, (5e-4, 0.1 / 1920, 5e-4, 5e-3), strict=True):
        assert np.array_equal(np.isnan(ours), np.isnan(theirs))
        assert np.nanmax(np.abs(ours - theirs)) <= most * 1.001


def test_everything_beside_the_track_comes_back() -> None:
    poses = pose_file(film(Figure()))
    back = loads(dumps(poses))
    assert (back.source, back.crop, back.rendition, back.estimator) == (poses.source, poses.crop, poses.rendition, poses.estimator)


def test_a_long_clip_stays_under_a_megabyte() -> None:
    # 5 mm of noise in every frame packs worse than a real person does.
    text = poses_json(film(Figure(noise_m=0.005, repetitions=38)))
    assert json.loads(text)["source"]["frames"] > 2850
    assert len(gzip.compress(text.encode())) <= 1_000_000


def test_files_appear_whole(tmp_path: Path) -> None:
    poses = pose_file(film(Figure()))
    write(tmp_path / "trainer_poses.json", poses)
    write_npz(tmp_path / "trainer_poses.npz", poses.track, {"mhr70": np.zeros((3, 70, 3), np.float32)})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["trainer_poses.json", "trainer_poses.npz"]
    assert len(read(tmp_path / "trainer_poses.json").track) == len(poses.track)
    assert read_npz(tmp_path / "trainer_poses.npz").image == poses.track.image
    with np.load(tmp_path / "trainer_poses.npz") as stored:
        assert str(stored["skeleton"]) == "mediapipe-33"
        assert stored["world"].dtype == np.float32
        assert stored["world"].shape[1:] == (33, 3)
        assert stored["mhr70"].shape == (3, 70, 3)


def broken(change: Any) -> str:
    document = json.loads(poses_json(film(Figure(repetitions=1))))
    change(document)
    return json.dumps(document)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "not_json"),
        ("[" * 100_000, "not_json"),
        (b"\xff\xfe\x00", "not_json"),
        ("[]", "not_ours"),
        ('{"format":"other"}', "not_ours"),
        (broken(lambda d: d.update(version=2)), "newer"),
        (broken(lambda d: d.update(skeleton="coco-17")), "damaged"),
        (broken(lambda d: d["times"].__setitem__(3, 0)), "damaged"),
        (broken(lambda d: d["image"]["x"].pop()), "damaged"),
        (broken(lambda d: d["world"]["z"][4].pop()), "damaged"),
        (broken(lambda d: d["visibility"][0].__setitem__(0, "1")), "damaged"),
        (broken(lambda d: d["scale"].update(world=0)), "damaged"),
        (broken(lambda d: d["scale"].update(world="1")), "damaged"),
        (broken(lambda d: d["rendition"].update(height=0)), "damaged"),
        (broken(lambda d: d.pop("crop")), "damaged"),
        (broken(lambda d: d.update(segments=None)), "damaged"),
        (broken(lambda d: d.update(version=0)), "newer"),
        (broken(lambda d: d.update(tolerance={"left_thigh": "x"})), "damaged"),
        (broken(lambda d: d.update(tolerance={"tail": 12})), "damaged"),
        (broken(lambda d: d["times"].__setitem__(-1, 10**9)), "damaged"),
        (broken(lambda d: d["scale"].update(times=1e305)), "damaged"),
        (broken(lambda d: d["world"]["x"][5].__setitem__(7, None)), "damaged"),
        (broken(lambda d: d["rendition"].update(width=float("nan"))), "damaged"),
        (broken(lambda d: d.update(times=[])), "damaged"),
    ],
)
def test_what_cannot_be_trusted_is_refused_in_words(text: str | bytes, code: str) -> None:
    with pytest.raises(TrackRejected) as refused:
        loads(text)
    assert refused.value.code == code
    assert refused.value.sentence("ru") != refused.value.sentence("en")
    assert refused.value.sentence("ru").endswith(".")
