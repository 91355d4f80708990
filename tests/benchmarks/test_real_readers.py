"""Other people's files, each as a tiny one made by hand."""

import json
import struct
import zlib
from math import cos, pi, radians, sin
from pathlib import Path

import numpy as np
import pytest

from benchmarks.real.instruments import ARMS
from benchmarks.real.judged import area
from benchmarks.real.keraal import BODIES, blazepose, joint_centre, kinect, turns, vicon
from benchmarks.real.labelled import read_frames
from benchmarks.real.matfile import read_mat
from benchmarks.real.mocap import stick_man
from benchmarks.real.pose2sim import apart, limbs_of
from perscoach_motion.cutting.segments import segments
from perscoach_motion.npzfile import arrays
from perscoach_motion.skeleton import INDEX, LANDMARKS, LIMBS


@pytest.fixture
def keraal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder where the recordings are looked for."""
    (tmp_path / "videos").mkdir()
    monkeypatch.setenv("PERSCOACH_SAMPLES", str(tmp_path))
    folder = tmp_path / "landmarks" / "keraal"
    folder.mkdir(parents=True)
    return folder


def element(kind: int, content: bytes) -> bytes:
    return struct.pack("<II", kind, len(content)) + content + b"\0" * (-len(content) % 8)


def matrix(kind: int, shape: tuple[int, ...], name: str, *parts: bytes) -> bytes:
    """A MAT-file's element of one variable."""
    size = np.array(shape, "<i4").tobytes()
    # A name of up to four bytes is kept in the tag itself.
    named = struct.pack("<HH4s", 1, len(name), name.encode()) if len(name) <= 4 else element(1, name.encode())
    return element(14, element(6, bytes([kind, 0, 0, 0, 0, 0, 0, 0])) + element(5, size) + named + b"".join(parts))


def test_a_mat_file_is_read(tmp_path: Path) -> None:
    numbers = np.arange(6, dtype="<f8").reshape(2, 3)
    doubles = matrix(6, (2, 3), "X", element(9, numbers.tobytes(order="F")))
    text = matrix(4, (1, 3), "", element(16, b"Jog"))
    small = matrix(6, (1, 2), "", element(2, bytes([7, 9])))
    cells = matrix(1, (1, 1), "ActionNames", text)
    fields = element(5, np.array([6], "<i4").tobytes()) + element(1, b"name\0\0TrueZ\0")
    structures = matrix(2, (1, 1), "Data", fields, text, small)
    squeezed = zlib.compress(structures)
    path = tmp_path / "small.mat"
    path.write_bytes(b" " * 126 + b"IM" + doubles + cells + struct.pack("<II", 15, len(squeezed)) + squeezed)
    found = read_mat(path)
    assert found["X"] == pytest.approx(numbers)
    assert found["ActionNames"] == ["Jog"]
    assert found["Data"][0]["name"] == "Jog"
    assert found["Data"][0]["TrueZ"].tolist() == [[7.0, 9.0]]
    path.write_bytes(b"MATLAB 7.3" + b" " * 200)
    with pytest.raises(ValueError, match="no little-endian MAT-file"):
        read_mat(path)


def quaternion(axis: tuple[float, float, float], angle: float) -> list[float]:
    return [*(part * sin(angle / 2) for part in axis), cos(angle / 2)]


def test_a_joint_is_where_two_bodies_agree() -> None:
    rng = np.random.default_rng(5)
    one, other = (turns(rng.normal(size=(80, 4))) for _ in range(2))
    joint = rng.normal(size=(80, 3))
    place, other_place = joint - one @ (0.1, 0.2, -0.05), joint - other @ (-0.3, 0.0, 0.1)
    slipped = place.copy()
    slipped[::9] += 0.2
    where, off = joint_centre((one, slipped), (other, other_place))
    fair = np.arange(80) % 9 > 0
    assert where[fair] == pytest.approx(joint[fair], abs=1e-6)
    assert off < 1e-6


def test_vicon_arms_are_found_whatever_their_bodies_are_called(keraal: Path) -> None:
    """Left arm raised sideways by 90 degrees, elbow bending; once the file has the two exchanged."""
    frames = np.linspace(0, 1, 90)
    joints = {"left": [], "right": []}
    rows = []
    for t in frames:
        row = np.tile([0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0], (len(BODIES), 1))
        row[BODIES.index("chest"), :3], row[BODIES.index("chest"), 3:] = (0.0, 0.0, 1200.0), quaternion((0.0, 0.0, 1.0), 0.1 * sin(9 * t))
        row[BODIES.index("hips"), :3], row[BODIES.index("head"), :3] = (0.0, 0.0, 700.0), (0.0, 0.0, 1500.0)
        chest = turns(row[BODIES.index("chest"), None, 3:])[0]
        for side, sign in (("left", 1), ("right", -1)):
            # z up; the man looks along x, his left is y: an arm that hangs along -z is raised sideways about x.
            raised = quaternion((1.0, 0.0, 0.0), sign * radians(90) * t)
            bent = quaternion((cos(3 * t), 0.0, sin(3 * t)), sign * radians(60) * sin(5 * t) + radians(90) * t * sign)
            waved = quaternion((0.0, 1.0, 0.0), 0.4 * sin(7 * t) + 0.2)
            arm, forearm, hand = (turns(np.array([each]))[0] for each in (raised, bent, waved))
            shoulder = chest @ (0.0, sign * 180.0, 150.0) + (0.0, 0.0, 1200.0)
            elbow = shoulder + arm @ (0.0, 0.0, -300.0)
            wrist = elbow + forearm @ (0.0, 0.0, -250.0)
            joints[side].append((shoulder, elbow, wrist))
            strapped = (
                ("arm", raised, shoulder + arm @ (30.0, sign * 40.0, -150.0)),
                ("forearm", bent, elbow + forearm @ (40.0, 10.0, -120.0)),
                ("hand", waved, wrist + hand @ (0.0, 20.0, -60.0)),
            )
            for name, how, where in strapped:
                row[BODIES.index(f"{side}_{name}"), :3], row[BODIES.index(f"{side}_{name}"), 3:] = where, how
        rows.append(row)
    table = np.array(rows)
    exchanged = table.copy()
    one, other = BODIES.index("left_arm"), BODIES.index("left_forearm")
    exchanged[:, [one, other]] = table[:, [other, one]]
    for name, stored in (("CTK", table), ("ELK", exchanged)):
        np.savetxt(keraal / f"G3-Vicon-{name}-P1T1-Unknown-C-0.txt", stored.reshape(len(table), -1))
        track, missed = vicon(name)
        world = arrays(track)[2]
        assert max(missed.values()) < 1e-4
        for side in ("left", "right"):
            for joint, where in zip(("shoulder", "elbow", "wrist"), np.moveaxis(np.array(joints[side]), 1, 0), strict=True):
                expected = np.stack([where[:, 1], -where[:, 2], -where[:, 0]], axis=1) / 1000
                assert world[:, INDEX[f"{side}_{joint}"]] == pytest.approx(expected, abs=1e-3)
        arm = limbs_of(world)[:, LIMBS.index("left_upper_arm")]
        assert arm[0] == pytest.approx([0.0, 1.0, 0.0], abs=1e-3), "hangs"
        assert arm[-1] == pytest.approx([1.0, 0.0, 0.0], abs=1e-3), "is raised to his left, which a camera before him has on its right"


def test_blazepose_read_from_a_mirrored_video_is_turned_back(keraal: Path) -> None:
    """In the mirror the man's left wrist is called right and is on the other side."""
    frame = {name.capitalize(): [0.5, 0.5, 0.0] for name in LANDMARKS}
    frame["Right_wrist"] = [0.3, 0.6, -0.2]
    (keraal / "G3-BP-CTK-P1T1-Unknown-C-0.json").write_text(json.dumps({"positions": {"1.0": frame, "2.0": frame}}))
    _, image, world, visibility = arrays(blazepose("CTK"))
    assert image[0, INDEX["left_wrist"]] == pytest.approx([0.7, 0.6, -0.2])
    assert image[0, INDEX["right_wrist"], 0] == pytest.approx(0.5)
    # Depth counts in the picture's width: it is wider than high.
    assert world[0, INDEX["left_wrist"], 2] == pytest.approx(-0.2 * 16 / 9)
    assert (visibility == 1).all()


def test_the_kinect_is_turned_to_the_pictures_axes(keraal: Path) -> None:
    """Who faces it has his left at smaller x, and its y grows upwards."""
    joints = np.zeros((2, 25, 7))
    joints[:, 4, :3], joints[:, 8, :3] = (-0.2, 0.4, 3.0), (0.2, 0.4, 3.0)
    np.savetxt(keraal / "G3-Kinect-CTK-P1T1-Unknown-C-0.txt", joints.reshape(2, -1))
    track = kinect("CTK")
    assert arrays(track)[2][0, INDEX["left_shoulder"]] == pytest.approx([0.2, -0.4, 3.0])
    assert arrays(track)[3][0, INDEX["left_heel"]] == 0, "the Kinect has no heels"


def test_labelled_frames_become_poses_that_are_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "videos").mkdir()
    monkeypatch.setenv("PERSCOACH_SAMPLES", str(tmp_path))
    folder = tmp_path / "landmarks" / "exercise-correction"
    folder.mkdir(parents=True)
    names = ("left_shoulder", "right_shoulder", "left_hip", "right_hip")
    head = ",".join(["label", *(f"{name}_{axis}" for name in names for axis in "xyzv")])

    def line(label: str, shift: float) -> str:
        points = ((0.55, 0.3), (0.45, 0.3), (0.53, 0.5), (0.47, 0.5))
        return ",".join([label, *(f"{x + shift},{y},0.0,0.9" for x, y in points)])

    shifts = [0.0, 0.01, 0.02, 0.01, 0.01, 0.0, 0.02, 0.3, 0.01]
    rows = [*(line("C", shift) for shift in shifts), *[line("L", 0.0)] * 3, *[line("C", 0.1)] * 8]
    (folder / "some.csv").write_text("\n".join([head, *rows]))
    frames = read_frames("some.csv")
    assert [label for label, _ in frames.runs()] == ["C", "C"], "three frames are a slip of the finger"
    track = frames.held(frames.runs()[0][1])
    _, image, world, visibility = arrays(track)
    assert image[:, INDEX["left_hip"], 0] == pytest.approx(0.54), "the frame most like the others, not the mean of them all"
    trunk = world[0, [INDEX["left_shoulder"], INDEX["right_shoulder"]]].mean(axis=0) - world[0, [23, 24]].mean(axis=0)
    assert trunk == pytest.approx([0.0, -0.5, 0.0], abs=1e-6)
    assert visibility[0, INDEX["nose"]] == 0, "the file has no nose"


def test_the_area_counts_how_often_right_is_above_wrong() -> None:
    assert area([1.0, 2.0], [3.0, 4.0]) == 1.0
    assert area([3.0, 4.0], [1.0, 2.0]) == 0.0
    assert area([1.0, 3.0], [3.0]) == 0.75
    assert area([], [1.0]) is None


def test_a_stick_man_does_what_the_channels_say() -> None:
    """Two squats of four seconds, then two raises of the arms; every channel has its own zero."""
    clock = np.arange(0, 16, 0.1)
    wave = 0.5 - 0.5 * np.cos(2 * pi * clock / 4)
    still = np.zeros(len(clock))
    channels = dict.fromkeys(("lowerback.rx", "lowerback.ry", "rradius.rx", "lradius.rx"), still)
    channels |= {f"{side}tibia.rx": np.where(clock < 8, 100 * wave, 0) - 40 for side in "rl"}
    channels |= {"rhumerus.rz": np.where(clock < 8, 0, 90 * wave) - 30, "lhumerus.rz": np.where(clock < 8, 0, -90 * wave) + 30}
    track = stick_man(channels)
    limbs = limbs_of(arrays(track)[2])
    assert apart(limbs[20, LIMBS.index("left_thigh")], limbs[20, LIMBS.index("left_shin")]) == pytest.approx(100, abs=1)
    for name, way in (("left_upper_arm", 1.0), ("right_upper_arm", -1.0)):
        assert limbs[100, LIMBS.index(name)] == pytest.approx([way, 0.0, 0.0], abs=0.02)
        assert limbs[0, LIMBS.index(name)] == pytest.approx([0.0, 1.0, 0.0], abs=0.02)
    assert [(each.kind, len(each.repetitions)) for each in segments(track)] == [("squat-like", 2), ("lateral-raise-like", 2)]
    assert all(LIMBS[k].endswith("arm") for k in ARMS)
