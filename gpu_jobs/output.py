"""A result appears whole or not at all: written into a hidden folder beside its place, then moved."""

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gpu_jobs.errors import OutputRejected

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
READ_ONLY = (errno.EROFS, errno.EACCES, errno.EPERM)


@contextmanager
def staged(out_dir: Path) -> Iterator[Path]:
    """A folder to write a result into; when the block ends well its files move to `out_dir`, else they vanish.

    Files of an older result are replaced only then; other files in `out_dir` are left alone.

    Raises:
        OutputRejected: The result cannot be written there; what stood there stands.
    """
    out_dir = out_dir.resolve()
    made: list[Path] = []
    stage: Path | None = None
    done = False
    try:
        with writing_to(out_dir):
            if out_dir.exists() and not out_dir.is_dir():
                raise OutputRejected("output_in_the_way", path=out_dir)
            made = _made_parents(out_dir)
            stage = Path(tempfile.mkdtemp(prefix=f".{out_dir.name}.partial-", dir=out_dir.parent))
        yield stage
        with writing_to(out_dir):
            _publish(stage, out_dir)
        done = True
    finally:
        if stage is not None:
            shutil.rmtree(stage, ignore_errors=True)
        if not done:
            for folder in reversed(made):
                _remove_if_empty(folder)


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
    stage.chmod(0o755)  # mkdtemp makes it private
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
