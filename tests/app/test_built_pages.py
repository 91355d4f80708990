"""Compiled pages are served again while nothing changed; two starts in one checkout do not compile over each other."""

import fcntl
import json
import os
import threading
from pathlib import Path
from typing import Any

import pytest

from perscoach_app.setup import built_pages, processes
from perscoach_app.setup.failure import SetupFailed


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with little in it, compiled once."""
    for folder in (*built_pages.SOURCES, "assets", ".web/build/client", "var"):
        (tmp_path / folder).mkdir(parents=True)
    for file in ("perscoach_app/page.py", "perscoach_training/look.py", "assets/x.css", ".web/build/client/index.html", "rxconfig.py"):
        (tmp_path / file).write_text("1")
    paths = {"INDEX": ".web/build/client/index.html", "STAMP": ".web/perscoach.json", "TURN": "var/pages.lock"}
    for name, path in {"PROJECT_ROOT": "", **paths}.items():
        monkeypatch.setattr(built_pages, name, tmp_path / path)
    return tmp_path


def test_compiled_pages_are_served_again_only_while_nothing_changed(checkout: Path) -> None:
    first = built_pages.fingerprint()
    assert not built_pages.are_current(first)
    built_pages.remember(first)
    assert built_pages.are_current(built_pages.fingerprint())
    for name in ("perscoach_app/page.py", "perscoach_training/look.py", "assets/x.css", "rxconfig.py", "assets/new.js"):
        file = checkout / name
        before = file.read_text() if file.exists() else None
        file.write_text("22")
        assert not built_pages.are_current(built_pages.fingerprint()), file
        file.unlink()
        if before is not None:
            file.write_text(before)
    built_pages.remember(built_pages.fingerprint())
    os.utime(checkout / ".web/build/client/index.html", (1, 1))  # somebody else compiled
    assert not built_pages.are_current(built_pages.fingerprint())
    built_pages.remember("of sources that changed while they were compiled")
    assert not built_pages.are_current(built_pages.fingerprint())


def test_a_second_start_waits_and_serves_what_the_first_compiled(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commands: list[list[str]] = []
    monkeypatch.setattr(processes, "_check_free", lambda *_: None)

    def started(_name: str, command: list[str], **_more: Any) -> None:
        commands.append(command)

    monkeypatch.setattr(processes, "start", started)
    with (checkout / "var/pages.lock").open("a") as first:  # another process compiles
        fcntl.flock(first, fcntl.LOCK_EX)
        second = threading.Thread(target=processes.start_web, args=("127.0.0.1", 3001))
        second.start()
        second.join(3 * built_pages.LOOK_S)
        assert commands == [], "it waits"
        index = checkout / ".web/build/client/index.html"
        built_pages.STAMP.write_text(json.dumps({"fingerprint": built_pages.fingerprint(), "index": index.stat().st_mtime_ns}))
    second.join(10)
    assert commands[0][1:3] == ["-m", "perscoach_app.setup.built_pages"]

    (checkout / "assets/x.css").write_text("new")
    then = built_pages.fingerprint()
    processes.start_web("127.0.0.1", 3002)
    assert commands[1][1:3] == ["-m", "reflex"]
    with (checkout / "var/pages.lock").open("a") as third:
        with pytest.raises(BlockingIOError):
            fcntl.flock(third, fcntl.LOCK_EX | fcntl.LOCK_NB)
        built_pages.remember(then)
        fcntl.flock(third, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_nobody_waits_for_ever(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(built_pages, "LONGEST_TURN_S", 0.0)
    monkeypatch.setattr(built_pages, "LOOK_S", 0.01)
    with (checkout / "var/pages.lock").open("a") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(SetupFailed, match="End it and try again"):
            built_pages.wait_for_turn()
