"""Model files brought in: whole or not at all, resumed, remembered, checked."""

import errno
import hashlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from gpu_jobs import bringing, catalogue, fetching
from gpu_jobs.catalogue import BIREFNET_FILE, MODELS, PICKLE_VARIABLE, SAM3D_CONFIG, SAM3D_FILE, WeightFile
from gpu_jobs.errors import OutputRejected, WeightsMissing
from gpu_jobs.weights import WEIGHTS_DIR_VARIABLE, Lack, lacks, need_pickle
from perscoach_app.cli import app as commands
from tests.jobs.file_server import Shelf, serving

CONTENT = np.random.default_rng(7).bytes(3 * 2**20 + 17)
SUM = hashlib.sha256(CONTENT).hexdigest()
FILE = "birefnet.onnx"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(WEIGHTS_DIR_VARIABLE, str(tmp_path / "weights"))
    monkeypatch.delenv(PICKLE_VARIABLE, raising=False)
    monkeypatch.setattr(fetching, "PAUSE_S", 0.0)
    return tmp_path / "weights"


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    with serving(CONTENT) as there:
        yield there


def known_at(monkeypatch: pytest.MonkeyPatch, url: str, sha256: str = "") -> None:
    """BiRefNet's one file as if its makers published it at `url`."""
    file = WeightFile(FILE, url, sha256=sha256)
    monkeypatch.setitem(catalogue.MODELS, "birefnet", replace(MODELS["birefnet"], files=(file,)))


def test_a_line_that_breaks_is_gone_on_with(folder: Path, shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    known_at(monkeypatch, shelf.url, SUM)
    shelf.breaks = [2**20, 0, 2**20 + 5]
    told: list[tuple[int, int]] = []
    [path] = bringing.fetch_model("birefnet", lambda done, of: told.append((done, of)))
    assert path.read_bytes() == CONTENT
    assert shelf.asked == ["", "bytes=1048576-", "bytes=1048576-", "bytes=2097157-"]
    assert told[-1] == (len(CONTENT), len(CONTENT))
    assert sorted(file.name for file in folder.iterdir()) == [FILE, "weights.json"]
    assert bringing.fetch_model("birefnet") == [path]
    assert len(shelf.asked) == 4, "what is here is not fetched again"


def test_another_day_goes_on_with_the_same_file_only(folder: Path, shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    known_at(monkeypatch, shelf.url)
    shelf.breaks = [2**20, *[0] * fetching.TRIES]
    with pytest.raises(WeightsMissing) as caught:
        bringing.fetch_model("birefnet")
    assert caught.value.code == "fetch_broken"
    assert (folder / f"{FILE}.part").stat().st_size == 2**20
    shelf.tag, shelf.content = '"v2"', CONTENT[::-1]  # its makers put another file there meanwhile
    [path] = bringing.fetch_model("birefnet")
    assert path.read_bytes() == CONTENT[::-1]


def test_a_server_without_ranges_begins_anew(folder: Path, shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    known_at(monkeypatch, shelf.url)
    shelf.ranges, shelf.breaks = False, [2**20]
    [path] = bringing.fetch_model("birefnet")
    assert path.read_bytes() == CONTENT
    assert len(shelf.asked) == 2


def test_what_was_whole_already_is_only_put_in_place(folder: Path, shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    known_at(monkeypatch, shelf.url, SUM)
    folder.mkdir()
    (folder / f"{FILE}.part").write_bytes(CONTENT)
    (folder / f"{FILE}.part.tag").write_text(shelf.tag)
    [path] = bringing.fetch_model("birefnet")
    assert path.read_bytes() == CONTENT


@pytest.mark.parametrize(("path", "page", "code"), [("absent", False, "fetch_absent"), ("weights.bin", True, "fetch_page")])
def test_what_is_no_file_is_told(folder: Path, shelf: Shelf, monkeypatch: pytest.MonkeyPatch, path: str, page: bool, code: str) -> None:
    known_at(monkeypatch, shelf.url.replace("weights.bin", path))
    shelf.page = page
    with pytest.raises(WeightsMissing) as caught:
        bringing.fetch_model("birefnet")
    assert caught.value.code == code
    assert not list(folder.glob("*.onnx*"))


def test_another_file_is_not_kept(folder: Path, shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    known_at(monkeypatch, shelf.url, SUM)
    shelf.content = CONTENT[:-1] + b"x"
    with pytest.raises(WeightsMissing) as caught:
        bringing.fetch_model("birefnet")
    assert caught.value.code == "weights_other_sum"
    assert SUM in caught.value.sentence("ru")
    assert list(folder.iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is always full is Linux's")
def test_a_full_disk_is_told(folder: Path, shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    known_at(monkeypatch, shelf.url)
    folder.mkdir()
    (folder / f"{FILE}.part").symlink_to("/dev/full")
    with pytest.raises(OutputRejected) as caught:
        bringing.fetch_model("birefnet")
    assert caught.value.code == "output_full"


@pytest.mark.parametrize(("model", "code"), [("sam3d_body", "fetch_gated"), ("modnet", "fetch_by_hand"), ("mediapipe", "fetch_embedded")])
def test_what_no_program_can_fetch_says_how(folder: Path, model: str, code: str) -> None:
    with pytest.raises(WeightsMissing) as caught:
        bringing.fetch_model(model)
    assert caught.value.code == code
    for language in ("ru", "en"):
        assert caught.value.sentence(language)


def test_a_file_is_copied_in_whole_and_remembered(folder: Path, tmp_path: Path) -> None:
    brought = tmp_path / "BiRefNet-general-epoch_244.onnx"
    brought.write_bytes(CONTENT)
    path = bringing.import_file("birefnet", brought)
    assert path == folder / BIREFNET_FILE
    assert path.read_bytes() == CONTENT
    assert json.loads((folder / "weights.json").read_text())[BIREFNET_FILE]["sha256"] == SUM
    assert [each.state for each in bringing.verify(("birefnet",))] == ["good"]

    brought.write_bytes(CONTENT[:-1])
    with pytest.raises(WeightsMissing) as caught:
        bringing.import_file("birefnet", brought)
    assert caught.value.code == "weights_other_than_before"
    assert path.read_bytes() == CONTENT
    bringing.import_file("birefnet", brought, replace=True)
    assert path.read_bytes() == CONTENT[:-1]

    path.write_bytes(CONTENT)  # changed behind our back
    [found] = bringing.verify(("birefnet",))
    assert (found.state, found.found) == ("differs", SUM)


def test_a_copy_that_breaks_off_leaves_nothing(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    brought = tmp_path / "model.onnx"
    brought.write_bytes(CONTENT)

    def breaks(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(bringing.os, "fsync", breaks)
    with pytest.raises(OutputRejected):
        bringing.import_file("birefnet", brought)
    assert list(folder.iterdir()) == []


def test_which_file_is_meant_is_asked_where_a_model_has_several(folder: Path, tmp_path: Path) -> None:
    brought = tmp_path / "download"
    brought.write_bytes(b"config")
    with pytest.raises(WeightsMissing) as caught:
        bringing.import_file("sam3d_body", brought)
    assert SAM3D_CONFIG in caught.value.sentence("en")
    assert bringing.import_file("sam3d_body", brought, SAM3D_CONFIG) == folder / SAM3D_CONFIG
    checkpoint = tmp_path / "model.ckpt"  # by its own name alone, though it lies in a folder of the weights
    checkpoint.write_bytes(b"body")
    assert bringing.import_file("sam3d_body", checkpoint) == folder / SAM3D_FILE
    with pytest.raises(WeightsMissing):
        bringing.import_file("birefnet", tmp_path / "nowhere.onnx")


def test_what_a_model_lacks_is_known_without_opening_it(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    missing = lacks("sam3d_body", gpu=False)
    assert {Lack("file", SAM3D_FILE), Lack("package", "sam_3d_body"), Lack("gpu"), Lack("pickle", PICKLE_VARIABLE)} <= set(missing)
    assert Lack("gpu") not in lacks("sam3d_body", gpu=True)
    with pytest.raises(WeightsMissing, match=PICKLE_VARIABLE):
        need_pickle("sam3d_body")
    monkeypatch.setenv(PICKLE_VARIABLE, "1")
    need_pickle("sam3d_body")
    assert Lack("pickle", PICKLE_VARIABLE) not in lacks("sam3d_body", gpu=True)
    folder.mkdir()
    (folder / BIREFNET_FILE).write_bytes(b"x")
    assert lacks("birefnet", gpu=False) == ()


def test_the_catalogue_says_what_a_person_must_know() -> None:
    for model in MODELS.values():
        assert model.licence_page.startswith("https://"), model.name
        assert bool(model.gpu_memory_mb) == bool(model.gpu_memory_source), model.name
        for file in model.files:
            assert not model.embedded or file.sha256, file.name
            assert not file.url or file.url.startswith("https://"), file.name


def test_the_command_lists_brings_and_checks(folder: Path, tmp_path: Path) -> None:
    run = CliRunner().invoke
    listed = {model["name"]: model for model in json.loads(run(commands, ["weights", "list", "--json"]).stdout)["models"]}
    assert listed["sam3d_body"]["gated"]
    assert listed["birefnet"]["files"][0]["present"] is False
    shown = run(commands, ["weights", "list", "--language", "ru"]).stdout
    for said in ("CreativeML OpenRAIL-M", "доступ дают на", "SHA-256 здесь не известна", "не опубликовано"):
        assert said in shown

    brought = tmp_path / "birefnet.onnx"
    brought.write_bytes(CONTENT)
    assert run(commands, ["weights", "import", "birefnet", str(brought)]).exit_code == 0
    assert run(commands, ["weights", "verify", "birefnet"]).exit_code == 0
    shutil.copyfile(__file__, folder / BIREFNET_FILE)
    spoilt = run(commands, ["weights", "verify", "--json"])
    assert spoilt.exit_code == 1
    states = {file["file"]: file["state"] for file in json.loads(spoilt.stdout)["files"]}
    assert states[BIREFNET_FILE] == "differs"
    assert states["modnet_photographic_portrait_matting.ckpt"] == "missing"
    gated = run(commands, ["weights", "fetch", "sam3d_body", "--language", "ru"])
    assert gated.exit_code == 1
    assert "Запросите доступ" in gated.stderr
    assert run(commands, ["weights", "fetch", "nothing", "--language", "en"]).exit_code == 1
