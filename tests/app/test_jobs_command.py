"""`perscoach jobs` and `perscoach tenant budget`: for whoever runs the installation."""

import json
from typing import Any

import pytest
from typer.testing import CliRunner

from perscoach_app.cli import app
from perscoach_app.services import leases
from perscoach_app.tables.database import open_session
from tests.app.house import House
from tests.app.test_jobs import taken


def ask(*words: str, code: int = 0) -> Any:
    result = CliRunner().invoke(app, [*words, "--json"])
    assert result.exit_code == code, result.output
    return json.loads(result.output.splitlines()[-1]) if code == 0 else result.output


def test_jobs_of_all_tenants_are_listed_cancelled_and_tried_again(house: House) -> None:
    house.exercise(house.anna)
    house.exercise(house.boris)
    held = taken()
    with open_session() as db:
        leases.fail(db, held, "no_person", {})
    (waiting,) = ask("jobs", "list")["jobs"]
    assert (waiting["tenant"], waiting["status"]) == ("boris", "queued")
    (failed,) = ask("jobs", "list", "--all", "--tenant", "anna")["jobs"]
    assert (failed["id"], failed["error_code"]) == (held.job_id, "no_person")
    assert ask("jobs", "cancel", str(waiting["id"]))["job"]["status"] == "cancelled"
    again = ask("jobs", "retry", str(failed["id"]))["job"]
    assert (again["status"], again["exercise_id"]) == ("queued", failed["exercise_id"])
    assert "already" in ask("jobs", "retry", str(failed["id"]), code=1)
    assert "no such thing" in ask("jobs", "cancel", "999", code=1)


def test_a_tenant_gets_budgets_of_its_own(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    assert ask("tenant", "budget", "anna")["gpu_budget_usd"] == 15.0
    given = ask("tenant", "budget", "Anna", "--gpu-usd", "40", "--storage-gb", "1.5")
    assert (given["gpu_budget_usd"], given["storage_budget_bytes"]) == (40.0, 1_500_000_000)
    assert ask("tenant", "budget", "boris")["gpu_budget_usd"] == 15.0
    monkeypatch.setenv("LANG", "ru_RU.UTF-8")
    said = CliRunner().invoke(app, ["tenant", "budget", "anna"]).output.replace("\xa0", " ")
    assert "0,00 $ из 40,00 $" in said
    assert "из 1,5 ГБ" in said
    assert "Такого здесь нет" in ask("tenant", "budget", "nobody", code=1)
