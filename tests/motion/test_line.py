"""The line a limb moves along, its range, and where on it somebody is."""

from math import cos, degrees, isnan, nan, pi, radians, sin
from random import Random

import pytest

from perscoach_motion.directions.limbs import COUNT, WIDTH
from perscoach_motion.directions.line import line_of, phase_of, spread

THIGH, ARM = 2, 0


def raising(turn_deg: float, noise: float = 0.0, seconds: float = 12.0, limb: int = THIGH) -> list[list[float]]:
    """A limb that hangs and is lifted forwards by so much every three seconds, 10 frames a second; a misread frame now and then."""
    random = Random(1)
    frames = []
    for k in range(round(seconds * 10)):
        turn = radians(turn_deg) * (1 - cos(2 * pi * k / 30)) / 2 + (random.gauss(0, noise) if noise else 0.0)
        if noise and k % 50 == 25:
            turn += 1.0
        frame = [0.0, 1.0, 0.0] * COUNT
        frame[3 * limb : 3 * limb + 3] = [0.0, cos(turn), -sin(turn)]
        frames.append(frame)
    return frames


@pytest.mark.parametrize("turn_deg", [30.0, 60.0, 85.0, 120.0])
@pytest.mark.parametrize("noise", [0.0, 0.05])
def test_the_range_is_measured_through_noise_and_misread_frames(turn_deg: float, noise: float) -> None:
    _, found = line_of(raising(turn_deg, noise), THIGH)
    assert found == pytest.approx(turn_deg, rel=0.1, abs=2)


def test_it_points_from_rest_to_work() -> None:
    frames = raising(85.0)
    line, _ = line_of(frames, THIGH)
    assert line is not None
    assert line.axis[2] < -0.5, "forwards"
    assert line.at(frames[0], THIGH) == pytest.approx(0.0, abs=0.1)
    assert line.at(frames[15], THIGH) == pytest.approx(1.0, abs=0.1)
    backwards, _ = line_of(frames[15:], THIGH)
    assert backwards is not None
    assert backwards.axis[2] > 0.5, "a clip begins at rest, wherever that is"


def test_a_limb_that_is_held_has_no_line() -> None:
    assert line_of(raising(0.0), THIGH) == (None, 0.0)
    assert line_of([[nan] * WIDTH] * 50, THIGH) == (None, 0.0)
    assert line_of(raising(85.0)[:2], THIGH) == (None, 0.0)


def test_the_phase_is_weighed_by_how_far_each_limb_goes() -> None:
    wide, small = raising(85.0), raising(30.0, limb=ARM)
    both = [[*b[:3], *a[3:]] for a, b in zip(wide, small, strict=True)]
    lines = [line_of(both, limb)[0] for limb in range(COUNT)]
    half = [*both[15][:3], *both[0][3:]]
    assert phase_of(both[15], lines, [THIGH, ARM]) == pytest.approx(1.0, abs=0.1)
    assert phase_of(half, lines, [THIGH, ARM]) == pytest.approx(30 / (30 + 77), abs=0.08), "the arm alone is up"
    assert isnan(phase_of(both[15], lines, []))


def test_the_spread_leaves_out_extremes_and_the_unknown() -> None:
    assert spread([nan, *[1.0] * 50, 99.0]) == 0.0
    assert spread([nan, nan]) == 0.0
    assert degrees(spread([radians(k) for k in range(101)])) == pytest.approx(90)
