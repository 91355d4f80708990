"""Camera frames read one by one, with nothing but the past to go by."""

from math import degrees, isnan

import pytest

from perscoach_motion.directions.limbs import angle, turned
from perscoach_motion.directions.motion import motion
from perscoach_motion.live.reader import SEEN_FADE_S, Reader
from perscoach_motion.skeleton import INDEX, LIMBS
from perscoach_motion.track import PoseTrack
from tests.motion.figures import Figure, film
from tests.motion.test_motion import mistaken

FOREARM, TRUNK = LIMBS.index("left_forearm"), LIMBS.index("trunk")


def feed(reader: Reader, track: PoseTrack, frame: int, time_s: float | None = None) -> bool:
    return reader.read(
        track.times[frame] if time_s is None else time_s,
        1 / 25,
        track.xy_of(frame),
        track.aspect,
        track.world_of(frame),
        track.visibility_of(frame),
    )


def watched(track: PoseTrack) -> Reader:
    reader = Reader()
    for frame in range(len(track)):
        feed(reader, track, frame)
    return reader


@pytest.mark.parametrize("yaw_deg", [0.0, 30.0, -45.0])
def test_live_the_limbs_are_read_as_after_the_fact_but_for_a_short_lag(yaw_deg: float) -> None:
    track = film(Figure(yaw_deg=yaw_deg))
    later, reader = motion(track), Reader()
    for frame in range(200):
        feed(reader, track, frame)
        time_s = track.times[frame]
        if frame > 60 and frame % 5 == 0:
            row = min(range(len(later.times)), key=lambda k: abs(later.times[k] - time_s + 0.06))
            level = turned(reader.vectors, reader.yaw)
            for limb in (TRUNK, LIMBS.index("left_thigh"), LIMBS.index("right_upper_arm")):
                assert angle(level, later.limbs[row], limb) < 15
    assert degrees(reader.yaw) == pytest.approx(degrees(later.heading), abs=4)


def test_front_mistaken_for_back_is_not_believed_but_who_turns_round_is_after_a_while() -> None:
    track = film(Figure())
    flipped, reader = mistaken(track, 0.0, 99.0), Reader()
    assert all(feed(reader, track, frame) for frame in range(100))
    before = list(reader.vectors)
    assert not any(feed(reader, flipped, frame) for frame in range(100, 110))
    assert reader.vectors == before
    needed = next(k for k in range(1000) if feed(reader, flipped, 110 + k % 100, (110 + k) / 25))
    assert 1.0 < needed / 25 < 10.0
    assert feed(reader, flipped, 211, (110 + needed + 1) / 25)


def test_a_flicker_of_visibility_does_not_bring_a_limb_back() -> None:
    track = film(Figure())
    reader = watched(track)
    assert reader.seen[FOREARM]
    wrist = INDEX["left_wrist"]
    start = track.times[-1]
    seen = []
    for k in range(50):
        frame = 100
        visibility = track.visibility_of(frame)
        visibility[wrist] = 1.0 if k % 5 == 4 else 0.1
        reader.read(start + (k + 1) / 25, 1 / 25, track.xy_of(frame), track.aspect, track.world_of(frame), visibility)
        seen.append(reader.seen[FOREARM])
    assert not any(seen[0:4]), "hidden is hidden at once"
    assert not any(seen[round(2 * SEEN_FADE_S * 25) :])


def test_nobody_and_half_a_body() -> None:
    track, reader = film(Figure()), Reader()
    nan = float("nan")
    assert not reader.read(0.0, 0.04, [nan] * 66, 1.0, [nan] * 99, [nan] * 33)
    assert feed(reader, track, 0)
    visibility = track.visibility_of(1)
    for number in range(23, 33):
        visibility[number] = 0.0
    for number in (11, 12):
        visibility[number] = 0.0
    reader.read(0.04, 0.04, track.xy_of(1), track.aspect, track.world_of(1), visibility)
    assert not any(reader.seen)
    assert not any(isnan(value) for value in reader.sight())
