"""Devices of every kind hold 24 poses a second where they can, and no level is left and entered again and again."""

from collections.abc import Callable

import pytest

from perscoach_training.quality import LEVELS, WANTED_FPS, Quality
from tests.training.plans import Visit, plan

SHARES = {"best": 1.0, "usual": 0.72, "frugal": 0.6, "least": 0.52}
"""What a frame costs at each level, of the finest: about as measured on a laptop's processor."""
Load = Callable[[float], float]


def trained(best_ms: float, load: Load = lambda now: 1.0, minutes: float = 10.0, **begun: str) -> tuple[list[tuple[int, str]], list[float]]:
    """A device on which the finest frame costs so much: its levels by second, and the poses it reached each second.

    Sets of forty seconds, then twenty of rest, in which a better level may be tried.
    """
    quality = Quality(**begun)
    levels, rates = [(0, quality.level.name)], []
    for second in range(round(60 * minutes)):
        cost = best_ms * SHARES[quality.level.name] * load(second)
        rates.append(1000 / cost)
        if quality.heard(
            {"pose_ms": cost - 2.5, "mask_ms": 2.0, "step_ms": 0.5, "draw_ms": 3.0}, float(second), may_rise=second % 60 >= 40
        ):
            levels.append((second, quality.level.name))
    return levels, rates


@pytest.mark.parametrize(
    ("best_ms", "ends"),
    [(15.0, "best"), (35.0, "best"), (50.0, "usual"), (62.0, "frugal"), (75.0, "least"), (150.0, "least")],
)
def test_a_device_finds_its_level_and_stays(best_ms: float, ends: str) -> None:
    levels, rates = trained(best_ms)
    assert levels[-1][1] == ends
    assert len(levels) <= len(LEVELS)
    assert levels[-1][0] < 130
    if best_ms * SHARES["least"] < 1000 / WANTED_FPS:
        assert min(rates[-300:]) >= WANTED_FPS


def test_going_down_is_quick_and_going_up_waits_for_a_rest() -> None:
    levels, _ = trained(30.0, lambda now: 2.5 if 130 <= now < 160 else 1.0)
    risen, fell = levels[1], levels[2]
    assert risen[1] == "best"
    assert risen[0] % 60 >= 40
    assert fell == (132, "usual")
    assert levels[-1][1] == "best"
    assert levels[-1][0] % 60 >= 40


def test_a_device_on_the_border_does_not_flap() -> None:
    for best_ms in (40.0, 41.5, 42.0, 44.0, 58.0, 70.0):
        levels, _ = trained(best_ms, lambda now: 1.0 + 0.08 * ((now * 7) % 5 - 2) / 2, minutes=30)
        assert len(levels) <= 6, best_ms


def test_a_phone_that_grows_warm_again_and_again_is_left_alone() -> None:
    levels, _ = trained(30.0, lambda now: 1.9 if now % 120 < 60 else 1.0, minutes=60)
    assert len(levels) <= 12
    assert not [second for second, _ in levels if second > 1800]


def test_a_dark_room_is_no_slow_device() -> None:
    quality = Quality()
    assert not any(
        quality.heard({"pose_ms": 20.0, "mask_ms": 2.0, "step_ms": 0.5, "fps": 12.0}, float(second), may_rise=False) for second in range(60)
    )


def test_a_page_that_draws_too_slowly_is_one() -> None:
    quality = Quality()
    assert any(quality.heard({"pose_ms": 20.0, "draw_ms": 60.0}, float(second)) for second in range(10))


def test_what_was_chosen_by_hand_stays() -> None:
    levels, _ = trained(150.0, chosen="best")
    assert levels == [(0, "best")]
    quality = Quality(chosen="frugal")
    assert quality.order() == {"model": "lite", "mask_every": 2, "width": 480, "height": 360}
    assert not quality.choose("auto")
    assert quality.choose("best")


def test_a_pause_is_not_counted() -> None:
    quality = Quality()
    assert not any(quality.heard({"pose_ms": 70.0}, 20.0 * second) for second in range(30))


def test_it_begins_where_it_ended() -> None:
    assert Quality("frugal").level.name == "frugal"
    assert Quality("unheard of").level.name == "usual"


def test_a_slow_device_is_told_to_look_less_closely_and_the_page_says_so() -> None:
    visit = Visit(plan())
    for _ in range(10):
        visit.now += 1.0
        visit.tell("speed", pose_ms=60.0, mask_ms=2.0, step_ms=0.4, draw_ms=3.0, fps=15.0)
    asked = [order for name, order in visit.orders if name == "quality"]
    assert (asked[-1]["model"], asked[-1]["width"]) == ("lite", 480)
    kept = next(order for name, order in reversed(visit.orders) if name == "remember")
    assert (kept["level"], kept["model"]) == ("frugal", "lite")
    assert {"id": "quality", "label": "Качество", "value": "экономное"} in visit.face["facts"]


def test_the_finest_way_can_be_pinned() -> None:
    visit = Visit(plan())
    visit.tell("set", id="quality", value="best")
    for _ in range(20):
        visit.now += 1.0
        visit.tell("speed", pose_ms=60.0)
    assert [order["model"] for name, order in visit.orders if name == "quality"][-1] == "full"
    assert [name for name, _ in visit.orders].count("remember") == 1
