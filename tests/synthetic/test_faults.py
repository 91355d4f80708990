"""A fault is what its name says, in the true joints: degrees and metres, on several bodies; and a well-done movement stays what it was."""

from dataclasses import astuple, replace
from functools import cache
from math import cos

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.synthetic.bodies import body
from tests.synthetic.figures import FIGURES
from tests.synthetic.movements import HELD, ON_THE_FLOOR, Movement, alive, posture, posture_at
from tests.synthetic.outfit import Dressed, sole
from tests.synthetic.posing import Measures, Posed, measures, posed, skinned
from tests.synthetic.posture import Posture

PEOPLE = ("anna", "erik", "rosa")
"""A middle one, the tallest and the heaviest."""
PLANTED_M = 0.006
"""The little toe is beside the line about which the foot rolls, and arms that stretch for a breath reach a little short."""


@cache
def bare(figure: str) -> Dressed:
    """Somebody without clothes or hair, in soles: quick to make, with the same joints."""
    person = body(figure)
    used = np.unique(person.skin)
    count = len(used)
    none = np.zeros((0, 3), np.float32)
    return Dressed(
        person.vertices[used], person.weights[used], none, np.zeros(count, np.float32), none.astype(int), none[:, 0], sole(person), person
    )


def still(figure: str, kind: str, fault: str | None = None, depth: float = 1.0) -> Posture:
    return posture(Movement(kind, fault), size(figure), depth)


def size(figure: str) -> Measures:
    return measures(body(figure), bare(figure).sole)


def carried(figure: str, pose: Posed) -> NDArray[np.float32]:
    """(V, 3) the skin in a posture."""
    person = bare(figure)
    return skinned(person.vertices, person.weights, person.body.heads, pose)


@cache
def joints(figure: str, kind: str, fault: str | None = None, depth: float = 1.0) -> dict[str, NDArray[np.float32]]:
    """Bone name -> where it begins in the room, metres; `shoulders`, `hips`, `ankles` are the middles of both sides."""
    person = bare(figure)
    places = posed(person, still(figure, kind, fault, depth)).joints
    at = {name: places[index] for name, index in person.body.bones.items()}
    middles = {"shoulders": "upperarm01", "hips": "upperleg01", "ankles": "foot"}
    return at | {name: (at[f"{bone}.L"] + at[f"{bone}.R"]) / 2 for name, bone in middles.items()}


def angle(at: dict[str, NDArray[np.float32]], first: str, middle: str, last: str) -> float:
    """Degrees between two bones, 180 when straight."""
    one, other = at[first] - at[middle], at[last] - at[middle]
    return float(np.degrees(np.arccos(one @ other / np.linalg.norm(one) / np.linalg.norm(other))))


def knee(at: dict[str, NDArray[np.float32]]) -> float:
    return angle(at, "upperleg01.L", "lowerleg01.L", "foot.L")


def elbow(at: dict[str, NDArray[np.float32]]) -> float:
    return angle(at, "upperarm01.L", "lowerarm01.L", "wrist.L")


def trunk(at: dict[str, NDArray[np.float32]]) -> float:
    """Degrees the line from the hips to the shoulders leans forward."""
    line = at["shoulders"] - at["hips"]
    return float(np.degrees(np.arctan2(-line[1], line[2])))


def hips_above_line(at: dict[str, NDArray[np.float32]]) -> float:
    """Metres the hips are above the straight line from ankles to shoulders."""
    line = at["shoulders"] - at["ankles"]
    share = (at["hips"] - at["ankles"]) @ line / (line @ line)
    return float((at["hips"] - at["ankles"] - share * line)[2])


@pytest.mark.parametrize("figure", PEOPLE)
def test_a_jack_with_low_arms_stops_at_the_shoulders_and_one_with_feet_together_stays_narrow(figure: str) -> None:
    good, low, narrow = (joints(figure, "jack", fault) for fault in (None, "arms_low", "feet_together"))
    above = [at["wrist.L"][2] - at["shoulders"][2] for at in (good, low, narrow)]
    assert above[0] > 0.35
    assert abs(above[1]) < 0.12
    assert above[2] == pytest.approx(above[0], abs=0.02)
    apart = [at["foot.L"][0] - at["foot.R"][0] for at in (good, low, narrow)]
    assert apart[0] == pytest.approx(apart[1])
    assert apart[0] > 0.6
    assert apart[2] < 0.3


@pytest.mark.parametrize("figure", PEOPLE)
def test_hinges_done_wrong(figure: str) -> None:
    good, half, bent, round_ = (joints(figure, "hinge", fault) for fault in (None, "half_depth", "bent_knees", "round_back"))
    assert trunk(good) > 60
    assert 28 < trunk(half) < 42
    assert knee(bent) < 105 < 140 < min(knee(good), knee(half), knee(round_))
    assert bent["hips"][2] < good["hips"][2] - 0.12, "the hips sink"
    # The hips hardly go back, and the spine does what they leave undone: the chest is much further round than the pelvis.
    assert round_["hips"][1] < good["hips"][1] - 0.05
    spine = [at.chest_pitch - at.pelvis_pitch for at in (still(figure, "hinge"), still(figure, "hinge", "round_back"))]
    assert spine[0] < 15 < 60 < spine[1]
    # A round back is shorter from hip to shoulder: what a camera can see of it.
    long, short = (np.linalg.norm(at["shoulders"] - at["hips"]) for at in (good, round_))
    assert short < 0.95 * long


@pytest.mark.parametrize("figure", PEOPLE)
def test_lunges_and_raises_done_wrong(figure: str) -> None:
    good, half, leaning = (joints(figure, "lunge", fault) for fault in (None, "half_depth", "lean"))
    assert knee(good) < 110 < knee(half)
    assert trunk(leaning) > trunk(good) + 20
    top, one, low = (joints(figure, "lateral_raise", fault) for fault in (None, "one_arm_low", "half_height"))
    raised = [
        [np.degrees(np.arccos((at[f"upperarm01.{s}"] - at[f"lowerarm01.{s}"])[2] / length(at, s))) for s in "LR"] for at in (top, one, low)
    ]
    assert min(raised[0]) > 75
    assert raised[1][0] > 75 > 65 > raised[1][1]
    assert max(raised[2]) < 65


def length(at: dict[str, NDArray[np.float32]], side: str) -> float:
    return float(np.linalg.norm(at[f"upperarm01.{side}"] - at[f"lowerarm01.{side}"]))


@pytest.mark.parametrize("figure", FIGURES)
def test_a_push_up_lowers_a_straight_body_until_the_chest_is_near_the_floor(figure: str) -> None:
    top, bottom = joints(figure, "push_up", depth=0.0), joints(figure, "push_up")
    assert elbow(top) > 155
    assert elbow(bottom) < 75
    for at in (top, bottom):
        assert angle(at, "shoulders", "hips", "ankles") > 170
        assert knee(at) > 165
    skin = carried(figure, posed(bare(figure), still(figure, "push_up")))
    ahead, behind = bottom["shoulders"][1], bottom["hips"][1]
    chest = skin[(np.abs(skin[:, 0]) < 0.12) & (skin[:, 1] > ahead) & (skin[:, 1] < ahead + 0.4 * (behind - ahead))]
    assert 0.02 < chest[:, 2].min() < 0.11
    assert skin[:, 2].min() > -0.004, "nobody sinks into the floor"


@pytest.mark.parametrize("figure", PEOPLE)
def test_push_ups_done_wrong(figure: str) -> None:
    half, low, high = (joints(figure, "push_up", fault) for fault in ("half_depth", "hips_low", "hips_high"))
    assert 90 < elbow(half) < 115
    assert angle(half, "shoulders", "hips", "ankles") > 170
    assert hips_above_line(low) < -0.08
    assert angle(low, "shoulders", "hips", "ankles") < 165
    assert hips_above_line(high) > 0.14
    assert angle(high, "shoulders", "hips", "ankles") < 150
    # The body is wrong before the elbows bend, too.
    assert hips_above_line(joints(figure, "push_up", "hips_low", 0.0)) < -0.11
    for fault in ("hips_low", "hips_high"):
        skin = carried(figure, posed(bare(figure), still(figure, "push_up", fault)))
        assert skin[:, 2].min() > -0.005, fault


@pytest.mark.parametrize(("kind", "fault"), [("push_up", None), ("push_up", "hips_low"), ("push_up", "hips_high"), ("plank", None)])
@pytest.mark.parametrize("figure", PEOPLE)
def test_hands_and_toes_stay_where_they_are(figure: str, kind: str, fault: str | None) -> None:
    doing = Movement(kind, fault, repetitions=1, period=2.0, delay=0.2, variety=0.0)
    poses = [posed(bare(figure), posture_at(doing, size(figure), time)).joints for time in np.arange(0.0, 2.2, 0.2).tolist()]
    places = np.stack(poses)
    at = {name: places[:, index] for name, index in body(figure).bones.items()}
    for planted in ("wrist", "finger2-1", "finger5-1", "toe1-1", "toe5-1"):
        for side in "LR":
            where = at[f"{planted}.{side}"]
            assert np.ptp(where, axis=0).max() < PLANTED_M, planted
            assert 0.01 < where[:, 2].min() < 0.08
    moved = np.ptp(at["head"][:, 2])
    assert moved > 0.1 if kind == "push_up" else moved < 0.03


def test_a_plank_is_held_on_the_forearms() -> None:
    for figure in PEOPLE:
        good, sagging = joints(figure, "plank"), joints(figure, "plank", "hips_low")
        assert good["lowerarm01.L"][2] < 0.06
        assert angle(good, "shoulders", "hips", "ankles") > 170
        assert hips_above_line(sagging) < -0.06
        # `depth` does nothing.
        assert still(figure, "plank", depth=0.3) == still(figure, "plank")
    assert all(Movement(kind).spans() == () for kind in HELD)


def test_what_lies_on_the_floor_can_be_mirrored_and_breathes() -> None:
    for kind in ON_THE_FLOOR:
        straight = still("anna", kind, depth=0.0)
        assert straight.mirrored().mirrored() == straight
        assert straight.mirrored().hands == tuple(replace(hand, x=-hand.x) for hand in reversed(straight.hands))
        assert alive(straight, 1.0).hands == straight.hands
        assert alive(straight, 1.0) != straight


SIZE = Measures(
    thigh=0.40,
    shin=0.42,
    ankle=0.105,
    ball_ahead=0.15,
    ball_below=0.05,
    hip_half_width=0.11,
    shoulder_half_width=0.17,
    trunk=0.47,
    trunk_back=-0.01,
    upper_arm=0.27,
    forearm=0.23,
    chest=0.13,
    belly=0.13,
)


def flat(part: object) -> list[float]:
    return [number for item in part for number in flat(item)] if isinstance(part, tuple) else [float(part)]  # type: ignore[arg-type]


def fingerprint(kind: str, fault: str | None) -> float:
    """One number that any change of the posture at five depths would move."""
    shapes = [posture(Movement(kind, fault), SIZE, step / 4) for step in range(5)]
    # What was added for the floor is left out: it is empty for all who stand.
    numbers = [number for shape in shapes for number in flat(astuple(replace(shape, hands=(), prone=0.0)))]
    return sum(number * cos(1.7 * place) for place, number in enumerate(numbers))


KEPT: dict[tuple[str, str | None], float] = {
    ("squat", None): -13.9199890,
    ("squat", "half_depth"): -7.3395623,
    ("squat", "knees_in"): -5.1038491,
    ("squat", "arms_hanging"): -21.2138787,
    ("squat", "lean"): -18.3007567,
    ("squat", "heels_up"): -10.9534204,
    ("lateral_raise", None): -1.0888501,
    ("lateral_raise", "half_height"): 0.0779280,
    ("lateral_raise", "one_arm_low"): 14.0804063,
    ("lateral_raise", "shrug"): -0.5611497,
    ("lateral_raise", "lean_back"): 4.0306326,
    ("lunge", None): -21.6769906,
    ("lunge", "half_depth"): -12.1115988,
    ("lunge", "knee_in"): -20.9203871,
    ("lunge", "lean"): -23.6647447,
    ("standing", None): -4.7621745,
    ("jack", None): -30.2845980,
    ("overhead_press", None): 27.5436264,
    ("hinge", None): -17.2722449,
    ("knee_raise", None): -3.9231593,
}
"""The postures on which recorded tracks and reference pictures rest: whoever changes one on purpose records those anew."""


@pytest.mark.parametrize(("doing", "expected"), KEPT.items())
def test_postures_are_what_recorded_tracks_show(doing: tuple[str, str | None], expected: float) -> None:
    assert fingerprint(*doing) == pytest.approx(expected, abs=1e-6)
    assert not posture(Movement(*doing), SIZE, 0.5).hands
