"""The trainer's eye: what is approved turns good, what is to be corrected never does, and nothing else changes."""

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from math import isnan, nan

import pytest

from benchmarks import eye as simulated
from perscoach_motion.directions.view import view
from perscoach_motion.eye.ask import ask_next
from perscoach_motion.eye.eye import CORRECT, MOST_MARKS, RIGHT, Eye, Mark, Shown, eye_from, marks_of, shown, shown_from
from perscoach_motion.eye.fit import refit
from perscoach_motion.eye.near import NEAR, nearest
from perscoach_motion.eye.ways import Accepted, Way, accepted_from
from perscoach_motion.scoring.analysis import performance
from perscoach_motion.scoring.overall import FAULT_BELOW
from perscoach_motion.scoring.score import marks
from perscoach_motion.skeleton import LIMBS
from perscoach_motion.yardstick.reference import Reference, reference
from perscoach_motion.yardstick.target import USUAL, Target, target_from
from perscoach_motion.yardstick.template import WORK
from tests.motion.figures import Figure, film
from tests.synthetic import suite

SHALLOW, ARMS_LOW, LEANING = Figure(depth=0.6), Figure(arms_deg=20.0), Figure(lean_deg=75.0)


@cache
def trainer() -> Reference:
    return reference(film(Figure()))


@cache
def repetition(figure: Figure) -> Shown:
    found = performance(trainer(), film(figure))
    return shown(found.done[1], found)


def total(figure: Figure, target: Target = USUAL) -> float:
    return marks_of(trainer(), repetition(figure), target).total


def eye(*said: tuple[Figure, str] | tuple[Figure, str, str]) -> Eye:
    return Eye(tuple(Mark(str(k), repetition(one[0]), one[1], one[2] if len(one) == 3 else None) for k, one in enumerate(said)))


def after(*said: tuple[Figure, str] | tuple[Figure, str, str]) -> Target:
    return refit(trainer(), eye(*said))


def test_a_kept_repetition_is_judged_like_a_fresh_one() -> None:
    found = performance(trainer(), film(SHALLOW))
    fresh = marks(trainer(), found.done[1].differs, found.reading.sight, USUAL, found.reading.mirrored, found.done[1].depth)
    assert marks_of(trainer(), repetition(SHALLOW)).total == pytest.approx(fresh.total, abs=0.2)


@pytest.mark.parametrize("way", [SHALLOW, ARMS_LOW, LEANING])
def test_what_is_approved_is_good_and_so_is_what_lies_between(way: Figure) -> None:
    between = Figure(**{name: (getattr(way, name) + getattr(Figure(), name)) / 2 for name in ("depth", "arms_deg", "lean_deg")})
    target = after((way, RIGHT))
    assert total(way) < FAULT_BELOW
    assert total(way, target) >= 90
    assert total(between, target) >= 90


@pytest.mark.parametrize("way", [SHALLOW, ARMS_LOW, LEANING])
def test_nothing_else_turns_good(way: Figure) -> None:
    target = after((way, RIGHT))
    for other in {SHALLOW, ARMS_LOW, LEANING} - {way}:
        assert total(other, target) < FAULT_BELOW


def test_a_tolerance_widens_only_towards_what_was_approved() -> None:
    ahead, down, arm = view((0.0, 0.0, 1.0), (0.0, 0.0, 1.0)), (0.0, 1.0, 0.0), LIMBS.index("left_upper_arm")
    for x, y in ((-0.4, 0.0), (0.0, -0.4)):
        assert nearest(ahead, arm, (x, y, 0.0), down, [(0.4, 0.0, 0.0)]) == ahead.off(arm, (x, y, 0.0), down)
    beyond = nearest(ahead, arm, (0.6, 0.0, 0.0), down, [(0.4, 0.0, 0.0)])
    assert beyond == pytest.approx(NEAR * ahead.off(arm, (0.2, 0.0, 0.0), (0.4, 1.0, 0.0)), rel=0.01)
    assert isnan(nearest(ahead, arm, (nan, 0.0, 0.0), down, [(0.4, 0.0, 0.0)]))


def test_what_is_to_be_corrected_stays_so_whatever_is_approved_before_or_after() -> None:
    worse = Figure(arms_deg=10.0)
    assert total(ARMS_LOW, after((worse, RIGHT))) >= FAULT_BELOW
    for order in ([(worse, RIGHT), (ARMS_LOW, CORRECT)], [(ARMS_LOW, CORRECT), (worse, RIGHT)]):
        assert total(ARMS_LOW, after(*order)) < FAULT_BELOW
    shallower = Figure(depth=0.5)
    assert total(SHALLOW, after((shallower, RIGHT), (SHALLOW, CORRECT))) < FAULT_BELOW


def _trunk_off(figure: Figure) -> float:
    return marks_of(trainer(), repetition(figure)).off[LIMBS.index("trunk")][0]


def test_a_limb_that_is_corrected_is_asked_more_exactly() -> None:
    slightly = next(one for degrees in range(36, 75) if _trunk_off(one := Figure(lean_deg=degrees)) > 2.6)
    assert total(slightly) >= FAULT_BELOW
    target = after((slightly, CORRECT, "trunk"))
    assert total(slightly, target) < FAULT_BELOW
    assert total(Figure(), target) >= 95
    assert target.accepted.minded == {LIMBS.index("trunk")}


def test_a_mirrored_client_keeps_her_own_sides() -> None:
    one = Mark("1", replace(repetition(ARMS_LOW), mirrored=True), RIGHT)
    ways = {LIMBS[way.limb] for way in refit(trainer(), Eye((one,))).accepted.ways}
    assert ways
    assert marks_of(trainer(), one.shown, refit(trainer(), Eye((one,)))).total >= 90
    left = Accepted(ways=(Way(LIMBS.index("left_upper_arm"), WORK, 0, False, (0.1, 0.2, 0.3)),))
    assert left.of(0, True, 1).ways == {(WORK, LIMBS.index("right_upper_arm")): [(-0.1, 0.2, 0.3)]}


def test_the_last_mark_is_undone_wholly_and_the_last_word_on_a_repetition_counts() -> None:
    before = eye((ARMS_LOW, RIGHT))
    later = before.with_mark(Mark("0", repetition(ARMS_LOW), CORRECT))
    assert total(ARMS_LOW, refit(trainer(), later)) < FAULT_BELOW
    assert later.undone() == before
    assert refit(trainer(), later.undone()) == refit(trainer(), before)


def test_documents_go_round_and_are_small() -> None:
    whole = eye((ARMS_LOW, RIGHT), (SHALLOW, CORRECT, "left_thigh"), (LEANING, RIGHT))
    text = json.dumps(whole.document(), allow_nan=False)
    assert len(text) < 3 * 3000
    assert refit(trainer(), eye_from(json.loads(text))) == refit(trainer(), whole)
    target = refit(trainer(), whole, Target(1.2, 0.9, frozenset({"head"})))
    assert target_from(json.loads(json.dumps(target.document(), allow_nan=False))) == target


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("way", -1),
        ("way", True),
        ("away", [0.0] * 5),
        ("away", [9.0] * 168),
        ("reach", ["1"] * 14),
        ("signs", [float("inf")] * 7),
        ("depth", "deep"),
        ("sight", [0.0, 0.0, 0.0]),
        ("sight", [None, 0.0, 1.0]),
        ("mirrored", 1),
    ],
)
def test_a_repetition_of_strange_form_is_refused(key: str, value: object) -> None:
    document = repetition(SHALLOW).document()
    assert shown_from(document).document() == document
    with pytest.raises((ValueError, TypeError)):
        shown_from({**document, key: value})


@pytest.mark.parametrize(
    "mark",
    [{"verdict": "fine"}, {"limb": "tail", "verdict": CORRECT}, {"limb": "head"}, {"id": ""}, {"id": "x" * 65}, {"when": 3}, {"limb": []}],
)
def test_a_mark_of_strange_form_is_refused(mark: dict[str, object]) -> None:
    row = {**eye((SHALLOW, RIGHT)).document()["marks"][0], **mark}
    with pytest.raises((ValueError, TypeError)):
        eye_from({"version": 1, "marks": [row]})


def test_there_are_not_more_marks_than_a_refit_can_take() -> None:
    full = Eye((Mark("1", repetition(SHALLOW), RIGHT),) * MOST_MARKS)
    with pytest.raises(ValueError, match="too many"):
        full.with_mark(full.marks[0])


@pytest.mark.parametrize(
    ("key", "value"), [("exact", [0.5] * 14), ("depth", 0.0), ("signs", [[0.1, 0.2]] * 7), ("ways", [[0, 1, 0, 0, 9, 9, 9]])]
)
def test_what_no_refit_makes_is_refused(key: str, value: object) -> None:
    document = Accepted().document()
    assert accepted_from(document) == Accepted()
    with pytest.raises(ValueError, match=r"."):
        accepted_from({**document, key: value})


def test_the_most_common_fault_is_asked_about_first_and_by_its_worst_repetition() -> None:
    said: dict[int, str] = {}
    order = [Figure(arms_deg=30.0), ARMS_LOW, Figure(arms_deg=25.0), LEANING, Figure()]
    found = [marks_of(trainer(), repetition(one)) for one in order]
    assert ask_next(found, said) == 1
    assert ask_next(found, dict.fromkeys(range(5), RIGHT)) is None


SIGNED = {"heels_up": "heels_up", "knees_in": "knees_in", "knee_in": "knees_in"}
"""Kinds of faults that rules tell, and their rule."""
WITHIN = {("half_height", "one_arm_low")}
"""Who may raise both arms half may raise one of them half."""


@pytest.mark.parametrize("movement", suite.MOVEMENTS)
def test_approving_one_kind_of_fault_turns_no_other_green(movement: str) -> None:
    clip = simulated.ask(movement)
    faulty = [(fault or "", one) for _, fault, kept in simulated.repetitions(movement, "fault") for one in kept]
    was = [marks_of(clip, one) for _, one in faulty]
    approved = 0
    for kind in sorted({fault for fault, _ in faulty}):
        # A repetition in which nothing but its own fault is found: who approves another approves all that the report shows there.
        own = [k for k, (fault, _) in enumerate(faulty) if fault == kind and was[k].total < FAULT_BELOW and _only(kind, was[k].rules)]
        for mine in own[:2]:
            target = refit(clip, Eye((Mark("1", faulty[mine][1], RIGHT),)))
            approved += marks_of(clip, faulty[mine][1], target).total >= FAULT_BELOW
            others = [k for k, (fault, _) in enumerate(faulty) if fault != kind and (kind, fault) not in WITHIN]
            turned = [k for k in others if marks_of(clip, faulty[k][1], target).total >= FAULT_BELOW > was[k].total]
            assert not turned, (kind, mine, [(k, faulty[k][0]) for k in turned])
    assert approved >= 2


def _only(kind: str, rules: Mapping[str, float]) -> bool:
    return not any(rules[rule] < FAULT_BELOW for rule in ("heels_up", "knees_in") if rule != SIGNED.get(kind))


@pytest.mark.parametrize(("movement", "sort"), [("squat", "style"), ("lateral_raise", "stiff")])
def test_ten_marks_bring_the_score_to_agree_with_a_hidden_trainer(movement: str, sort: str) -> None:
    figures, _ = simulated.trainer(movement, sort, 0, 0.0)
    assert figures[10]["agreement"] >= max(0.85, figures[0]["agreement"])
    assert figures[10]["false_cues"] <= figures[0]["false_cues"] / 2
    assert figures[10]["turned_green"] == 0
