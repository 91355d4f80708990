"""The camera check tells the client what to do, in her own left and right, and starts by itself when she can be seen."""

from array import array
from itertools import pairwise
from math import cos, nan, radians, sin

import pytest

from perscoach_motion.demonstration import camera_frame, lesson, pose_file, squat
from perscoach_motion.live import layout as at
from perscoach_motion.live.engine import ShadowEngine
from perscoach_motion.track import PoseTrack
from perscoach_motion.trackfile import dumps
from perscoach_motion.yardstick.reference import reference
from perscoach_training.check import ADVICE, LINES, ORDER, CameraCheck, Verdict
from perscoach_training.light import Light
from tests.synthetic import suite

CENTRE = (0.5, 0.55)


def placed(size: float = 0.9, x: float = 0.0, y: float = 0.0, roll_deg: float = 0.0, **figure: object) -> PoseTrack:
    """The standing stick person, smaller or larger, elsewhere in the picture, the camera leaning."""
    clip = squat(**{"aspect": 0.75, **figure})  # type: ignore[arg-type]
    image, c, s = clip.image[:], cos(radians(roll_deg)), sin(radians(roll_deg))
    for k in range(0, len(image), 3):
        across, down = (image[k] - CENTRE[0]) * clip.aspect, image[k + 1] - CENTRE[1]
        image[k] = CENTRE[0] + x + size * (across * c - down * s) / clip.aspect
        image[k + 1] = CENTRE[1] + y + size * (across * s + down * c)
    return PoseTrack(clip.times, image, clip.world, clip.visibility, clip.aspect)


def looked(client: PoseTrack | None, seconds: float = 2.8, light: Light | None = None, trainer: PoseTrack | None = None) -> Verdict:
    """What the check says after so many seconds of somebody who stands there."""
    trainer = trainer or squat()
    engine, check = ShadowEngine(dumps(pose_file(trainer))), CameraCheck(reference(trainer))
    verdict = check.verdict(0.0)
    for tick in range(round(seconds * 10) + 1):
        if client is not None:
            engine.input[:] = camera_frame(client, 0)
            engine.input[at.CLOCK], engine.input[at.FLAGS] = tick / 10, at.FLAG_ALIGN | at.FLAG_MIRROR
            engine.step()
            check.frame(tick / 10, engine.input, engine.output)
        if light:
            check.light(tick / 10, light)
        verdict = check.verdict(tick / 10)
    return verdict


def test_who_stands_well_starts_by_herself_after_two_seconds() -> None:
    early, late = looked(placed(), 1.5), looked(placed(), 2.3)
    assert (early.hint, early.starts) == ("", False)
    assert 0.5 < early.good < 1.0
    assert (late.hint, late.starts, late.good) == ("", True, 1.0)
    assert {mark for _, mark, _ in late.lines} == {"ok"}


@pytest.mark.parametrize(
    ("client", "hint"),
    [
        (None, "nobody"),
        (placed(1.35, y=-0.1), "near"),
        (placed(2.0, y=-0.3), "near_two"),
        (placed(1.3, y=-0.42), "no_head"),
        (placed(0.35), "far"),
        (placed(y=0.2), "no_feet"),
        (placed(1.05, y=0.1), "room_bottom"),
        (placed(y=-0.25), "room_top"),
        (placed(x=-0.4), "room_left"),
        (placed(x=0.4), "room_right"),
        (placed(yaw_deg=45.0), "turn_left"),
        (placed(yaw_deg=-45.0), "turn_right"),
        (placed(yaw_deg=80.0), "away_left"),
        (placed(roll_deg=15.0), "rolled"),
        (placed(roll_deg=-15.0), "rolled"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_fault_has_its_hint(client: PoseTrack | None, hint: str) -> None:
    verdict = looked(client)
    assert verdict.hint == hint
    assert not verdict.starts
    assert next(mark for _, mark, fault in verdict.lines if fault == hint) == ("wait" if hint in ADVICE else "bad")


def test_what_could_be_better_only_does_not_hinder() -> None:
    assert looked(placed(yaw_deg=45.0), 4.8).starts
    assert not looked(placed(yaw_deg=80.0), 8.0).starts


def test_as_in_a_mirror_is_as_good_as_on_the_same_side() -> None:
    trainer = squat(yaw_deg=30.0)
    assert looked(placed(yaw_deg=30.0), trainer=trainer).hint == looked(placed(yaw_deg=-30.0), trainer=trainer).hint == ""


def test_arms_that_will_rise_need_room_now() -> None:
    """Standing with hanging arms she fits; the jack's arms overhead would not."""
    jack = suite.trainer("jack")
    client = placed(1.0)
    assert looked(client).hint == ""
    assert looked(client, trainer=jack).hint in {"near", "room_top"}


def test_a_push_up_needs_the_width_before_anybody_lies_down() -> None:
    trainer = suite.trainer("push_up")
    assert looked(placed(1.0), trainer=trainer).hint == "near", "a narrow picture"
    wide = looked(placed(0.8, aspect=16 / 9), 4.8, trainer=trainer)
    assert (wide.hint, wide.starts) == ("aside", True)


@pytest.mark.parametrize(
    ("light", "hint"),
    [
        (Light(20.0, 15.0), "dark"),
        (Light(150.0, 60.0, person=40.0), "against"),
        (Light(120.0, 50.0, people=2), "two"),
        (Light(110.0, 45.0, person=90.0), ""),
        (Light(110.0, 45.0, person=nan), ""),
    ],
)
def test_light_and_people(light: Light, hint: str) -> None:
    assert looked(placed(), light=light).hint == hint


def test_a_covered_lens_is_told_from_a_dark_room() -> None:
    assert looked(None, light=Light(1.0, 0.5)).black
    assert not looked(None, light=Light(8.0, 9.0)).black


def test_a_flicker_raises_nothing_and_a_hint_does_not_nag() -> None:
    check = CameraCheck(lesson()[0])
    good, near = camera_frame(placed(), 0), camera_frame(placed(1.35, y=-0.1), 0)
    out = array("f", bytes(4 * at.OUTPUT_SIZE))
    said = []
    for tick in range(600):
        now = tick / 10
        bad = tick % 10 == 0 if tick < 100 else tick < 400
        check.frame(now, near if bad else good, out)
        check.verdict(now)
        if hint := check.hints.to_say(now):
            said.append((hint, now))
    assert {hint for hint, _ in said} == {"near"}
    times = [now for _, now in said]
    assert 10 < times[0] < 12, "a frame in ten was not worth a word"
    assert 3 <= len(times) <= 4, f"in half a minute of standing too near: {times}"
    assert all(later - earlier >= 6 for earlier, later in pairwise(times))


def test_every_fault_is_in_the_order_and_on_a_line() -> None:
    on_lines = [fault for faults in LINES.values() for fault in faults]
    assert sorted(on_lines) == sorted(ORDER)
    assert set(ORDER) >= ADVICE


def test_the_suite_of_real_readings_may_start() -> None:
    """Bodies, cameras and rooms in which the score is right must not be turned away."""
    turned_away = []
    for session in (one for one in suite.sessions() if one.sort == "correct" and one.movement == "squat"):
        client = session.track
        first = next(frame for frame in range(len(client)) if client.present(frame))
        engine = ShadowEngine(dumps(pose_file(suite.trainer(session.movement))))
        check = CameraCheck(reference(suite.trainer(session.movement)))
        verdict = check.verdict(0.0)
        for tick in range(60):
            engine.input[:] = camera_frame(client, first + tick % 5)
            engine.input[at.CLOCK] = tick / 10
            engine.step()
            check.frame(tick / 10, engine.input, engine.output)
            verdict = check.verdict(tick / 10)
        if not verdict.starts:
            turned_away.append((session.name, verdict.hint))
    assert len(turned_away) <= 1, turned_away
