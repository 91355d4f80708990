"""What everybody's header says: how much is new, and which theme the page is in."""

import pytest

from perscoach_app.services import browsers, messages, people, threads, trainings
from perscoach_app.state import visitor
from perscoach_app.state.visitor import Visitor
from perscoach_app.tables import Training
from perscoach_app.tables.database import open_session
from perscoach_app.tables.moments import now
from tests.app.house import House, Member
from tests.app.state.browsing import open_page, run, visit
from tests.app.training import free


def counts(member: Member, state: Visitor | None = None) -> tuple[int, int]:
    """What the header of a page says that is opened now, or looked at again."""
    state = state or visit(Visitor, "/account", member, host=f"{member.slug}.localhost:3100")
    run(state, "arrive")
    return state.new_reports, state.new_messages


def test_reports_and_messages_are_counted_until_they_are_read(house: House) -> None:
    training = free(house.maria, house.ready_exercise(house.anna))
    with open_session() as db:
        trainings.finish(db, house.maria.scope, training)
        messages.send(db, house.maria.scope, house.maria.person_id, "Готово!")
        messages.send(db, house.anna.scope, house.maria.person_id, "Отлично!")
    assert counts(house.anna) == (1, 1)
    assert counts(house.maria) == (0, 1)  # a client waits for words, not for her own report
    assert counts(house.boris) == (0, 0)  # another house
    with open_session() as db:
        threads.mark_read(db, house.anna.scope, house.maria.person_id)
        row = db.get_one(Training, trainings.own(db, house.maria.scope, training).id)
        row.read_at = now()
        db.add(row)
        db.commit()
    assert counts(house.anna) == (0, 0)
    assert counts(house.maria) == (0, 1)


def test_an_open_page_counts_again_after_a_while_and_at_every_new_address(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    page = visit(Visitor, "/account", house.maria)
    assert counts(house.maria, page) == (0, 0)
    with open_session() as db:
        messages.send(db, house.anna.scope, house.maria.person_id, "Как колено?")
    assert counts(house.maria, page) == (0, 0)
    monkeypatch.setattr(visitor, "COUNTED_S", 0.0)
    assert counts(house.maria, page) == (0, 1)


def test_the_theme_is_the_persons_and_a_visitors_is_her_cookies(house: House) -> None:
    light = f"{browsers.THEME_COOKIE}=1"
    stranger = open_page(Visitor, "/", "anna.localhost:3100", light)
    run(stranger, "arrive")
    assert stranger.theme == "light"
    for chosen, theme in ((True, "light"), (False, "dark")):
        with open_session() as db:
            people.set_light(db, house.maria.scope, light=chosen)
        page = visit(Visitor, "/account", house.maria)
        run(page, "arrive")
        assert page.theme == theme
