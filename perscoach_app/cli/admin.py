"""`perscoach admin create|list`."""

import json as json_format
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from perscoach_app.cli.speech import fail, language
from perscoach_app.services import addresses, admins
from perscoach_app.services.errors import ServiceError
from perscoach_app.tables.database import migrate, open_session

app = typer.Typer(no_args_is_help=True, help="Those who keep the installation running.")
console = Console()

JsonOption = Annotated[bool, typer.Option("--json", help="One JSON object as the last line.")]
_LINK = {"ru": "Одноразовая ссылка, чтобы задать пароль", "en": "The one-time link to set a password"}


@app.command()
def create(
    email: Annotated[str, typer.Argument(help="The administrator's e-mail address.")],
    name: Annotated[str, typer.Option(help="The administrator's name; the address's first half when not given.")] = "",
    speaks: Annotated[Literal["ru", "en"], typer.Option("--language", help="The administrator's.")] = "ru",
    json: JsonOption = False,
) -> None:
    """Make an administrator and print a one-time link to set a password; for a known address only a fresh link."""
    migrate()
    with open_session() as db:
        try:
            person, token, platform = admins.invite(db, email, name, speaks)
        except ServiceError as error:
            fail(error.sentence(language(None)))
    link = f"{addresses.origin(platform.slug)}/reset/{token}"
    if json:
        print(json_format.dumps({"person": person.model_dump(), "link": link}, ensure_ascii=False))
        return
    console.print(f"{person.name}, {person.email}", markup=False, highlight=False)
    console.print(f"{_LINK[language(None)]}: {link}", markup=False, soft_wrap=True, highlight=False)


@app.command("list")
def list_admins(json: JsonOption = False) -> None:
    """All administrators."""
    migrate()
    with open_session() as db:
        found = admins.list_all(db)
    if json:
        print(json_format.dumps({"administrators": [each.model_dump() for each in found]}, ensure_ascii=False))
        return
    table = Table("name", "e-mail")
    for each in found:
        table.add_row(escape(each.name), escape(each.email or ""))
    console.print(table)
