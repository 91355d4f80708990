"""The corpus of bad files: each is answered by one clear sentence in both languages, or read; nothing crashes, nothing is left."""

import os
import socket
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from gpu_jobs.errors import VideoRejected
from gpu_jobs.frames import Frame
from gpu_jobs.video.decode import Reader
from gpu_jobs.video.guard import GuardedReader, guarded_probe
from gpu_jobs.video.probe import Clip, probe
from tests.jobs.bad_files import BAD, READ, Bad, disguised, good


def end_of(path: Path, probed: Callable[[Path], Clip] = probe, read: Callable[[Clip, int], Iterable[Frame]] = Reader) -> str:
    """How a file ends: the code of the sentence, which must be fit to be shown, or `READ`."""
    try:
        frames = [pixels.shape for _, pixels in read(probed(path), 320)]
    except VideoRejected as rejected:
        for language in ("ru", "en"):
            sentence = rejected.sentence(language)
            assert sentence.isprintable()
            assert "{" not in sentence
            assert sentence.endswith(".")
        return rejected.code
    assert len(frames) > 1
    assert len(set(frames)) == 1
    return READ


@pytest.mark.parametrize("bad", BAD, ids=[bad.name for bad in BAD])
def test_a_bad_file_is_answered_clearly_or_read(bad: Bad, tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(bad.make())
    assert (end_of(path, guarded_probe, GuardedReader) if bad.greedy else end_of(path)) in bad.ends
    assert [entry.name for entry in tmp_path.iterdir()] == ["clip.mp4"]


def test_there_are_more_than_forty_of_them() -> None:
    assert len({bad.make() for bad in BAD if not bad.greedy}) > 60


NAMES = [
    *("-i.mp4", "--help", "a\nb.mp4", "\N{RIGHT-TO-LEFT OVERRIDE}4pm.exe", "\N{PILE OF POO}\N{ZERO WIDTH JOINER}.mp4", "ы" * 127 + "a"),
    *(
        "%03d.mp4",
        "concat:a.mp4|b.mp4",
        "data:video,x",
        "pipe:0",
        "video.m3u8",
        "video.sdp",
        "$(reboot).mp4",
        " ",
        "'\";<b>.mp4",
        "con.txt",
    ),
]


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_a_name_means_nothing(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(good.clip())
    assert end_of(tmp_path / name) == READ
    (tmp_path / name).write_bytes(disguised.noise())
    assert end_of(tmp_path / name) == "not_a_video"


def test_a_name_that_is_no_text_at_all(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/\xff\xfe.mp4"
    with open(path, "wb") as file:  # noqa: PTH123 Path takes no bytes
        file.write(good.clip())
    assert end_of(Path(os.fsdecode(path)), guarded_probe, GuardedReader) == READ


def test_a_way_through_other_folders_is_only_a_way(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "clip.mp4").write_bytes(good.clip())
    assert end_of(tmp_path / "a" / ".." / "clip.mp4") == READ
    assert end_of(tmp_path / "a" / ".." / ".." / "nowhere" / "clip.mp4") == "not_found"


def pipe_nobody_writes_to(path: Path) -> None:
    os.mkfifo(path)


def folder(path: Path) -> None:
    path.mkdir()


def loop_of_links(path: Path) -> None:
    path.symlink_to(path)


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def listening_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(os.path.relpath(path))


@pytest.mark.parametrize("make", [pipe_nobody_writes_to, folder, loop_of_links, device, listening_socket])
def test_what_is_no_file_is_never_read(make: Callable[[Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    make(tmp_path / "clip.mp4")
    assert end_of(tmp_path / "clip.mp4") == "not_a_file"
    assert end_of(tmp_path / "clip.mp4", guarded_probe) == "not_a_file"


def test_a_file_beyond_the_limit_is_not_even_opened_by_ffmpeg(tmp_path: Path) -> None:
    with (tmp_path / "clip.mp4").open("wb") as file:
        file.write(good.clip())
        file.truncate(5 * 2**30)  # a hole: it takes no room on the disk
    assert end_of(tmp_path / "clip.mp4") == "file_too_large"


def test_what_grows_in_mid_stream_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(next(bad for bad in BAD if bad.name == "grows_in_mid_stream").make())
    reader = Reader(probe(path), 320)
    assert len(list(reader)) == 12, "the other two have 11 million pixels"
