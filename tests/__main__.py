"""`python -m tests`: everything, in two parts. Both are run; either of them fails the whole.

First what needs no browser, then the browser's tests; each part on two processes at once. Those of one file stay together in one process,
which makes once what they share; and so do all that share the running product. What is written behind `python -m tests` is handed to both.

A browser, a server, a database and Ray share two cores with another test's: what fails among the browser's tests is tried once more
with nothing beside it, and must pass then. Pytest names it in the first try's summary, so that it is seen and mended.
"""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROCESSES = 2  # the cores of the smallest machine that runs the suite; several tests start processes of their own
FAILED = 1  # pytest's exit status when tests failed
NOTHING_CHOSEN = 5  # when a choice (`-k`) leaves a part without tests
SLOWEST = ("--durations", "12", "--durations-min", "3")  # where the minutes go, at the end of each part
PARTS = (
    ("--ignore", str(HERE / "browser"), *SLOWEST, "--numprocesses", str(PROCESSES), "--dist", "loadscope", str(HERE)),
    (*SLOWEST, "--numprocesses", str(PROCESSES), "--dist", "loadscope", str(HERE / "browser")),
)
ALONE = ("--last-failed", "--last-failed-no-failures", "none", str(HERE / "browser"))


PYTEST = (sys.executable, "-m", "pytest")


def run(parts: Sequence[Sequence[str]], alone: Sequence[str], chosen: Sequence[str] = (), command: Sequence[str] = PYTEST) -> int:
    """Runs every part, whatever became of those before it; where tests of the last one failed, those `alone` once more.

    Returns:
        The exit status: 0 only when something ran and nothing failed.
    """
    statuses = [subprocess.run([*command, *part, *chosen], cwd=HERE.parent, check=False).returncode for part in parts]
    if statuses[-1] == FAILED:
        print("\nThe failed browser tests once more, with nothing beside them:", flush=True)
        statuses[-1] = subprocess.run([*command, *alone, *chosen], cwd=HERE.parent, check=False).returncode
        if statuses[-1] == NOTHING_CHOSEN:
            statuses[-1] = FAILED  # what failed was not found again: that is no pass
    ran = [status for status in statuses if status != NOTHING_CHOSEN]
    return next((abs(status) for status in ran if status), 0) if ran else NOTHING_CHOSEN


if __name__ == "__main__":
    sys.exit(run(PARTS, ALONE, sys.argv[1:]))
