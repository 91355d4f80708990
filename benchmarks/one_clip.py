"""One clip processed as the product does it, in a process of its own that says how far it is: one JSON object a line, the result last."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from gpu_jobs.clock import Progress
from gpu_jobs.cluster import process_video, workers


def told(clip: Path, out: Path, environment: Mapping[str, str], core: int | None = None) -> Iterator[dict[str, Any]]:
    """What such a process says, step by step.

    Args:
        clip: What it processes.
        out: Where to.
        environment: Of the process.
        core: The one core it may use, with the reader of the video; None leaves that to the system.
    """
    command = [sys.executable, "-m", "benchmarks.one_clip", str(clip), str(out)]
    with subprocess.Popen(command, env=dict(environment), stdout=subprocess.PIPE, text=True) as driver:
        assert driver.stdout is not None
        try:
            if core is not None:
                os.sched_setaffinity(driver.pid, {core})  # it has hardly begun: what it starts later inherits that
            for line in driver.stdout:
                if line.startswith("{"):  # Ray prints in between what becomes of its nodes
                    yield json.loads(line)
        finally:
            driver.kill()


def main(clip: Path, out: Path) -> None:
    """Process the clip, once Ray and whoever works there are up."""

    def tell(progress: Progress) -> None:
        print(json.dumps({"stage": progress.stage, "done": progress.done}), flush=True)

    with workers() as hands:
        hands.crew().gathered()
        result = process_video(clip, out, on_progress=tell)
    print(json.dumps({"frames": result.frames, "wall_s": result.wall_s, "stages": result.stages}), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
