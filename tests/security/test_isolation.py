"""Nothing of one tenant can be reached from another, and nothing of one client by another. Foreign looks like missing: 404."""

import time
from collections.abc import Callable

import pytest
from sqlmodel import Session

from perscoach_app.services import exercises, media, reports, sessions, tenants, trainings
from perscoach_app.services.errors import NotFound
from perscoach_app.services.scope import Scope, parse_id
from perscoach_app.storage import get_storage
from perscoach_app.tables import ExerciseUpdate
from perscoach_app.tables.database import open_session
from tests.app.house import House, Member
from tests.app.training import free

PARTS = {
    "sets/0/chunks/0": {"samples": []},
    "sets/0/finish": {"chunks": 1, "duration_s": 0},
    "feelings/0": {"feeling": "easy"},
    "consents": {"recording": True},
    "finish": {},
}
"""What the page of a training sends, in its order."""


@pytest.mark.parametrize(
    ("host", "slug"),
    [
        ("anna.localhost", "anna"),
        ("anna.localhost:3000", "anna"),
        ("ANNA.LocalHost:3000", "anna"),
        ("anna.localhost.", "anna"),
        ("anna.localhost.:3000", "anna"),
        ("anna.pers.coach", "anna"),
        (" anna.localhost ", "anna"),
        ("anna.localhost..", None),
        ("x.anna.localhost", None),
        ("anna.localhost.evil.example", None),
        ("annalocalhost", None),
        (".localhost", None),
        ("-anna.localhost", None),
        ("anna_.localhost", None),
        ("anna@evil.localhost", None),
        ("аnna.localhost", None),  # Cyrillic а
        ("evil.example", None),
        ("", None),
        (":3000", None),
        ("[::1]:3000", None),
        ("localhost", None),
        ("pers.coach", None),
        ("127.0.0.1:3000", None),
        ("carla.localhost", None),
    ],
)
def test_which_tenant_a_host_names(house: House, host: str, slug: str | None) -> None:
    with open_session() as db:
        tenant = tenants.by_host(db, host)
    assert (tenant.slug if tenant else None) == slug


@pytest.mark.parametrize(
    ("host", "kind"),
    [("localhost:3000", "base"), ("PERS.coach.", "base"), ("127.0.0.1:1", "base"), ("[::1]:1", "base"), ("evil.example", "unknown")],
)
def test_what_a_host_is(house: House, host: str, kind: str) -> None:
    assert tenants.read_host(host).kind == kind


def test_a_cookie_is_nothing_on_another_host(house: House) -> None:
    browser = house.signed_in(house.maria)
    training = _training_of(house, house.maria)
    cookie = browser.cookies["perscoach_session"]
    assert browser.get(f"/api/shadow/{training}").status_code == 200
    for host in ("boris.localhost:3100", "carla.localhost", "evil.example", "localhost:3100"):
        answer = house.browser(host).get(f"/api/shadow/{training}", headers={"cookie": f"perscoach_session={cookie}"})
        assert answer.status_code == 401, host


def test_a_link_of_one_tenant_signs_nobody_in_at_another(house: House) -> None:
    token = house.anna.link()
    for host in ("boris.localhost:3100", "evil.example", "localhost:3100"):
        answer = house.browser(host).post("/api/sign-in", data={"token": token})
        assert "set-cookie" not in answer.headers, host
    assert "set-cookie" in house.browser().post("/api/sign-in", data={"token": token}).headers


def test_sessions_are_seen_by_their_client_and_trainer_only(house: House) -> None:
    training = _training_of(house, house.maria)
    session = str(sessions.id_of(parse_id(training), 0))
    for stranger in (house.olga, house.anna, house.boris, house.viktor):
        browser = house.signed_in(stranger)
        assert browser.get(f"/api/shadow/{training}").status_code == 404
        for part, body in PARTS.items():
            assert browser.post(f"/api/shadow/{training}/{part}", json=body).status_code == 404, part
    owner = house.signed_in(house.maria)
    for part, body in PARTS.items():
        assert owner.post(f"/api/shadow/{training}/{part}", json=body).status_code == 200, part
    for reader, allowed in ((house.maria, True), (house.anna, True), (house.olga, False), (house.boris, False), (house.viktor, False)):
        with open_session() as db:
            if allowed:
                assert reports.report(db, reader.scope, session).id == session
            else:
                with pytest.raises(NotFound):
                    reports.report(db, reader.scope, session)


def test_nobody_without_a_sign_in(house: House) -> None:
    training = _training_of(house, house.maria)
    browser = house.browser()
    assert browser.get(f"/api/shadow/{training}").status_code == 401
    for part, body in PARTS.items():
        assert browser.post(f"/api/shadow/{training}/{part}", json=body).status_code == 401, part
    assert browser.post("/api/uploads/", headers={"tus-resumable": "1.0.0", "upload-length": "5"}).status_code == 401


@pytest.mark.parametrize("wrong", ["x", "../../etc/passwd", "00000000-0000-0000-0000-000000000000", "%00", "1 or 1=1"])
def test_ids_that_name_nothing(house: House, wrong: str) -> None:
    assert house.signed_in(house.maria).get(f"/api/shadow/{wrong}").status_code == 404


Deed = Callable[[Session, Scope, str], object]


@pytest.mark.parametrize(
    "deed",
    [
        pytest.param(exercises.get, id="get"),
        pytest.param(lambda db, who, what: exercises.update(db, who, what, ExerciseUpdate(title_en="mine")), id="update"),
        pytest.param(trainings.for_exercise, id="train"),
    ],
)
def test_foreign_exercises_do_not_exist(house: House, deed: Deed) -> None:
    exercise_id = house.ready_exercise(house.anna)
    for stranger in (house.boris, house.viktor):
        with open_session() as db, pytest.raises(NotFound):
            deed(db, stranger.scope, exercise_id)
        with open_session() as db:
            assert exercises.list_all(db, stranger.scope) == []


def test_a_client_changes_nothing_and_sees_only_what_is_ready(house: House) -> None:
    ready, waiting = house.ready_exercise(house.anna), house.exercise(house.anna, "lunge")
    with open_session() as db:
        assert [each.id for each in exercises.list_all(db, house.maria.scope)] == [ready]
        assert exercises.get(db, house.maria.scope, ready).job is None
        with pytest.raises(NotFound):
            exercises.get(db, house.maria.scope, waiting)
        with pytest.raises(NotFound):
            exercises.update(db, house.maria.scope, ready, ExerciseUpdate(title_en="mine"))


def test_media_links_hold_on_one_host_for_one_file_and_for_a_while(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    exercise_id = house.ready_exercise(house.anna)
    with open_session() as db:
        shown = exercises.get(db, house.anna.scope, exercise_id)
    assert house.browser().get(shown.video).status_code == 200
    assert house.browser("ANNA.localhost.:3100").get(shown.video).status_code == 200
    for host in ("boris.localhost:3100", "anna.pers.coach", "carla.localhost", "evil.example", "localhost:3100", "x.anna.localhost"):
        assert house.browser(host).get(shown.video).status_code == 404, host
    path, query = shown.video.split("?")
    other_file = shown.poster.split("?")[0]
    signature = query.split("sig=")[1]
    for forged in (
        path,
        f"{other_file}?{query}",
        f"{path}?exp=99999999999&sig={signature}",
        f"{path}?{query}0",
        f"{path}?exp=1&sig=é",
        f"{path}/../{media.OUTPUT_POSTER}?{query}",
    ):
        assert house.browser().get(forged).status_code == 404, forged
    monkeypatch.setattr(time, "time", lambda later=time.time() + 8 * 3600: later)
    assert house.browser().get(shown.video).status_code == 404


def test_a_signature_of_another_tenants_key_cannot_be_had(house: House) -> None:
    with pytest.raises(ValueError, match="not a key of tenant"):
        media.signed_link(house.boris.scope.tenant_id, "boris.localhost", f"tenants/{house.anna.scope.tenant_id}/x")
    with pytest.raises(ValueError, match="not a key of tenant"):
        media.signed_link(1, "anna.localhost", "tenants/11/x")


@pytest.mark.parametrize(
    "key",
    ["", "/etc/passwd", "tenants/1/../2/x", "tenants/0/x", "tenants/1/.hidden", "other/1/x", "tenants/1", "tenants/1/x/", "tenants/1/a\nb"],
)
def test_storage_takes_no_odd_keys(house: House, key: str) -> None:
    with pytest.raises(ValueError, match="not a storage key"):
        get_storage().look(key)


def _training_of(house: House, client: Member) -> str:
    return free(client, house.ready_exercise(house.anna))
