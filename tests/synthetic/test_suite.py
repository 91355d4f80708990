"""The committed suite is what it says: enough sessions, every possible pair of factors, tracks of the people whose truth they carry."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from gpu_jobs.weights import models_dir
from perscoach_motion.skeleton import COUNT, INDEX, LIMBS
from tests.synthetic import suite
from tests.synthetic.camera import Camera
from tests.synthetic.movements import Movement
from tests.synthetic.pairwise import Row, missing
from tests.synthetic.room import Room
from tests.synthetic.scene import Scene, glimpses, render
from tests.synthetic.suite_reading import MODEL, plan_of, read, spoiled
from tests.synthetic.suite_scenes import COURSES, FACTORS, MARGIN, PERIOD_S, framed, possible
from tests.synthetic.suite_tracks import FOLDER, GRID, Session, lag_of, packed, track_of, write
from tests.synthetic.suite_tracks import read as unpack
from tests.synthetic.suite_truth import truth_of

LARGEST = 5_000_000
"""Bytes of all committed tracks: what a checkout may well carry."""
SEEN = 0.9
"""Share of frames in which MediaPipe must have found the person of every session that is whole in the picture."""


def _rows(sort: str) -> list[Row]:
    return [{name: value for name, value in one.row.items() if name in FACTORS or name == "movement"} for one in suite.sessions(sort)]


def test_it_is_large_enough_and_small_enough() -> None:
    counts = Counter(one.sort for one in suite.sessions())
    assert sum(counts.values()) >= 150
    assert set(suite.MOVEMENTS) == {one.movement for one in suite.sessions("correct")} == set(COURSES)
    assert min(Counter(one.movement for one in suite.sessions("correct")).values()) >= 12
    assert min(Counter((one.movement, one.fault) for one in suite.sessions("fault")).values()) >= 5
    assert {one.movement for one in suite.sessions("idle")} == {one.movement for one in suite.sessions("outside")} == set(COURSES)
    assert all(len({one.fault for one in suite.sessions("fault") if one.movement == movement}) >= 2 for movement in COURSES)
    assert len(suite.others()) >= 18
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) <= LARGEST


@pytest.mark.parametrize("sort", ["correct", "fault"])
def test_every_possible_pair_of_factors_occurs(sort: str) -> None:
    factors = {**FACTORS, "movement": suite.MOVEMENTS}
    for (first, a), (second, b) in missing(_rows(sort), factors):
        # Only what a movement forbids may be missing: a side it has not, a turn that shows its far end. The camera forbids no pair.
        assert (first, second) in (("mirrored", "movement"), ("movement", "turn"))
        row: Row = {"movement": "squat", "fault": "", "figure": "mei", "pitch": 0.0, "lift": 0.9, "distance": 4.4, "picture": "landscape"}
        assert not possible({**row, "turn": 0.0, "mirrored": False, first: a, second: b})


def test_no_client_is_the_trainer_and_everyone_is_in_each_sort() -> None:
    for one in suite.sessions():
        assert one.figure != suite.trainer_session(one.movement).figure
    for sort in ("correct", "fault"):
        assert {one.figure for one in suite.sessions(sort)} == set(FACTORS["figure"])
        assert len({one.figure for one in suite.sessions(sort)}) >= 5


def test_mediapipe_found_the_people_where_they_are() -> None:
    for one in suite.sessions():
        frames = [frame for frame in range(len(one.track)) if one.track.present(frame)]
        if one.sort != "outside":
            assert len(frames) >= SEEN * len(one.track), one.name
        assert len(one.track) >= 80
        assert one.track.duration > 5.0


def test_truth_names_what_is_wrong() -> None:
    thighs = {"left_thigh", "right_thigh"}
    for one in suite.sessions("fault"):
        at_fault = one.truth.at_fault
        assert at_fault, one.name
        assert max(one.truth.away) >= 10, one.name
        if one.fault == "one_arm_low":
            low = "left" if one.mirrored else "right"
            assert at_fault == {f"{low}_upper_arm", f"{low}_forearm"}
        if one.fault == "knees_in":
            assert at_fault >= thighs
            assert "trunk" not in at_fault
        if one.movement == "squat" and one.fault == "half_depth":
            assert at_fault >= thighs
            assert 0.3 < one.reach["left_thigh"] < 0.65
    for one in suite.sessions("correct"):
        assert max(one.truth.away) == 0
        assert np.median(list(one.reach.values())) == pytest.approx(1.0, abs=0.12), one.name


def test_half_of_those_outside_is_outside() -> None:
    for one in suite.sessions("outside"):
        assert 2 <= len(one.truth.unseen) < len(LIMBS), one.name
    for one in suite.sessions("correct"):
        assert not one.truth.unseen, one.name


def test_lag_and_repetitions_are_the_clients_own() -> None:
    for one in suite.sessions():
        assert len(one.spans) == (0 if one.sort == "idle" else 3)
        assert (one.lag_s is None) == (one.sort == "idle")
    steady = [one for one in suite.sessions("correct") if one.row["stretch"] == 1.0]
    assert steady
    for one in steady:
        # Up to the second repetition the variety of the client (3 %) and of the trainer (2 %) adds up to this.
        assert one.lag_s == pytest.approx(one.row["lag"], abs=0.05 * PERIOD_S * 1.5), one.name


def test_lag_is_the_median_of_middles() -> None:
    assert lag_of(((1.0, 2.0), (4.0, 5.0), (9.0, 10.0)), ((0.5, 1.5), (3.0, 4.0), (5.0, 6.0), (7.0, 8.0))) == pytest.approx(1.0)
    assert lag_of((), ((0.5, 1.5),)) is None


def _session(track_values: np.ndarray, absent: list[int]) -> tuple[Session, np.ndarray]:
    image, world, visibility = track_values[..., :2], track_values[..., 2:5], track_values[..., 5]
    for values in (image, world, visibility):
        values[absent] = np.nan
    levels = packed(image, world, visibility)
    held = levels * GRID
    held[absent] = np.nan
    times = np.arange(len(image)) / 15
    joints = np.random.default_rng(2).standard_normal((len(image), COUNT, 3)).astype(np.float32)
    truth = truth_of(times, joints, joints, joints[..., :2], ())
    track = track_of(times, held, 0.75)
    session = Session("one", "squat", "idle", "standing", None, "mei", False, {"lag": 0.3}, (), None, truth, {}, {"noise": "none"}, track)
    return session, levels


def test_packing_keeps_every_number_on_the_grid(tmp_path: Path) -> None:
    draw = np.random.default_rng(1)
    values = draw.uniform(-0.5, 1.5, (9, COUNT, 6)).astype(np.float32)
    session, levels = _session(values.copy(), [0, 4])
    write(tmp_path / "some.xz", [(session, levels), (session, levels)])
    first, second = unpack(tmp_path / "some.xz")
    assert first == second == session
    assert np.array_equal(first.track.world, session.track.world, equal_nan=True)
    assert [frame for frame in range(9) if not second.track.present(frame)] == [0, 4]
    read_back = np.array(first.track.world).reshape(9, COUNT, 3)[1:4]
    assert np.abs(read_back - values[1:4, :, 2:5]).max() <= 2.6e-4
    assert np.abs(np.array(first.track.xy_of(8)).reshape(COUNT, 2) - values[8, :, :2]).max() <= 5.1e-5


def test_a_framed_person_is_inside_with_the_margin() -> None:
    points = np.array([[-0.4, 0.0, 0.0], [0.4, 0.1, 1.7]], np.float32)
    camera = framed(Camera(272, 480, pitch=7, lift=0.9, distance=4.4), points)
    assert camera is not None
    share = camera.project(points) / [272, 480]
    assert min(share.min(), 1 - share.max()) == pytest.approx(MARGIN, abs=0.004)
    assert framed(Camera(272, 480, pitch=-40, lift=1.3, distance=2.6), points) is None


def test_a_spoiled_picture_is_darker_and_noisier() -> None:
    plain = np.full((48, 64, 3), 128, np.uint8)
    draw = np.random.default_rng(1)
    assert spoiled(plain, "none", draw) is plain
    some, much = (spoiled(plain, noise, draw).astype(float) for noise in ("some", "much"))
    assert 128 > some.mean() > much.mean() > 50
    assert min(some.std(), much.std()) > 0


SMALL = Scene("anna", Movement("squat", repetitions=1, period=2.0, delay=0.2), Camera(108, 196, distance=3.5, view=45), Room(), seconds=0.2)


def test_a_glimpse_shows_what_a_full_picture_shows() -> None:
    full, quick = render(SMALL).frames, np.stack(list(glimpses(SMALL)))
    assert quick.shape == full.shape
    assert quick.dtype == np.uint8
    # One sample instead of sixteen at the person's edges, no folds: most pixels agree, none of the person is missing.
    assert np.abs(quick.astype(int) - full).mean() < 6
    assert np.median(np.abs(quick.astype(int) - full)) <= 2


@pytest.mark.slow
@pytest.mark.skipif(not (models_dir() / MODEL).exists(), reason="the pose model is not there yet (`make setup`)")
@pytest.mark.parametrize("name", ["squat-knees_in-1", "push_up-correct-1"])
def test_a_session_read_afresh_is_the_committed_one(name: str) -> None:
    (one,) = (session for session in suite.sessions() if session.name == name)
    fresh = read(plan_of(one))
    assert np.allclose(fresh.times, one.track.times, atol=1e-4)
    size = np.array([one.recipe["camera"]["width"], one.recipe["camera"]["height"]])
    kept = np.array(one.track.image).reshape(-1, COUNT, 3)[..., :2]
    body = [INDEX[f"{side}_{part}"] for side in ("left", "right") for part in ("shoulder", "elbow", "hip", "knee", "ankle")]
    away = np.linalg.norm((fresh.image - kept) * size, axis=-1)[:, body]
    # MediaPipe's threads do not add in a steady order, and its tracker carries a difference on: a pixel, not a bit.
    assert np.nanmedian(away) <= 1.0
    world = np.array(one.track.world).reshape(-1, COUNT, 3)
    assert np.nanmedian(np.linalg.norm(fresh.world - world, axis=-1)[:, body]) <= 0.01
