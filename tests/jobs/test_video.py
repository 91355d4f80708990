"""VP9 with alpha: what goes in comes out, in one piece or in several."""

import io
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from gpu_jobs.video.aac import as_aac
from gpu_jobs.video.encode import Encoder, Quality, planes_of
from gpu_jobs.video.join import join
from gpu_jobs.video.stacked import StackedEncoder
from tests.jobs.conftest import transparent_frames

DURATIONS_MS = [33, 33, 54, 20, 60, 33, 33, 34, 50, 50]
TIMES_MS = [0, 33, 66, 120, 140, 200, 233, 266, 300, 350]
SKIN, SHIRT = (205, 160, 130), (20, 150, 90)


def frames() -> list[NDArray[np.uint8]]:
    """A soft-edged disc with a square in it that moves."""
    y, x = np.mgrid[:240, :160]
    made = []
    for number in range(len(TIMES_MS)):
        frame = np.empty((240, 160, 4), np.uint8)
        frame[..., :3] = SKIN
        frame[100:160, 40 + 4 * number : 90 + 4 * number, :3] = SHIRT
        frame[..., 3] = np.clip(255 * (70 - np.hypot(y - 120, x - 60 - 4 * number)) / 10, 0, 255)
        made.append(frame)
    return made


def encoded(pictures: list[NDArray[np.uint8]], times_ms: list[int], quality: Quality, stacked: bool = False) -> bytes:
    encoder = (StackedEncoder if stacked else Encoder)(160, 240, quality)
    for picture, time_ms in zip(pictures, times_ms, strict=True):
        encoder.add(planes_of(np.ascontiguousarray(picture[..., :3]), time_ms), np.ascontiguousarray(picture[..., 3]))
    return encoder.finish()


def joined(path: Path, cuts: list[int], quality: Quality = "preview", sound: bytes | None = None) -> None:
    bounds, pictures = [0, *cuts, len(TIMES_MS)], frames()
    stacked = path.suffix == ".mp4"
    chunks = [encoded(pictures[start:end], TIMES_MS[start:end], quality, stacked) for start, end in pairwise(bounds)]
    join(chunks, sound, path, DURATIONS_MS)


@pytest.mark.parametrize("quality", ["preview", "publish"])
def test_colours_alpha_and_times_survive(quality: Quality, tmp_path: Path) -> None:
    joined(tmp_path / "clip.webm", [], quality)
    shown = transparent_frames(tmp_path / "clip.webm")
    assert [time for time, _ in shown] == TIMES_MS
    for (_, found), given in zip(shown, frames(), strict=True):
        assert np.abs(found[..., 3].astype(int) - given[..., 3]).mean() < 1.5
        solid = given[..., 3] == 255
        assert np.abs(found[solid][:, :3].astype(int) - given[solid][:, :3]).mean() < 4


def test_chunks_join_without_a_seam(tmp_path: Path) -> None:
    joined(tmp_path / "clip.webm", [3, 7])
    shown = transparent_frames(tmp_path / "clip.webm")
    assert [time for time, _ in shown] == TIMES_MS
    for (_, found), given in zip(shown, frames(), strict=True):
        assert np.abs(found[..., 3].astype(int) - given[..., 3]).mean() < 1.5
    with av.open(str(tmp_path / "clip.webm")) as container:
        keys = [packet.pts for packet in container.demux(video=0) if packet.size and packet.is_keyframe]
    assert keys == [0, 120, 266], "each chunk begins with a key frame: players can seek there"


def test_players_are_told_that_there_is_alpha_and_which_colours(tmp_path: Path) -> None:
    joined(tmp_path / "clip.webm", [5])
    with av.open(str(tmp_path / "clip.webm")) as container:
        stream = container.streams.video[0]
        assert {key.lower(): value for key, value in stream.metadata.items()}["alpha_mode"] == "1"
        assert (stream.codec_context.colorspace, stream.codec_context.color_range) == (1, 1), "BT.709, limited"
        assert container.duration == 400_000


def test_what_nobody_is_in_stays_clear(tmp_path: Path) -> None:
    """The trainer leaves the picture at once: nothing of the last frame may linger."""
    pictures = frames()
    for picture in pictures[4:]:
        picture[..., 3] = 0
    join([encoded(pictures, TIMES_MS, "publish")], None, tmp_path / "clip.webm", DURATIONS_MS)
    assert max(int(found[..., 3].max()) for _, found in transparent_frames(tmp_path / "clip.webm")[4:]) <= 3


def test_a_stacked_clip_holds_colour_above_and_alpha_below_at_the_same_times(tmp_path: Path) -> None:
    joined(tmp_path / "clip.mp4", [3, 7], "publish", as_aac(tone()))
    times, tops, masks = [], [], []
    with av.open(str(tmp_path / "clip.mp4")) as container:
        for frame in container.decode(video=0):
            picture = frame.reformat(format="rgb24", src_colorspace="ITU709", src_color_range="MPEG", dst_color_range="JPEG").to_ndarray()
            times.append(round(frame.time * 1000))
            tops.append(picture[:240])
            masks.append(picture[240:].mean(axis=2))
    assert times == TIMES_MS
    for top, mask, given in zip(tops, masks, frames(), strict=True):
        solid = given[..., 3] == 255
        assert np.abs(top[solid].astype(int) - given[solid][:, :3]).mean() < 5
        assert np.abs(mask - given[..., 3]).mean() < 2.5
    with av.open(str(tmp_path / "clip.mp4")) as container:
        assert [stream.codec_context.name for stream in container.streams] == ["h264", "aac"]
        assert sum(frame.samples for frame in container.decode(audio=0)) / 48_000 == pytest.approx(0.4, abs=0.05)


def tone() -> bytes:
    """0.4 s of a quiet tone as Opus in a WebM."""
    packed = io.BytesIO()
    with av.open(packed, "w", format="webm") as out:
        stream = out.add_stream("libopus", rate=48_000, layout="mono")
        wave = (0.1 * np.sin(np.arange(19_200) / 20)).astype(np.float32)[None]
        frame = av.AudioFrame.from_ndarray(wave, format="flt", layout="mono")
        frame.rate, frame.pts = 48_000, 0
        resampler = av.AudioResampler(format="flt", layout="mono", rate=48_000, frame_size=960)
        for part in (*resampler.resample(frame), *resampler.resample(None)):
            out.mux(stream.encode(part))
        out.mux(stream.encode(None))
    return packed.getvalue()
