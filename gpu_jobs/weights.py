"""Where model files are, and what a model lacks here; a missing file says what to do. No package is imported to find that out.

`PERSCOACH_WEIGHTS_DIR` names their folder, else it is `models` in `PERSCOACH_VAR_DIR`, else `var/models` in the project.
"""

import hashlib
import os
from importlib.util import find_spec
from pathlib import Path
from typing import Literal, NamedTuple

from gpu_jobs.catalogue import MODELS, PICKLE_VARIABLE
from gpu_jobs.errors import WeightsMissing

WEIGHTS_DIR_VARIABLE = "PERSCOACH_WEIGHTS_DIR"
VAR_DIR_VARIABLE = "PERSCOACH_VAR_DIR"
REMOTE_CODE_VARIABLE = "PERSCOACH_TRUST_REMOTE_CODE"  # 1: code that comes with weights may be run
PROJECT_ROOT = Path(__file__).resolve().parent.parent


def models_dir() -> Path:
    """The folder that holds the model files; it need not exist yet."""
    return _folder(WEIGHTS_DIR_VARIABLE, _folder(VAR_DIR_VARIABLE, PROJECT_ROOT / "var") / "models")


def model_path(name: str) -> Path:
    """The path of a model file.

    Args:
        name: The file's name, such as `pose_landmarker_full.task`.

    Raises:
        WeightsMissing: The file is not there.
    """
    path = models_dir() / name
    if not path.is_file():
        raise WeightsMissing("model_missing", path=path)
    return path


def weight_file(model: str, name: str) -> Path:
    """The path of one of a model's files.

    Args:
        model: Its name in `catalogue.MODELS`.
        name: The file's, as the catalogue says it.

    Raises:
        WeightsMissing: The file is not there; the sentence says where it comes from and where it belongs.
    """
    path = models_dir() / name
    if not path.is_file():
        raise WeightsMissing("weights_missing", model=model, path=path, home=MODELS[model].home)
    return path


def need(model: str) -> None:
    """Make sure that the packages a model needs are installed; none of them is imported.

    Raises:
        WeightsMissing: One is not.
    """
    for package in _packages_missing(model):
        code = "model_makers_package_missing" if package == MODELS[model].makers_package else "model_package_missing"
        raise WeightsMissing(code, model=model, package=package, home=MODELS[model].home)


def need_pickle(model: str) -> None:
    """Make sure that a checkpoint which runs code of its own may be read.

    Raises:
        WeightsMissing: Whoever keeps this installation has not allowed it.
    """
    if not _pickle_allowed():
        raise WeightsMissing("pickle_not_allowed", model=model, variable=PICKLE_VARIABLE)


def need_remote_code(model: str) -> None:
    """Make sure that the code which comes with a model's weights may be run.

    Raises:
        WeightsMissing: Whoever keeps this installation has not allowed it.
    """
    if os.environ.get(REMOTE_CODE_VARIABLE, "").strip() != "1":
        raise WeightsMissing("remote_code", model=model, folder=models_dir() / model, variable=REMOTE_CODE_VARIABLE)


def unlike(model: str, path: Path, reason: object) -> WeightsMissing:
    """What to raise when a file turns out not to be the model's: a sentence with the file's SHA-256."""
    return WeightsMissing("weights_unlike", model=model, path=path, reason=reason, sha256=sum_of(path))


def sum_of(path: Path) -> str:
    """A file's SHA-256, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class Lack(NamedTuple):
    """Something that a model needs and that is not here.

    Attributes:
        kind: A weight file, a package, a GPU, or the consent to read a pickled checkpoint.
        what: Its name; empty for a GPU.
    """

    kind: Literal["file", "package", "gpu", "pickle"]
    what: str = ""


def lacks(model: str, *, gpu: bool) -> tuple[Lack, ...]:
    """All that a model needs and that is not here; nothing where it can be chosen. Cheap: files are looked for, packages not imported.

    Args:
        model: Its name in `catalogue.MODELS`.
        gpu: Whether the workers have one.
    """
    known = MODELS[model]
    return (
        *(Lack("file", file.name) for file in known.files if not file.optional and not (models_dir() / file.name).is_file()),
        *(Lack("package", package) for package in _packages_missing(model)),
        *((Lack("gpu"),) if known.gpu_only and not gpu else ()),
        *((Lack("pickle", PICKLE_VARIABLE),) if known.pickled and not _pickle_allowed() else ()),
    )


def _packages_missing(model: str) -> list[str]:
    return [package for package in MODELS[model].packages if find_spec(package) is None]


def _pickle_allowed() -> bool:
    return os.environ.get(PICKLE_VARIABLE, "").strip() == "1"


def _folder(variable: str, default: Path) -> Path:
    named = os.environ.get(variable, "").strip()
    return Path(named).expanduser().resolve() if named else default
