"""How the body as a whole is carried: by heights in the picture, whatever the body and however near it stands."""

from dataclasses import replace
from math import isnan, nan

import pytest

from perscoach_motion.demonstration import lesson
from perscoach_motion.directions.signs import HIPS, KNEE_GAP, KNEE_LEFT, KNEE_RIGHT, SHOULDERS
from perscoach_motion.scoring.carriage import BENT_LOST, ROUND_LOST, asked_less, bent, carriage, knee_in, rounded
from perscoach_motion.scoring.judge import Differences, Vector
from perscoach_motion.skeleton import LIMBS
from perscoach_motion.yardstick.reference import Reference
from perscoach_motion.yardstick.template import WORK

ASK, FOUND = lesson()
SAME = FOUND.done[0].differs
SIGHT = FOUND.reading.sight
THIGHS = (LIMBS.index("left_thigh"), LIMBS.index("right_thigh"))
TRUNK, HEAD = LIMBS.index("trunk"), LIMBS.index("head")


def signed(sign: int, value: float) -> Differences:
    """A repetition right but for one sign."""
    return replace(SAME, signs=tuple(value if number == sign else 0.0 for number in range(len(SAME.signs))))


def differing(limb: int, away: Vector) -> Differences:
    """A repetition right but for one limb at work."""
    parts = [list(part) for part in SAME.away]
    parts[WORK][limb] = away
    return replace(SAME, away=tuple(tuple(part) for part in parts))


def moving(ask: Reference, limb: int, range_deg: float, **what: object) -> Reference:
    """The same clip, had this limb moved so far."""
    ranges = tuple(range_deg if number == limb else value for number, value in enumerate(ask.range_deg))
    return replace(ask, range_deg=ranges, **what)  # type: ignore[arg-type]


def keeps_hips_up() -> Reference:
    """A trainer who stands and does not go down."""
    (template,) = ASK.templates
    return replace(ASK, templates=(replace(template, changes=[0.0] * len(template.changes)),))


def test_hips_that_do_not_come_down_are_the_thighs_fault() -> None:
    worth = [carriage(ASK, signed(HIPS, missing), SIGHT)[THIGHS[0]] for missing in (0.0, 0.03, 0.12, 0.3)]
    assert worth[0] == worth[1] == 100.0, "bodies differ by so much"
    assert worth[1] > worth[2] > worth[3] == 0.0
    assert carriage(ASK, signed(HIPS, -0.1), SIGHT)[THIGHS[0]] == 100.0, "deeper is no fault"


def test_hips_that_sink_where_the_trainer_keeps_them_up_are_one_too() -> None:
    ask = keeps_hips_up()
    assert carriage(ask, signed(HIPS, 0.0), SIGHT)[THIGHS[0]] == 100.0
    assert carriage(ask, signed(HIPS, -0.2), SIGHT)[THIGHS[0]] == 0.0


def test_what_is_not_seen_is_not_judged() -> None:
    assert THIGHS[0] not in carriage(replace(ASK, even=False), replace(SAME, signs=(nan,) * len(SAME.signs)), SIGHT)


def test_of_a_smaller_target_the_hips_need_not_come_down_as_far() -> None:
    half = lesson(depth=0.5)[1].done[0].differs.signs
    assert half[HIPS] > 0.2
    assert asked_less(ASK, 0, half, 1.0) == half
    eased = asked_less(ASK, 0, half, 0.4)
    assert eased[HIPS] == eased[SHOULDERS] == 0.0
    assert asked_less(ASK, 0, signed(HIPS, -0.3).signs, 0.4)[HIPS] == -0.3, "only what is missing is forgiven"


def test_feet_that_do_not_open_show_in_the_gap() -> None:
    assert carriage(ASK, signed(KNEE_GAP, 0.5), SIGHT)[THIGHS[0]] < 70
    assert carriage(ASK, signed(KNEE_GAP, 0.1), SIGHT)[THIGHS[0]] == 100.0


def test_one_loaded_knee_that_falls_in() -> None:
    lunge = replace(ASK, even=False)
    assert isnan(knee_in(ASK, signed(KNEE_LEFT, -0.3), SIGHT)), "with both legs alike the gap tells"
    assert knee_in(lunge, signed(KNEE_LEFT, -0.3), SIGHT) == pytest.approx(0.3, abs=0.01)
    assert knee_in(lunge, signed(KNEE_RIGHT, 0.3), SIGHT) <= 0.0, "outwards is not in"
    apart = replace(SIGHT, client=(0.71, 0.0, 0.71))
    assert knee_in(lunge, signed(KNEE_LEFT, -0.3), apart) < 0.3, "from elsewhere less is certain"


def test_a_back_is_rounded_when_the_head_hangs_lower_than_the_lean_says() -> None:
    bow = moving(ASK, TRUNK, 70.0)
    assert isnan(rounded(ASK, SAME)), "who hardly bows has no round back to show"
    assert rounded(bow, differing(HEAD, (0.0, 0.5, 0.0))) > ROUND_LOST
    assert rounded(bow, differing(TRUNK, (0.0, 0.3, 0.0))) < 0, "who only leans further carries the head with her"


def test_who_lies_bends_where_trunk_and_thighs_part() -> None:
    plank = replace(ASK, standing=False)
    assert isnan(bent(ASK, SAME))
    sagging = differing(TRUNK, (0.0, 0.4, 0.0))
    assert bent(plank, sagging) > BENT_LOST
    tilted = [list(part) for part in differing(TRUNK, (0.0, 0.4, 0.0)).away]
    for limb in THIGHS:
        tilted[WORK][limb] = (0.0, -0.4, 0.0)
    assert bent(plank, replace(SAME, away=tuple(tuple(part) for part in tilted))) == pytest.approx(0.0, abs=1.0), "the whole body tilted"
