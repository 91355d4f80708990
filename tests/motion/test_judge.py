"""What differs in one repetition, limb by limb and part by part."""

from dataclasses import replace
from math import isnan, nan

import pytest

from perscoach_motion.demonstration import lesson
from perscoach_motion.directions.limbs import COUNT
from perscoach_motion.directions.signs import HEEL_LEFT, HIPS, SIGNS
from perscoach_motion.scoring.judge import degrees_of, differences
from perscoach_motion.skeleton import LIMBS
from perscoach_motion.yardstick.template import BACK, OUT, REST, WORK, Piece

ASK, _ = lesson()
HERS = ASK.templates[0].piece
ARM, THIGH = LIMBS.index("left_upper_arm"), LIMBS.index("left_thigh")


def without(piece: Piece, limb: int, rows: range) -> Piece:
    """The same with a limb hidden in some frames."""
    seen = [[value and not (number == limb and row in rows) for number, value in enumerate(all_)] for row, all_ in enumerate(piece.seen)]
    return replace(piece, seen=seen)


def test_herself_beside_herself_differs_in_nothing() -> None:
    found = differences(ASK, 0, HERS)
    assert max(abs(value) for part in found.away for vector in part for value in vector) < 1e-9
    assert [found.reach[limb] for limb in ASK.moving] == pytest.approx([1.0] * len(ASK.moving))
    assert found.signs == pytest.approx([0.0] * len(SIGNS))
    assert found.cost == pytest.approx(0.0, abs=1e-9)


def test_an_arm_that_is_raised_too_little_differs_at_work_and_not_at_rest() -> None:
    _, found = lesson(left_arm=0.5)
    differs = found.done[0].differs
    assert degrees_of(differs.away[WORK][ARM]) == pytest.approx(35, abs=5)
    assert degrees_of(differs.away[REST][ARM]) < 8
    assert degrees_of(differs.away[WORK][THIGH]) < 3
    assert differs.away[WORK][ARM][1] > 0.3, "it hangs lower than hers: y is down"
    assert differs.reach[ARM] == pytest.approx(0.5, abs=0.06)
    assert differs.reach[THIGH] == pytest.approx(1.0, abs=0.03)
    assert isnan(differs.reach[LIMBS.index("head")]), "of a limb that she holds no range is asked"


def test_a_limb_hidden_through_most_of_a_part_says_nothing_there() -> None:
    work = [row for row, part in enumerate(ASK.templates[0].parts) if part == WORK]
    found = differences(ASK, 0, without(HERS, ARM, range(work[0], work[-1] + 1)))
    assert isnan(found.away[WORK][ARM][0])
    assert not isnan(found.away[REST][ARM][0])
    assert not isnan(found.away[WORK][THIGH][0])
    once = differences(ASK, 0, without(HERS, ARM, range(work[0], work[0] + 1)))
    assert not isnan(once.away[WORK][ARM][0]), "one frame lost is no loss"


def test_what_the_trainer_does_not_show_is_not_judged() -> None:
    blind = replace(ASK, judged=tuple(limb != ARM for limb in range(COUNT)))
    found = differences(blind, 0, HERS)
    assert all(isnan(found.away[part][ARM][0]) for part in (REST, OUT, WORK, BACK))


def shifted(sign: int, by: float, parts: tuple[int, ...]) -> Piece:
    """The trainer's own repetition with one sign higher in some parts."""
    found = [
        tuple(value + (by if number == sign and part in parts else 0.0) for number, value in enumerate(row))
        for row, part in zip(HERS.signs, ASK.templates[0].parts, strict=True)
    ]
    return replace(HERS, signs=found)


def test_signs_are_what_the_movement_does_not_how_the_body_is_built() -> None:
    everywhere = differences(ASK, 0, shifted(HEEL_LEFT, 0.2, (REST, OUT, WORK, BACK)))
    assert everywhere.signs[HEEL_LEFT] == pytest.approx(0.0, abs=1e-9)
    lifted = differences(ASK, 0, shifted(HEEL_LEFT, 0.2, (WORK,)))
    assert lifted.signs[HEEL_LEFT] == pytest.approx(0.2, abs=1e-9)


def test_hips_that_stay_up_are_a_sign() -> None:
    _, found = lesson(depth=0.6)
    assert found.done[0].differs.signs[HIPS] > 0.1


def test_a_sign_needs_its_limbs_seen() -> None:
    found = differences(ASK, 0, without(HERS, LIMBS.index("hips"), range(len(HERS))))
    assert isnan(found.signs[HIPS])
    assert not isnan(found.signs[HEEL_LEFT])


def test_degrees_of_the_unknown_are_unknown() -> None:
    assert isnan(degrees_of((nan, nan, nan)))
    assert degrees_of((0.0, 2.0, 0.0)) == pytest.approx(180.0)
