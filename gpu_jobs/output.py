"""A result appears whole or not at all: written into a hidden folder beside its place, then moved."""

import errno
import glob
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from gpu_jobs.alone import alone_in
from gpu_jobs.errors import OutputRejected

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
READ_ONLY = (errno.EROFS, errno.EACCES, errno.EPERM)


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a result is made: `new` for its files, `kept` for finished parts, which outlive a crash."""

    new: Path
    kept: Path


@contextmanager
def staged(out_dir: Path, key: str, kept: Path | None = None) -> Iterator[Stage]:
    """Folders to make a result in; when the block ends well its files move to `out_dir`, else everything vanishes.

    Files of an older result are replaced only then; other files in `out_dir` are left alone. What a killed process left for the same
    `key` is found again in `kept`; what it left for another one is cleared away.

    Args:
        out_dir: Where the result goes.
        key: Names the work: the same source and the same wishes give the same key.
        kept: A folder of the caller's own for finished parts, which then stays in any case.

    Raises:
        OutputRejected: The result cannot be written there, or another process is at it; what stood there stands.
    """
    out_dir = out_dir.resolve()
    made: list[Path] = []
    stage = out_dir.parent / f".{out_dir.name}.partial-{key}"
    done = False
    try:
        with writing_to(out_dir):
            if out_dir.exists() and not out_dir.is_dir():
                raise OutputRejected("output_in_the_way", path=out_dir)
            made = _made_parents(out_dir)
            _clear_left(out_dir, stage)
            stage.mkdir(mode=0o700, exist_ok=True)
        with alone_in(stage) as mine:
            if not mine:
                raise OutputRejected("output_busy", path=out_dir)
            try:
                with writing_to(out_dir):
                    shutil.rmtree(stage / "new", ignore_errors=True)
                    folders = Stage(stage / "new", kept or stage / "kept")
                    folders.new.mkdir()
                    folders.kept.mkdir(exist_ok=True)
                yield folders
                with writing_to(out_dir):
                    _publish(folders.new, out_dir)
                done = True
            finally:
                shutil.rmtree(stage, ignore_errors=True)
    finally:
        if not done:
            for folder in reversed(made):
                _remove_if_empty(folder)


def _clear_left(out_dir: Path, stage: Path) -> None:
    for left in out_dir.parent.glob(f".{glob.escape(out_dir.name)}.partial-*"):
        if left != stage and left.is_dir():
            with alone_in(left) as abandoned:
                if abandoned:
                    shutil.rmtree(left, ignore_errors=True)


def write_whole(path: Path, content: bytes) -> None:
    """Write one file, whole or not at all.

    Raises:
        OutputRejected: It cannot be written; what stood there stands.
    """
    partial = path.with_name(f".{path.name}.partial-{os.getpid()}")
    with writing_to(path):
        try:
            partial.write_bytes(content)
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)


@contextmanager
def writing_to(path: Path) -> Iterator[None]:
    """Turn what the system says about writing into our sentence.

    Raises:
        OutputRejected: Something in the block could not be written.
    """
    try:
        yield
    except OSError as error:
        raise _rejection(error, path) from error


def _rejection(error: OSError, path: Path) -> OutputRejected:
    if error.errno in FULL:
        return OutputRejected("output_full", path=path)
    if error.errno in READ_ONLY:
        return OutputRejected("output_read_only", path=path)
    if error.errno in (errno.ENOTDIR, errno.EEXIST, errno.EISDIR):
        return OutputRejected("output_in_the_way", path=path)
    return OutputRejected("output_failed", path=path, reason=error.strerror or str(error))


def _made_parents(out_dir: Path) -> list[Path]:
    missing = [folder for folder in out_dir.parents if not folder.exists()]
    for folder in reversed(missing):
        folder.mkdir()
    return missing[::-1]


def _publish(stage: Path, out_dir: Path) -> None:
    if not out_dir.exists():
        stage.rename(out_dir)
        return
    # A folder that exists may hold files that are not ours, so it is not swapped as a whole: old files step aside first and come
    # back if any move fails.
    aside = stage / ".replaced"
    aside.mkdir()
    moved: list[str] = []
    stepped: list[str] = []
    try:
        for new in sorted(path for path in stage.iterdir() if path != aside):
            old = out_dir / new.name
            if old.exists():
                old.rename(aside / new.name)
                stepped.append(new.name)
            new.rename(old)
            moved.append(new.name)
    except OSError:
        for name in moved:
            (out_dir / name).unlink(missing_ok=True)
        for name in stepped:
            (aside / name).rename(out_dir / name)
        raise


def _remove_if_empty(folder: Path) -> None:
    try:
        folder.rmdir()
    except OSError:
        return  # Somebody else put something there meanwhile.
