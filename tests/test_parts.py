"""The suite runs in two parts: neither may fail unseen, and none is left out because of the other."""

import sys
from pathlib import Path

import pytest

from tests.__main__ import ALONE, FAILED, HERE, NOTHING_CHOSEN, PARTS, run

KILLED = -9


def ending(file: Path, end: int) -> tuple[str]:
    """A part that leaves a file behind and ends so."""
    return (f"import os, pathlib; pathlib.Path({str(file)!r}).touch(); os.kill(os.getpid(), {-end}) if {end} < 0 else os._exit({end})",)


@pytest.mark.parametrize(
    ("ends", "alone", "status"),
    [
        ((0, 0), None, 0),
        ((FAILED, 0), None, 1),
        ((0, FAILED), 0, 0),
        ((0, FAILED), FAILED, 1),
        ((0, FAILED), KILLED, 9),
        ((0, FAILED), NOTHING_CHOSEN, 1),
        ((FAILED, FAILED), 0, 1),
        ((0, KILLED), None, 9),
        ((KILLED, 0), None, 9),
        ((NOTHING_CHOSEN, 0), None, 0),
        ((NOTHING_CHOSEN, FAILED), FAILED, 1),
        ((NOTHING_CHOSEN, NOTHING_CHOSEN), None, NOTHING_CHOSEN),
    ],
)
def test_either_part_fails_the_whole_and_both_run(tmp_path: Path, ends: tuple[int, int], alone: int | None, status: int) -> None:
    ran = [tmp_path / name for name in ("first", "second")]
    parts = [ending(file, end) for file, end in zip(ran, ends, strict=True)]
    once_more = tmp_path / "alone"
    assert run(parts, ending(once_more, alone or 0), command=(sys.executable, "-S", "-c")) == status
    assert all(file.exists() for file in ran)
    assert once_more.exists() == (alone is not None)


def test_the_parts_are_the_whole() -> None:
    without_browser, browser = PARTS
    assert str(HERE) in without_browser
    assert without_browser[without_browser.index("--ignore") + 1] == browser[-1] == ALONE[-1] == str(HERE / "browser")
