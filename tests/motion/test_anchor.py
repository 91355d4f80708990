"""The client is put on the trainer's heels once, so that the screen shows how deep she goes: rendered people read by the real network."""

import numpy as np
import pytest

from perscoach_motion.alignment.anchor import STANDING, measure_of
from perscoach_motion.live import layout as at
from perscoach_motion.live.engine import ShadowEngine
from perscoach_motion.track import PoseTrack
from perscoach_motion.yardstick.reference import reference
from tests.motion.figures import Figure, film, poses_json
from tests.motion.test_engine import put
from tests.synthetic import suite
from tests.synthetic.suite_tracks import Session

ONCE, EVERY_FRAME = at.FLAG_MIRROR | at.FLAG_ALIGN, at.FLAG_MIRROR | at.FLAG_ALIGN_FRAME
HIPS = (at.CLIENT_XY + 2 * 23 + 1, at.CLIENT_XY + 2 * 24 + 1)


def drawn_hips(trainer: PoseTrack, client: PoseTrack, flags: int = ONCE) -> list[float]:
    """Heights at which the client's hips are drawn, frame by frame, in heights of the stage."""
    engine, length = ShadowEngine(poses_json(trainer)), trainer.duration + trainer.times[1]
    heights = []
    for frame, time_s in enumerate(client.times):
        if client.present(frame):
            put(engine, client, frame, time_s, time_s % length, flags, int(time_s // length))
            engine.step()
            heights.append(sum(engine.output[k] for k in HIPS) / 2)
    return heights


def travel(heights: list[float]) -> float:
    return float(np.percentile(heights, 97) - np.percentile(heights, 3))


def her_travel(trainer: PoseTrack) -> float:
    frames = [trainer.xy_of(frame) for frame in range(len(trainer)) if trainer.present(frame)]
    return travel([(xy[2 * 23 + 1] + xy[2 * 24 + 1]) / 2 for xy in frames])


def squats(sort: str, fault: str | None = None) -> list[Session]:
    return [one for one in suite.sessions() if one.movement == "squat" and one.sort == sort and one.fault == fault]


def shares(sessions: list[Session], flags: int = ONCE) -> list[float]:
    """Hip travel drawn as a share of the trainer's, the least first."""
    trainer = suite.trainer("squat")
    whole = her_travel(trainer)
    found = sorted(travel(drawn_hips(trainer, one.track, flags)) / whole for one in sessions)
    print(f"\nhip travel drawn, of the trainer's: {[round(share, 2) for share in found]}")
    return found


def test_who_stands_still_is_drawn_standing_still() -> None:
    assert max(shares(squats("idle"))) <= 0.1
    assert min(shares(squats("idle"), EVERY_FRAME)) > 0.8, "fitted at every frame a motionless client seems to squat"


def test_half_the_depth_looks_like_half_the_depth() -> None:
    assert max(shares(squats("fault", "half_depth"))) <= 0.5
    assert min(shares(squats("fault", "half_depth")[:2], EVERY_FRAME)) > 0.8


def test_the_whole_depth_reaches_the_trainers() -> None:
    whole = shares(squats("correct"))
    assert np.median(whole) == pytest.approx(1.0, abs=0.05)
    assert sum(0.9 <= share <= 1.1 for share in whole) >= len(whole) - 1
    assert all(0.9 <= share <= 1.15 for share in whole), "turned by 45° against a camera that looks down, one body goes 0.14 too far"


def test_a_push_up_stands_on_hands_and_toes() -> None:
    measure = measure_of(reference(suite.trainer("push_up")))
    names = {number for pair in measure.anchor for number in pair}
    assert {15, 16} <= names, "the wrists stay"
    assert names & {29, 30, 31, 32}, "the feet stay"
    assert not names & {11, 12}, "the shoulders do not"
    assert measure != STANDING


def moved(track: PoseTrack, aside: float) -> PoseTrack:
    """The same clip with the client standing elsewhere in the picture."""
    image = track.image[:]
    for k in range(0, len(image), 3):
        image[k] += aside
    return PoseTrack(track.times, image, track.world, track.visibility, track.aspect)


@pytest.mark.parametrize(("aside", "follows"), [(0.02, False), (0.25, True)], ids=["shifts her weight", "walks"])
def test_who_walks_is_fitted_again_and_who_sways_is_not(aside: float, follows: bool) -> None:
    trainer, still = film(Figure()), film(Figure(depth=0, arms_deg=0))
    engine, there = ShadowEngine(poses_json(trainer)), moved(still, aside)
    places = []
    for tick in range(200):
        put(engine, still if tick < 75 else there, 0, tick / 25, 0.0, ONCE)
        engine.step()
        places.append(engine.output[at.PLACEMENT + 1])
    assert places[74] == pytest.approx(places[40], abs=1e-3)
    assert places[85] == pytest.approx(places[74], abs=1e-3), "nobody is fitted while she may still be walking"
    assert (abs(places[199] - places[74]) > 0.1) == follows


def test_asked_for_she_is_fitted_at_once() -> None:
    trainer, still = film(Figure()), film(Figure(depth=0, arms_deg=0))
    engine, there = ShadowEngine(poses_json(trainer)), moved(still, 0.02)
    for tick in range(140):
        put(engine, still if tick < 75 else there, 0, tick / 25, 0.0, ONCE | (at.FLAG_FIT if tick == 100 else 0))
        engine.step()
    drawn, hers = (engine.output[start + 2 * 29] for start in (at.CLIENT_XY, at.TRAINER_XY))
    assert drawn == pytest.approx(hers, abs=0.005)


def test_a_new_set_finds_her_where_she_stood() -> None:
    trainer, client = film(Figure()), moved(film(Figure()), 0.1)
    engine = ShadowEngine(poses_json(trainer))
    for tick in range(60):
        put(engine, client, 0, tick / 25, 0.0, ONCE)
        engine.step()
    stood = list(engine.output[at.PLACEMENT : at.PLACEMENT + 4])
    put(engine, client, 50, 0.0, 2.0, ONCE)  # the next set begins its clock anew, in the midst of the movement
    engine.step()
    assert list(engine.output[at.PLACEMENT : at.PLACEMENT + 4]) == pytest.approx(stood, abs=1e-4)
