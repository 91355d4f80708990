"""A slower machine: a browser's pages get one part of the processor's time in so many, their workers too.

The browser's own throttling slows a page's first thread only.
"""

import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

TICKS_PER_S = os.sysconf("SC_CLK_TCK")
RUNS_S = 0.008
"""Between two stops; short against a frame."""


def family(root: int) -> list[int]:
    """A process and all that came of it."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError, IndexError, ValueError):
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                children.setdefault(parent, []).append(int(entry.name))
    found, new = [root], [root]
    while new:
        new = [child for parent in new for child in children.get(parent, [])]
        found += new
    return found


def is_renderer(process: int) -> bool:
    """Whether pages and their workers run in it."""
    with suppress(OSError):
        return b"--type=renderer" in Path(f"/proc/{process}/cmdline").read_bytes()
    return False


@contextmanager
def slowed(browser: int, times: float) -> Iterator[None]:
    """While this lasts, pages of the browser (a process id) run `times` slower."""
    over = threading.Event()

    def beat() -> None:
        pages: list[int] = []
        looked_at = 0.0
        while not over.is_set():
            if time.monotonic() > looked_at + 1.0:
                pages, looked_at = [each for each in family(browser) if is_renderer(each)], time.monotonic()
            _tell(pages, signal.SIGSTOP)
            time.sleep(RUNS_S * (times - 1))
            _tell(pages, signal.SIGCONT)
            time.sleep(RUNS_S)

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def memory_mb(browser: int) -> float:
    """Of all its processes, shared pages counted once (PSS)."""
    total = 0
    for process in family(browser):
        with suppress(OSError):
            lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
            total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


def _tell(processes: list[int], what: signal.Signals) -> None:
    for process in processes:
        with suppress(OSError):
            os.kill(process, what)


def spent_ms(browser: int) -> Counter[str]:
    """Milliseconds of processor that the threads of pages have used so far, by the thread's name: load on the machine does not count."""
    spent: Counter[str] = Counter()
    for process in family(browser):
        if is_renderer(process):
            for thread in Path(f"/proc/{process}/task").iterdir():
                with suppress(OSError, IndexError, ValueError):
                    fields = (thread / "stat").read_text().rpartition(")")[2].split()
                    spent[(thread / "comm").read_text().strip()] += 1000 * (int(fields[11]) + int(fields[12])) / TICKS_PER_S
    return spent
