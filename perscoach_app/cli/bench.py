"""``perscoach bench``: measure what the project claims, one name at a time or all."""

import json
import platform
import sys
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from perscoach_app.cli.speech import JsonFlag, fail, last_line

PIPELINE = "pipeline"  # the one measurement that takes a video
SHADOW = "shadow"
WEB = "web"
ROOT = Path(__file__).resolve().parents[2]


def bench(
    name: Annotated[str | None, typer.Argument(help="Which measurement; without one they are listed.")] = None,
    video: Annotated[Path | None, typer.Argument(metavar="[VIDEO]", help="Of `pipeline`: the clip to measure on.")] = None,
    frames: Annotated[int | None, typer.Option(min=2, help="Of `pipeline`: a shorter clip is looped to so many.")] = None,
    quality: Annotated[Literal["preview", "publish"] | None, typer.Option(help="Of `pipeline`.")] = None,
    soak: Annotated[float | None, typer.Option(min=1, metavar="MINUTES", help="Of `shadow`: how long memory is watched.")] = None,
    short: Annotated[bool, typer.Option("--short", help="Of `shadow` and `web`: seconds, to see whether it works.")] = False,
    everything: Annotated[bool, typer.Option("--all", help="Run all of them.")] = False,
    as_json: JsonFlag = False,
) -> None:
    """Measure what the project claims; writes benchmarks/results/NAME.json."""
    # Measurements are not part of the installed packages: they stand beside them in the project.
    sys.path.insert(0, str(ROOT))
    try:
        names: tuple[str, ...] = import_module("benchmarks").NAMES
    except ModuleNotFoundError:
        fail("The measurements are in the project's own folder; run this in a clone of it.")
    if name is not None and name not in names:
        fail(f"There is no measurement called {name}. There are: {', '.join(names)}.")
    wishes = {key: value for key, value in (("video", video), ("frames", frames), ("quality", quality)) if value is not None}
    if wishes and name != PIPELINE:
        fail(f"A video, frames and quality are for the measurement called {PIPELINE}.")
    patience = {key: value for key, value in (("soak", soak), ("short", short or None)) if value is not None}
    if patience and name != SHADOW and (name != WEB or soak is not None):
        fail(f"How long is for the measurement called {SHADOW}; --short for {WEB}, too.")
    if video is not None and not video.is_file():
        fail(f"There is no such file: {video}.")
    chosen = names if everything else (name,) if name else ()
    if not chosen and as_json:
        last_line({"names": list(names)})
    elif not chosen:
        for known in names:
            typer.echo(f"{known:12} {(_module(known).__doc__ or '').splitlines()[0]}")
    for known in chosen:
        typer.echo(f"{known}: measuring…", err=True)
        result = {
            "name": known,
            "machine": f"{platform.machine()}, Python {platform.python_version()}",
            **_module(known).measure(**(wishes if known == PIPELINE else patience if known in (SHADOW, WEB) else {})),
        }
        _write(known, result)
        if as_json:
            last_line(result)
        else:
            typer.echo(json.dumps(result, indent=1, ensure_ascii=False))


def _module(name: str) -> Any:
    return import_module(f"benchmarks.{name.replace('-', '_')}")


def _write(name: str, result: dict[str, Any]) -> None:
    folder = ROOT / "benchmarks" / "results"
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.json").write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
