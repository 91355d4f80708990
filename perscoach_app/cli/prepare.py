"""``perscoach prepare``: everything that is fetched or built once, before the first page can be served."""

from rich.console import Console

from gpu_jobs.errors import JobError
from perscoach_app.cli.speech import LanguageFlag, fail, language
from perscoach_app.setup import parts
from perscoach_app.setup.failure import SetupFailed


def prepare(chosen: LanguageFlag = None) -> None:
    """Fetch the browser's packages, assemble the models, build the browser's wheel. Quick the second time."""
    console = Console(stderr=True)
    speaks = language(chosen)
    try:
        parts.prepare(lambda said: console.print(f"[dim]{said}[/]"))
    except (SetupFailed, JobError) as error:
        fail(error.sentence(speaks))
    except OSError as error:
        fail(f"{error.filename}: {error.strerror}")
