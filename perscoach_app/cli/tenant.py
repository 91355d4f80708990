"""`perscoach tenant create|list|suspend|resume`."""

import json as json_format
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.table import Table

from perscoach_app.services import people, tenants
from perscoach_app.services.errors import NotFound, ServiceError
from perscoach_app.settings import get_settings
from perscoach_app.tables import Role, TenantStatus
from perscoach_app.tables.database import migrate, open_session

app = typer.Typer(no_args_is_help=True, help="Trainers' own places.")
console = Console()

Slug = Annotated[str, typer.Argument(help="The label under the base domain: anna for anna.pers.coach.")]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON object as the last line.")]


@app.command()
def create(
    slug: Slug,
    name: Annotated[str, typer.Argument(help="The trainer's name.")],
    about: str = "",
    language: str = "ru",
    json: JsonOption = False,
) -> None:
    """Make a tenant with its trainer, and print the trainer's one-time link."""
    migrate()
    with open_session() as db:
        try:
            tenant = tenants.create(db, slug, name, about)
        except ServiceError as error:
            _refuse(error)
        person = people.add(db, tenant.id, Role.TRAINER, name, language)
        token = people.issue_link(db, person.id)
    link = f"{_origin(tenant.slug)}/enter/{token}"
    if json:
        print(json_format.dumps({"tenant": tenant.model_dump(), "link": link}, ensure_ascii=False))
        return
    console.print(f"{tenant.slug}: {_origin(tenant.slug)}\nthe trainer's one-time link: {link}", soft_wrap=True, highlight=False)


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
        table.add_row(each.slug, each.name, each.status)
    console.print(table)


@app.command()
def suspend(slug: Slug, json: JsonOption = False) -> None:
    """Close a tenant: its host answers like an unknown one, everybody is out at once. Nothing is deleted."""
    _set_status(slug, TenantStatus.SUSPENDED, json)


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
            _refuse(error)
    print(json_format.dumps({"tenant": tenant.model_dump()}, ensure_ascii=False) if json else f"{tenant.slug}: {tenant.status}")


def _refuse(error: ServiceError) -> NoReturn:
    Console(stderr=True).print(f"[red]{error}")
    raise typer.Exit(1)


def _origin(slug: str) -> str:
    settings = get_settings()
    base = settings.base_domains[0]
    return f"http://{slug}.{base}:{settings.port}" if base == "localhost" else f"https://{slug}.{base}"
