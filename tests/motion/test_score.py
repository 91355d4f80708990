"""From differences to a number: the worst limbs decide, what is not asked or not seen does not, and each client has her own target."""

from math import isnan, nan

import pytest

from perscoach_motion.demonstration import lesson
from perscoach_motion.directions.limbs import COUNT
from perscoach_motion.scoring.limb_marks import weight_of_limb
from perscoach_motion.scoring.overall import FAULT_BELOW, colour, overall, session
from perscoach_motion.scoring.score import Marks, marks
from perscoach_motion.skeleton import LIMBS
from perscoach_motion.yardstick.target import USUAL, Target

ASK, _ = lesson()
WEIGHTS = [weight_of_limb(ASK, limb) for limb in range(COUNT)]
LEFT_ARM = frozenset({"left_upper_arm", "left_forearm"})


def marked(target: Target = USUAL, **client: float) -> Marks:
    ask, found = lesson(**client)  # type: ignore[arg-type]
    done = found.done[0]
    return marks(ask, done.differs, found.reading.sight, target, found.reading.mirrored, done.depth)


def test_the_trainer_herself_is_as_the_trainer() -> None:
    assert marked().total == 100.0


@pytest.mark.parametrize(
    "client", [{"depth": 0.55, "arms": 0.55}, {"left_arm": 0.3}, {"arms": 0.2}, {"depth": 0.4}], ids=["shallow", "one arm", "arms", "legs"]
)
def test_a_true_fault_is_never_green(client: dict[str, float]) -> None:
    assert marked(**client).total < FAULT_BELOW  # type: ignore[arg-type]


def test_a_fault_grows_with_its_size() -> None:
    totals = [marked(left_arm=share).total for share in (1.0, 0.75, 0.6, 0.5, 0.1)]
    assert totals == sorted(totals, reverse=True)
    assert totals[0] >= 90 > FAULT_BELOW > totals[-1]


def test_a_fault_of_one_limb_differs_but_is_not_another_movement() -> None:
    assert 40 <= marked(left_arm=0.0).total < FAULT_BELOW
    assert marked(left_arm=0.0).another == 0.0


def test_strictness_is_how_exactly() -> None:
    totals = [marked(Target(strictness=strictness), left_arm=0.75).total for strictness in (0.5, 1.0, 2.0)]
    assert totals[0] >= totals[1] > totals[2]
    assert marked(Target(strictness=2.0)).total == 100.0, "who does it exactly may be asked twice as exactly"


@pytest.mark.parametrize("share", [0.5, 0.65, 0.8])
def test_who_reaches_her_own_range_is_right(share: float) -> None:
    assert marked(Target(range_share=share), depth=share, arms=share).total >= 90
    assert marked(Target(range_share=share)).total >= 90, "and more is no fault"
    assert marked(Target(range_share=share), depth=share / 1.7, arms=share / 1.7).total < FAULT_BELOW, "less is one"


def test_of_excluded_limbs_nothing_is_asked() -> None:
    assert marked(left_arm=0.0).total < FAULT_BELOW
    found = marked(Target(excluded=LEFT_ARM), left_arm=0.0)
    assert found.total == 100.0
    assert isnan(found.limbs[LIMBS.index("left_upper_arm")])
    assert marked(Target(excluded=frozenset({"right_upper_arm", "right_forearm"})), left_arm=0.0).total < FAULT_BELOW


def test_of_a_mirrored_client_her_own_limbs_are_excluded() -> None:
    ask, found = lesson(left_arm=0.0)
    done = found.done[0]
    own_right = Target(excluded=frozenset({"right_upper_arm", "right_forearm"}))
    assert marks(ask, done.differs, found.reading.sight, own_right, mirrored=True, depth=done.depth).total == 100.0


def test_the_worst_limbs_decide_not_the_mean() -> None:
    one_bad = [100.0] * COUNT
    one_bad[LIMBS.index("left_thigh")] = 0.0
    two_bad = list(one_bad)
    two_bad[LIMBS.index("right_thigh")] = 0.0
    assert overall(ASK, [80.0] * COUNT, WEIGHTS, []) > FAULT_BELOW > overall(ASK, one_bad, WEIGHTS, []) > overall(ASK, two_bad, WEIGHTS, [])
    assert overall(ASK, [100.0] * COUNT, WEIGHTS, [0.0]) < FAULT_BELOW, "a rule counts like a limb"
    assert overall(ASK, [100.0] * COUNT, WEIGHTS, [nan]) == 100.0
    assert overall(ASK, [0.0] * COUNT, WEIGHTS, [], strange=1.0) == 0.0


def test_too_little_seen_has_no_number() -> None:
    assert isnan(overall(ASK, [nan] * COUNT, WEIGHTS, []))
    legs = [100.0 if "thigh" in name else nan for name in LIMBS]
    assert isnan(overall(ASK, legs, WEIGHTS, [])), "two thighs are not a squat"
    no_hands = [nan if "forearm" in name or "foot" in name else 100.0 for name in LIMBS]
    assert overall(ASK, no_hands, WEIGHTS, []) == 100.0


def test_the_sessions_number_is_drawn_to_its_worse_half() -> None:
    assert session([90.0] * 5) == pytest.approx(90)
    assert session([100.0] * 5 + [50.0] * 5) < 75
    assert session([nan, 80.0]) == 80.0
    assert isnan(session([]))


@pytest.mark.parametrize(("score", "name"), [(100.0, "green"), (70.0, "green"), (69.9, "amber"), (40.0, "amber"), (39.9, "red")])
def test_colours(score: float, name: str) -> None:
    assert colour(score) == name
