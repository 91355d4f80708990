"""Videos as people really send them, read as they are meant: turned, uneven in time, odd in size, without times of their own."""

from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from gpu_jobs.options import ProcessOptions
from gpu_jobs.pipeline import ProcessResult, process
from gpu_jobs.video.decode import Reader
from gpu_jobs.video.probe import probe
from gpu_jobs.workers import Here
from perscoach_motion.npzfile import arrays, read_npz
from tests.jobs import odd_files
from tests.jobs.conftest import transparent_frames

Person = list[NDArray[np.uint8]]
EVEN_MS = range(0, 1200, 100)


def run(source: Path, out_dir: Path, crop: str = "auto") -> ProcessResult:
    return process(source, out_dir, ProcessOptions(crop=crop, stacked=False), lambda _: None, Here())  # type: ignore[arg-type]


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


def test_sound_stays_in_step(tmp_path: Path, person: Person) -> None:
    result = run(odd_files.write(tmp_path / "sound.mp4", person, EVEN_MS, sound_s=1.2), tmp_path / "out")
    with av.open(str(result.files["trainer_transparent.webm"])) as container:
        assert [stream.codec_context.name for stream in container.streams] == ["vp9", "opus"]
        times = [frame.time for frame in container.decode(container.streams.audio[0])]
    assert times[0] == pytest.approx(0, abs=0.03)
    assert times[-1] == pytest.approx(1.15, abs=0.06)
