"""Whatever people send: one clear sentence and nothing left behind, or the right thing."""

import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from gpu_jobs.errors import JobError, OutputRejected, VideoRejected
from gpu_jobs.extract import extract
from gpu_jobs.pipeline import FILES, ProcessOptions, ProcessResult, process
from gpu_jobs.video.decode import Reader
from gpu_jobs.video.probe import probe
from gpu_jobs.workers import Here
from perscoach_motion.npzfile import arrays, read_npz
from tests.jobs import odd_files
from tests.jobs.conftest import ROOT, transparent_frames

Person = list[NDArray[np.uint8]]
EVEN_MS = range(0, 1200, 100)


def run(source: Path, out_dir: Path, crop: str = "auto") -> ProcessResult:
    return process(source, out_dir, ProcessOptions(crop=crop), lambda _: None, Here())  # type: ignore[arg-type]


def listing(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


@pytest.fixture
def plain(tmp_path: Path, person: Person) -> Path:
    return odd_files.write(tmp_path / "plain.mp4", person, EVEN_MS)


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
    from gpu_jobs.video.poster import poster

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
    (a_picture, "one_frame"),
    (tiny, "too_small"),
    (nobody, "no_person"),
]


@pytest.mark.parametrize(("make", "code"), REJECTED, ids=[make.__name__ for make, _ in REJECTED])
def test_rejected_in_one_sentence_leaving_nothing(make: Callable[[Path, Person], Path], code: str, tmp_path: Path, person: Person) -> None:
    source = make(tmp_path, person)
    before = listing(tmp_path)
    with pytest.raises(VideoRejected) as caught:
        run(source, tmp_path / "deep" / "out")
    assert caught.value.code == code
    assert listing(tmp_path) == before
    for language in ("ru", "en"):
        sentence = caught.value.sentence(language)
        assert "{" not in sentence
        assert "\n" not in sentence
        assert sentence.endswith(".")
    with pytest.raises(VideoRejected):
        extract(source)


def test_a_cut_off_file_says_how_much_can_be_read(tmp_path: Path, person: Person) -> None:
    with pytest.raises(VideoRejected) as caught:
        probe(cut_in_the_middle(tmp_path, person))
    assert 0.1 < caught.value.values["readable_s"] < caught.value.values["duration_s"] == pytest.approx(1.2, abs=0.15)


def test_a_video_too_long_for_the_memory_is_refused(tmp_path: Path, person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    path = odd_files.write(tmp_path / "long.mp4", person, range(0, 12 * 60_000, 60_000))
    monkeypatch.setattr("gpu_jobs.video.probe.MOST_FRAMES", 6)
    with pytest.raises(VideoRejected) as caught:
        probe(path)
    assert caught.value.code == "too_long"
    assert caught.value.sentence("en").startswith("The video is 11 min long; up to 6 min")


@pytest.mark.parametrize("clockwise", [90, 180, 270])
def test_a_picture_turned_by_metadata_is_read_upright(clockwise: int, tmp_path: Path, person: Person) -> None:
    # Stored turned the other way round, so that the metadata brings it upright.
    stored = [np.rot90(pixels, clockwise // 90) for pixels in person]
    lying = odd_files.write(tmp_path / "lying.mp4", stored, EVEN_MS)
    clip = probe(odd_files.turned(lying, tmp_path / "turned.mp4", clockwise))
    assert (clip.height, clip.width) == person[0].shape[:2]
    upright = next(iter(Reader(clip, 4000))).pixels
    assert np.abs(upright.astype(int) - person[0]).mean() < 4


def test_uneven_times_are_kept(tmp_path: Path, person: Person) -> None:
    uneven = [0, 33, 66, 200, 210, 333, 400, 700, 733, 766, 800, 1000]
    result = run(odd_files.write(tmp_path / "uneven.mp4", person, uneven), tmp_path / "out")
    assert [time for time, _ in transparent_frames(result.files["trainer_transparent.webm"])] == uneven
    assert np.allclose(arrays(read_npz(result.files["trainer_poses.npz"]))[0], np.array(uneven) / 1000)


def test_odd_sizes_become_even(tmp_path: Path, person: Person) -> None:
    odd = [pixels[: pixels.shape[0] // 2 * 2 - 1, : pixels.shape[1] // 2 * 2 - 1] for pixels in person]
    result = run(odd_files.write(tmp_path / "odd.mp4", odd, EVEN_MS), tmp_path / "out", crop="none")
    shown = transparent_frames(result.files["trainer_transparent.webm"])[0][1]
    assert shown.shape[:2] == (odd[0].shape[0] - 1, odd[0].shape[1] - 1)


def test_full_range_colours_are_read_as_they_are(tmp_path: Path, person: Person) -> None:
    for full_range in (False, True):
        path = odd_files.write(tmp_path / f"range{full_range}.mp4", person, EVEN_MS, full_range=full_range)
        read = next(iter(Reader(probe(path), 4000))).pixels
        assert np.abs(read.astype(int) - person[0]).mean() < 4


def test_of_two_people_the_larger_is_followed_with_a_warning(tmp_path: Path, person: Person) -> None:
    small = [np.full_like(pixels, 128) for pixels in person]
    for canvas, pixels in zip(small, person, strict=True):
        half = pixels[::2, ::2]
        canvas[-half.shape[0] :, : half.shape[1]] = half
    both = [np.hstack(pair) for pair in zip(small, person, strict=True)]
    found = extract(odd_files.write(tmp_path / "two.mp4", both, EVEN_MS))
    assert [notice.code for notice in found.notices] == ["two_people"]
    across = arrays(found.poses.track)[1][:, :, 0]
    assert np.nanmin(np.nanmean(across, axis=1)) > 0.5, "the larger one stands on the right"


def test_sound_stays_in_step(tmp_path: Path, person: Person) -> None:
    import av

    result = run(odd_files.write(tmp_path / "sound.mp4", person, EVEN_MS, sound_s=1.2), tmp_path / "out")
    with av.open(str(result.files["trainer_transparent.webm"])) as container:
        assert [stream.codec_context.name for stream in container.streams] == ["vp9", "opus"]
        times = [frame.time for frame in container.decode(container.streams.audio[0])]
    assert times[0] == pytest.approx(0, abs=0.03)
    assert times[-1] == pytest.approx(1.15, abs=0.06)


def test_a_file_in_the_way_of_the_result_stands(tmp_path: Path, plain: Path) -> None:
    (tmp_path / "out").write_text("mine")
    with pytest.raises(OutputRejected) as caught:
        run(plain, tmp_path / "out")
    assert caught.value.code == "output_in_the_way"
    assert (tmp_path / "out").read_text() == "mine"
    assert listing(tmp_path) == ["out", "plain.mp4"]


def test_a_failure_leaves_the_older_result_as_it_was(tmp_path: Path, plain: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    out.mkdir()
    for name in (*FILES, "notes.txt"):
        (out / name).write_text(f"older {name}")
    before = {path.name: path.read_text() for path in out.iterdir()}
    real, moves = Path.rename, []

    def full_on_the_fifth_move(self: Path, target: Path) -> Path:
        moves.append(target)
        if len(moves) == 5:
            raise OSError(28, "No space left on device")
        return real(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", full_on_the_fifth_move)
        with pytest.raises(OutputRejected) as caught:
            run(plain, out)
    assert caught.value.code == "output_full"
    assert {path.name: path.read_text() for path in out.iterdir()} == before
    assert listing(tmp_path) == sorted(["out", "plain.mp4", *(f"out/{name}" for name in before)])

    run(plain, out)
    assert (out / "notes.txt").read_text() == "older notes.txt"
    assert json.loads((out / "process.json").read_text())["frames"] == 12


def test_cancelling_leaves_nothing(tmp_path: Path, plain: Path) -> None:
    class CancelledError(Exception):
        pass

    def cancel(_: object) -> None:
        raise CancelledError

    with pytest.raises(CancelledError):
        process(plain, tmp_path / "out", ProcessOptions(), cancel, Here())
    assert listing(tmp_path) == ["plain.mp4"]


# Runs the pipeline where no file may grow beyond 20 kB, which is how a full disk looks to a program.
ON_A_FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from gpu_jobs.errors import JobError
from gpu_jobs.pipeline import ProcessOptions, process
from gpu_jobs.workers import Here
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
try:
    process(Path(sys.argv[1]), Path(sys.argv[2]), ProcessOptions(), lambda _: None, Here())
except JobError as error:
    print(error.code)
"""


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="this system cannot limit the size of files")
def test_a_full_disk_is_said_and_nothing_stays(tmp_path: Path, plain: Path) -> None:
    run_there = subprocess.run(
        [sys.executable, "-c", ON_A_FULL_DISK, str(plain), str(tmp_path / "out")],
        capture_output=True, text=True, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False,
    )  # fmt: skip
    assert run_there.stdout.strip() == "output_full", run_there.stderr[-2000:]
    assert listing(tmp_path) == ["plain.mp4"]


def test_every_sentence_is_there_in_both_languages() -> None:
    from gpu_jobs.words import WORDS

    for code, words in WORDS.items():
        assert set(words) == {"ru", "en"}, code
    assert isinstance(VideoRejected("one_frame"), JobError)
