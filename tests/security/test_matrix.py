"""The matrix: every route and every event there is, called by everybody who must not get through, and by the one who may."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from perscoach_app.http import brakes
from perscoach_app.settings import get_settings
from perscoach_app.tables.database import engine_for
from tests.app.house import House, quick_passwords
from tests.security import matrix
from tests.security.matrix.framework import BUILT_IN
from tests.security.walls.calling import Answer, call_event, call_route
from tests.security.walls.inventory import Watch
from tests.security.walls.rows import ADMIN, MEMBER, TRAINER, Event, Route, Row, filled, sent
from tests.security.walls.running import running_events, running_routes, running_states
from tests.security.walls.strangers import CALLERS, OLGA, Caller, refused, rightful
from tests.security.walls.things import Furnished, copied, furnish_fully

LOCKED_OUT = ("signed_out", "not_found", "unknown_host", "base")
AN_ID = 30  # characters: shorter things are words or numbers that anybody may say


@dataclass(frozen=True, slots=True)
class Stage:
    """A house, what lies in it, and what there was before anybody called."""

    house: House
    furnished: Furnished
    watch: Watch


@pytest.fixture(scope="module")
def stages(empty_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Stage]]:
    """The same house in the same place for every row, built anew only after somebody wrote: what was compiled once stays compiled."""
    template, played = tmp_path_factory.mktemp("furnished_fully"), tmp_path_factory.mktemp("played")
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("PERSCOACH_DATABASE_URL", raising=False)
        patch.setattr(brakes, "ADDRESS", brakes.Brake(1000, 60))
        quick_passwords(patch)
        patch.setenv("PERSCOACH_VAR_DIR", str(template))
        get_settings.cache_clear()
        furnished = furnish_fully(template, empty_database)
        present: list[Stage] = []

        def stage() -> Stage:
            if present and present[0].watch.all_quiet():
                return present[0]
            if present:
                present.pop().watch.close()
                engine_for(get_settings().database_url).dispose()
                shutil.rmtree(played)
            house = copied(furnished, played, patch)
            present.append(Stage(house, furnished, Watch(house.anna.scope.tenant_id)))
            return present[0]

        yield stage
        engine_for(get_settings().database_url).dispose()
    get_settings.cache_clear()


@pytest.fixture
def stage(stages: Callable[[], Stage]) -> Stage:
    return stages()


def test_every_route_has_a_row_and_every_row_a_route() -> None:
    listed = [(row.method, row.path) for row in matrix.routes()]
    assert set(listed) == running_routes()
    assert len(set(listed)) == len(listed)


def test_every_event_has_a_row_and_every_row_an_event() -> None:
    names = [state.__name__ for state in running_states()]
    assert len(set(names)) == len(names), "two states of one name cannot be told apart here"
    listed = [(row.state.__name__, row.name) for row in matrix.events()]
    assert set(listed) | BUILT_IN.keys() == running_events()
    assert len(set(listed)) == len(listed)


@pytest.mark.parametrize("row", matrix.routes(), ids=lambda row: row.about)
def test_routes(row: Route, stage: Stage) -> None:
    def call(caller: Caller) -> Answer:
        return call_route(stage.house, row, caller, stage.furnished.things, stage.furnished.cookies)

    for caller in refused(row):
        answer = call(caller)
        _check_nothing_happened(stage, row, caller, answer)
        if row.who.reason:
            assert int(answer.said) < 500, (caller.name, answer)
        elif caller.is_nobody:
            assert answer.said in (401, 404, *row.refusals), (caller.name, answer)
        elif not (row.names_nothing and (row.who == MEMBER or (row.who == TRAINER and caller.name == "boris"))):
            assert answer.said in (404, *row.refusals), (caller.name, answer)
    _check_each_for_herself(stage, row, call)
    welcome = rightful(row)
    if welcome is not None:
        answer = call(welcome)
        assert answer.said == row.success if row.success else int(answer.said) < 400, (welcome.name, answer)


@pytest.mark.parametrize("row", matrix.events(), ids=lambda row: row.about)
def test_events(row: Event, stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    def call(caller: Caller) -> Answer:
        return call_event(row, caller, stage.furnished.things, stage.furnished.cookies, monkeypatch)

    for caller in refused(row):
        answer = call(caller)
        _check_nothing_happened(stage, row, caller, answer)
        wrong_role = row.who == ADMIN or (row.who == TRAINER and caller.name != "boris")
        if not row.who.reason and (caller.is_nobody or wrong_role):
            assert answer.said in LOCKED_OUT, (caller.name, answer)
    _check_each_for_herself(stage, row, call)
    welcome = rightful(row)
    if welcome is not None:
        answer = call(welcome)
        assert answer.said == "ok", welcome.name
        if row.who == ADMIN:
            _check_nothing_happened(stage, row, welcome, answer)


def _names_anothers(row: Event) -> bool:
    return "{" in repr(row.arguments).replace("{'", "") and row.who != ADMIN


@pytest.mark.parametrize("row", [row for row in matrix.events() if _names_anothers(row)], ids=lambda row: row.about)
def test_ones_own_page_is_no_way_to_anothers_things(row: Event, stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page is the caller's own, so she gets in; what she names there is not."""
    foreign = {TRAINER: [("boris", stage.furnished.others)]}.get(
        row.who, [("viktor", stage.furnished.others), ("olga", stage.furnished.olgas)]
    )
    for name, own in foreign:
        caller = CALLERS[name]
        page = replace(row, at=filled(row.at, own))
        answer = call_event(page, caller, stage.furnished.things, stage.furnished.cookies, monkeypatch)
        assert not stage.watch.changed(besides=stage.house.olga.person_id if name == "olga" else None), (name, "changed what is not hers")
        if caller.foreign:
            _check_nothing_shows(stage, row, caller, answer)
        else:
            assert not [word for word in caller.hidden if word in answer.text], (name, answer.text)


def _check_nothing_happened(stage: Stage, row: Row, caller: Caller, answer: Answer) -> None:
    """Nothing of Anna's changed, nothing of it shows; an id shows only to who sent it."""
    assert not stage.watch.changed(), caller.name
    _check_nothing_shows(stage, row, caller, answer)


def _check_nothing_shows(stage: Stage, row: Row, caller: Caller, answer: Answer) -> None:
    things, text = stage.furnished.things, answer.text
    for name in sent(row):
        if isinstance(things.get(name), str):
            text = text.replace(things[name], "")
    assert not [word for word in caller.hidden if word in text], (caller.name, text)
    if caller.foreign:
        ids = {name: thing for name, thing in things.items() if isinstance(thing, str) and len(thing) > AN_ID}
        assert not [name for name, thing in ids.items() if thing in text], (caller.name, text)


def _check_each_for_herself(stage: Stage, row: Row, call: Callable[[Caller], Answer]) -> None:
    """Where every member may: Olga, with Maria's things, sees and changes nothing of Maria's."""
    if row.who != MEMBER:
        return
    answer = call(OLGA)
    assert not stage.watch.changed(besides=stage.house.olga.person_id), "olga changed what is not hers"
    _check_nothing_shows(stage, row, OLGA, answer)


def test_the_browser_cannot_write_a_state() -> None:
    for state in running_states():
        if state.__module__.startswith("perscoach_app."):
            assert not [name for name in state.event_handlers if name.startswith("set_") and name not in vars(state)], state
            assert not [name for name in state.vars if state._is_client_storage(name)], "the browser would write it by itself"
            with pytest.raises(AttributeError):  # Reflex's own `setvar` finds no setter to call
                state.event_handlers["setvar"].fn(state(_reflex_internal_init=True), "place", "ok")
