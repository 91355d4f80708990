"""``perscoach compare``: its last line for machines, its sentences for people."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from perscoach_app.cli import app
from perscoach_motion.skeleton import LIMBS
from tests.motion.figures import Figure, film, flipped, poses_json

PARTS = ("score", "overlap_score", "reps", "lag_s", "mirrored", "seen", "worst_limb", "limbs", "problems", "repetitions")


@pytest.fixture
def poses(tmp_path: Path) -> Path:
    (tmp_path / "trainer.json").write_text(poses_json(film(Figure())))
    (tmp_path / "shallow.json").write_text(poses_json(flipped(film(Figure(depth=0.45)))))
    return tmp_path


def ask(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["compare", *map(str, arguments)])
    return result.exit_code, result.stdout, result.stderr


def test_the_last_line_is_one_object(poses: Path) -> None:
    code, out, _ = ask(poses / "trainer.json", poses / "shallow.json", "--json", "--language", "ru")
    found = json.loads(out.splitlines()[-1])
    assert code == 0
    assert tuple(found) == PARTS
    assert tuple(found["limbs"]) == LIMBS
    assert set(found["limbs"]["left_thigh"]) == {"score", "error_deg", "rom_ratio"}
    assert 40 < found["score"] < 70
    assert found["problems"]
    assert all(isinstance(problem["words"], str) for problem in found["problems"])


def test_a_person_reads_a_table(poses: Path) -> None:
    code, out, _ = ask(poses / "trainer.json", poses / "shallow.json", "--language", "ru")
    assert code == 0
    assert "левое бедро" in out


@pytest.mark.parametrize(("content", "words"), [(None, "нет"), ("", "повреждён"), ("{}", "не файл с позами"), ("\x00\xff", "повреждён")])
def test_a_file_that_is_none_is_refused_in_words(poses: Path, content: str | None, words: str) -> None:
    other = poses / "other.json"
    if content is not None:
        other.write_text(content)
    code, out, err = ask(poses / "trainer.json", other, "--language", "ru", "--json")
    assert code == 1
    assert words in err
    assert out == ""
