"""A session stepped in the browser (Python in WebAssembly) and again on the server: the same numbers, step by step and in the end."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page

from perscoach_motion.live import layout as at
from perscoach_motion.track import PoseTrack
from tests.browser.session import everything, session
from tests.browser.stage_server import Stub, serving
from tests.browser.step import AGREED, SUMMARY, BrowserEngine, ServerEngine, difference, documents_apart, run_here
from tests.motion.figures import poses_json
from tests.synthetic import suite

pytestmark = pytest.mark.browser

SECONDS, FPS = 40, 15


@pytest.fixture
def page_address(tmp_path: Path) -> Iterator[str]:
    """An empty page beside our scripts."""
    with serving(Stub(tmp_path)) as address:
        yield f"{address}/report/none"


def recording(sort: str, fault: str | None = None) -> PoseTrack:
    """The suite's first squatting client of a sort."""
    return next(one.track for one in suite.sessions(sort) if one.movement == "squat" and one.fault == fault)


def test_the_server_says_what_the_browser_said(visit: Callable[..., Page], page_address: str) -> None:
    trainer = suite.trainer("squat")
    poses = poses_json(trainer)
    shallow = recording("fault", "half_depth")
    plan = everything(recording("correct"), shallow, SECONDS)
    rows = session(trainer, plan, SECONDS, FPS, most_lag_s=0.8)
    far = BrowserEngine(visit(page_address), poses)

    there, here = far.step(rows).outputs, ServerEngine(poses).step(rows)
    found = difference(there, here)
    print(f"\n{len(rows)} steps: {found}, browser's Python {far.version}")
    assert found.largest <= AGREED
    assert found.steps_apart == 0
    # it was a session in which something happened
    gates, scores = set(there[:, at.GATE]), there[:, at.SCORE]
    assert {0, at.GATE_NOBODY, at.GATE_NOT_WHOLE} <= gates
    assert np.nanmax(scores) > 90 > 60 > np.nanmin(scores)
    assert there[-1, at.REPS] >= 3

    names = {"trainer_json": poses, "client_json": poses_json(shallow)}
    said, again = far.run(SUMMARY, names), run_here(SUMMARY, names)
    assert said["score"] < 90
    assert said["worst_limb"]
    assert documents_apart(said, again) <= AGREED


@pytest.mark.parametrize(
    ("change", "largest", "steps_apart"),
    [(0.0, 0.0, 0), (5e-5, pytest.approx(5e-7, rel=0.1), 0), (5e-4, pytest.approx(5e-6, rel=0.1), 1), (np.nan, 0.0, 1), (np.inf, 0.0, 1)],
)
def test_a_difference_is_seen(change: float, largest: float, steps_apart: int) -> None:
    one = np.full((5, at.OUTPUT_SIZE), 100, np.float32)
    one[0, at.SCORE] = np.nan  # not seen, on both sides
    other = one.copy()
    other[3, at.SCORE] += change
    found = difference(other, one)
    assert found.largest == largest
    assert found.steps_apart == steps_apart


def test_documents_are_the_same_or_not() -> None:
    said = {"score": 81.5, "reps": 3, "limbs": [{"name": "trunk", "score": None}]}
    assert documents_apart(said, said) == 0
    assert documents_apart({**said, "score": 81.5 * (1 + 3e-6)}, said) == pytest.approx(3e-6, rel=1e-3)
    for other in ({**said, "reps": 4}, {**said, "limbs": []}, {**said, "limbs": [{"name": "trunk", "score": 1.0}]}, {"score": 81.5}):
        assert documents_apart(said, other) == float("inf")
