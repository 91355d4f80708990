"""Who is here, on whose site, and in which language."""

import pytest
from reflex.istate.data import RouterData

from perscoach_app.services import browsers, people, tenants
from perscoach_app.state.library import LibraryState
from perscoach_app.state.site import SiteState
from perscoach_app.state.visitor import Visitor
from perscoach_app.tables import TenantStatus
from perscoach_app.tables.database import open_session
from tests.app.state.browsing import House, cookie_of, run, visit


@pytest.mark.parametrize(
    ("host", "place"),
    [
        ("anna.localhost:3100", "ok"),
        ("ANNA.localhost", "ok"),
        ("localhost:3100", "base"),
        ("127.0.0.1:3100", "base"),
        ("nobody.localhost", "unknown_host"),
        ("deep.anna.localhost", "unknown_host"),
        ("evil.example", "unknown_host"),
    ],
)
def test_the_host_decides_what_the_first_page_is(house: House, host: str, place: str) -> None:
    state = visit(SiteState, "/", host=host)
    run(state, "load")
    assert state.place == place
    assert (state.tenant_name == "Анна") == (place == "ok")


def test_the_logo_is_the_tenants_address(house: House) -> None:
    state = visit(SiteState, "/")
    run(state, "load")
    assert (state.site_label, state.site_rest) == ("anna", ".localhost")


def test_the_landing_leads_to_the_example(house: House) -> None:
    state = visit(SiteState, "/", host="localhost:3100")
    run(state, "load")
    assert state.example_url == "//anna.localhost:3100/"


def test_a_suspended_tenant_is_an_unknown_host(house: House) -> None:
    with open_session() as db:
        tenants.set_status(db, "anna", TenantStatus.SUSPENDED)
    state = visit(SiteState, "/")
    run(state, "load")
    assert state.place == "unknown_host"
    assert state.tenant_name == ""


def test_a_cookie_of_another_tenant_signs_nobody_in(house: House) -> None:
    state = visit(SiteState, "/", house.boris, host="anna.localhost")
    run(state, "load")
    assert not state.signed_in
    assert state.person_name == ""


def test_signing_out_elsewhere_is_seen_by_the_next_event(house: House) -> None:
    state = visit(SiteState, "/", house.maria)
    run(state, "load")
    assert (state.signed_in, state.person_name) == (True, "Мария")
    with open_session() as db:
        browsers.sign_out(db, browsers.cookie_in(state.router.headers.cookie))
    run(state, "load")
    assert (state.signed_in, state.person_name) == (False, "")


@pytest.mark.parametrize("next_one", ["olga", "nobody"])
def test_nothing_of_the_person_before_stays_in_the_tab(house: House, next_one: str) -> None:
    exercise_id = house.ready_exercise(house.anna)
    state = visit(LibraryState, "/trainer/library", house.anna)
    run(state, "load")
    root = state._get_root_state()
    other_page = root.get_substate(SiteState.get_full_name().split("."))
    run(other_page, "load")
    assert [clip.id for clip in state.clips] == [exercise_id]  # the same person's pages keep what they show
    member = getattr(house, next_one, None)
    headers = {"host": "anna.localhost:3100", "cookie": cookie_of(member) if member else ""}
    root.router = RouterData.from_router_data({"headers": headers, "asPath": "/", "pathname": "/", "token": "test"})
    run(other_page, "load")
    assert state.clips == []
    assert exercise_id not in repr(root.dict())
    assert "Приседание" not in repr(root.dict())


@pytest.mark.parametrize(
    ("cookie", "accept", "expected"),
    [("", "", "ru"), ("en", "ru", "en"), ("", "en-GB,en;q=0.9", "en"), ("", "de,ru;q=0.5", "ru"), ("tlh", "en", "en")],
)
def test_a_stranger_reads_her_choice_then_her_browsers(house: House, cookie: str, accept: str, expected: str) -> None:
    state = visit(SiteState, "/", language=cookie, accept=accept)
    run(state, "load")
    assert state.language == expected


def test_a_persons_language_follows_her(house: House) -> None:
    with open_session() as db:
        people.set_language(db, house.maria.scope, "en")
    state = visit(SiteState, "/", house.maria, accept="ru")
    run(state, "load")
    assert state.language == "en"


def test_a_failing_event_leaves_a_sentence_not_half_a_page(house: House) -> None:
    state = visit(Visitor, "/trainer")
    run(state, "break_down")
    assert state.place == "failed"
