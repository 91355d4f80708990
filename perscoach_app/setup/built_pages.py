"""Serves the pages that the last start compiled, when nothing they are made from has changed: the second start takes seconds.

Reflex 0.10.1 has no switch for this; `main` does what its own `run --env prod` does after compiling. Other versions compile every time.
"""

import hashlib
import json
import sys
from importlib.metadata import version
from pathlib import Path

from perscoach_app.settings import PROJECT_ROOT

KNOWN_REFLEX = "0.10.1"
WEB = PROJECT_ROOT / ".web"
INDEX = WEB / "build" / "client" / "index.html"
STAMP = WEB / "perscoach.json"
NOT_SOURCES = frozenset({"__pycache__", ".DS_Store"})


def fingerprint() -> str:
    """Changes with everything the pages are compiled from: our package, what it copies, Reflex, Python."""
    digest = hashlib.sha256(f"{version('reflex')} {sys.version}".encode())
    for folder in (PROJECT_ROOT / "perscoach_app", PROJECT_ROOT / "perscoach_motion"):
        for path in _files(folder):
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


def remember(then: str) -> None:
    """The pages answer, compiled from what had the fingerprint `then`."""
    if INDEX.exists() and fingerprint() == then:
        STAMP.write_text(json.dumps({"fingerprint": then, "index": INDEX.stat().st_mtime_ns}))


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
