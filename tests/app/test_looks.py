"""The road of a look: from a trainer's link over the panel's pass to the training and its video, and its end in the middle."""

from pathlib import Path

import pytest
from sqlmodel import col, select

from perscoach_app.services import agreements, grants, media
from perscoach_app.state.admin_pass import AdminPassState
from perscoach_app.state.grants import GrantsState, GrantState
from perscoach_app.state.look import LookState
from perscoach_app.storage import get_storage
from perscoach_app.tables import AuditEntry, Document, Recording, RecordingState, TrainingSession
from perscoach_app.tables.database import open_session
from tests.app.administrators import an_admin
from tests.app.house import PORT, House, Member
from tests.app.state.browsing import run, visit
from tests.app.training import free

FILM = b"\x1a\x45\xdf\xa3" * 1000


@pytest.fixture
def filmed(house: House) -> tuple[House, Member, str, str]:
    """A training of Maria's with one filmed set: the house, an administrator, the training, the set."""
    training = free(house.maria, house.ready_exercise(house.anna))
    for paper in (Document.RECORDING, Document.SHARING):
        maria = house.maria.scope
        with open_session() as db:
            agreements.give(db, maria, paper)
    session = _trained(house, training)
    return house, an_admin(), training, session


def _trained(house: House, training: str) -> str:
    maria = house.signed_in(house.maria)
    assert maria.post(f"/api/shadow/{training}/sets/0/chunks/0", json={"samples": []}).status_code == 200
    assert maria.post(f"/api/shadow/{training}/sets/0/finish", json={"chunks": 1, "duration_s": 30.0}).status_code == 200
    with open_session() as db:
        session = db.exec(select(TrainingSession).where(col(TrainingSession.finished_at).is_not(None))).one()
        tenant = session.tenant_id
        key = f"{media.tenant_prefix(tenant)}films/{session.id}.mp4"
        file = Path(house.var) / "film"
        file.write_bytes(FILM)
        get_storage().put_file(key, file)
        assert session.training_id is not None
        db.add(
            Recording(
                tenant_id=tenant,
                client_id=session.client_id,
                training_id=session.training_id,
                state=RecordingState.READY,
                key=key,
                bytes=len(FILM),
                marks=[[0, 0.0, 0.0, 30.0]],
            )
        )
        db.commit()
        return str(session.id)


def _given(house: House, training: str) -> str:
    page = visit(GrantState, f"/report/{training}", house.anna)
    run(page, "ask")
    run(page, "give", {"grant_reason": "Не считает повторы"})
    assert (page.problem, page.giving) == ("", True)
    return page.link


def _pass_of(admin: Member, link: str) -> str:
    """The administrator opens the link's page, is led to the panel, and from there with a pass back to it."""
    path = link.partition(f":{PORT}")[2]
    stranger = visit(LookState, path)
    run(stranger, "load")
    assert (stranger.place, stranger.opened, stranger.sets) == ("ok", False, [])
    panel = visit(AdminPassState, stranger.panel.partition(f":{PORT}")[2], admin, host=f"admin.localhost:{PORT}")
    run(panel, "load")
    assert (panel.place, panel.slug) == ("ok", "anna")
    return repr(run(panel, "enter")).partition("pass=")[2].partition("\\")[0].partition('"')[0].partition("`")[0]


def test_an_administrator_sees_the_training_and_the_trainer_sees_that(filmed: tuple[House, Member, str, str]) -> None:
    house, admin, training, session = filmed
    link = _given(house, training)
    written = _pass_of(admin, link)
    page = visit(LookState, f"{link.partition(f':{PORT}')[2]}?pass={written}")
    run(page, "load")
    assert (page.place, page.opened, page.reason) == ("ok", True, "Не считает повторы")
    (shown,) = page.sets
    assert shown.id == session
    assert "Мария" not in repr(page.sets)
    browser = house.browser()  # signed in nowhere
    assert browser.get(shown.film).content == FILM
    piece = browser.get(shown.film, headers={"range": "bytes=4-7"})
    assert (piece.status_code, piece.content, piece.headers["cache-control"]) == (206, FILM[4:8], "private, no-store")
    support = visit(GrantsState, "/trainer/support", house.anna)
    run(support, "load")
    (grant,) = support.rows
    assert f"№ {admin.person_id}" in grant.looks[0].replace("\u00a0", " ")
    run(support, "revoke", grant.id)
    assert browser.get(shown.film).status_code == 404  # in the middle of the video
    run(page, "load")
    assert (page.place, page.opened, page.sets) == ("not_found", False, [])
    with open_session(reading=True) as db:
        deeds = [line.deed for line in db.exec(select(AuditEntry).order_by(col(AuditEntry.id))) if line.deed.startswith("grant.")]
    assert deeds == ["grant.given", "grant.used", "grant.revoked"]


def test_a_grant_opens_its_own_training_alone(filmed: tuple[House, Member, str, str]) -> None:
    house, admin, _, session = filmed
    with open_session(reading=True) as db:
        exercise = str(db.exec(select(TrainingSession.exercise_id)).one())
    other, anna = free(house.olga, exercise), house.anna.scope
    with open_session() as db:
        token = grants.give(db, anna, other, "Не то занятие", 1)
    written = grants.write_pass(admin.scope, "anna", token)
    address = f"/api/look/{token}/film/{session}"
    assert house.browser().get(f"{address}?pass={written}").status_code == 404
    assert house.browser(f"boris.localhost:{PORT}").get(f"{address}?pass={written}").status_code == 404
    assert house.signed_in(house.anna).get(address).status_code == 404  # not even the trainer gets in by this door
    page = visit(LookState, f"/look/{token}?pass={written}")
    run(page, "load")
    assert (page.opened, page.sets) == (True, [])


def test_what_the_client_withdrew_no_grant_shows(filmed: tuple[House, Member, str, str]) -> None:
    house, admin, training, session = filmed
    anna, maria = house.anna.scope, house.maria.scope
    with open_session() as db:
        token = grants.give(db, anna, training, "Нет видео", 1)
    address = f"/api/look/{token}/film/{session}?pass={grants.write_pass(admin.scope, 'anna', token)}"
    assert house.browser().get(address).status_code == 200
    with open_session() as db:
        agreements.withdraw(db, maria, Document.SHARING)
    assert house.browser().get(address).status_code == 404
