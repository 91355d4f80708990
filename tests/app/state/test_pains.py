"""What hurts comes to the top of the trainer's page by itself, and stays until she has dealt with it."""

import pytest
from sqlmodel import col, update

from perscoach_app.services import feelings, trainings
from perscoach_app.state.client_card import ClientCardState
from perscoach_app.state.pains import PainsState
from perscoach_app.tables import Person
from perscoach_app.tables.database import open_session
from tests.app import training
from tests.app.planning import MONDAY, Clock, clock, given_to, weekly
from tests.app.state.browsing import House, run, visit
from tests.app.state.test_assign_panel import plain

__all__ = ["clock"]
SAMPLES = [[i / 5, 90.0, 0.5, 0.2, i // 5, [90.0] * 14] for i in range(32)]


@pytest.fixture
def hurt(house: House, clock: Clock) -> str:
    """Maria stopped her first set after six repetitions; the session."""
    begun = training.of_day(house.maria, f"{given_to(house, house.maria, weekly(MONDAY))}-{MONDAY}")
    session = training.done(house.maria, begun, 0, SAMPLES, 6.4, pain=True)
    with open_session() as db:
        feelings.say(db, house.maria.scope, trainings.own(db, house.maria.scope, begun), 0, "pain")
    return session


def pains(house: House) -> PainsState:
    state = visit(PainsState, "/trainer", house.anna)
    run(state, "load")
    return state


def test_a_pain_is_on_top_until_it_is_dealt_with(house: House, hurt: str) -> None:
    state = pains(house)
    (pain,) = state.pains
    assert (plain(pain.line), pain.report, pain.card) == (
        "Мария: «Приседание»",
        f"/report/{hurt}",
        f"/trainer/clients/{house.maria.person_id}",
    )
    assert plain(pain.about) == "Подход 1 остановлен после 6 повторов, без оценки. Остальные подходы упражнения пропущены."
    run(state, "put_aside", pain.id)
    assert (state.pains, state.told) == ([], "Разобрано: Мария")
    assert pains(house).pains == []


def test_it_comes_while_the_page_is_open(house: House, clock: Clock) -> None:
    state = pains(house)
    assert state.pains == []
    begun = training.free(house.maria, house.ready_exercise(house.anna))
    with open_session() as db:
        feelings.say(db, house.maria.scope, trainings.own(db, house.maria.scope, begun), 0, "pain")
    with open_session(reading=True) as db:
        assert state._fill(db)  # as the page's own loop does
    assert [(pain.report, plain(pain.about)) for pain in state.pains] == [("", "Остальные подходы упражнения пропущены.")]


def test_she_is_written_to_where_she_has_an_address(house: House, hurt: str) -> None:
    assert pains(house).pains[0].write == ""
    with open_session() as db:
        db.exec(update(Person).where(col(Person.id) == house.maria.person_id).values(email="maria@example.org"))
        db.commit()
    assert pains(house).pains[0].write.startswith("mailto:maria@example.org?subject=%C2%AB")


def test_another_house_hears_nothing(house: House, hurt: str) -> None:
    state = visit(PainsState, "/trainer", house.boris, host="boris.localhost")
    run(state, "load")
    assert (state.place, state.pains) == ("ok", [])
    state = visit(PainsState, "/trainer", house.maria)
    run(state, "load")
    assert (state.place, state.pains) == ("not_found", [])


def test_her_card_lists_how_exercises_felt(house: House, hurt: str) -> None:
    state = visit(ClientCardState, f"/trainer/clients/{house.maria.person_id}", house.anna)
    run(state, "load")
    assert [(line.title, line.word, line.tone) for line in state.felt] == [("Приседание", "болит", "bad")]
