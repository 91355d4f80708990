"""Frames that a GPU decodes itself: a stand-in for its decoder gives planes, and the rest is the real way."""

import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import av
import numpy as np
import pytest
from av.video.reformatter import ColorRange, Colorspace

from gpu_jobs import resident
from gpu_jobs.geometry import Box
from gpu_jobs.video.decode import Reader, _converted
from gpu_jobs.video.encode import levels_of
from gpu_jobs.video.probe import probe
from tests.jobs.resident_scene import CPU, array, assert_like

torch = pytest.importorskip("torch", reason="torch is not here: install perscoach[models]")

from gpu_jobs.resident import decoding  # noqa: E402


@pytest.mark.parametrize(
    "labels", [(Colorspace.ITU709, ColorRange.MPEG), (Colorspace.ITU709, ColorRange.JPEG), (Colorspace.ITU601, ColorRange.MPEG)]
)
def test_colours_of_decoded_planes_are_those_of_our_own_decoder(labels: tuple[Colorspace, ColorRange]) -> None:
    """FFmpeg's fast way cuts levels off at every step, this only at the end: it is half a level darker on average."""
    matrix, levels = labels
    random = np.random.default_rng(5)
    frame = av.VideoFrame(64, 48, "yuv420p")
    for plane, (low, high) in zip(frame.planes, ((20, 235), (100, 156), (100, 156)), strict=True):
        levels_of(plane)[:] = random.integers(low, high, (plane.height, plane.width), dtype=np.uint8)
    frame.colorspace, frame.color_range = matrix, levels
    wanted = _converted(frame, 64, 48, None)
    chroma = np.stack([levels_of(plane) for plane in frame.planes[1:]], axis=-1).reshape(24, 64)
    decoded = torch.from_numpy(np.concatenate([levels_of(frame.planes[0]), chroma]))[None]
    found = array(decoding.colours_of(decoded, int(matrix), full_range=levels == ColorRange.JPEG))
    assert_like(found, wanted, mean=0.7)


class StandIn:
    """PyNvVideoCodec's decoder as far as we use it: the frames of a clip as NV12."""

    def __init__(self, path: str, **_: object) -> None:
        with av.open(path) as container:
            self.frames = [torch.from_numpy(frame.to_ndarray(format="nv12")) for frame in container.decode(video=0)]

    def __len__(self) -> int:
        return len(self.frames)

    def get_batch_frames_by_index(self, numbers: list[int]) -> "list[torch.Tensor]":
        return [self.frames[number] for number in numbers]


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    package = SimpleNamespace(SimpleDecoder=StandIn, OutputColorType=SimpleNamespace(NATIVE="native"))
    monkeypatch.setitem(sys.modules, resident.NVDEC_PACKAGE, package)


def test_a_clip_that_nvdec_decodes_is_the_clip(demo_squat: Path, stand_in: None) -> None:
    """Made smaller, it is so as colours; FFmpeg makes planes smaller."""
    clip = probe(demo_squat)
    assert clip.plain
    for turns, longest in ((0, 4000), (1, 4000), (0, 300)):
        turned = replace(clip, quarter_turns=turns) if not turns else replace(clip, quarter_turns=1, width=clip.height, height=clip.width)
        reader = Reader(turned, longest)
        wanted = np.stack([frame.pixels for frame, _ in zip(reader, range(3), strict=False)])
        crop = Box(10, 20, reader.size[0] - 6, reader.size[1])
        found = decoding.Decoded(turned, reader.size, crop, 0, CPU).batch(0, 3).permute(0, 2, 3, 1).numpy()
        assert_like(found, np.stack([picture[crop.slices()] for picture in wanted]), mean=0.8, share=0.98 if longest == 300 else 0.999)


def test_a_clip_that_is_not_for_nvdec_comes_another_way(demo_squat: Path, stand_in: None, monkeypatch: pytest.MonkeyPatch) -> None:
    clip = probe(demo_squat)
    size, crop = (clip.width, clip.height), Box(0, 0, 64, 64)
    hdr, stretch, odd = replace(clip, transfer=18), replace(clip, end_ms=900), replace(clip, plain=False)
    for other in (hdr, stretch, odd, replace(clip, matrix=9), replace(clip, frames=clip.frames + 1)):
        with pytest.raises(decoding.DecoderLeft):
            decoding.Decoded(other, size, crop, 0, CPU)
    decoder = decoding.Decoded(clip, size, crop, 0, CPU)
    monkeypatch.setattr(StandIn, "get_batch_frames_by_index", lambda *_: [])
    with pytest.raises(decoding.DecoderLeft):
        decoder.batch(0, 3)
