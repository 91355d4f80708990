"""``perscoach prepare``: everything that is fetched or built once, before the first page can be served."""

from rich.console import Console

from gpu_jobs.assemble import assemble
from gpu_jobs.errors import JobError
from gpu_jobs.weights import models_dir
from perscoach_app.cli.speech import LanguageFlag, fail, language
from perscoach_app.setup.failure import SetupFailed
from perscoach_app.setup.npm import fetch
from perscoach_app.setup.vendor import prepare as fill_vendor


def prepare(chosen: LanguageFlag = None) -> None:
    """Fetch the browser's packages, assemble the models, build the browser's wheel. Quick the second time."""
    console = Console(stderr=True)
    speaks = language(chosen)
    try:
        assemble(fetch("npm"), models_dir())
        fill_vendor(lambda said: console.print(f"[dim]{said}[/]"))
    except (SetupFailed, JobError) as error:
        fail(error.sentence(speaks))
    except OSError as error:
        fail(f"{error.filename}: {error.strerror}")
