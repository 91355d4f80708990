"""A child that runs through, a second person at the back: what they do is not the client's."""

import numpy as np
import pytest

from perscoach_motion.demonstration import camera_frame, squat
from perscoach_motion.live import layout as at
from perscoach_training.same_person import SamePerson
from tests.synthetic import suite
from tests.training.plans import Visit, plan
from tests.training.test_check import placed


def test_a_stranger_at_her_side_counts_for_nothing() -> None:
    visit = Visit(plan({"repetitions": 10}))
    visit.wait(12.0, squat(0.0, arms=0.0, repetitions=12), until="set")
    visit.wait(1.0, squat(0.0, arms=0.0, repetitions=12))
    visit.wait(2.6, placed(0.55, x=0.38), until="paused")  # half as large, at the edge, squatting
    assert visit.face["count"]["value"] == "0"
    assert visit.face["told"], "meanwhile she is told that she is not seen"
    visit.wait(1.0, squat(0.0, arms=0.0, repetitions=12))
    assert visit.state == "set"
    assert visit.face["told"] is None


@pytest.mark.parametrize("movement", sorted({one.movement for one in suite.sessions()}))
def test_nobody_who_really_trains_is_a_stranger_to_herself(movement: str) -> None:
    """Read by the real network, five to thirty pictures a second; floor exercises and jumps too."""
    taken = strange = 0
    for session in (one for one in suite.sessions() if one.movement == movement and one.sort in ("correct", "fault")):
        person = SamePerson()
        for frame in range(0, len(session.track), 3):
            taken += 1
            strange += not person.knows(session.track.times[frame], camera_frame(session.track, frame))
    assert taken > 300
    assert strange <= 0.002 * taken, f"{strange} of {taken}"


def test_who_walks_elsewhere_while_nobody_looks_is_herself() -> None:
    person, here, there = SamePerson(), camera_frame(placed(), 0), camera_frame(placed(x=0.3), 0)
    nobody = camera_frame(placed(), 0)
    nobody[at.FOUND] = 0.0
    assert person.knows(0.0, here)
    assert all(person.knows(second, nobody) for second in np.arange(0.1, 2.0, 0.1))
    assert person.knows(2.0, there)
