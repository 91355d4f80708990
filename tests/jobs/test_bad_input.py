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


@pytest.mark.parametrize("ending", ["avi", "h264"])
def test_frames_without_times_of_their_own_are_all_there(ending: str, tmp_path: Path) -> None:
    path = odd_files.reordered(tmp_path / f"reordered.{ending}", 28, 25)
    clip = probe(path)
    read = list(Reader(clip, 4000))
    assert [frame.time_ms for frame in read] == list(range(0, 28 * 40, 40))
    assert [round(frame.pixels.mean() / 8) for frame in read] == list(range(1, 29)), "in the order of showing"
    assert (clip.frames, clip.duration_s) == (28, pytest.approx(28 / 25))


def test_frames_whose_times_go_back_are_kept(tmp_path: Path) -> None:
    source = odd_files.reordered(tmp_path / "reordered.avi", 28, 25)
    copy = odd_files.copied(source, tmp_path / "copied.mkv")
    times = [frame.time_ms for frame in Reader(probe(copy), 4000)]
    assert len(times) == 28
    assert times == sorted(set(times))


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


def test_the_larger_one_takes_over_who_comes_later(tmp_path: Path, person: Person) -> None:
    scenes = []
    for number in range(40):
        pixels = person[number % len(person)]
        small, empty = np.full_like(pixels, 128), np.full_like(pixels, 128)
        half = pixels[::2, ::2]
        small[-half.shape[0] :, : half.shape[1]] = half
        scenes.append(np.hstack([small, pixels if number >= 10 else empty]))
    found = extract(odd_files.write(tmp_path / "later.mp4", scenes, range(0, 4000, 100)))
    assert [notice.code for notice in found.notices] == ["two_people"]
    across = np.nanmean(arrays(found.poses.track)[1][:, :, 0], axis=1)
    assert (across[:10] < 0.5).all(), "nobody else is there yet"
    assert (across[28:] > 0.5).all(), "seen within a second, larger for half a second"
    assert np.count_nonzero(np.diff(across > 0.5)) == 1


def standing(x: float, height: float) -> NDArray[np.float32]:
    """Two corners of a box are all that choosing looks at."""
    return np.array([(x, 0.9 - height), (x + height / 3, 0.9)], np.float32)


def followed(heights: Callable[[int], tuple[float, float]], step_ms: int) -> list[int]:
    from gpu_jobs.pose.mediapipe import Following

    following = Following()
    return [
        following.choose([standing(x, height) for x, height in zip((0.1, 0.6), heights(time_ms), strict=True)], [True, True], time_ms)
        for time_ms in range(0, 6000, step_ms)
    ]


@pytest.mark.parametrize("step_ms", [20, 100])
def test_who_is_followed_changes_once_another_is_larger_for_half_a_second(step_ms: int) -> None:
    def comes_nearer(time_ms: int) -> tuple[float, float]:
        return 0.4, 0.3 if time_ms < 2000 else 0.8

    found = followed(comes_nearer, step_ms)
    assert found == [0] * (2500 // step_ms) + [1] * (3500 // step_ms)


def test_two_people_of_like_size_do_not_change_places() -> None:
    def squats(time_ms: int) -> tuple[float, float]:
        return (0.8 if time_ms % 3000 < 1000 else 0.5), 0.82 if time_ms > 500 else 0.7

    def passes_by(time_ms: int) -> tuple[float, float]:
        return 0.4, 0.8 if 2000 <= time_ms < 2400 else 0.3

    assert set(followed(squats, 40)) == {0}
    assert set(followed(passes_by, 40)) == {0}


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
