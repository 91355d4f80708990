"""The digest tells the truth: a rendered client whose faults are known, read by the pose model, trained in five sets."""

from base64 import b64decode
from functools import cache
from uuid import uuid4

import pytest

from perscoach_app.services import digest, performances, second_look
from perscoach_app.services.digest import digested
from perscoach_app.services.performances import Kept
from perscoach_app.tables import TrainingSession
from perscoach_motion.demonstration import pose_file
from perscoach_motion.trackfile import dumps
from tests.app.chunks import landmarks_of
from tests.synthetic.suite_tracks import FOLDER, Session, read

SETS = ("correct-4", "half_depth-2", "correct-8", "arms_hanging-3", "lean-2")
"""What Amara does in each: the studio rendered her so, squatting, seen by another camera every time."""
NAMED = {"half_depth": {"deeper"}, "arms_hanging": {"arm_up", "arms_up", "left_arm_up", "right_arm_up"}, "lean": {"trunk_up"}}
"""The cue that names each of those faults."""


@cache
def filmed() -> dict[str, Session]:
    return {one.name.removeprefix("squat-"): one for one in read(FOLDER / "squat.xz")}


@cache
def trained(name: str, position: int = 0) -> TrainingSession:
    """A finished set whose landmarks were looked at again."""
    trainer, client = filmed()["trainer"].track, filmed()[name].track
    loop_s = trainer.duration + trainer.times[-1] - trainer.times[-2]
    sent = [b64decode(chunk) for chunk in landmarks_of(client, loop_s)]
    seen = performances.seen(Kept(uuid4(), dumps(pose_file(trainer)).encode(), tuple(sent), None, client.duration, 3))
    assert seen is not None
    summary = {"reps": 3, **second_look.said(seen)}
    return TrainingSession(id=uuid4(), position=position, duration_s=client.duration, verified=True, summary=summary)


def the_five() -> list[TrainingSession]:
    return [trained(name, position) for position, name in enumerate(SETS)]


def test_the_worst_moments_are_the_faults_that_were_rendered() -> None:
    order = [[0, number + 1] for number in range(len(SETS))]
    found = digested(order, the_five())
    assert {SETS[one["position"]].partition("-")[0] for one in found["moments"]} == set(NAMED)
    for moment in found["moments"]:
        name = SETS[moment["position"]]
        assert moment["direction"] in NAMED[name.partition("-")[0]], name
        first, *_, last = filmed()[name].spans
        assert first[0] - 0.5 <= moment["start_s"] < moment["worst_s"] < moment["end_s"] <= last[1] + 0.5
    losses = [one["loss"] for one in found["moments"]]
    assert losses == sorted(losses, reverse=True)


def test_the_best_repetition_is_of_a_set_done_well() -> None:
    best = digested([[0, number + 1] for number in range(len(SETS))], the_five())["best"]
    assert best is not None
    assert SETS[best["position"]].startswith("correct")
    assert best["score"] > 90
    spans = filmed()[SETS[best["position"]]].spans
    middle = (best["start_s"] + best["end_s"]) / 2
    assert any(start < middle < end for start, end in spans)


def test_the_same_fault_in_two_sets_is_one_thing_to_speak_about() -> None:
    order = [[0, 1], [0, 2], [0, 3]]
    rows = [trained("half_depth-2", 0), trained("correct-4", 1), trained("half_depth-5", 2)]
    deeper = [one for one in digested(order, rows)["moments"] if one["direction"] == "deeper"]
    assert len(deeper) == 1
    assert len(deeper[0]["also"]) == 1


def test_what_hurt_and_what_was_not_watched_is_no_fault() -> None:
    hurt = TrainingSession(id=uuid4(), position=0, pain=True, duration_s=5.0, summary=trained("lean-2").summary)
    told = TrainingSession(id=uuid4(), position=1, counted_by="client", duration_s=60.0, summary={"reps": 8, "score": None, "seen": 0.0})
    found = digested([[0, 1], [0, 2]], [hurt, told], pain=True)
    assert (found["moments"], found["best"], found["score"], found["seen"]) == ([], None, None, 0.0)
    assert (found["reps"], found["sets"], found["pain"]) == (11, 1, True)


@pytest.mark.parametrize(("score", "count", "lost"), [(42.0, 2, 116.0), (0.0, None, 100.0), (90.0, 1, 10.0)])
def test_a_moment_weighs_what_it_took_off(score: float, count: int | None, lost: float) -> None:
    assert digest.loss({"score": score, "count": count}) == lost
