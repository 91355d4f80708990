"""`kill -9` of web, worker and Ray at random points: every job ends exactly once, no acknowledged row is lost, the database is sound.

Real processes all along: the HTTP server, the worker, uploads and training results over real sockets. Who serves starts dead ones anew, as
`perscoach serve` does. Ray takes long to start, so it does the work for a share of the kills only; for the others the worker does.
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
WITH_RAY = 12  # of them
BLIND = 0.3  # of the kills come after a random time, whatever is going on; the others at a random point of a job
PAUSE_S = (0.2, 6.0)
POINT_S = 90.0  # at most this long until a job comes to that point
CANCEL_EVERY = 10  # kills; a trainer changes her mind, too
END_S = 600.0  # for what is left when the killing is over
TARGETS = {"web": 3, "worker": 4, "reader": 2}
TARGETS_OF_RAY = {"web": 1, "worker": 2, "hand": 2, "raylet": 2, "gcs": 2, "reader": 1}
SEED = 20261122


def measure(kills: int = KILLS, with_ray: int = WITH_RAY, seed: int = SEED) -> dict[str, Any]:
    """Kills so many, then counts how the jobs ended and what of the acknowledged is there."""
    chance = random.Random(seed)
    began = time.monotonic()
    parts = [_part(kills - with_ray, TARGETS, chance, ray=False), _part(with_ray, TARGETS_OF_RAY, chance, ray=True)]
    whole: dict[str, Any] = {"kills": 0, "kills_with_ray": parts[1]["kills"]}
    for part in parts:
        for name, value in part.items():
            whole[name] = _added(whole.get(name), value)
    return {**whole, "wall_s": round(time.monotonic() - began)}


def _part(kills: int, targets: dict[str, int], chance: random.Random, *, ray: bool) -> dict[str, Any]:
    struck, var = Counter[str](), Path(tempfile.mkdtemp(prefix="kills-"))
    try:
        with House(var, ray=ray) as house, Load(house) as load:
            while struck.total() < kills:
                if chance.random() > BLIND:
                    house.wait_for(chance.random(), POINT_S)
                house.wait(chance.uniform(*PAUSE_S))
                whom = chance.choices(list(targets), list(targets.values()))[0]
                if house.kill(whom, chance):
                    struck[whom] += 1
                    if struck.total() % CANCEL_EVERY == 0:
                        house.cancel_one()
            load.no_more_uploads()
            house.wait_until_idle(END_S)
            load.stop()
            return {"kills": struck.total(), "killed": dict(struck), **verdict(house, load)}
    finally:
        shutil.rmtree(var, ignore_errors=True)


def _added(before: Any, more: Any) -> Any:
    if isinstance(more, dict):
        return dict(Counter(before or {}) + Counter(more))
    if isinstance(more, str):
        return more if before in (None, "ok") else before
    return (before or 0) + more
