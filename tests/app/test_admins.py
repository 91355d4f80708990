"""The first administrator: made by a command, let in by a link, and a stranger everywhere else."""

import json

from typer.testing import CliRunner

from perscoach_app.cli.admin import app as admin_app
from perscoach_app.services import browsers
from perscoach_app.tables.database import open_session
from tests.app.house import PORT, House

PASSWORD = "три слова подряд"


def said(*arguments: str) -> dict[str, object]:
    result = CliRunner().invoke(admin_app, [*arguments, "--json"])
    assert result.exit_code == 0, result.output
    found: dict[str, object] = json.loads(result.output.splitlines()[-1])
    return found


def test_the_first_administrator(house: House) -> None:
    link = str(said("create", "Viktor@Example.org", "--name", "Виктор")["link"])
    assert link.startswith("http://admin.localhost:")
    host, token = f"admin.localhost:{PORT}", link.rpartition("/")[2]
    browser = house.browser(host)
    assert browser.post("/api/reset", data={"token": token, "password": PASSWORD}).json() == {"go": "/admin"}
    cookie = browser.cookies[browsers.COOKIE]
    with open_session(reading=True) as db:
        scope = browsers.whoami(db, cookie, host)
    assert scope is not None
    assert (scope.role, scope.is_trainer, scope.is_admin) == ("admin", False, True)
    with open_session(reading=True) as db:
        assert browsers.whoami(db, cookie, f"anna.localhost:{PORT}") is None
    again = house.browser(host).post("/api/sign-in/password", data={"email": "viktor@example.org", "password": PASSWORD})
    assert again.json() == {"go": "/admin"}


def test_a_known_address_gets_a_fresh_link_and_no_twin(house: House) -> None:
    first, second = (said("create", "viktor@example.org")["link"] for _ in range(2))
    assert first != second
    people = said("list")["administrators"]
    assert isinstance(people, list)
    assert [each["name"] for each in people] == ["viktor"]


def test_no_address_is_a_sentence(house: House) -> None:
    result = CliRunner().invoke(admin_app, ["create", "nobody"])
    assert result.exit_code != 0
    assert "Traceback" not in result.output
