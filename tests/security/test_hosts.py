"""Hosts and names: which are a tenant's, which are nobody's, which nobody gets, and what happens to a closed one's open pages."""

import inspect
import sys
from functools import _lru_cache_wrapper
from importlib import import_module
from pkgutil import walk_packages

import pytest
from starlette.testclient import TestClient

import perscoach_app
from perscoach_app.services import exercises, tenants
from perscoach_app.services.errors import NameTaken, NotFound
from perscoach_app.services.reserved import RESERVED
from perscoach_app.state.library import LibraryState
from perscoach_app.state.site import SiteState
from perscoach_app.tables import Tenant, TenantStatus
from perscoach_app.tables.database import open_session
from tests.app.house import House
from tests.app.state.browsing import open_page, run, visit

ODD_HOSTS = [
    "anna%2elocalhost",
    "%61nna.localhost",
    "anna.localhost%00",
    "anna.localhost/",
    "anna.localhost\\",
    "anna.localhost?x",
    "anna.localhost#",
    "user@anna.localhost",
    "user:pass@anna.localhost",
    "anna.localhost:3000:4000",
    "anna.localhost:abc",
    "anna.localhost:-1",
    "anna.localhost,boris.localhost",
    "anna.localhost boris.localhost",
    "anna\t.localhost",
    "anna..localhost",
    "..localhost",
    "anna-.localhost",
    "[anna.localhost]",
    "[anna.localhost]:3000",
    "[::1",
    "[::ffff:127.0.0.1]:3000",
    "anna.127.0.0.1",
    "0x7f.1",
    "anna.localhost\u3002",  # an ideographic full stop
    "\u212aeto.localhost",  # a Kelvin sign, whose small letter is a plain k
    "ａnna.localhost",  # a wide letter
    "xn--80a.localhost",
    "xn--anna-5ve.localhost",
    f"{'a' * 64}.localhost",
    f"{'a.' * 3000}localhost",
    "anna.localhost.localhost",
    "anna.pers.coach.evil.example",
]


@pytest.mark.parametrize("host", ODD_HOSTS)
def test_odd_hosts_are_nobodys(house: House, host: str) -> None:
    assert tenants.read_host(host).kind == "unknown"
    with open_session(reading=True) as db:
        assert tenants.by_host(db, host) is None
        assert tenants.pending_by_host(db, host) is None


def test_the_longest_name_is_a_tenants(house: House) -> None:
    with open_session() as db:
        tenants.create(db, "a" * 63, "A")
        assert tenants.by_host(db, f"{'A' * 63}.LOCALHOST.:80") is not None


def test_names_that_nobody_gets(house: House) -> None:
    odd = ("xn--80a", "", "-a", "a-", "a.b", "a_b", "a b", "анна", "a\nb", "%61nna", "a" * 64, "Anna ")
    with open_session() as db:
        for slug in (*sorted(RESERVED), *odd):
            with pytest.raises(NameTaken):
                tenants.create(db, slug, "X")


@pytest.mark.parametrize("header", ["x-forwarded-host", "forwarded", "x-original-host", "x-host"])
def test_only_host_says_whose_host_it_is(house: House, header: str) -> None:
    with open_session() as db:
        link = exercises.get(db, house.anna.scope, house.ready_exercise(house.anna)).video
    says = {header: "host=anna.localhost" if header == "forwarded" else "anna.localhost:3100"}
    assert house.browser("boris.localhost:3100").get(link, headers=says).status_code == 404
    assert house.browser("anna.localhost:3100").get(link, headers={header: "boris.localhost"}).status_code == 200
    state = open_page(SiteState, "/", "boris.localhost:3100")
    state.router.headers.__dict__[header.replace("-", "_")] = "anna.localhost"
    run(state, "load")
    assert state.tenant_name == "Борис"


def test_two_hosts_are_none(house: House) -> None:
    headers = [("host", "anna.localhost:3100"), ("host", "boris.localhost:3100")]
    for browser in (house.browser(), TestClient(house.app, base_url="http://localhost")):
        request = browser.build_request("GET", "/api/health")
        request.headers = type(request.headers)(headers)
        answer = browser.send(request)
        assert (answer.status_code, answer.json()) == (400, {"error": "two_hosts"})


def test_the_administrators_host_is_a_tenant_of_its_own_kind(house: House) -> None:
    with open_session() as db:
        assert tenants.by_host(db, "admin.localhost") is None
    with open_session() as db:
        made = tenants.platform(db)
        assert tenants.platform(db).id == made.id
    with open_session() as db:
        found = tenants.by_host(db, "admin.localhost")
        assert found is not None
        assert found.id == made.id
    with open_session() as db:
        assert [each.slug for each in tenants.list_all(db)] == ["anna", "boris"]
        with pytest.raises(NotFound):
            tenants.set_status(db, tenants.PLATFORM_SLUG, TenantStatus.SUSPENDED)


@pytest.mark.parametrize(("status", "open_as"), [("pending", "pending_by_host"), ("active", "by_host"), ("suspended", "")])
def test_a_host_is_open_only_while_it_is_active(house: House, status: str, open_as: str) -> None:
    with open_session() as db:
        db.get_one(Tenant, house.anna.scope.tenant_id).status = status
        db.commit()
    for way in ("by_host", "pending_by_host"):
        with open_session() as db:
            assert (getattr(tenants, way)(db, "anna.localhost") is not None) == (way == open_as)


def test_a_page_left_open_shows_nothing_after_the_tenant_was_closed(house: House) -> None:
    """Its socket stays: the next event on it is an unknown host's, and what it showed is gone from the state."""
    house.ready_exercise(house.anna)
    state = visit(LibraryState, "/trainer/library", house.anna)
    run(state, "load")
    assert (state.place, len(state.clips), state.tenant_name) == ("ok", 1, "Анна")
    with open_session() as db:
        tenants.set_status(db, "anna", TenantStatus.SUSPENDED)
    run(state, "load")
    assert (state.place, state.clips, state.tenant_name, state.person_name) == ("unknown_host", [], "", "")


KEPT = {
    "perscoach_app.http.hints._hints": "names of our own files",
    "perscoach_app.http.shadow._demo_camera": "a file of the demo's, the same for all",
    "perscoach_app.services.clip_facts._record": "by storage key, which begins with its tenant; asked for only after the row was found",
    "perscoach_app.services.clip_facts._segments": "the same",
    "perscoach_app.services.clip_facts._times_ms": "the same",
    "perscoach_app.services.cues.texts": "texts of the product",
    "perscoach_app.services.mail._threads": "threads",
    "perscoach_app.services.passwords._dummy": "a hash of nothing",
    "perscoach_app.services.passwords._hasher": "settings of a hash",
    "perscoach_app.services.pdf_fonts._static": "typefaces of the product",
    "perscoach_app.services.push._public_of": "the installation's own key",
    "perscoach_app.services.push._threads": "threads",
    "perscoach_app.state.off_the_loop.threaded": "handlers of pages, the same for all",
    "perscoach_app.services.training_texts.of": "texts of the product",
    "perscoach_app.settings.get_settings": "settings",
    "perscoach_app.storage._storage_for": "by address of the store",
    "perscoach_app.tables.database.engine_for": "by address of the database",
    "perscoach_app.tables.walls._criteria": "by tenant: it is the wall",
    "perscoach_app.tables.walls.tenant_classes": "the tables' own form",
    "perscoach_app.tables.walls.tenant_tables": "the tables' own form",
    "perscoach_app.texts.catalogue._written": "texts of the product",
    "perscoach_app.texts.catalogue.catalogue": "texts of the product",
    "perscoach_app.texts.zones.zones": "names of time zones",
    "perscoach_app.own_files._content": "a sum over our own files",
    "perscoach_app.services.branding.by_day": "colours by the two colours they are made of",
    "perscoach_app.security.proxies._networks": "by the setting's own words",
}


def test_what_a_process_keeps_between_requests_is_known() -> None:
    """A cache is where one tenant's thing could be handed to another: each is listed with why it cannot."""
    for module in walk_packages(perscoach_app.__path__, "perscoach_app."):
        if not module.name.endswith(("perscoach_app.perscoach_app", "worker", "kinds", "performing")):
            import_module(module.name)
    found = {
        f"{module.__name__}.{name}"
        for module in list(sys.modules.values())
        if module.__name__.startswith("perscoach_app.")
        for name, kept in vars(module).items()
        if isinstance(kept, _lru_cache_wrapper) and inspect.unwrap(kept).__module__ == module.__name__
    }
    assert found == KEPT.keys()


def test_answers_that_differ_by_reader_are_kept_by_nobody_between(house: House) -> None:
    """Shared caches may keep neither data nor signed files; the site's photo is everybody's, and its address is its content's."""
    with open_session() as db:
        link = exercises.get(db, house.anna.scope, house.ready_exercise(house.anna)).video
    anna = house.signed_in(house.anna)
    assert anna.get(link).headers["cache-control"].startswith("private, ")
    assert "accept-encoding" in anna.get(link).headers["vary"].lower()
    assert anna.get("/api/health").headers["cache-control"] == "no-store"
    assert anna.get("/api/nothing").headers["cache-control"] == "no-store"
