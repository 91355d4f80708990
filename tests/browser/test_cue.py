"""What the stage says while a client trains: nothing to who does it right, one sentence for a fault, praise when it is mended."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import Page, expect

from perscoach_motion.faults.cue_words import PRAISE
from perscoach_motion.faults.phrases import CUES, sentence
from perscoach_motion.live import layout as at
from perscoach_motion.trackfile import loads
from tests.browser.recorded_eyes import recorded_worker
from tests.browser.session import Part, session
from tests.browser.stage_server import Stub, serving
from tests.browser.step import ServerEngine
from tests.browser.training import READY_MS, SPEAKS, start

pytestmark = pytest.mark.browser

FPS = 15
NOTED = """
window.shown = [];
setInterval(() => {
  const mood = document.querySelector(".shadow-part-cue [data-mood]")?.dataset.mood;
  const sentence = document.querySelector(".shadow-spoken")?.textContent;
  if (mood && sentence && mood !== "told" && shown.at(-1)?.mood !== mood) shown.push({ mood, sentence });
}, 20);
"""


@dataclass(frozen=True, slots=True)
class Expected:
    """What the same engine says of the same session on the server."""

    address: str
    said: list[str]
    praised: list[bool]
    whole: int
    half: int


@pytest.fixture
def recorded(stub: Stub) -> Iterator[Expected]:
    """Shadow Mode with a recorded session for a camera: two repetitions right, some of half the depth, and right again."""
    poses = (stub.exercise / "trainer_poses.json").read_text("utf-8")
    trainer = loads(poses).track
    stands, stands_in_space = (np.array(whole[: 33 * 3], np.float64).reshape(33, 3) for whole in (trainer.image, trainer.world))

    def half_depth(image: NDArray[np.float64], world: NDArray[np.float64], _: NDArray[np.float64]) -> None:
        image += 0.55 * (stands - image)
        world += 0.55 * (stands_in_space - world)

    rows = session(trainer, [Part(trainer, 7.0), Part(trainer, 8.0, half_depth), Part(trainer, 8.0)], 23.0, FPS)
    outputs = ServerEngine(poses).step(rows)
    spoken = [row for row in outputs if row[at.CUE]]
    cues = [CUES[int(row[at.CUE]) - 1] for row in spoken]
    said = [sentence(cue, "ru", float(row[at.CUE_DEGREES]), float(row[at.CUE_SHARE])) for cue, row in zip(cues, spoken, strict=True)]
    praised = [cue.rank == PRAISE for cue in cues]
    counted, half, broken_off = outputs[-1, [at.REPS, at.REPS_HALF, at.REPS_BROKEN_OFF]].astype(int)
    with serving(replace(stub, instead=recorded_worker(rows))) as address:
        yield Expected(f"{address}/shadow/page/s1", said, praised, counted - half - broken_off, half)


def test_the_stage_says_a_fault_with_its_size_and_praises(visit: Callable[..., Page], recorded: Expected) -> None:
    assert recorded.praised == [False, True], recorded.said
    assert re.search(r"\d[05] %", recorded.said[0]), "a share, in steps of five"
    assert recorded.whole > recorded.half > 0

    page = visit(recorded.address, script=SPEAKS + NOTED)
    start(page)
    page.wait_for_function("shown.length == 2", timeout=READY_MS)
    line = page.locator(".shadow-part-cue")
    assert [cue["sentence"] for cue in page.evaluate("shown")] == recorded.said
    assert [cue["mood"] == "praise" for cue in page.evaluate("shown")] == recorded.praised
    assert "глубже" in page.evaluate("said"), "and it is heard"
    expect(line).to_be_empty(timeout=READY_MS)
    expect(page.locator("#shadow-count")).to_have_text(str(recorded.whole), timeout=READY_MS)
    expect(page.locator(".shadow-count")).to_contain_text(re.compile(rf"\+ {recorded.half} неполн"))
