"""A stretch of a video, worked with as a clip of its own: the same frames at the same distances, and nothing else."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from gpu_jobs.errors import VideoRejected
from gpu_jobs.video.decode import Reader
from gpu_jobs.video.glance import Glances
from gpu_jobs.video.guard import GuardedReader
from gpu_jobs.video.limits import frames_cpu_s
from gpu_jobs.video.probe import probe
from gpu_jobs.video.sound import opus
from gpu_jobs.video.stretch import stretch_of

UNEVEN_MS = [0, 33, 67, 100, 180, 233, 300, 301, 367, 400, 467, 500]  # as phones film in poor light


def uneven(folder: Path) -> Path:
    """Twelve frames, each of its own grey, at uneven times; with a tone from 200 ms on."""
    path = folder / "uneven.mkv"
    with av.open(str(path), "w") as out:
        picture, sound = out.add_stream("libx264", rate=30), out.add_stream("aac", rate=48_000)
        picture.width, picture.height, picture.pix_fmt = 64, 64, "yuv420p"
        picture.codec_context.time_base = Fraction(1, 1000)
        picture.codec_context.gop_size = 12  # one key frame: a stretch begins in the middle of it
        for number, time_ms in enumerate(UNEVEN_MS):
            frame = av.VideoFrame.from_ndarray(np.full((64, 64, 3), 20 * number, np.uint8), "rgb24")
            frame.pts, frame.time_base = time_ms, Fraction(1, 1000)
            out.mux(picture.encode(frame))
        out.mux(picture.encode())
        silence = np.zeros((1, 24_000), np.float32)
        silence[:, 9600:] = 0.5 * np.sin(np.arange(14_400) * 0.1)
        heard = av.AudioFrame.from_ndarray(silence, format="fltp", layout="mono")
        heard.sample_rate = 48_000
        out.mux(sound.encode(heard))
        out.mux(sound.encode())
    return path


def test_its_frames_are_the_clips_own_at_the_same_distances(tmp_path: Path) -> None:
    whole = probe(uneven(tmp_path))
    frames = list(Reader(whole, 64))
    part = stretch_of(whole, 180, 400)
    inside = [frame for frame in frames if 180 <= frame.time_ms < 400]
    assert [frame.time_ms for frame in Reader(part, 64)] == [frame.time_ms - 180 for frame in inside] == [0, 53, 120, 121, 187]
    for ours, theirs in zip(Reader(part, 64), inside, strict=True):
        assert np.array_equal(ours.pixels, theirs.pixels)
    assert [frame.time_ms for frame in GuardedReader(part, 64)] == [0, 53, 120, 121, 187]  # and at arm's length
    assert [frame.time_ms for frame in GuardedReader(part, 64, skip=3)] == [121, 187]  # a reader that was killed goes on behind
    assert frames_cpu_s(part, 64 * 64) <= frames_cpu_s(whole, 64 * 64)
    assert next(iter(Glances(part, 64))).time_ms == 0
    assert np.array_equal(next(iter(Glances(part, 64))).pixels, inside[0].pixels)


def test_its_sound_begins_where_it_begins(tmp_path: Path) -> None:
    def loudness(start_ms: int) -> float:
        packed = opus(stretch_of(probe(path), start_ms, 500))
        assert packed is not None
        file = tmp_path / "sound.webm"
        file.write_bytes(packed)
        with av.open(str(file)) as held:
            first = np.concatenate([frame.to_ndarray().ravel() for frame in held.decode(audio=0)])[: 48_000 // 20]
        return float(np.abs(first).mean())

    path = uneven(tmp_path)
    assert loudness(0) < 0.01
    assert loudness(300) > 0.1


@pytest.mark.parametrize(("start_ms", "end_ms"), [(9000, 9500), (300, 300), (400, 100), (-5, 300)])
def test_where_nothing_is_there_is_no_stretch(tmp_path: Path, start_ms: int, end_ms: int) -> None:
    with pytest.raises(VideoRejected):
        stretch_of(probe(uneven(tmp_path)), start_ms, end_ms)


def test_the_whole_clip_is_no_stretch(tmp_path: Path) -> None:
    whole = probe(uneven(tmp_path))
    assert stretch_of(whole, 0, 0) is whole
