"""«Для Марии иначе»: set in the builder's dialog, seen on the client's page, felt in her session."""

from perscoach_app.services import targets
from perscoach_app.services.targets import PLAIN, Settings
from perscoach_app.state.client_targets import ClientTargetsState
from perscoach_app.tables.database import open_session
from tests.app.state.browsing import House, run, visit


def test_a_stiff_knee(house: House) -> None:
    squat, maria = house.ready_exercise(house.anna), house.maria.person_id
    state = visit(ClientTargetsState, "/trainer/homework/x", house.anna)
    run(state, "open_exercise", squat)
    assert (state.showing, [one.name for one in state.clients], state.differs) == (True, ["Мария", "Ольга"], False)
    run(state, "choose", maria)
    run(state, "set_share", 60.0)
    run(state, "toggle", "left_shin")
    run(state, "toggle", "left_foot")
    run(state, "toggle", "left_foot")
    run(state, "set_strictness", "0.7")
    run(state, "set_reason", "после операции")
    assert (state.share, state.excluded, state.strictness, state.differs) == (60, ["left_shin"], "0.7", True)
    with open_session(reading=True) as db:
        assert targets.of(db, house.anna.scope, maria, squat) == Settings(0.7, 0.6, ("left_shin",), "после операции")
    page = visit(ClientTargetsState, f"/trainer/clients/{maria}", house.anna)
    run(page, "load_client")
    assert [row.words for row in page.rows] == ["амплитуда 60\u202f% · мягче · не\u00a0оцениваем: левая голень"]
    run(page, "open_exercise", squat)
    assert page.client == maria
    run(page, "forget")
    assert (page.rows, page.differs) == ([], False)
    with open_session(reading=True) as db:
        assert targets.of(db, house.anna.scope, maria, squat) == PLAIN


def test_the_impossible_is_refused_in_words(house: House) -> None:
    squat = house.ready_exercise(house.anna)
    state = visit(ClientTargetsState, "/trainer/homework/x", house.anna)
    run(state, "open_exercise", squat)
    run(state, "set_share", 10.0)
    assert "амплитуда" in state.problem
    assert state.share == 100
    run(state, "choose", house.viktor.person_id)  # of another tenant
    run(state, "set_share", 50.0)
    with open_session(reading=True) as db:
        assert targets.list_all(db, house.anna.scope, house.maria.person_id) == {}
