"""Renders scenes into the cache beforehand: `python -m tests.synthetic.prepare [matte|cut] [LOG]`.

Each name is appended to the file LOG when its clip is there.
"""

import sys
from pathlib import Path
from time import perf_counter

import torch

from tests.synthetic.clips import clip
from tests.synthetic.cut_scenes import CUT_SCENES
from tests.synthetic.matte_scenes import ALL_MATTE_SCENES

GROUPS = {"matte": ALL_MATTE_SCENES, "cut": CUT_SCENES}


def main(names: list[str]) -> None:
    """Renders the named groups, or all."""
    torch.set_num_threads(1)
    log = next((Path(name) for name in names if name not in GROUPS), None)
    for group in [name for name in names if name in GROUPS] or list(GROUPS):
        for name, scene in GROUPS[group].items():
            start = perf_counter()
            path, truth = clip(scene)
            line = f"{group} {name}: {len(truth.times)} frames, {path}, {perf_counter() - start:.0f} s"
            print(line, flush=True)
            if log is not None:
                with log.open("a", encoding="utf-8") as out:
                    out.write(line + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
