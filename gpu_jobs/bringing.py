"""Model files brought in, fetched or copied, whole or not at all; what was brought first is remembered, and all of it can be checked.

Where the catalogue knows a file's SHA-256, that decides. Where nobody could read the official file yet, the first one that is brought in is
written down in `weights.json` beside the files, and whatever differs from it later is named.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from gpu_jobs import fetching
from gpu_jobs.catalogue import MODELS, Model, WeightFile
from gpu_jobs.errors import WeightsMissing
from gpu_jobs.fetching import OnBytes
from gpu_jobs.output import write_whole, writing_to
from gpu_jobs.weights import models_dir, sum_of

REMEMBERED = "weights.json"
PIECE_BYTES = 2**20

State = Literal["good", "differs", "unknown", "missing"]


@dataclass(frozen=True, slots=True)
class Verified:
    """One file, looked at.

    Attributes:
        state: `unknown` lies here, but neither the catalogue nor any import says what it must be.
        found: its SHA-256; empty where it is missing.
        expected: what it must be; empty where nobody knows.
    """

    model: str
    file: WeightFile
    state: State
    found: str = ""
    expected: str = ""


def model_of(name: str) -> Model:
    """A model by its name in the catalogue.

    Raises:
        WeightsMissing: There is none.
    """
    if name not in MODELS:
        raise WeightsMissing("model_unknown", name=name, known=", ".join(MODELS))
    return MODELS[name]


def fetch_model(name: str, on_bytes: OnBytes = lambda _done, _of: None) -> list[Path]:
    """Fetch those of a model's files that are not here; what is here is left alone.

    Raises:
        WeightsMissing: A file has to be fetched by hand, is not there, or is another one than we know.
        OutputRejected: It cannot be written.
    """
    model = model_of(name)
    if model.embedded:
        raise WeightsMissing("fetch_embedded", model=name)
    return [_fetched(model, file, on_bytes) for file in model.files if file.url or not file.optional]


def import_file(name: str, source: Path, called: str = "", *, replace: bool = False) -> Path:
    """Copy a model's file in.

    Args:
        name: The model's.
        source: The file, called whatever it may be.
        called: Which of the model's files it is; by default the one of the same name, or the only one that the model cannot do without.
        replace: Also where another one was remembered.

    Raises:
        WeightsMissing: There is no such file, or it is another one than we know.
        OutputRejected: It cannot be written; what stood there stands.
    """
    model = model_of(name)
    if not source.is_file():
        raise WeightsMissing("weights_not_brought", path=source)
    file = _meant(model, called or source.name, strictly=bool(called))
    path = models_dir() / file.name
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        with writing_to(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            found = _copied(source, partial)
        _check(model, file, found, replace=replace)
        _put(partial, path, found)
    finally:
        partial.unlink(missing_ok=True)
    return path


def verify(names: tuple[str, ...] = ()) -> Iterator[Verified]:
    """Read every file that is here and compare it; of the models named, else of all.

    Raises:
        WeightsMissing: There is no model of that name.
    """
    for model in [model_of(name) for name in names] or MODELS.values():
        for file in model.files:
            expected = expected_of(file)
            path = models_dir() / file.name
            if not path.is_file():
                yield Verified(model.name, file, "missing", "", expected)
                continue
            found = sum_of(path)
            state: State = ("good" if found == expected else "differs") if expected else "unknown"
            yield Verified(model.name, file, state, found, expected)


def expected_of(file: WeightFile) -> str:
    """The SHA-256 a file must have: the catalogue's, else that of the first one brought in; empty where nobody knows."""
    return file.sha256 or str(_remembered().get(file.name, {}).get("sha256", ""))


def _fetched(model: Model, file: WeightFile, on_bytes: OnBytes) -> Path:
    path = models_dir() / file.name
    if path.is_file():
        return path
    page = file.page or model.home
    if model.gated:
        raise WeightsMissing("fetch_gated", model=model.name, name=Path(file.name).name, page=page)
    if not file.url:
        raise WeightsMissing("fetch_by_hand", model=model.name, name=file.name, page=page)
    part = fetching.fetch(file.url, path, model.home, on_bytes)
    found = sum_of(part)
    try:
        _check(model, file, found, replace=False)
    except WeightsMissing:
        fetching.forget(path)  # resuming it would only make it the wrong file again
        raise
    _put(part, path, found)
    fetching.forget(path)
    return path


def _meant(model: Model, called: str, *, strictly: bool) -> WeightFile:
    """Which of a model's files is meant by a name, with its folder or without: several may be called `config.json`."""
    meant = [file for file in model.files if called == file.name] or [file for file in model.files if called == Path(file.name).name]
    if not meant and not strictly:
        meant = [file for file in model.files if not file.optional]
    if len(meant) != 1:
        raise WeightsMissing("weights_unknown_file", model=model.name, known=", ".join(file.name for file in model.files))
    return meant[0]


def _check(model: Model, file: WeightFile, found: str, *, replace: bool) -> None:
    values = {"name": file.name, "model": model.name, "found": found, "home": file.page or model.home}
    if file.sha256 and found != file.sha256:
        raise WeightsMissing("weights_other_sum", expected=file.sha256, **values)
    before = expected_of(file)
    if before and found != before and not replace:
        raise WeightsMissing("weights_other_than_before", expected=before, **values)


def _put(partial: Path, path: Path, found: str) -> None:
    """Into its place, and written down."""
    with writing_to(path):
        size = partial.stat().st_size
        partial.replace(path)
    kept = _remembered()
    name = path.relative_to(models_dir()).as_posix()
    kept[name] = {"sha256": found, "bytes": size, "brought_at": datetime.now(UTC).isoformat(timespec="seconds")}
    write_whole(models_dir() / REMEMBERED, (json.dumps(kept, indent=2, sort_keys=True) + "\n").encode())


def _remembered() -> dict[str, Any]:
    path = models_dir() / REMEMBERED
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {}


def _copied(source: Path, partial: Path) -> str:
    """Copies a file to the disk; its SHA-256, hexadecimal."""
    digest = hashlib.sha256()
    with source.open("rb") as given, partial.open("wb") as kept:
        while piece := given.read(PIECE_BYTES):
            digest.update(piece)
            kept.write(piece)
        kept.flush()
        os.fsync(kept.fileno())  # a power cut must not leave a file that looks whole
    return digest.hexdigest()
