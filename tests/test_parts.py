"""The suite runs in two parts: neither may fail unseen, and none is left out because of the other."""

import sys
from pathlib import Path

import pytest

from tests.__main__ import HERE, NOTHING_CHOSEN, PARTS, run

KILLED = -9


@pytest.mark.parametrize(
    ("ends", "status"),
    [
        ((0, 0), 0),
        ((1, 0), 1),
        ((0, 1), 1),
        ((0, KILLED), 9),
        ((KILLED, 0), 9),
        ((NOTHING_CHOSEN, 0), 0),
        ((NOTHING_CHOSEN, 1), 1),
        ((NOTHING_CHOSEN, NOTHING_CHOSEN), NOTHING_CHOSEN),
    ],
)
def test_either_part_fails_the_whole_and_both_run(tmp_path: Path, ends: tuple[int, int], status: int) -> None:
    ran = [tmp_path / name for name in ("first", "second")]
    parts = [
        (f"import os, pathlib; pathlib.Path({str(file)!r}).touch(); os.kill(os.getpid(), {-end}) if {end} < 0 else os._exit({end})",)
        for file, end in zip(ran, ends, strict=True)
    ]
    assert run(parts, command=(sys.executable, "-S", "-c")) == status
    assert all(file.exists() for file in ran)


def test_the_parts_are_the_whole() -> None:
    without_browser, browser = PARTS
    assert str(HERE) in without_browser
    assert without_browser[without_browser.index("--ignore") + 1] == browser[-1] == str(HERE / "browser")
