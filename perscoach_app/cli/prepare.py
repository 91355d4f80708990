"""``perscoach prepare``: everything that is fetched or built once, before the first page can be served."""

from rich.console import Console

from gpu_jobs.errors import JobError
from perscoach_app.cli.speech import JsonFlag, LanguageFlag, fail, language, last_line, step
from perscoach_app.setup import parts
from perscoach_app.setup.failure import SetupFailed


def prepare(as_json: JsonFlag = False, chosen: LanguageFlag = None) -> None:
    """Fetch the browser's packages, assemble the models, build the browser's Python. Quick the second time."""
    console = Console(stderr=True)
    speaks = language(chosen)
    try:
        ready = parts.prepare(lambda said: console.print(step(said, speaks), style="dim", markup=False, highlight=False))
    except (SetupFailed, JobError) as error:
        fail(error.sentence(speaks))
    except OSError as error:
        fail(f"{error.filename}: {error.strerror}")
    if as_json:
        last_line({"models": [str(path) for path in ready.models], "vendor": str(ready.vendor)})
