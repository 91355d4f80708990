"""VP9 with alpha: what goes in comes out, in one piece or in several."""

from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from gpu_jobs.video.encode import Quality, encode
from gpu_jobs.video.join import join
from tests.jobs.conftest import transparent_frames

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


def joined(path: Path, cuts: list[int], quality: Quality = "preview") -> list[tuple[int, NDArray[np.uint8]]]:
    bounds = [0, *cuts, len(TIMES_MS)]
    pictures = frames()
    chunks = [encode(pictures[start:end], TIMES_MS[start:end], quality) for start, end in pairwise(bounds)]
    join(chunks, None, path, [33, 33, 54, 20, 60, 33, 33, 34, 50, 50])
    return transparent_frames(path)


@pytest.mark.parametrize("quality", ["preview", "publish"])
def test_colours_alpha_and_times_survive(quality: Quality, tmp_path: Path) -> None:
    shown = joined(tmp_path / "clip.webm", [], quality)
    assert [time for time, _ in shown] == TIMES_MS
    for (_, found), given in zip(shown, frames(), strict=True):
        assert np.abs(found[..., 3].astype(int) - given[..., 3]).mean() < 1.5
        solid = given[..., 3] == 255
        assert np.abs(found[solid][:, :3].astype(int) - given[solid][:, :3]).mean() < 4


def test_chunks_join_without_a_seam(tmp_path: Path) -> None:
    shown = joined(tmp_path / "clip.webm", [3, 7])
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
