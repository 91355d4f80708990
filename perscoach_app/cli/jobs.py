"""`perscoach jobs list|retry|cancel`."""

import json as json_format
from collections.abc import Callable
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from sqlmodel import Session

from perscoach_app.cli.speech import fail, language
from perscoach_app.services import job_desk
from perscoach_app.services.errors import ServiceError
from perscoach_app.tables import JobPublic
from perscoach_app.tables.database import migrate, open_session
from perscoach_app.texts.formats import duration, money

app = typer.Typer(no_args_is_help=True, help="Videos being processed, of all tenants.")
console = Console()

Number = Annotated[int, typer.Argument(help="The job's number, as `list` shows it.")]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON object as the last line.")]


@app.command("list")
def list_jobs(
    everything: Annotated[bool, typer.Option("--all", help="Also what has ended.")] = False,
    tenant: Annotated[str, typer.Option(help="Only of this one.")] = "",
    json: JsonOption = False,
) -> None:
    """What runs and waits, the newest first."""
    migrate()
    speaks = language(None)
    with open_session(reading=True) as db:
        found = job_desk.entries(db, speaks, active_only=not everything, tenant=tenant)
    if json:
        rows = [{"tenant": each.tenant, "kind": each.kind, **each.job.model_dump(mode="json")} for each in found]
        print(json_format.dumps({"jobs": rows}, ensure_ascii=False))
        return
    table = Table("job", "tenant", "kind", "status", "%", "attempt", "took", "cost", "why")
    for each in found:
        job = each.job
        took, cost = duration(speaks, job.busy_s) if job.busy_s else "", money(speaks, job.cost_usd) if job.cost_usd else ""
        table.add_row(
            str(job.id), each.tenant, each.kind, job.status, f"{100 * job.progress:.0f}", str(job.attempts), took, cost, job.error
        )
    console.print(table)


@app.command()
def retry(job: Number, json: JsonOption = False) -> None:
    """Queue a job's video again."""
    _do(job_desk.retry, job, json)


@app.command()
def cancel(job: Number, json: JsonOption = False) -> None:
    """Stop a job that waits or runs."""
    _do(job_desk.cancel, job, json)


def _do(deed: Callable[[Session, int], JobPublic], number: int, json: bool) -> None:
    migrate()
    with open_session() as db:
        try:
            job = deed(db, number)
        except ServiceError as error:
            fail(error.sentence(language(None)))
    print(json_format.dumps({"job": job.model_dump(mode="json")}, ensure_ascii=False) if json else f"{job.id}: {job.status}")
