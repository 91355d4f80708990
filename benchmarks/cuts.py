"""Trainings cut off a hundred times at random (network, `kill -9`, reload, closed tab): what the device believes against what is kept."""

import random
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from benchmarks.cut_house import CUTS, Client, CutHouse, Server, Tally, judge, visited
from gpu_jobs.clock import silent
from gpu_jobs.pipeline import ProcessOptions, process
from gpu_jobs.workers import Here
from perscoach_app.settings import PROJECT_ROOT
from tests.browser.chromium import FLAGS, executable

CUTS_IN_ALL = 100
A_TRAINING = 6  # cuts in one training
FAKE = ("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", "--autoplay-policy=no-user-gesture-required")


def measure(cuts: int = CUTS_IN_ALL, exercise: Path | None = None, seed: int = 7) -> dict[str, Any]:
    """Trains until so many cuts are made.

    Args:
        exercise: a folder as `perscoach process` leaves it; the demo's squat is processed where none is given.
        seed: of the moments and kinds.
    """
    chance, tally, began = random.Random(seed), Tally(), time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        if exercise is None:
            exercise = Path(folder) / "exercise"
            process(PROJECT_ROOT / "assets" / "demo" / "squat.mp4", exercise, ProcessOptions(), silent, Here())
        var = Path(folder) / "var"
        var.mkdir()
        house = CutHouse(var, exercise)
        with Server(var) as server, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=executable(), args=[*FLAGS, *FAKE])
            while (left := cuts - tally.cuts.total()) > 0:
                kinds = [CUTS[n % len(CUTS)] for n in range(tally.cuts.total(), tally.cuts.total() + min(left, A_TRAINING))]
                chance.shuffle(kinds)
                training = house.begin()
                with visited(browser, house, server) as context:
                    client = Client(context, server, training, chance, tally)
                    client.train(kinds)
                    judge(training, client.believed(), tally)
            browser.close()
    return {
        "cuts": tally.cuts.total(),
        "cuts_by_kind": dict(tally.cuts),
        "trainings": tally.trainings,
        "sets": tally.sets,
        "lost_sets": tally.lost_sets,
        "doubled_sets": tally.doubled_sets,
        "chunks": tally.chunks,
        "lost_rows": tally.lost_rows,
        "strange_rows": tally.strange_rows,
        "wrong_counts": tally.wrong_counts,
        "unsteady_sets": tally.unsteady,
        "most_reps_forgotten": tally.most_reps_forgotten,
        "minutes": round((time.monotonic() - began) / 60, 1),
    }
