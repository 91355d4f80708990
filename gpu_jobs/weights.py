"""Where model files come from; a missing file says what to do.

`PERSCOACH_WEIGHTS_DIR` names their folder, else it is `models` in `PERSCOACH_VAR_DIR`, else `var/models` in the project.
"""

import os
from importlib.util import find_spec
from pathlib import Path

from gpu_jobs.catalogue import MODELS
from gpu_jobs.errors import WeightsMissing

WEIGHTS_DIR_VARIABLE = "PERSCOACH_WEIGHTS_DIR"
VAR_DIR_VARIABLE = "PERSCOACH_VAR_DIR"
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
    for package in MODELS[model].packages:
        if find_spec(package) is None:
            raise WeightsMissing("model_package_missing", model=model, package=package)


def _folder(variable: str, default: Path) -> Path:
    named = os.environ.get(variable, "").strip()
    return Path(named).expanduser().resolve() if named else default
