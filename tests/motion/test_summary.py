"""What a session comes to by its landmarks."""

import json
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from perscoach_motion.counting.pacing import paired
from perscoach_motion.npzfile import arrays, track_from_arrays
from perscoach_motion.scoring.analysis import performance
from perscoach_motion.session.summary import summarise
from perscoach_motion.skeleton import LIMBS
from perscoach_motion.track import PoseTrack
from perscoach_motion.yardstick.reference import reference
from perscoach_motion.yardstick.target import USUAL, Target
from tests.motion.figures import PERIOD_S, Figure, film, flipped

EIGHT = 8
ASK = reference(film(Figure()))
LONG_ASK = reference(film(Figure(repetitions=EIGHT)))
LEFT_ARM = {"left_upper_arm", "left_forearm"}


def summary(client: PoseTrack, *, long: bool = False, target: Target = USUAL) -> dict[str, Any]:
    ask = LONG_ASK if long else ASK
    return summarise(ask, performance(ask, client), target, client.duration)


def spliced(*parts: tuple[Figure, float]) -> PoseTrack:
    """Clips one after the other on one clock, each until its moment."""
    shown = [arrays(film(figure)) for figure, _ in parts]
    times, image, world, visibility = (values.copy() for values in shown[0])
    for (_, before), (_, after) in pairwise(enumerate(parts)):
        later = times >= before[1]
        which = parts.index(after)
        for mine, theirs in zip((image, world, visibility), shown[which][1:], strict=True):
            mine[later] = theirs[later]
    return track_from_arrays(times, image, world, visibility, film(parts[0][0]).aspect)


def hidden(track: PoseTrack, landmarks: range) -> PoseTrack:
    times, image, world, visibility = (values.copy() for values in arrays(track))
    visibility[:, list(landmarks)] = 0.1
    return track_from_arrays(times, image, world, visibility, track.aspect)


def test_a_good_session_is_whole_and_says_so() -> None:
    client = film(Figure(height=1.55, legs=0.46, noise_m=0.005, late_s=0.4))
    said = summary(client)
    assert said["version"] == 2
    assert said["score"] >= 90
    assert said["confidence"] >= 0.95
    assert (said["moments"], said["worst_limb"]) == ([], None)
    assert said["reps"] == {"whole": 3, "half": 0, "broken_off": 0, "missed": 0, "left": None, "right": None}
    assert said["lag_s"] == pytest.approx(0.4, abs=0.1)
    assert said["tempo"]["median"] == pytest.approx(1.0, abs=0.1)
    assert said["consistency"] < 5
    assert [row["kind"] for row in said["repetitions"]] == ["whole"] * 3
    strip = said["strip"]
    assert (strip[0]["start_s"], strip[-1]["end_s"]) == (0, said["duration_s"])
    assert all(a["end_s"] == b["start_s"] for a, b in pairwise(strip))
    assert min(piece["score"] for piece in strip) >= 90
    assert json.dumps(said, allow_nan=False) == json.dumps(summary(client), allow_nan=False)


def test_a_fault_is_one_moment_with_what_the_trainer_did_there() -> None:
    said = summary(film(Figure(left_arm=0.1)))
    (moment,) = said["moments"]
    assert (moment["limb"] in LEFT_ARM, moment["direction"], moment["count"]) == (True, "left_arm_up", 3)
    assert moment["trainer_part"] == "work"
    assert 0 <= moment["trainer_start_s"] < moment["trainer_end_s"] <= ASK.track.duration
    bend = (moment["worst_s"] - 0.5) % PERIOD_S
    assert bend == pytest.approx(PERIOD_S / 2, abs=0.6)
    assert moment["degrees"] > 30
    assert "рука" in moment["words"]["ru"]
    assert "left arm" in moment["words"]["en"].lower()
    assert said["worst_limb"] in LEFT_ARM
    assert {row["worst_limb"] for row in said["repetitions"]} <= LEFT_ARM


def test_the_matrix_shows_where_and_when() -> None:
    matrix = summary(film(Figure(left_arm=0.1)))["matrix"]
    times = np.array(matrix["times"])
    assert np.diff(times).min() == pytest.approx(0.25)
    depth = (1 - np.cos(2 * np.pi * (times - 0.5) / PERIOD_S)) / 2
    arm, thigh = (np.array(matrix["limbs"][name], float) for name in ("left_upper_arm", "left_thigh"))
    assert arm[depth > 0.8].max() < 40
    assert arm[depth < 0.15].min() > 90
    assert thigh.min() > 90


def test_neighbours_with_the_same_fault_are_one_moment_and_a_good_repetition_parts_them() -> None:
    well, arm = Figure(repetitions=EIGHT), Figure(repetitions=EIGHT, left_arm=0.1)
    shallow = Figure(repetitions=EIGHT, depth=0.4)
    rest = [0.5 + PERIOD_S * k for k in range(EIGHT + 1)]
    said = summary(spliced((arm, rest[2]), (well, rest[4]), (arm, rest[5]), (shallow, rest[8])), long=True)
    assert [(moment["direction"], moment["count"]) for moment in said["moments"]] == [("left_arm_up", 2), ("left_arm_up", 1), ("deeper", 3)]
    assert said["moments"][0]["end_s"] < rest[2] + 0.5
    assert said["moments"][2]["share"] == pytest.approx(0.45, abs=0.12)
    assert said["range"]["left_thigh"] > 0.9
    assert said["score"] < 80


def test_what_was_left_out_is_counted_and_said() -> None:
    said = summary(film(Figure(repetitions=5, stays_s=3 * PERIOD_S + 0.5)), long=True)
    assert (said["reps"]["whole"], said["reps"]["missed"]) == (5, 3)
    (moment,) = said["moments"]
    assert (moment["direction"], moment["count"], moment["score"]) == ("follow", 3, 0.0)
    assert moment["start_s"] > 5 * PERIOD_S
    assert said["score"] < 70
    assert all(piece["score"] == 0 for piece in said["strip"] if piece["start_s"] > 17 and piece["end_s"] < 24)
    assert [row["kind"] for row in said["repetitions"]][5:] == ["missed"] * 3


def test_what_was_not_seen_is_null_and_lowers_only_the_confidence() -> None:
    client = hidden(film(Figure(arms_deg=0)), range(13, 17))
    said = summary(client)
    arms = [name for name in LIMBS if name.endswith(("upper_arm", "forearm"))]
    assert {said["limbs"][name]["score"] for name in arms} == {None}
    assert {value for name in arms for value in said["matrix"]["limbs"][name]} == {None}
    assert {row["limbs"][name] for row in said["repetitions"] for name in arms} == {None}
    assert said["moments"] == []
    assert said["score"] is None or said["score"] >= 90
    assert 0.4 < said["confidence"] < 0.85


def test_what_lies_outside_the_picture_is_not_seen_however_sure_the_network_is() -> None:
    client = film(Figure(left_arm=0.1))
    times, image, world, visibility = (values.copy() for values in arrays(client))
    # The picture ends beside the left shoulder.
    image[..., 0] += 1.0 - image[:, 11, 0].max()
    said = summary(track_from_arrays(times, image, world, visibility, client.aspect))
    assert said["limbs"]["left_upper_arm"] == {"score": None, "error_deg": None, "range": None, "seen": pytest.approx(0, abs=0.1)}
    assert said["limbs"]["right_upper_arm"]["score"] >= 90
    assert said["moments"] == []


def test_every_repetition_of_a_long_session_finds_its_own() -> None:
    hers = [10.0 * loop + at for loop in range(100) for at in (1.6, 4.1, 6.5, 8.9)]
    # Three of her four, unevenly, and a minute away in between.
    mine = [10.0 * loop + at for loop in range(100) if not 40 <= loop < 46 for at in (2.1, 4.3, 6.4)]
    answers = dict(paired(mine, hers))
    assert [answers.get(k) for k in range(len(mine))] == [4 * loop + k for loop in range(100) if not 40 <= loop < 46 for k in range(3)]


def test_an_idle_person_half_out_of_the_picture_has_left_nothing_out() -> None:
    still = film(Figure(depth=0, arms_deg=0))
    assert summary(still)["score"] == 0
    assert summary(still)["moments"][0]["direction"] == "follow"
    unseen = summary(hidden(still, range(11, 33)))
    assert unseen["score"] is None
    assert (unseen["moments"], unseen["worst_limb"], unseen["reps"]["missed"], unseen["confidence"]) == ([], None, 0, 0)


def test_excluded_limbs_are_neither_judged_nor_named() -> None:
    arm = frozenset(LEFT_ARM)
    said = summary(film(Figure(left_arm=0.1)), target=Target(excluded=arm))
    assert {said["limbs"][name]["score"] for name in arm} == {None}
    assert {value for name in arm for value in said["matrix"]["limbs"][name]} == {None}
    assert (said["moments"], said["worst_limb"]) == ([], None)
    assert said["score"] >= 90


def test_sides_are_the_clients_own() -> None:
    trainer = film(Figure(left_arm=0.1))
    ask = reference(trainer)
    for client, left, right in ((trainer, 0, 3), (flipped(trainer), 3, 0)):
        said = summarise(ask, performance(ask, client))
        assert (said["reps"]["left"], said["reps"]["right"]) == (left, right)
        assert said["score"] >= 90
    assert said["mirrored"] is True
    assert {row["side"] for row in said["repetitions"]} == {"left"}


def test_a_hold_is_timed() -> None:
    held = reference(film(Figure(bent=True)))
    said = summarise(held, performance(held, spliced((Figure(bent=True), 6.0), (Figure(depth=0, arms_deg=0), 10.0))))
    assert said["held_s"] == pytest.approx(6.0, abs=1.5)
    assert {row["kind"] for row in said["repetitions"]} == {"hold"}


def test_an_empty_room_is_a_summary_too() -> None:
    client = film(Figure())
    nobody = np.full_like(arrays(client)[1], np.nan)
    times, _, _, visibility = arrays(client)
    said = summary(track_from_arrays(times, nobody, nobody, visibility, client.aspect))
    assert (said["score"], said["confidence"], said["seen"]) == (None, 0, 0)
    assert said["matrix"]["times"] == []
    assert {piece["score"] for piece in said["strip"]} == {None}
    json.dumps(said, allow_nan=False)
