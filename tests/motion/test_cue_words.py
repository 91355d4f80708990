"""What is wrong with a movement, and the words for it."""

import re
from collections.abc import Mapping
from dataclasses import replace
from math import asin, cos, degrees, isnan, nan, radians, sin, sqrt
from pathlib import Path

import pytest

from perscoach_motion.faults.faults import faults
from perscoach_motion.faults.limb_cues import fault_cue
from perscoach_motion.faults.limb_state import NOBODY, LimbState, Vector
from perscoach_motion.faults.phrases import CUES, NUMBER, Cue, cue_named, cue_texts, sentence
from perscoach_motion.skeleton import LIMBS

Body = Mapping[str, Vector]
FORMATS = Path(__file__).parents[2] / "docs" / "formats.md"


def swung(side: float, lift: float, forward: float) -> Vector:
    """A limb lifted from hanging by ``lift`` degrees, to its side (``forward`` 0), ahead (90) or backwards (-90)."""
    up, ahead = radians(lift), radians(forward)
    return (side * sin(up) * cos(ahead), cos(up), -sin(up) * sin(ahead))


def both(name: str, lift: float, forward: float = 90.0) -> dict[str, Vector]:
    return {f"left_{name}": swung(1, lift, forward), f"right_{name}": swung(-1, lift, forward)}


def leaning(forward: float, left: float = 0.0) -> Vector:
    return (sin(radians(left)), -cos(radians(forward)) * cos(radians(left)), -sin(radians(forward)))


STANDS: Body = {
    **both("upper_arm", 8, 20),
    **both("forearm", 12, 60),
    **both("thigh", 4, 30),
    **both("shin", 3, -90),
    **both("foot", 82, 75),
    "trunk": leaning(2),
    "shoulders": (-1.0, 0.0, 0.0),
    "hips": (-1.0, 0.0, 0.0),
    "head": leaning(15),
}
SQUATS = {
    **STANDS,
    **both("upper_arm", 85, 80),
    **both("forearm", 85, 95),
    **both("thigh", 88, 70),
    **both("shin", 30, -85),
    "trunk": leaning(37),
}
LUNGES = {
    **STANDS,
    "left_thigh": swung(1, 80, 86), "left_shin": swung(1, 3, -90), "right_thigh": swung(-1, 20, -86), "right_shin": swung(-1, 85, -88),
}  # fmt: skip
RAISES = {**STANDS, **both("upper_arm", 86, 12), **both("forearm", 88, 20)}
JUMPS = {**STANDS, **both("upper_arm", 158, 12), **both("forearm", 165, 10), **both("thigh", 26, 10), **both("shin", 24, 5)}
BOWS = {**STANDS, "trunk": leaning(74), "head": leaning(85), **both("thigh", 20), **both("shin", 4)}
CURLS = {**STANDS, **both("forearm", 140, 90)}
KNEE_UP = {**STANDS, "left_thigh": swung(1, 88, 88)}
PLANKS = {
    **both("upper_arm", 5, 20), **both("forearm", 3, 0), **both("thigh", 70, -90), **both("shin", 70, -90), **both("foot", 15, 90),
    "trunk": leaning(70), "shoulders": (-1.0, 0.0, 0.0), "hips": (-1.0, 0.0, 0.0), "head": leaning(60),
}  # fmt: skip
PUSHES = {**PLANKS, **both("upper_arm", 95, -50), **both("forearm", 10, 10), "trunk": leaning(80)}
MOVES_DEG = 25.0
OFF_DEG = 12.0
LOOSE = {"left_foot", "right_foot", "head"}


def states(rest: Body, work: Body, client: Body, reached: Body | None = None) -> list[LimbState]:
    """The client beside the trainer at the working end; ``reached`` is the client's own, where this moment is another."""
    return [_state(name, rest[name], work[name], client[name], (reached or client)[name]) for name in LIMBS]


def _state(name: str, rest: Vector, work: Vector, mine: Vector, reached: Vector) -> LimbState:
    way = _less(work, rest)
    span = _size(way)
    moves = _angle(span) > MOVES_DEG and name not in LOOSE
    working = (way[0] / span, way[1] / span, way[2] / span) if moves else (0.0, 0.0, 0.0)
    reach = sum(a * b for a, b in zip(_less(reached, rest), working, strict=True)) / span if moves else nan
    away = _less(mine, work)
    error = _angle(_size(away))
    return LimbState(40.0 + error / 100 if error > OFF_DEG or reach < 0.7 else 95.0, away, error, reach, moves, working, work)


def _less(one: Vector, other: Vector) -> Vector:
    return (one[0] - other[0], one[1] - other[1], one[2] - other[2])


def _size(vector: Vector) -> float:
    return sqrt(sum(value * value for value in vector))


def _angle(chord: float) -> float:
    return degrees(2 * asin(min(1.0, chord / 2)))


def said(found: list[LimbState], rules: Mapping[str, float] | None = None) -> list[tuple[str, str]]:
    return [CUES[fault.cue - 1].short for fault in faults(found, rules or {})]


HALF_SQUAT = {**SQUATS, **both("thigh", 45, 75), **both("upper_arm", 45, 80), **both("forearm", 45, 90), "trunk": leaning(18)}
DEMONSTRATIONS = {
    "a squat to half its depth": (STANDS, SQUATS, HALF_SQUAT, "глубже", "deeper"),
    "a squat too deep": (STANDS, {**SQUATS, **both("thigh", 60, 75)}, {**SQUATS, **both("thigh", 95, 75)}, "не так глубоко", "not so deep"),
    "knees caving in": (STANDS, SQUATS, {**SQUATS, **both("thigh", 86, 98), **both("shin", 35, -50)}, "колени наружу", "knees out"),
    "shins that show it first": (
        STANDS, SQUATS, {**SQUATS, **both("thigh", 88, 79), **both("shin", 35, -50)}, "колени наружу", "knees out",
    ),
    "a squat bowed": (STANDS, SQUATS, {**SQUATS, "trunk": leaning(63)}, "корпус прямее", "chest up"),
    "a squat with hanging arms": (STANDS, SQUATS, {**SQUATS, **both("upper_arm", 10), **both("forearm", 12)}, "руки выше", "arms higher"),
    "a squat on the toes": (STANDS, SQUATS, {**SQUATS, **both("foot", 62, 75)}, "пятки на пол", "heels down"),
    "a squat too narrow": (STANDS, SQUATS, {**SQUATS, **both("shin", 31, -120)}, "ноги шире", "legs wider"),
    "a lunge to half its depth": (
        STANDS, LUNGES, {**LUNGES, "left_thigh": swung(1, 45, 86), "right_thigh": swung(-1, 12, -86), "right_shin": swung(-1, 45, -88)},
        "глубже", "deeper",
    ),
    "a lunge with the knee inwards": (
        STANDS, LUNGES, {**LUNGES, "left_thigh": swung(1, 80, 112), "left_shin": swung(1, 22, -10)}, "левое колено наружу", "left knee out",
    ),
    "both arms raised too little": (
        STANDS, RAISES, {**RAISES, **both("upper_arm", 48, 12), **both("forearm", 52, 20)}, "руки выше", "arms higher",
    ),
    "one arm raised too little": (
        STANDS, RAISES, {**RAISES, "right_upper_arm": swung(-1, 50, 12), "right_forearm": swung(-1, 55, 20)},
        "правую руку выше", "right arm higher",
    ),
    "arms raised too high": (
        STANDS, RAISES, {**RAISES, **both("upper_arm", 125, 12), **both("forearm", 130, 12)}, "руки ниже", "arms lower",
    ),
    "arms raised ahead instead of sideways": (
        STANDS, RAISES, {**RAISES, **both("upper_arm", 86, 80), **both("forearm", 86, 80)}, "руки шире", "arms wider",
    ),
    "leaning back with the arms up": (STANDS, RAISES, {**RAISES, "trunk": leaning(-20)}, "не отклоняйтесь назад", "don't lean back"),
    "leaning to the left": (STANDS, RAISES, {**RAISES, "trunk": leaning(2, 18)}, "не наклоняйтесь влево", "don't lean left"),
    "leaning to the right": (STANDS, RAISES, {**RAISES, "trunk": leaning(2, -18)}, "не наклоняйтесь вправо", "don't lean right"),
    "a side bend that is none": (STANDS, {**STANDS, "trunk": leaning(2, 35)}, STANDS, "наклонитесь влево", "lean left"),
    "turned to the right": (STANDS, STANDS, {**STANDS, "shoulders": (-0.9, 0.0, 0.43)}, "поверните плечи влево", "turn shoulders left"),
    "the left shoulder drooping": (STANDS, STANDS, {**STANDS, "shoulders": (-0.95, -0.3, 0.0)}, "левое плечо выше", "left shoulder higher"),
    "looking down": (STANDS, STANDS, {**STANDS, "head": leaning(45)}, "голову выше", "head up"),
    "a jack with low arms": (STANDS, JUMPS, {**JUMPS, **both("upper_arm", 90, 12), **both("forearm", 95, 10)}, "руки выше", "arms higher"),
    "a jack with closed legs": (STANDS, JUMPS, {**JUMPS, **both("thigh", 4, 30), **both("shin", 3, -90)}, "ноги шире", "legs wider"),
    "half a bow": (STANDS, BOWS, {**BOWS, "trunk": leaning(36), "head": leaning(45)}, "наклон глубже", "bend further"),
    "a bow with bent knees": (STANDS, BOWS, {**BOWS, **both("thigh", 60), **both("shin", 30, -90)}, "ноги прямее", "straighten legs"),
    "half a curl": (STANDS, CURLS, {**CURLS, **both("forearm", 75, 90)}, "руки согните сильнее", "bend arms more"),
    "a low knee": (STANDS, KNEE_UP, {**KNEE_UP, "left_thigh": swung(1, 50, 88)}, "левое колено выше", "left knee higher"),
    "half a push-up": (PLANKS, PUSHES, {**PUSHES, **both("upper_arm", 45, -50)}, "грудь ниже", "chest lower"),
    "a push-up with flared elbows": (PLANKS, PUSHES, {**PUSHES, **both("upper_arm", 95, -10)}, "локти к корпусу", "elbows in"),
    "a sagging push-up": (PLANKS, PUSHES, {**PUSHES, "trunk": leaning(58), **both("thigh", 95, -90)}, "таз выше", "hips up"),
    "a piked push-up": (PLANKS, PUSHES, {**PUSHES, "trunk": leaning(102), **both("thigh", 48, -90)}, "таз ниже", "hips down"),
}  # fmt: skip


@pytest.mark.parametrize("what", DEMONSTRATIONS)
def test_each_fault_has_its_words(what: str) -> None:
    rest, work, client, russian, english = DEMONSTRATIONS[what]
    assert said(states(rest, work, client))[:1] == [(russian, english)]


@pytest.mark.parametrize(("rest", "work"), [(STANDS, SQUATS), (STANDS, LUNGES), (STANDS, JUMPS), (PLANKS, PUSHES)])
def test_who_does_as_the_trainer_does_hears_nothing(rest: Body, work: Body) -> None:
    assert said(states(rest, work, work)) == []


def test_what_only_follows_from_shallow_legs_is_not_named_beside_them() -> None:
    found = states(STANDS, SQUATS, HALF_SQUAT)
    assert sum(state.score < 70 for state in found) > 6
    assert said(found) == [("глубже", "deeper")]


def test_arms_that_hang_while_the_legs_are_shallow_are_a_fault_of_their_own() -> None:
    hanging = {**HALF_SQUAT, **both("upper_arm", 8, 20), **both("forearm", 12, 60)}
    assert said(states(STANDS, SQUATS, hanging)) == [("глубже", "deeper"), ("руки выше", "arms higher")]


def test_legs_that_stay_bent_at_the_top() -> None:
    bent = {**STANDS, **both("thigh", 35, 75), **both("shin", 15, -85)}
    found = states(SQUATS, STANDS, bent)
    # The trainer is at rest here: the way to the working end is the way back.
    turned = [replace(state, working=(-state.working[0], -state.working[1], -state.working[2])) for state in found]
    assert said(turned)[0] == ("выпрямляйтесь до конца", "stand up fully")


def test_arms_that_stay_behind_are_named_by_where_they_are_going() -> None:
    """Halfway up the trainer's arms are rather ahead than above; nobody says "forward" for arms that hang."""
    halfway = {**SQUATS, **both("upper_arm", 30, 85), **both("forearm", 30, 85)}
    hanging = {**halfway, **both("upper_arm", 5, 85), **both("forearm", 5, 85)}
    pairs = zip(states(STANDS, halfway, hanging), states(STANDS, SQUATS, SQUATS), strict=True)
    found = [replace(state, reach=nan, working=whole.working, moves=whole.moves) for state, whole in pairs]
    assert said(found) == [("руки выше", "arms higher")]


def test_the_rear_leg_of_a_lunge_is_not_told_to_pull_up_its_heel() -> None:
    found = states(STANDS, LUNGES, {**LUNGES, "right_shin": swung(-1, 55, -88)})
    rear = LIMBS.index("right_shin")
    found[rear] = replace(found[rear], reach=nan, working=(0.0, -0.1, 0.99))
    assert said(found) == [("глубже", "deeper")]


def test_a_low_knee_of_a_march_is_not_a_shallow_squat() -> None:
    """Both thighs move, but one after the other."""
    found = states(STANDS, KNEE_UP, {**KNEE_UP, "left_thigh": swung(1, 50, 88)})
    other = LIMBS.index("right_thigh")
    found[other] = replace(found[other], moves=True, working=(0.0, -0.7, -0.7))
    assert said(found) == [("левое колено выше", "left knee higher")]


def test_what_is_dangerous_comes_first() -> None:
    hanging = {**SQUATS, **both("upper_arm", 10), "trunk": leaning(63)}
    order = [english for _, english in said(states(STANDS, SQUATS, hanging), {"round_back": 30.0, "knees_in": 40.0, "heels_up": 35.0})]
    assert order == ["straighten your back", "knees out", "heels down", "arms higher"]


def test_a_rule_names_the_knee_that_shows_it() -> None:
    one = states(STANDS, LUNGES, {**LUNGES, "left_thigh": swung(1, 80, 97)})
    assert said(one, {"knees_in": 40.0})[0] == ("левое колено наружу", "left knee out")
    alike = states(STANDS, SQUATS, {**SQUATS, **both("thigh", 88, 78)})
    assert said(alike, {"knees_in": 40.0})[0] == ("колени наружу", "knees out")


def test_a_limb_the_trainer_only_holds_is_named_last() -> None:
    client = {**RAISES, **both("thigh", 40), **both("shin", 25, -90), "right_upper_arm": swung(-1, 50, 12)}
    assert [english for _, english in said(states(STANDS, RAISES, client))] == ["right arm higher", "straighten legs"]


def test_who_stands_still_is_asked_to_join_in() -> None:
    assert said(states(STANDS, SQUATS, STANDS)) == [("повторяйте за тренером", "follow the trainer")]


def test_what_is_not_seen_is_never_off() -> None:
    assert faults(NOBODY, {"knees_in": nan, "heels_up": nan, "round_back": nan}) == []
    found = states(STANDS, SQUATS, HALF_SQUAT)
    unseen = [replace(state, score=nan) for state in found]
    assert faults(unseen, {}) == []


def test_a_fault_says_how_large_it_is() -> None:
    fault = faults(states(STANDS, SQUATS, HALF_SQUAT), {})[0]
    assert {LIMBS[limb] for limb in fault.limbs} == {"left_thigh", "right_thigh"}
    assert 0.4 < fault.share < 0.6
    assert 40 < fault.degrees < 50
    assert sentence(CUES[fault.cue - 1], "ru", share=fault.share).startswith("Глубины не хватает (5")


@pytest.mark.parametrize(
    ("name", "figures", "russian", "english"),
    [
        ("left_arm_up", {"degrees": 24.1}, "Левая рука ниже, чем у тренера, на 25°: поднимите её.",
         "Your left arm is 25° lower than the trainer's: raise it."),
        ("arm_up", {}, "Руки ниже, чем у тренера: поднимите их.", "Your arms are lower than the trainer's: raise them."),
        ("right_knee_forward", {"degrees": 18}, "Правое колено вынесено вперёд меньше, чем у тренера, на 20°: подайте его вперёд.",
         "Your right knee is 20° further back than the trainer's: let it travel forward."),
        ("knee_out", {"degrees": 21}, "Колени заваливаются внутрь на 20°: направьте их наружу, в сторону носков.",
         "Your knees are caving in by 20°: push them out over your toes."),
        ("deeper", {"share": 0.46, "degrees": 30}, "Глубины не хватает (45 % от амплитуды тренера): опускайте таз ниже.",
         "Not deep enough (45% of the trainer's range): sink your hips lower."),
        ("left_elbow_in", {"degrees": 30}, "Левый локоть отведён дальше, чем у тренера, на 30°: прижмите его ближе к корпусу.",
         "Your left elbow is 30° wider than the trainer's: tuck it in."),
        ("left_heel_down", {"degrees": 20}, "Левая пятка отрывается от пола: прижмите её.",
         "Your left heel is off the floor: press it down."),
        ("right_toe_out", {"degrees": 20}, "Правый носок развёрнут меньше, чем у тренера, на 20°: разверните его наружу.",
         "Your right toes are turned 20° further in than the trainer's: turn them out."),
    ],
)  # fmt: skip
def test_the_full_sentence_gives_the_size_and_what_to_do(name: str, figures: dict[str, float], russian: str, english: str) -> None:
    assert sentence(cue_named(name), "ru", **figures) == russian
    assert sentence(cue_named(name), "en", **figures) == english


def test_a_report_finds_the_cue_of_a_single_limb() -> None:
    assert fault_cue("right_upper_arm", (0.1, -0.5, 0.0), 30.0).short == ("правую руку ниже", "right arm lower")
    assert fault_cue("left_thigh", (0.0, 0.6, 0.2), 38.0, 0.5, (0.0, -0.7, -0.7), both=True).short == ("глубже", "deeper")
    assert fault_cue("left_thigh", (-0.5, 0.0, 0.0), 29.0, both=True).short == ("колени наружу", "knees out")
    assert fault_cue("left_forearm", (nan, nan, nan), nan).name == "watch"


@pytest.mark.parametrize("cue", CUES, ids=lambda cue: cue.name)
def test_every_cue_has_all_four_texts_in_the_right_letters(cue: Cue) -> None:
    russian = [cue.short[0], *(sentence(cue, "ru", **figures) for figures in ({}, {"degrees": 20.0, "share": 0.5}))]
    english = [cue.short[1], *(sentence(cue, "en", **figures) for figures in ({}, {"degrees": 20.0, "share": 0.5}))]
    assert cue == CUES[cue.number - 1]
    for short in cue.short:
        assert 0 < len(re.findall(r"[\w']+", short)) <= 4, short
        assert short[0].islower()
    for text in russian:
        assert re.fullmatch(r"[А-Яа-яЁё0-9 ,.:!—°%()]+", text), text
    for text in english:
        assert re.fullmatch(r"[A-Za-z0-9 ',.:!°%()]+", text), text
    for full in (*russian[1:], *english[1:]):
        assert full[0].isupper()
        assert full.endswith(".")
        assert "{" not in full
        assert "  " not in full


def test_no_two_cues_sound_alike() -> None:
    for column in (0, 1):
        assert len({cue.short[column] for cue in CUES}) == len(CUES)


def test_the_page_gets_a_text_for_every_number() -> None:
    for column, language in enumerate(("ru", "en")):
        texts = cue_texts(language)
        assert len(texts) == len(CUES) + 1
        for cue in CUES:
            text = texts[cue.number]
            assert text["short"] == cue.short[column]
            assert text["full"] == sentence(cue, language)
            value = {"degrees": {"degrees": 20.0}, "percent": {"share": 0.2}, "": {}}[text["figure"]]
            assert text["measured"].replace("{value}", "20") == sentence(cue, language, **value)
    with pytest.raises(ValueError, match="de"):
        cue_texts("de")


def test_numbers_are_those_of_the_document() -> None:
    """Numbers are stored and sent: the document holds them, and nothing may renumber them."""
    text = FORMATS.read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d+)(?:…(\d+))? \| `(\w+)` \| (.+?) \| (.+?) \|$", text[text.index("## Cues") :], re.MULTILINE)
    documented: dict[str, int] = {}
    for first, last, name, russian, english in rows:
        names = [name, f"left_{name}", f"right_{name}"] if last else [name]
        documented.update({one: int(first) + k for k, one in enumerate(names)})
        assert " · ".join(CUES[NUMBER[one] - 1].short[0] for one in names) == russian
        assert " · ".join(CUES[NUMBER[one] - 1].short[1] for one in names) == english
    assert documented == NUMBER


def test_other_sides() -> None:
    for cue in CUES:
        other = CUES[cue.mirror - 1]
        assert CUES[other.mirror - 1] == cue
        assert ("left" in cue.name) == ("right" in other.name)
    assert not any(isnan(cue.rank) for cue in CUES)
