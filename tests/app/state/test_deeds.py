"""What a page's buttons do, whichever page it is: as the caller, whole or not at all."""

import pytest
from sqlmodel import Session

from perscoach_app.services.errors import NotFound
from perscoach_app.services.scope import Scope
from perscoach_app.state.clients import ClientsState
from perscoach_app.state.homework_day import HomeworkDayState
from perscoach_app.state.jobs import JobsState
from perscoach_app.tables import ClientGroup
from tests.app.state.browsing import House, visit


def begun(db: Session, scope: Scope) -> None:
    """A deed that writes, and is refused then."""
    db.add(ClientGroup(tenant_id=scope.tenant_id, name="Утро"))
    db.flush()
    raise NotFound


def test_a_refused_deed_leaves_the_reason_and_nothing_else(house: House) -> None:
    page = visit(ClientsState, "/trainer/clients", house.anna)
    assert page._do(begun) is None
    assert page.problem == NotFound().sentence("ru")
    assert page.rows, "the page was read anew"
    assert page.groups == []
    assert page._do(lambda _db, scope: scope.person_id) == house.anna.person_id
    assert page.problem == ""


def test_what_is_no_refusal_goes_on(house: House) -> None:
    def broken(_db: Session, _scope: Scope) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        visit(JobsState, "/trainer/jobs", house.anna)._do(broken)


def test_a_trainers_deed_is_nobody_elses(house: House) -> None:
    done: list[Scope] = []
    for member, place in ((None, "signed_out"), (house.maria, "not_found"), (house.boris, "signed_out")):
        page = visit(JobsState, "/trainer/jobs", member)
        page._do(lambda _db, scope: done.append(scope))
        assert (page.place, done) == (place, [])


def test_a_clients_page_has_deeds_for_clients(house: House) -> None:
    page = visit(HomeworkDayState, "/home/homework/none", house.maria)
    assert page._do(lambda _db, scope: scope.person_id, fill=False) == house.maria.person_id
