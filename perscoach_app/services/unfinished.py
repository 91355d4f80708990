"""Uploads that are not finished: files of the tus router, a folder a person, on this machine's disk.

Each is a data file `<32 hex digits>` and what the router notes down beside it, `<…>.info`: how far it is and how long it will be.
"""

import json
import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from gpu_jobs.alone import taken
from perscoach_app.services.scope import Scope
from perscoach_app.settings import get_settings

DAYS_TO_KEEP = 2  # an unfinished upload waits for its phone this long
DAY_S = 24 * 3600
NAME = re.compile(r"[0-9a-f]{32}")
FILMS = "-films"  # pieces of recordings lie beside a trainer's videos: an address of one kind names nothing of the other
_LOCKS = ".locks"  # the router's own; a killed server leaves them


@dataclass(frozen=True, slots=True)
class State:
    """How far an upload is, as the router noted it down.

    Attributes:
        metadata: what the page said of the file: name, title, wishes.
    """

    offset: int
    size: int
    metadata: dict[str, str] = field(default_factory=dict)

    @property
    def whole(self) -> bool:
        """All bytes are here."""
        return self.offset == self.size


def folder_of(scope: Scope) -> Path:
    """Where a person's unfinished uploads lie."""
    return get_settings().uploads_dir / str(scope.tenant_id) / str(scope.person_id)


@contextmanager
def held(file: Path) -> Iterator[bool]:
    """Whether the upload is ours alone for the time of the block, among all requests of all processes; a dead one's lock is gone."""
    try:
        descriptor = os.open(file, os.O_RDWR)
    except (FileNotFoundError, IsADirectoryError):
        yield True  # there is nothing to be held; the router says so
        return
    try:
        yield taken(descriptor)
    finally:
        os.close(descriptor)


def state_of(file: Path) -> State | None:
    """What the router noted down; None where it did not."""
    try:
        info = json.loads(file.with_name(file.name + ".info").read_bytes())
        return State(int(info["offset"]), int(info["size"]), dict(info["metadata"]))
    except (OSError, ValueError, TypeError, KeyError):
        return None


def mended(file: Path) -> State | None:
    """How far an upload is, once what a killed server left is put right; None where there is none (any more). Hold it before.

    Bytes beyond the noted offset are cut off, since the router would append to them; with fewer there is nothing to go on from.
    """
    state = state_of(file)
    if state is None or not file.is_file():
        forget(file)
        return None
    here = file.stat().st_size
    if here < state.offset or state.offset > state.size or _is_old(file):
        forget(file)
        return None
    if here > state.offset:
        with file.open("r+b") as kept:
            kept.truncate(state.offset)
    return state


def forget(file: Path) -> None:
    """Deletes an upload and all that belongs to it; harmless when there is nothing."""
    beside = (file.with_name(f"{file.name}.info"), file.with_name(f"{file.name}.info.tmp"), file.parent / _LOCKS / f"{file.name}.lock")
    for path in (file, *beside):
        with suppress(FileNotFoundError, NotADirectoryError):
            path.unlink()


def open_in(folder: Path) -> list[Path]:
    """The uploads begun in a person's folder."""
    return [info.with_suffix("") for info in folder.glob("*.info")]


def announced_bytes(tenant_id: int) -> int:
    """How many bytes all unfinished uploads of a tenant will come to: room that is spoken for."""
    folders = (get_settings().uploads_dir / str(tenant_id)).glob("*")
    states = (state_of(file) for folder in folders for file in open_in(folder))
    return sum(state.size for state in states if state is not None)


def forget_all(tenant_id: int, person_id: int) -> None:
    """Deletes whatever a person has begun to send."""
    for name in (str(person_id), f"{person_id}{FILMS}"):
        shutil.rmtree(get_settings().uploads_dir / str(tenant_id) / name, ignore_errors=True)


def sweep() -> int:
    """Deletes what nobody came back for, everybody's, and the locks of dead processes; returns how many uploads that were."""
    swept = 0
    for path in get_settings().uploads_dir.glob(f"*/*/{'?' * 32}*"):
        file = path.with_name(path.name[:32])
        if NAME.fullmatch(file.name) and path.exists() and _is_old(file):
            with held(file) as ours:
                if ours:
                    forget(file)
                    swept += 1
    for lock in get_settings().uploads_dir.glob(f"*/*/{_LOCKS}/*.lock"):
        if not (lock.parents[1] / lock.stem).exists():
            with suppress(FileNotFoundError):
                lock.unlink()
    return swept


def _is_old(file: Path) -> bool:
    oldest = time.time() - DAYS_TO_KEEP * DAY_S
    parts = (file, file.with_name(f"{file.name}.info"), file.with_name(f"{file.name}.info.tmp"))
    return max((path.stat().st_mtime for path in parts if path.exists()), default=0.0) < oldest
