"""`kill -9` of web, worker and Ray at random points: every job ends exactly once, no acknowledged row is lost, the database is sound.

Real processes all along: the HTTP server, the worker with its Ray, uploads and training results over real sockets. Who serves starts dead
ones anew, as `perscoach serve` does.
"""

import random
import shutil
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks.kill_house import House, Load, verdict

KILLS = 50
PAUSE_S = (0.5, 9.0)  # between two kills: a start of Ray, a job or several fall into it
CANCEL_EVERY = 12  # kills; a trainer changes her mind, too
END_S = 600.0  # for what is left when the killing is over
WEIGHTS = {"web": 3, "worker": 4, "hand": 2, "raylet": 1, "gcs": 1, "reader": 1}
SEED = 20261122


def measure(kills: int = KILLS, seed: int = SEED) -> dict[str, Any]:
    """Kills so many, then counts how the jobs ended and what of the acknowledged is there."""
    chance, struck = random.Random(seed), Counter[str]()
    var, began = Path(tempfile.mkdtemp(prefix="kills-")), time.monotonic()
    try:
        with House(var) as house, Load(house) as load:
            while struck.total() < kills:
                house.wait(chance.uniform(*PAUSE_S))
                whom = chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
                if house.kill(whom, chance):
                    struck[whom] += 1
                    if struck.total() % CANCEL_EVERY == 0:
                        house.cancel_one()
            load.no_more_uploads()
            house.wait_until_idle(END_S)
            load.stop()
            return {"kills": struck.total(), "killed": dict(struck), **verdict(house, load), "wall_s": round(time.monotonic() - began)}
    finally:
        shutil.rmtree(var, ignore_errors=True)
