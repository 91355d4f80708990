"""A real house in a temporary folder: database, storage, two tenants with a trainer and a client each, and browsers for them."""

import shutil
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from perscoach_app.http import GUARDS, brakes, create_api
from perscoach_app.services import exercises, jobs, leases, links, media, passwords, people, tenants
from perscoach_app.services.scope import Scope
from perscoach_app.settings import get_settings
from perscoach_app.storage import get_storage
from perscoach_app.tables import ExerciseCreate, Role
from perscoach_app.tables.database import engine_for, migrate, open_session

PORT = 3100
QUICK = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))
VIDEO = bytes(range(256)) * 40  # 10,240 bytes whose place in the file can be told from their values


@dataclass(frozen=True, slots=True)
class Member:
    """A person and the way in."""

    person_id: int
    slug: str

    @property
    def scope(self) -> Scope:
        """The member's scope, as a browser on the tenant's host has it."""
        with open_session(reading=True) as db:
            found = people.scope_of(db, self.person_id)
        return Scope(found.tenant_id, found.tenant_slug, found.person_id, found.role, found.language, found.name, f"{self.slug}.localhost")

    def link(self) -> str:
        """A fresh one-time token."""
        with open_session() as db:
            return links.issue(db, self.person_id)


@dataclass(frozen=True, slots=True)
class House:
    """Everything a test of services or HTTP starts from."""

    app: ASGIApp
    var: Path
    anna: Member
    maria: Member
    olga: Member
    boris: Member
    viktor: Member

    def browser(self, host: str = f"anna.localhost:{PORT}") -> TestClient:
        """A browser without cookies on a host."""
        return TestClient(self.app, base_url=f"http://{host}", follow_redirects=False)

    def signed_in(self, member: Member) -> TestClient:
        """A browser that used a one-time link."""
        browser = self.browser(f"{member.slug}.localhost:{PORT}")
        assert browser.post("/api/sign-in", data={"token": member.link()}).status_code == 303
        return browser

    def exercise(self, trainer: Member, slug: str = "squat") -> str:
        """An exercise in the queue; returns its id."""
        exercise_id = uuid.uuid4()
        new = ExerciseCreate(slug=slug, title_ru="Приседание", title_en="Squat", source_name="squat.mp4")
        with open_session() as db:
            exercises.add(db, trainer.scope, new, exercise_id=exercise_id, source_key=f"tenants/{trainer.scope.tenant_id}/source.mp4")
            jobs.enqueue(db, trainer.scope, exercise_id)
        return str(exercise_id)

    def ready_exercise(self, trainer: Member, slug: str = "squat") -> str:
        """An exercise whose outputs lie in the storage; the queue has to be empty before."""
        exercise_id = self.exercise(trainer, slug)
        with open_session() as db:
            held = leases.lease(db, "test")
        assert held is not None
        file = self.var / "output"
        for name, content in (
            (media.OUTPUT_VIDEO, VIDEO),
            (media.OUTPUT_POSES, b'{"format":"perscoach.poses"}'),
            (media.OUTPUT_POSTER, b"RIFF"),
        ):
            file.write_bytes(content)
            get_storage().put_file(f"{held.output_prefix}/{name}", file)
        with open_session() as db:
            leases.finish(db, held, duration_s=12.5)
        return exercise_id


SLUGS = ("anna", "anna", "anna", "boris", "boris")


@cache
def guarded_app() -> ASGIApp:
    """All routes behind their guards, as Reflex mounts them; it asks the settings anew for every request."""
    app: ASGIApp = create_api()
    for guard in GUARDS:
        app = guard(app)
    return app


def furnish() -> list[int]:
    """Two tenants and their people in the migrated database of the present settings; returns the people's ids."""
    ids = []
    for slug, trainer, clients in (("anna", "Анна", ("Мария", "Ольга")), ("boris", "Борис", ("Виктор",))):
        with open_session() as db:
            tenant = tenants.create(db, slug, trainer).id
            ids.append(people.add(db, tenant, Role.TRAINER, trainer).id)
            ids += [people.add(db, tenant, Role.CLIENT, client).id for client in clients]
    return ids


def house_of(var: Path, ids: list[int]) -> House:
    """The house around a furnished database."""
    return House(guarded_app(), var, *(Member(person_id, slug) for person_id, slug in zip(ids, SLUGS, strict=True)))


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    path = tmp_path_factory.mktemp("database") / "perscoach.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def furnished_database(empty_database: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[int]]:
    """A furnished SQLite file to copy, and the people's ids in it."""
    path = tmp_path_factory.mktemp("furnished") / "perscoach.db"
    shutil.copy(empty_database, path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PERSCOACH_VAR_DIR", str(path.parent))
        patch.delenv("PERSCOACH_DATABASE_URL", raising=False)
        get_settings.cache_clear()
        ids = furnish()
        engine_for(get_settings().database_url).dispose()  # the last connection writes the log into the file
    get_settings.cache_clear()
    return path, ids


def quick_passwords(patch: pytest.MonkeyPatch) -> None:
    """Hashes that cost next to nothing: the real ones take a tenth of a second each, and `test_people_in.py` looks at them once."""
    patch.setattr(PasswordHash, "recommended", lambda: QUICK)
    passwords._hasher.cache_clear()


@pytest.fixture
def fresh_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Settings that keep everything in a temporary folder."""
    monkeypatch.setenv("PERSCOACH_VAR_DIR", str(tmp_path))
    for name in ("PERSCOACH_DATABASE_URL", "PERSCOACH_PORT", "PORT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(brakes, "ADDRESS", brakes.Brake(1000, 60))
    quick_passwords(monkeypatch)
    get_settings.cache_clear()
    yield tmp_path
    get_settings.cache_clear()


@pytest.fixture
def house(fresh_settings: Path, furnished_database: tuple[Path, list[int]]) -> Iterator[House]:
    """Two tenants on SQLite."""
    database, ids = furnished_database
    shutil.copy(database, fresh_settings / "perscoach.db")
    yield house_of(fresh_settings, ids)
    engine_for(get_settings().database_url).dispose()
