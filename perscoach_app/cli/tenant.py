"""`perscoach tenant create|link|list|budget|suspend|resume`."""

import json as json_format
from dataclasses import asdict
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from perscoach_app.cli.speech import fail, language
from perscoach_app.services import addresses, budgets, links, people, tenants
from perscoach_app.services.errors import NotFound, ServiceError
from perscoach_app.tables import Role, TenantStatus
from perscoach_app.tables.database import migrate, open_session
from perscoach_app.texts.formats import day, money, size

GB = 10**9

app = typer.Typer(no_args_is_help=True, help="Trainers' own places.")
console = Console()

Slug = Annotated[str, typer.Argument(help="The label under the base domain: anna for anna.pers.coach.")]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON object as the last line.")]


@app.command()
def create(
    slug: Slug,
    name: Annotated[str, typer.Argument(help="The trainer's name.")],
    about: str = "",
    speaks: Annotated[Literal["ru", "en"], typer.Option("--language", help="The trainer's.")] = "ru",
    json: JsonOption = False,
) -> None:
    """Make a tenant with its trainer, and print the trainer's one-time link."""
    migrate()
    with open_session() as db:
        try:
            tenant = tenants.create(db, slug, name, about)
        except ServiceError as error:
            fail(error.sentence(language(None)))
        person = people.add(db, tenant.id, Role.TRAINER, name, speaks)
        token = links.issue(db, person.id)
    link = f"{addresses.origin(tenant.slug)}/enter/{token}"
    if json:
        print(json_format.dumps({"tenant": tenant.model_dump(), "link": link}, ensure_ascii=False))
        return
    console.print(f"{tenant.slug}: {addresses.origin(tenant.slug)}", soft_wrap=True, highlight=False)
    _show(Role.TRAINER, name, link)


@app.command()
def link(
    slug: Slug,
    client: Annotated[str | None, typer.Option(metavar="NAME", help="Add a client with this name; the link is hers.")] = None,
    speaks: Annotated[Literal["ru", "en"], typer.Option("--language", help="The new client's.")] = "ru",
    json: JsonOption = False,
) -> None:
    """Print a fresh one-time link: the trainer's, or that of a client who is added."""
    if client is not None and not client.strip():
        fail(_WORDS[language(None)]["nameless"])
    migrate()
    with open_session() as db:
        try:
            tenant = tenants.by_slug(db, slug.strip().lower())
            if tenant is None or tenant.id is None:
                raise NotFound
            if client is not None:
                person = people.add(db, tenant.id, Role.CLIENT, client.strip(), speaks)
            else:
                trainers = people.of_tenant(db, tenant.id, Role.TRAINER)
                if not trainers:
                    raise NotFound
                person = min(trainers, key=lambda each: each.id)
            address = f"{addresses.origin(tenant.slug)}/enter/{links.issue(db, person.id)}"
        except ServiceError as error:
            fail(error.sentence(language(None)))
    if json:
        print(json_format.dumps({"person": person.model_dump(), "link": address}, ensure_ascii=False))
        return
    _show(Role(person.role), person.name, address)


@app.command("list")
def list_tenants(json: JsonOption = False) -> None:
    """All tenants."""
    migrate()
    with open_session(reading=True) as db:
        found = tenants.list_all(db)
    if json:
        print(json_format.dumps({"tenants": [each.model_dump() for each in found]}, ensure_ascii=False))
        return
    table = Table("slug", "name", "status")
    for each in found:
        table.add_row(each.slug, escape(each.name), each.status)
    console.print(table)


@app.command()
def suspend(slug: Slug, json: JsonOption = False) -> None:
    """Close a tenant: its host answers like an unknown one, everybody is out at once. Nothing is deleted."""
    _set_status(slug, TenantStatus.SUSPENDED, json)


@app.command()
def budget(
    slug: Slug,
    gpu_usd: Annotated[float | None, typer.Option(min=0, help="Dollars a month for processing.")] = None,
    storage_gb: Annotated[float | None, typer.Option(min=0, help="Room for videos, in GB of 10⁹ bytes.")] = None,
    json: JsonOption = False,
) -> None:
    """Show what a tenant may use and uses this month; with options, give it budgets of its own."""
    migrate()
    storage_bytes = None if storage_gb is None else round(storage_gb * GB)
    with open_session() as db:
        try:
            used = budgets.set_budget(db, slug, gpu_usd=gpu_usd, storage_bytes=storage_bytes)
        except NotFound as error:
            fail(error.sentence(language(None)))
    if json:
        print(json_format.dumps({**asdict(used), "month": used.month.isoformat(), "renews_on": used.renews_on.isoformat()}))
        return
    speaks = language(None)
    words = _WORDS[speaks]["usage"].format(
        gpu=money(speaks, used.gpu_usd),
        gpu_budget=money(speaks, used.gpu_budget_usd),
        until=day(speaks, used.renews_on),
        stored=size(speaks, used.storage_bytes),
        room=size(speaks, used.storage_budget_bytes),
    )
    console.print(words, markup=False, soft_wrap=True, highlight=False)


@app.command()
def resume(slug: Slug, json: JsonOption = False) -> None:
    """Open a suspended tenant again."""
    _set_status(slug, TenantStatus.ACTIVE, json)


def _set_status(slug: str, status: TenantStatus, json: bool) -> None:
    migrate()
    with open_session() as db:
        try:
            tenant = tenants.set_status(db, slug, status)
        except NotFound as error:
            fail(error.sentence(language(None)))
    print(json_format.dumps({"tenant": tenant.model_dump()}, ensure_ascii=False) if json else f"{tenant.slug}: {tenant.status}")


_WORDS = {
    "ru": {
        Role.TRAINER: "одноразовая ссылка тренера",
        Role.CLIENT: "одноразовая ссылка клиента",
        "nameless": "Назовите клиента: --client ИМЯ.",
        "usage": "обработка: {gpu} из {gpu_budget} (обновится {until}); место: {stored} из {room}",
    },
    "en": {
        Role.TRAINER: "the trainer's one-time link",
        Role.CLIENT: "the client's one-time link",
        "nameless": "Name the client: --client NAME.",
        "usage": "processing: {gpu} of {gpu_budget} (renews on {until}); room: {stored} of {room}",
    },
}


def _show(role: Role, name: str, address: str) -> None:
    words = f"{_WORDS[language(None)][role]} ({name}): {address}"
    console.print(words, markup=False, soft_wrap=True, highlight=False)
