"""A studio with ten trainers and fifty clients, served as `perscoach serve` serves it, in a folder of its own."""

import os
import socket
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from perscoach_app.services import exercises, jobs, leases, links, media, people, sign_in, tenants, trainings
from perscoach_app.services.scope import Scope
from perscoach_app.settings import get_settings
from perscoach_app.setup import built_pages, processes
from perscoach_app.storage import get_storage
from perscoach_app.tables import ExerciseCreate, Role
from perscoach_app.tables.database import engine_for, migrate, open_session

TRAINERS, CLIENTS, CLIPS = 10, 50, 6
VARIABLES = ("VAR_DIR", "DATABASE_URL", "STORAGE_URL", "REDIS_URL", "WEB_WORKERS", "PORT")


@dataclass(frozen=True, slots=True)
class Client:
    """One who trains.

    Attributes:
        cookie: of her browser.
        training: under way.
    """

    cookie: str
    training: str


@dataclass(frozen=True, slots=True)
class WebHouse:
    """Where it is served, and who comes.

    Attributes:
        trainers: cookies.
        process: the number of the web process; several workers are its children.
    """

    port: int
    trainers: tuple[str, ...]
    clients: tuple[Client, ...]
    process: int

    @property
    def host(self) -> str:
        """The studio's."""
        return f"anna.localhost:{self.port}"

    @property
    def origin(self) -> str:
        """The same as an address."""
        return f"http://{self.host}"

    def cpu_s(self) -> float:
        """What the serving processes have spent."""
        return sum(sum(each.cpu_times()[:2]) for each in self._family())

    def rss_mb(self) -> float:
        """What they hold; pages that forked processes share are counted once for each."""
        return round(sum(each.memory_info().rss for each in self._family()) / 1e6, 1)

    def _family(self) -> list[psutil.Process]:
        web = psutil.Process(self.process)
        return [web, *web.children(recursive=True)]


@contextmanager
def furnished(var: Path, *, workers: int = 1, database_url: str = "", redis_url: str = "") -> Iterator[WebHouse]:
    """A served studio; a database that is named must be empty or of this measurement."""
    before = {name: os.environ.pop(f"PERSCOACH_{name}", None) for name in VARIABLES}
    port = _free_port()
    os.environ |= {"PERSCOACH_VAR_DIR": str(var), "PERSCOACH_WEB_WORKERS": str(workers), "PERSCOACH_PORT": str(port)}
    os.environ |= {f"PERSCOACH_{name}": value for name, value in (("DATABASE_URL", database_url), ("REDIS_URL", redis_url)) if value}
    get_settings.cache_clear()
    try:
        migrate()
        trainers, clients = _people()
        with processes.ended_together() as children:
            pages = built_pages.fingerprint()
            children.append(processes.start_web("127.0.0.1", port))
            processes.wait_for_web(children, "127.0.0.1", port)
            built_pages.remember(pages)
            yield WebHouse(port, trainers, clients, children[0].process.pid)
    finally:
        engine_for(get_settings().database_url).dispose()
        for name, value in before.items():
            os.environ.pop(f"PERSCOACH_{name}", None)
            if value is not None:
                os.environ[f"PERSCOACH_{name}"] = value
        get_settings.cache_clear()


def _people() -> tuple[tuple[str, ...], tuple[Client, ...]]:
    with open_session() as db:
        known = tenants.by_slug(db, "anna")
        tenant = (known or tenants.create(db, "anna", "Анна")).id
        assert tenant is not None
        trainers = [people.scope_of(db, people.add(db, tenant, Role.TRAINER, f"Анна {number}").id) for number in range(TRAINERS)]
        clients = [people.scope_of(db, people.add(db, tenant, Role.CLIENT, f"Мария {number}").id) for number in range(CLIENTS)]
    clips = [_clip(trainers[0], f"squat-{uuid.uuid4().hex[:8]}") for _ in range(CLIPS)]
    trained = []
    for number, client in enumerate(clients):
        with open_session() as db:
            trained.append(Client(_cookie(client), trainings.for_exercise(db, client, clips[number % CLIPS])))
    return tuple(_cookie(each) for each in trainers), tuple(trained)


def _clip(trainer: Scope, slug: str) -> str:
    exercise = uuid.uuid4()
    new = ExerciseCreate(slug=slug, title_ru="Приседание", title_en="Squat", source_name="squat.mp4")
    with open_session() as db:
        exercises.add(db, trainer, new, exercise_id=exercise, source_key=f"tenants/{trainer.tenant_id}/source.mp4")
        jobs.enqueue(db, trainer, exercise)
    with open_session() as db:
        held = leases.lease(db, "bench")
    assert held is not None
    file = get_settings().var_dir / "output"
    for name, content in ((media.OUTPUT_VIDEO, bytes(10_000)), (media.OUTPUT_POSES, b"{}"), (media.OUTPUT_POSTER, b"RIFF")):
        file.write_bytes(content)
        get_storage().put_file(f"{held.output_prefix}/{name}", file)
    with open_session() as db:
        leases.finish(db, held, duration_s=12.5)
    return str(exercise)


def _cookie(who: Scope) -> str:
    with open_session() as db:
        return sign_in.by_link(db, links.issue(db, who.person_id), "anna.localhost").cookie


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
