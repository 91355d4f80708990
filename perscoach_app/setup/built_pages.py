"""Serves the pages that the last start compiled, when nothing they are made from has changed: the second start takes seconds.

Reflex 0.10.1 has no switch for this; `main` does what its own `run --env prod` does after compiling. Other versions compile every time.
Two starts at once take turns: the second waits, then serves what the first compiled.
"""

import fcntl
import hashlib
import json
import sys
import time
from importlib.metadata import version
from pathlib import Path
from typing import IO

from perscoach_app.settings import PROJECT_ROOT
from perscoach_app.setup.failure import SetupFailed

KNOWN_REFLEX = "0.10.1"
WEB = PROJECT_ROOT / ".web"
INDEX = WEB / "build" / "client" / "index.html"
STAMP = WEB / "perscoach.json"
TURN = PROJECT_ROOT / "var" / "pages.lock"  # of the checkout, whatever folder the data is in: `.web` is one for all
LONGEST_TURN_S = 300.0  # a first start fetches and compiles the pages' packages
LOOK_S = 0.2
SOURCES = ("perscoach_app", "perscoach_training", "perscoach_motion")  # what the pages import
NOT_SOURCES = frozenset({"__pycache__", ".DS_Store"})

_turns: list[IO[str]] = []
"""The lock's open file, while it is this process's turn; whoever dies gives it back."""


def fingerprint() -> str:
    """Changes with everything the pages are compiled from: our packages, what they copy, Reflex, Python."""
    digest = hashlib.sha256(f"{version('reflex')} {sys.version}".encode())
    for package in SOURCES:
        for path in _files(PROJECT_ROOT / package):
            digest.update(f"{path.relative_to(PROJECT_ROOT)}\0".encode() + path.read_bytes())
    digest.update((PROJECT_ROOT / "rxconfig.py").read_bytes())
    for path in _files(PROJECT_ROOT / "assets"):  # tens of megabytes: told apart by size and time
        found = path.stat()
        digest.update(f"{path.relative_to(PROJECT_ROOT)}\0{found.st_size} {found.st_mtime_ns}\0".encode())
    return digest.hexdigest()


def are_current(now: str) -> bool:
    """Whether the compiled pages are those of the fingerprint `now`."""
    if version("reflex") != KNOWN_REFLEX:
        return False
    try:
        return bool(json.loads(STAMP.read_text()) == {"fingerprint": now, "index": INDEX.stat().st_mtime_ns})
    except (OSError, ValueError):
        return False


def wait_for_turn() -> None:
    """Nobody else compiles in this checkout until `remember`, or until this process ends.

    Raises:
        SetupFailed: another start has been compiling for too long.
    """
    if _turns:
        return
    TURN.parent.mkdir(parents=True, exist_ok=True)
    file, began = TURN.open("a"), time.monotonic()
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            if time.monotonic() - began > LONGEST_TURN_S:
                file.close()
                raise SetupFailed(
                    ru=f"Страницы этой копии проекта собирает другой запуск, дольше {LONGEST_TURN_S:.0f} с. Завершите его и повторите.",
                    en=f"Another start has been compiling this checkout's pages for over {LONGEST_TURN_S:.0f} s. End it and try again.",
                ) from None
            time.sleep(LOOK_S)
        else:
            _turns.append(file)
            return


def end_turn() -> None:
    """The pages are there: who waits may serve them."""
    while _turns:
        _turns.pop().close()


def remember(then: str) -> None:
    """The pages answer, compiled from what had the fingerprint `then`."""
    if INDEX.exists() and fingerprint() == then:
        STAMP.write_text(json.dumps({"fingerprint": then, "index": INDEX.stat().st_mtime_ns}))
    end_turn()


def main(host: str, port: int) -> None:
    """Runs the server without compiling."""
    from reflex.istate.manager import reset_disk_state_manager
    from reflex.utils import exec as reflex_exec
    from reflex_base import constants
    from reflex_base.config import get_config, reload_config
    from reflex_base.environment import environment

    environment.REFLEX_ENV_MODE.set(constants.Env.PROD)
    environment.REFLEX_SKIP_COMPILE.set(True)
    reset_disk_state_manager()  # type: ignore[no-untyped-call]
    config = get_config()
    config._set_persistent(frontend_port=port, backend_port=port, backend_host=host)  # type: ignore[no-untyped-call]
    reload_config()
    level = config.loglevel.subprocess_level()  # type: ignore[no-untyped-call]
    reflex_exec.run_backend_prod(host, port, level, mount_frontend_compiled_app=True)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and not NOT_SOURCES.intersection(path.parts))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
