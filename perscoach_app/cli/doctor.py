"""`perscoach doctor`."""

import json as json_format
from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from perscoach_app.setup.doctor import examine


def doctor(json: Annotated[bool, typer.Option("--json", help="One JSON object as the last line.")] = False) -> None:
    """Say what is present, what is missing, and how to get it. Exits with 1 when something needed is missing."""
    findings = examine()
    healthy = all(finding.fine for finding in findings if finding.needed)
    if json:
        print(json_format.dumps({"healthy": healthy, "findings": [asdict(finding) for finding in findings]}, ensure_ascii=False))
    else:
        table = Table()
        for head in ("", "what", "found", "what to do"):
            table.add_column(head, overflow="fold")
        for finding in findings:
            mark = "[green]ok[/]" if finding.fine else ("[red]missing[/]" if finding.needed else "[yellow]optional[/]")
            table.add_row(mark, *map(escape, (finding.name, finding.detail, "" if finding.fine else finding.advice)))
        Console().print(table)
    if not healthy:
        raise typer.Exit(1)
