"""Frames that a GPU decodes itself: a stand-in for its decoder gives planes, and the rest is the real way."""

import json
import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

import av
import numpy as np
import pytest
from av.video.frame import PictureType
from av.video.reformatter import ColorRange, Colorspace

from gpu_jobs import resident
from gpu_jobs.clock import silent
from gpu_jobs.colour.cube import identity
from gpu_jobs.geometry import Box
from gpu_jobs.matting import MATTERS
from gpu_jobs.matting.learned import opened
from gpu_jobs.options import ProcessOptions
from gpu_jobs.pipeline import process
from gpu_jobs.render import Plan
from gpu_jobs.resident.own import Stretch, render_own
from gpu_jobs.still_frames import frames_of
from gpu_jobs.video.decode import Reader, _converted
from gpu_jobs.video.encode import levels_of
from gpu_jobs.video.probe import probe
from gpu_jobs.workers import Here
from tests.jobs.resident_scene import CPU, UnlikeTheWall, array, assert_like
from tests.synthetic.clips import rendered_squat

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


def test_chunks_that_workers_decode_themselves_and_the_rest_make_one_clip_and_the_record_says_so(
    tmp_path: Path, stand_in: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its decoder gives up in the middle of the clip."""
    for variable, value in (("PERSCOACH_RESIDENT", "1"), ("PERSCOACH_NVDEC", "1"), ("PERSCOACH_TORCH_DEVICE", "cpu")):
        monkeypatch.setenv(variable, value)
    monkeypatch.setattr("gpu_jobs.resident.own.installed", lambda _: True)
    monkeypatch.setattr("gpu_jobs.pipeline.ready", lambda _: None)
    monkeypatch.setitem(MATTERS, "unlike-the-wall", UnlikeTheWall)
    monkeypatch.setattr("gpu_jobs.rendering.RENDER_FRAMES", 8)
    decode, decoded = StandIn.get_batch_frames_by_index, []

    def until_the_tenth(self: StandIn, numbers: list[int]) -> "list[torch.Tensor]":
        decoded.extend(numbers)
        return decode(self, numbers) if numbers[-1] < 10 else []

    monkeypatch.setattr(StandIn, "get_batch_frames_by_index", until_the_tenth)
    path = beginning_of(rendered_squat()[0], 16, tmp_path / "short.mp4")
    options = ProcessOptions(crop="none", pose="mediapipe-lite", matting="unlike-the-wall", stacked=False)
    result = process(path, tmp_path / "made", options, silent, Here())
    opened.cache_clear()
    assert decoded[:8] == list(range(8))
    assert result.frames == len(list(frames_of(result.files["trainer_transparent.webm"]))) == 16
    record = json.loads(result.files["process.json"].read_text(encoding="utf-8"))
    assert "decoder_left" in [warning["code"] for warning in record["warnings"]]


def beginning_of(path: Path, frames: int, short: Path) -> Path:
    """The first frames of a clip as one of its own."""
    with av.open(str(path)) as whole, av.open(str(short), "w") as made:
        stream = made.add_stream("libx264", rate=15, options={"crf": "20"})
        stream.width, stream.height, stream.pix_fmt = whole.streams.video[0].width, whole.streams.video[0].height, "yuv420p"
        for number, frame in zip(range(frames), whole.decode(video=0), strict=False):
            frame.pts, frame.time_base, frame.pict_type = number, Fraction(1, 15), PictureType.NONE
            made.mux(stream.encode(frame))
        made.mux(stream.encode(None))
    return short


def test_a_worker_that_cannot_decode_asks_for_pixels(demo_squat: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clip = probe(demo_squat)
    there = Stretch(clip, demo_squat.stat().st_size, (clip.width, clip.height), Box(0, 0, clip.width, clip.height), 0, (0, 40))
    plan = Plan(Box(0, 0, 1, 1), identity(), None, "preview", False, 0)
    points = np.full((2, 33, 2), np.nan, np.float32)
    monkeypatch.setenv("PERSCOACH_RESIDENT", "1")
    monkeypatch.setenv("PERSCOACH_TORCH_DEVICE", "cpu")
    assert render_own(there, [None, None], points, plan) == "", "no package"
    monkeypatch.setattr("gpu_jobs.resident.own.installed", lambda _: True)
    assert render_own(replace(there, file_bytes=1), [None, None], points, plan) == "", "another file of that name"
    assert render_own(there, [None, None], points, plan) == "", "the embedded way looks at pixels on processors"
