"""The demo house: tenant `anna`, a trainer, a client, and three rendered exercises that go through the real pipeline."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sqlmodel import Session, col, select

from perscoach_app.http.health import DEMO_TENANT
from perscoach_app.services import exercises, jobs, links, people, site, tenants, uploads
from perscoach_app.services.errors import JobActive
from perscoach_app.services.scope import Scope
from perscoach_app.services.site import Site
from perscoach_app.settings import PROJECT_ROOT, get_settings
from perscoach_app.setup import demo_homework, parts
from perscoach_app.setup.failure import SetupFailed
from perscoach_app.storage import get_storage
from perscoach_app.tables import Exercise, ExerciseCreate, ExercisePublic, Role, Tenant
from perscoach_app.tables.database import migrate, open_session

CLIPS = PROJECT_ROOT / "assets" / "demo"
TITLES = {
    "squat": ("Приседание", "Squat"),
    "lateral_raise": ("Подъём рук в стороны", "Lateral raise"),
    "lunge": ("Выпад", "Lunge"),
}
SITE = {
    "headline": "Сильная спина за двадцать минут в день",
    "about": "Тренирую дома и онлайн: спокойно, точно, без спешки.\n\nКаждое движение разбираем, пока оно не станет вашим. Нужны коврик, "
    "два метра места и телефон.",
    "contact_email": "anna@example.com",
}


@dataclass(frozen=True, slots=True)
class Demo:
    """The demo's people and what the trainer sees."""

    trainer: Scope
    client: Scope

    def exercises(self) -> list[ExercisePublic]:
        """The library as it is now."""
        with open_session(reading=True) as db:
            return exercises.list_all(db, self.trainer)

    def give_homework(self) -> None:
        """What Мария does today, of the clips that are ready; once."""
        with open_session() as db:
            demo_homework.give(db, self.trainer, self.client)

    def entrance(self, scope: Scope) -> str:
        """A fresh one-time address for one of them."""
        with open_session() as db:
            return f"{get_settings().demo_origin}/enter/{links.issue(db, scope.person_id)}"


def prepare(say: parts.Say) -> None:
    """What has to be there before anything runs: packages, models, browser files, tables. At once when it is there.

    Raises:
        SetupFailed: a step cannot go on; the sentence says why and what to do.
    """
    parts.prepare(say)
    say("database: migrating")
    migrate()


def furnish() -> Demo:
    """Makes the tenant, its people and its exercises; what is there already stays as it is."""
    with open_session() as db:
        demo = _people(db)
    for slug, (title_ru, title_en) in TITLES.items():
        clip = CLIPS / f"{slug}.mp4"
        if not clip.exists():
            raise SetupFailed(
                ru=f"Нет демонстрационного видео {clip}. Верните его из репозитория или выполните make demo-clips.",
                en=f"The demo clip {clip} is missing. Restore it from the repository, or run make demo-clips.",
            )
        _exercise(demo.trainer, clip, ExerciseCreate(slug=slug, title_ru=title_ru, title_en=title_en, source_name=clip.name))
    return demo


def _people(db: Session) -> Demo:
    tenant = db.exec(select(Tenant).where(col(Tenant.slug) == DEMO_TENANT)).first()
    tenant_id = tenant.id if tenant else tenants.create(db, DEMO_TENANT, "Анна").id
    assert tenant_id is not None
    scopes = []
    for role, name in ((Role.TRAINER, "Анна"), (Role.CLIENT, "Мария")):
        found = [person for person in people.of_tenant(db, tenant_id, role) if person.name == name]
        person = found[0] if found else people.add(db, tenant_id, role, name)
        scopes.append(people.scope_of(db, person.id))
    if tenant is None:
        site.change(db, scopes[0], Site("Анна", **SITE))
    return Demo(*scopes)


def _exercise(scope: Scope, clip: Path, new: ExerciseCreate) -> None:
    """Uploads a clip unless one with this content is there; queues it unless it is done or under way."""
    content = uploads.content_hash(clip)
    with open_session() as db:
        row = exercises.by_source(db, scope, content)
        stale = None if row else exercises.by_slug(db, scope, new.slug.replace("_", "-"))
        if row is not None and row.version == 0:
            _queue(db, scope, row)
    if row is not None:
        return
    if stale is not None:
        _replace_source(scope, stale, clip, content)
        return
    uploads.take_in(scope, clip, new.model_copy(update={"source_sha256": content}))


def _replace_source(scope: Scope, row: Exercise, clip: Path, content: str) -> None:
    """The clip in the repository is another one now: the exercise keeps its place and gets a new version."""
    key = f"{row.prefix}/source-{content[:12]}{clip.suffix}"
    get_storage().put_file(key, clip)
    with open_session() as db:
        fresh = exercises.row_of(db, scope, row.id)
        fresh.source_key, fresh.source_sha256, fresh.source_bytes = key, content, clip.stat().st_size
        db.add(fresh)
        db.commit()
        _queue(db, scope, fresh)


def _queue(db: Session, scope: Scope, row: Exercise) -> None:
    with suppress(JobActive):
        jobs.enqueue(db, scope, row.id)
