"""`perscoach serve` and `perscoach demo`."""

import json as json_format
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from rich.console import Console

from gpu_jobs.errors import JobError
from perscoach_app.cli.progress import JobProgress
from perscoach_app.cli.speech import alarm, fail, language, step
from perscoach_app.settings import get_settings
from perscoach_app.setup import built_pages, processes
from perscoach_app.setup import demo as demo_house
from perscoach_app.setup.failure import SetupFailed
from perscoach_app.tables.database import migrate

console = Console(stderr=True)

HostOption = Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 for other machines.")]
PortOption = Annotated[int | None, typer.Option(help="Port; PORT or 3000 when not given.")]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON object on standard output as soon as it is up.")]


def serve(host: HostOption = "127.0.0.1", port: PortOption = None, json: JsonOption = False) -> None:
    """Serve the product: pages and HTTP in one process, the worker in another."""
    _use_port(port)
    settings = get_settings()
    with _refusals(), processes.ended_together() as children:
        migrate()
        pages = built_pages.fingerprint()
        children += [processes.start_web(host, settings.port), processes.start_worker()]
        _say("starting")
        processes.wait_for_web(children, host, settings.port)
        built_pages.remember(pages)
        _tell({"url": f"http://localhost:{settings.port}"}, json)
        processes.watch(children)


def demo(
    host: HostOption = "127.0.0.1",
    port: PortOption = None,
    serve: Annotated[bool, typer.Option("--serve/--no-serve", help="Only prepare and process, without pages.")] = True,
    json: JsonOption = False,
) -> None:
    """Prepare everything, process the demo clips by the real pipeline, and serve the demo tenant."""
    _use_port(port)
    settings = get_settings()
    with _refusals(), processes.ended_together() as children:
        demo_house.prepare(lambda words: console.print(step(words, language(None)), markup=False, highlight=False))
        house = demo_house.furnish()
        pages = built_pages.fingerprint()
        if serve:
            children.append(processes.start_web(host, settings.port))
        started = time.monotonic()
        if serve or _waiting(house):
            children.append(processes.start_worker())
        up = not serve
        with JobProgress(console) as progress:
            while not up or _waiting(house):
                processes.tend(children)
                progress.show(house.exercises())
                if not up and processes.answers(host, settings.port):
                    up = True
                    built_pages.remember(pages)
                    _invite(house, json)
                if not up:
                    processes.check_in_time(children[0], started)
                time.sleep(0.5)
            progress.show(house.exercises())
        house.give_homework()
        failed = [exercise for exercise in house.exercises() if exercise.state != "ready"]
        for exercise in failed:
            alarm(f"{exercise.slug}: {exercise.error}")
        if serve:
            processes.watch(children)
        if json:
            print(json_format.dumps({"exercises": {each.slug: each.state for each in house.exercises()}}), flush=True)
        if failed:
            raise typer.Exit(1)


def _waiting(house: demo_house.Demo) -> bool:
    return any(exercise.job is not None and exercise.job.active for exercise in house.exercises())


def _invite(house: demo_house.Demo, json: bool) -> None:
    _tell(
        {
            "url": get_settings().demo_origin,
            "trainer_link": house.entrance(house.trainer),
            "client_link": house.entrance(house.client),
        },
        json,
    )


_WORDS = {
    "ru": {
        "starting": "запускаюсь…",
        "stopped": "остановлено",
        "url": "Откройте эту страницу",
        "trainer_link": "Войти тренером Анной (ссылка одноразовая)",
        "client_link": "Войти клиенткой Марией (ссылка одноразовая)",
    },
    "en": {
        "starting": "starting…",
        "stopped": "stopped",
        "url": "Open this page",
        "trainer_link": "Sign in as the trainer Анна (works once)",
        "client_link": "Sign in as the client Мария (works once)",
    },
}


def _say(key: str) -> None:
    console.print(_WORDS[language(None)][key], highlight=False)


def _tell(addresses: dict[str, str], json: bool) -> None:
    if json:
        print(json_format.dumps(addresses), flush=True)
        return
    for key, address in addresses.items():
        console.print(f"[bold]{_WORDS[language(None)][key]}:[/]\n  {address}", soft_wrap=True, highlight=False)


def _use_port(port: int | None) -> None:
    if port is not None:
        os.environ["PERSCOACH_PORT"] = str(port)
        get_settings.cache_clear()


@contextmanager
def _refusals() -> Iterator[None]:
    """What goes wrong becomes a sentence and an exit code; being told to end is no error."""
    try:
        yield
    except processes.Told:
        _say("stopped")
    except (SetupFailed, JobError) as error:
        fail(error.sentence(language(None)))
