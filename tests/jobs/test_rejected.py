"""Videos that cannot be worked with: one clear sentence, and nothing left behind."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from gpu_jobs.errors import JobError, VideoRejected
from gpu_jobs.extract import extract
from gpu_jobs.options import ProcessOptions
from gpu_jobs.pipeline import process
from gpu_jobs.video.poster import poster
from gpu_jobs.video.probe import probe
from gpu_jobs.words import WORDS
from gpu_jobs.workers import Here
from tests.jobs import odd_files

Person = list[NDArray[np.uint8]]
EVEN_MS = range(0, 1200, 100)


def listing(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def missing(folder: Path, person: Person) -> Path:
    return folder / "nowhere.mp4"


def a_folder(folder: Path, person: Person) -> Path:
    return folder


def empty(folder: Path, person: Person) -> Path:
    (folder / "empty.mp4").touch()
    return folder / "empty.mp4"


def text(folder: Path, person: Person) -> Path:
    (folder / "text.mp4").write_text("This is a shopping list.\nMilk, bread, kettlebell.\n" * 50)
    return folder / "text.mp4"


def cut_in_the_middle(folder: Path, person: Person) -> Path:
    whole = odd_files.write(folder / "whole.mp4", person, EVEN_MS)
    return odd_files.cut_off(whole, folder / "cut.mp4", 0.5)


def cut_before_the_index(folder: Path, person: Person) -> Path:
    whole = odd_files.write(folder / "whole.mp4", person, EVEN_MS)
    return odd_files.index_missing(whole, folder / "cut.mp4")


def only_sound(folder: Path, person: Person) -> Path:
    return odd_files.sound_only(folder / "sound.mp4")


def a_song_with_a_cover(folder: Path, person: Person) -> Path:
    return odd_files.sound_only(folder / "song.mp4", cover=person[0])


def one_frame(folder: Path, person: Person) -> Path:
    return odd_files.write(folder / "one.mp4", person[:1], [0])


def a_picture(folder: Path, person: Person) -> Path:
    (folder / "photo.mp4").write_bytes(poster(np.dstack([person[0], np.full(person[0].shape[:2], 255, np.uint8)])))
    return folder / "photo.mp4"


def tiny(folder: Path, person: Person) -> Path:
    return odd_files.write(folder / "tiny.mp4", [pixels[::16, ::16] for pixels in person], EVEN_MS)


def nobody(folder: Path, person: Person) -> Path:
    noise = np.random.default_rng(5).integers(0, 255, (8, 240, 320, 3), dtype=np.uint8)
    return odd_files.write(folder / "noise.mp4", list(noise), range(0, 800, 100))


REJECTED: list[tuple[Callable[[Path, Person], Path], str]] = [
    (missing, "not_found"),
    (a_folder, "not_a_file"),
    (empty, "empty"),
    (text, "not_a_video"),
    (cut_in_the_middle, "cut_off"),
    (cut_before_the_index, "cut_off_header"),
    (only_sound, "no_picture"),
    (a_song_with_a_cover, "no_picture"),
    (one_frame, "one_frame"),
    (a_picture, "a_picture"),
    (tiny, "too_small"),
    (nobody, "no_person"),
]


@pytest.mark.parametrize(("make", "code"), REJECTED, ids=[make.__name__ for make, _ in REJECTED])
def test_rejected_in_one_sentence_leaving_nothing(make: Callable[[Path, Person], Path], code: str, tmp_path: Path, person: Person) -> None:
    source = make(tmp_path, person)
    before = listing(tmp_path)
    with pytest.raises(VideoRejected) as caught:
        process(source, tmp_path / "deep" / "out", ProcessOptions(), lambda _: None, Here())
    assert caught.value.code == code
    assert listing(tmp_path) == before
    for language in ("ru", "en"):
        sentence = caught.value.sentence(language)
        assert "{" not in sentence
        assert "\n" not in sentence
        assert sentence.endswith(".")


def test_reading_poses_alone_refuses_alike(tmp_path: Path, person: Person) -> None:
    with pytest.raises(VideoRejected) as caught:
        extract(only_sound(tmp_path, person))
    assert caught.value.code == "no_picture"


def test_a_cut_off_file_says_how_much_can_be_read(tmp_path: Path, person: Person) -> None:
    with pytest.raises(VideoRejected) as caught:
        probe(cut_in_the_middle(tmp_path, person))
    assert 0.1 < caught.value.values["readable_s"] < caught.value.values["duration_s"] == pytest.approx(1.2, abs=0.15)


def test_a_video_too_long_for_the_memory_is_refused(tmp_path: Path, person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    path = odd_files.write(tmp_path / "long.mp4", person, range(0, 12 * 60_000, 60_000))
    monkeypatch.setattr("gpu_jobs.video.packets.MOST_FRAMES", 6)
    with pytest.raises(VideoRejected) as caught:
        probe(path)
    assert caught.value.code == "too_long"
    assert caught.value.sentence("en").startswith("The video is 11 min long; up to 6 min")


def test_every_sentence_is_there_in_both_languages() -> None:
    for code, words in WORDS.items():
        assert set(words) == {"ru", "en"}, code
    assert isinstance(VideoRejected("one_frame"), JobError)
