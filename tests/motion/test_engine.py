"""The live engine: the same step the browser runs."""

import json
from dataclasses import dataclass
from math import isnan

import pytest

from perscoach_motion.faults.phrases import CUES
from perscoach_motion.live import layout as at
from perscoach_motion.live.engine import ShadowEngine
from perscoach_motion.skeleton import LIMBS
from perscoach_motion.track import PoseTrack
from perscoach_motion.yardstick.target import Target
from tests.motion.figures import Figure, film, flipped, poses_json


@dataclass
class Live:
    scores: list[float]
    engine: ShadowEngine

    @property
    def last(self) -> float:
        return sum(self.scores[-25:]) / 25


def train(trainer: PoseTrack, client: PoseTrack, flags: int = at.FLAG_ALIGN | at.FLAG_MIRROR, loops: int = 1) -> Live:
    """Play a client's clip into the engine while the trainer's plays in a loop."""
    engine = ShadowEngine(poses_json(trainer))
    live = Live([], engine)
    length = trainer.duration + trainer.times[1]
    for loop in range(loops):
        for frame, time_s in enumerate(client.times):
            put(engine, client, frame, loop * length + time_s, time_s % length, flags, loop)
            engine.step()
            live.scores.append(engine.output[at.SCORE])
    return live


def put(engine: ShadowEngine, client: PoseTrack, frame: int, clock_s: float, clip_s: float, flags: int, loop: int = 0) -> None:
    given = engine.input
    given[at.CLOCK], given[at.CLIP_TIME], given[at.LOOP] = clock_s, clip_s, loop
    given[at.CAMERA_WIDTH], given[at.CAMERA_HEIGHT] = 1000 * client.aspect, 1000
    given[at.FOUND], given[at.FLAGS] = 1, flags
    for number in range(33):
        given[at.IMAGE_IN + 4 * number : at.IMAGE_IN + 4 * number + 3] = client.image_of(frame)[3 * number : 3 * number + 3]
        given[at.IMAGE_IN + 4 * number + 3] = client.visibility_of(frame)[number]
    given[at.WORLD_IN : at.INPUT_SIZE] = client.world_of(frame)


def test_a_good_client_is_green_late_and_counted() -> None:
    live = train(film(Figure()), flipped(film(Figure(height=1.5, late_s=0.5, noise_m=0.008))))
    out = live.engine.output
    assert live.last >= 90
    assert out[at.LAG] == pytest.approx(0.5, abs=0.1)
    assert out[at.REPS] == 3
    assert out[at.GATE] == 0


def test_standing_still_turns_red_and_half_depth_amber() -> None:
    assert train(film(Figure()), film(Figure(depth=0, arms_deg=0))).last < 40
    assert 40 < train(film(Figure()), film(Figure(depth=0.45))).last < 70


def test_counting_goes_on_over_the_clips_loops() -> None:
    assert train(film(Figure(repetitions=2)), film(Figure(repetitions=2)), loops=3).engine.output[at.REPS] == 6


def test_a_mirrored_client_is_told_from_one_on_the_same_side() -> None:
    trainer = film(Figure(left_arm=0.1))
    as_mirror, same_side = train(trainer, flipped(trainer)), train(trainer, trainer)
    assert as_mirror.engine.output[at.MIRRORED] == 1
    assert as_mirror.last >= 90
    assert same_side.engine.output[at.MIRRORED] == 0
    assert same_side.last >= 90


def test_the_limb_at_fault_is_the_clients_own() -> None:
    client = film(Figure(left_arm=0.1, noise_m=0.008))
    out = train(film(Figure()), flipped(client)).engine.output
    limbs = dict(zip(LIMBS, out[at.LIMB_SCORES : at.CLIENT_XY], strict=True))
    assert min(limbs, key=lambda name: limbs[name]) in {"right_upper_arm", "right_forearm"}


def test_the_client_is_drawn_on_the_trainer() -> None:
    trainer = film(Figure())
    out = train(trainer, flipped(trainer)).engine.output
    for number in (11, 16, 23, 28):
        drawn = out[at.CLIENT_XY + 2 * number : at.CLIENT_XY + 2 * number + 2]
        assert list(drawn) == pytest.approx(list(out[at.TRAINER_XY + 2 * number : at.TRAINER_XY + 2 * number + 2]), abs=0.01)
    assert out[at.PLACEMENT] < 0, "a mirrored picture runs from right to left"
    assert out[at.OVERLAP] >= 95


def test_without_alignment_the_picture_stays_where_the_camera_has_it() -> None:
    client = film(Figure(height=1.4, aspect=4 / 3))
    out = train(film(Figure()), client, flags=0).engine.output
    assert list(out[at.PLACEMENT : at.PLACEMENT + 4]) == pytest.approx([64 / 27, (1 - 64 / 27) / 2, 1, 0], abs=1e-5)


@pytest.mark.parametrize(
    ("change", "gate"),
    [
        (lambda given: given.__setitem__(at.FOUND, 0), at.GATE_NOBODY),
        (lambda given: [given.__setitem__(at.IMAGE_IN + 4 * n + 3, 0.0) for n in range(23, 33)], at.GATE_NOT_WHOLE),
        (lambda given: [given.__setitem__(at.IMAGE_IN + 4 * n + 1, 1.5) for n in range(23, 33)], at.GATE_NOT_WHOLE),
        (lambda given: [given.__setitem__(k, 0.5) for k in range(at.IMAGE_IN, at.WORLD_IN, 4)], 0),
        (
            lambda given: [given.__setitem__(at.IMAGE_IN + 4 * n + k, 0.5 + n / 1000) for n in range(33) for k in (0, 1)],
            at.GATE_TOO_SMALL,
        ),
    ],
    ids=["nobody", "legs hidden", "legs outside", "edge on", "far away"],
)
def test_what_is_not_seen_has_no_score(change: object, gate: int) -> None:
    trainer = film(Figure())
    live = train(trainer, trainer)
    put(live.engine, trainer, 0, 60.0, 1.0, 3)
    change(live.engine.input)  # type: ignore[operator]
    live.engine.step()
    out = live.engine.output
    assert out[at.GATE] == gate
    assert isnan(out[at.SCORE]) == bool(gate)


def test_landmarks_of_nothing_at_all_do_not_stop_the_engine() -> None:
    trainer = film(Figure())
    engine = ShadowEngine(poses_json(trainer))
    engine.input[at.FOUND] = 1
    for clock in (0.0, 0.0, 0.1, 0.05):
        engine.input[at.CLOCK] = clock
        engine.step()
    assert engine.output[at.GATE] != 0


def test_a_clip_without_anybody_says_so() -> None:
    trainer = film(Figure())
    for values in (trainer.image, trainer.world, trainer.visibility):
        values[:] = type(values)("f", [float("nan")] * len(values))
    engine = ShadowEngine(poses_json(trainer))
    client = film(Figure())
    put(engine, client, 0, 0.0, 0.0, 3)
    engine.step()
    assert int(engine.output[at.GATE]) & at.GATE_NO_TRAINER


@pytest.mark.parametrize("absent_s", [0.5, 1.0, 1.5, 2.5])
def test_a_trainer_who_walks_into_her_own_picture_accuses_nobody(absent_s: float) -> None:
    client = flipped(film(Figure(repetitions=5)))
    trainer = film(Figure(repetitions=5))
    frames = round(absent_s * 25)
    for values, width in ((trainer.image, 99), (trainer.world, 99), (trainer.visibility, 33)):
        values[: frames * width] = type(values)("f", [float("nan")]) * (frames * width)
    live = train(trainer, client)
    assert live.last >= 90
    assert abs(live.engine.output[at.LAG]) < 0.2


def test_watching_first_does_not_decide_the_mirror() -> None:
    trainer = film(Figure(left_arm=0.1, repetitions=4))
    engine = ShadowEngine(poses_json(trainer))
    still, length = film(Figure(depth=0, arms_deg=0)), trainer.duration + trainer.times[1]
    scores = []
    for tick in range(round(3 * length * 25)):
        time_s = tick / 25
        client = still if time_s < length else trainer
        put(engine, client, tick % len(client), time_s, time_s % length, 3, int(time_s // length))
        if client is trainer:
            put(engine, client, min(len(client) - 1, round(time_s % length * 25)), time_s, time_s % length, 3, int(time_s // length))
        engine.step()
        scores.append(engine.output[at.SCORE])
    assert engine.output[at.MIRRORED] == 0
    assert sum(scores[-100:]) / 100 >= 90


def test_one_frame_the_model_could_not_read_is_forgotten() -> None:
    trainer = film(Figure())
    live = train(trainer, trainer)
    put(live.engine, trainer, 30, 60.0, 1.2, 3)
    live.engine.input[at.WORLD_IN : at.INPUT_SIZE] = type(live.engine.input)("f", [float("nan")] * 99)
    live.engine.step()
    for frame in range(31, 50):
        put(live.engine, trainer, frame, 60.0 + frame / 25, frame / 25, 3)
        live.engine.step()
    assert not isnan(live.engine.output[at.SCORE])


def test_a_hold_is_scored_too() -> None:
    held = film(Figure(bent=True))
    assert train(held, flipped(held)).last >= 90
    assert train(held, film(Figure(depth=0, arms_deg=0))).last < 40


@dataclass
class Said:
    live: Live
    cues: list[tuple[str, float, float]]
    """Name, degrees, share."""


def listen(client: PoseTrack, loops: int = 3, target: Target | None = None, trainer: PoseTrack | None = None) -> Said:
    """What is said to a client who trains on over the clip's loops."""
    trainer = trainer or film(Figure())
    said = Said(Live([], ShadowEngine(poses_json(trainer), json.dumps(target.document()) if target else None)), [])
    engine, length = said.live.engine, trainer.duration + trainer.times[1]
    for loop in range(loops):
        for frame, time_s in enumerate(client.times):
            put(engine, client, frame, loop * length + time_s, time_s, at.FLAG_ALIGN | at.FLAG_MIRROR, loop)
            engine.step()
            out = engine.output
            said.live.scores.append(out[at.SCORE])
            if out[at.CUE]:
                said.cues.append((CUES[int(out[at.CUE]) - 1].name, out[at.CUE_DEGREES], out[at.CUE_SHARE]))
    return said


def test_a_good_client_hears_nothing() -> None:
    assert listen(flipped(film(Figure(height=1.55, late_s=0.3, noise_m=0.008)))).cues == []


def test_a_fault_is_said_with_its_size_and_not_again_at_once() -> None:
    said = listen(flipped(film(Figure(left_arm=0.3, noise_m=0.008))))
    names = [name for name, _, _ in said.cues]
    assert set(names) == {"right_arm_up"}  # mirrored: her own right one
    assert 1 <= len(names) <= 3  # in half a minute
    assert said.cues[0][1] == pytest.approx(0.7 * 80, abs=12)


def test_half_repetitions_are_told_from_whole_ones() -> None:
    half = listen(film(Figure(depth=0.5, arms_deg=40.0)))
    out = half.live.engine.output
    assert (out[at.REPS], out[at.REPS_HALF], out[at.REPS_BROKEN_OFF]) == (9, 9, 0)
    assert half.cues[0][0] == "deeper"
    assert half.cues[0][2] == pytest.approx(0.5, abs=0.1)
    whole = listen(film(Figure())).live.engine.output
    assert (whole[at.REPS], whole[at.REPS_HALF]) == (9, 0)
    assert whole[at.REP_SCORE] >= 90 > 70 > out[at.REP_SCORE]


def test_a_hold_is_timed_while_it_is_held_well() -> None:
    held = film(Figure(bent=True))
    good = listen(flipped(held), loops=2, trainer=held).live.engine.output
    assert good[at.HELD] == pytest.approx(2 * held.duration, abs=2)
    lost = listen(film(Figure(depth=0, arms_deg=0)), loops=2, trainer=held).live.engine.output
    assert lost[at.HELD] == 0
    assert listen(film(Figure())).live.engine.output[at.HELD] == 0, "a movement is not a hold"


def test_who_is_asked_for_half_the_depth_is_right_at_half_the_depth() -> None:
    client = film(Figure(depth=0.5, arms_deg=40.0, noise_m=0.004))
    said = listen(client, target=Target(range_share=0.5))
    out = said.live.engine.output
    assert said.live.last >= 90
    assert out[at.REP_SCORE] >= 90
    assert said.cues == []
    assert out[at.REPS] == 9


def test_at_her_own_target_a_repetition_is_whole() -> None:
    out = listen(film(Figure(depth=0.5, arms_deg=40.0)), loops=1, target=Target(range_share=0.5)).live.engine.output
    assert (out[at.REPS], out[at.REPS_HALF]) == (3, 0)


def test_of_an_excluded_limb_nothing_is_asked() -> None:
    arm = frozenset({"right_upper_arm", "right_forearm"})
    said = listen(flipped(film(Figure(left_arm=0.3))), target=Target(excluded=arm))
    limbs = dict(zip(LIMBS, said.live.engine.output[at.LIMB_SCORES : at.CLIENT_XY], strict=True))
    assert all(isnan(limbs[name]) for name in arm)
    assert not isnan(limbs["left_upper_arm"])
    assert said.cues == []
    assert said.live.last >= 90
