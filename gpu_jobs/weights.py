"""Where model files come from; a missing file says what to do.

`PERSCOACH_MODELS_DIR` names their folder, else it is `models` in `PERSCOACH_VAR_DIR`, else `var/models` in the project.
"""

import os
from pathlib import Path

from gpu_jobs.errors import WeightsMissing

MODELS_DIR_VARIABLE = "PERSCOACH_MODELS_DIR"
VAR_DIR_VARIABLE = "PERSCOACH_VAR_DIR"
PROJECT_ROOT = Path(__file__).resolve().parent.parent


def models_dir() -> Path:
    """The folder that holds the model files; it need not exist yet."""
    return _folder(MODELS_DIR_VARIABLE, _folder(VAR_DIR_VARIABLE, PROJECT_ROOT / "var") / "models")


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


def _folder(variable: str, default: Path) -> Path:
    named = os.environ.get(variable, "").strip()
    return Path(named).expanduser().resolve() if named else default
