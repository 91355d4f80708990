"""One video per exercise, cut without encoding; and the frames as PNGs."""

import io
from itertools import pairwise
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from gpu_jobs.cut import LEAD_MS, cut_starts_ms, write_cuts
from gpu_jobs.still_frames import frames_of, write_frames
from gpu_jobs.video.encode import Encoder, planes_of
from gpu_jobs.video.join import join
from perscoach_motion.cutting.segment import Segment

WIDTH, HEIGHT, STEP_MS = 64, 48, 40
RUNS = (0, 40, 90, 150)
"""Frames at which the long video has key frames, and its length."""


def shade(number: int) -> int:
    """A frame's alpha, which tells its number."""
    return 40 + number


def sound(seconds: float) -> bytes:
    packed = io.BytesIO()
    with av.open(packed, "w", format="webm") as out:
        stream = out.add_stream("libopus", rate=48_000)
        for start in range(0, round(seconds * 48_000), 960):
            frame = av.AudioFrame.from_ndarray(np.zeros((1, 1920), np.int16), format="s16", layout="stereo")
            frame.sample_rate, frame.pts = 48_000, start
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return packed.getvalue()


@pytest.fixture(scope="module")
def long_video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("long") / "trainer_transparent.webm"
    chunks = []
    for first, behind in pairwise(RUNS):
        encoder = Encoder(WIDTH, HEIGHT, "preview")
        for number in range(first, behind):
            pixels = np.full((HEIGHT, WIDTH, 3), (200, 90, number), np.uint8)
            encoder.add(planes_of(pixels, number * STEP_MS), np.full((HEIGHT, WIDTH), shade(number), np.uint8))
        chunks.append(encoder.finish())
    join(chunks, sound(RUNS[-1] * STEP_MS / 1000), path, [STEP_MS] * RUNS[-1])
    return path


def segment(first: int, last: int, kind: str = "squat-like") -> Segment:
    """An exercise whose lead-in begins exactly at a frame."""
    return Segment((first * STEP_MS + LEAD_MS) / 1000, last * STEP_MS / 1000, kind)


def numbers(webm: Path) -> list[int]:
    """Which frames of the long video a cut holds, read off their alpha."""
    return [round(float(pixels[..., 3].mean())) - 40 for pixels in frames_of(webm)]


def test_each_exercise_is_a_video_of_its_own_from_its_key_frame(long_video: Path, tmp_path: Path) -> None:
    paths = write_cuts(long_video, [segment(40, 70), segment(90, 120, "lunge-like")], tmp_path / "cuts")
    assert [path.name for path in paths] == ["01-squat-like.webm", "02-lunge-like.webm"]
    tail = -(-LEAD_MS // STEP_MS)
    assert numbers(paths[0]) == pytest.approx(list(range(40, 70 + tail)), abs=1)
    assert numbers(paths[1]) == pytest.approx(list(range(90, 120 + tail)), abs=1)


def test_times_begin_at_zero_alpha_and_sound_come_along(long_video: Path, tmp_path: Path) -> None:
    (path,) = write_cuts(long_video, [segment(40, 70)], tmp_path)
    with av.open(str(path)) as container:
        assert {key.lower(): value for key, value in container.streams.video[0].metadata.items()}["alpha_mode"] == "1"
        times: dict[str, list[float]] = {"video": [], "audio": []}
        for packet in container.demux():
            if packet.size:
                times[packet.stream.type].append(float(packet.pts * packet.time_base))
    assert times["video"][0] == 0
    assert times["video"] == pytest.approx([number * STEP_MS / 1000 for number in range(len(times["video"]))])
    assert 0 <= times["audio"][0] < 0.03
    assert times["audio"][-1] == pytest.approx(times["video"][-1], abs=0.06)


def test_nothing_is_encoded_again(long_video: Path, tmp_path: Path) -> None:
    def packets(path: Path) -> list[bytes]:
        with av.open(str(path)) as container:
            return [bytes(packet) for packet in container.demux(video=0) if packet.size]

    (path,) = write_cuts(long_video, [segment(40, 60)], tmp_path)
    ours = packets(path)
    assert ours == packets(long_video)[40 : 40 + len(ours)]


def test_where_the_start_is_no_key_frame_the_cut_begins_at_the_one_before(long_video: Path, tmp_path: Path) -> None:
    (path,) = write_cuts(long_video, [segment(55, 70)], tmp_path)
    assert numbers(path)[0] == 40


def test_exercises_that_meet_share_frames(long_video: Path, tmp_path: Path) -> None:
    one, other = write_cuts(long_video, [segment(40, 89), segment(90, 120)], tmp_path)
    assert numbers(one)[-1] > numbers(other)[0]
    assert numbers(other) == pytest.approx(list(range(90, 90 + len(numbers(other)))), abs=1)


def test_no_exercise_no_folder(long_video: Path, tmp_path: Path) -> None:
    assert write_cuts(long_video, [], tmp_path / "cuts") == ()
    assert not (tmp_path / "cuts").exists()


def test_the_lead_in_ends_at_the_clips_beginning() -> None:
    assert cut_starts_ms([Segment(0.1, 2.0, "hold"), Segment(3.0, 4.0, "hold")]) == (0, 3000 - LEAD_MS)


def test_every_frame_as_a_picture_with_its_alpha(long_video: Path, tmp_path: Path) -> None:
    assert write_frames(long_video, tmp_path) == RUNS[-1] == len(list(tmp_path.iterdir()))
    for number in (0, 39, 40, 149):
        picture = cv2.imread(str(tmp_path / f"{number + 1:06d}.png"), cv2.IMREAD_UNCHANGED)
        assert picture.shape == (HEIGHT, WIDTH, 4)
        assert abs(int(picture[5, 5, 3]) - shade(number)) <= 2
        assert abs(int(picture[5, 5, 2]) - 200) <= 4, "red is not blue"
