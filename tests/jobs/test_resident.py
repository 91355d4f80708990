"""Frames that stay on the device give the picture that processors give: on torch's CPU device, each stage by itself and all together."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import av
import numpy as np
import pytest
from av.video.reformatter import ColorRange, Colorspace
from numpy.typing import NDArray

from gpu_jobs import device
from gpu_jobs.colour.apply import graded
from gpu_jobs.colour.cube import Cube, exactly
from gpu_jobs.colour.grade import cube_of
from gpu_jobs.colour.presets import Grade
from gpu_jobs.colour.tones import tones
from gpu_jobs.frames import Chunk, Pixels
from gpu_jobs.geometry import Box
from gpu_jobs.mask import Mask
from gpu_jobs.matting.edge import edge
from gpu_jobs.matting.empty_room import plate_of
from gpu_jobs.matting.foreground import foreground
from gpu_jobs.matting.prior import Prior, prior_of
from gpu_jobs.pose.blazepose import BlazePose
from gpu_jobs.render import Plan, Rendered, render
from gpu_jobs.video.decode import Reader, _converted
from gpu_jobs.video.encode import levels_of, planes_of
from gpu_jobs.video.probe import probe
from tests.jobs.conftest import transparent_frames

torch = pytest.importorskip("torch", reason="torch is not here: install perscoach[models]")

from gpu_jobs.resident import colour, decoding, memory, planes, resident_on, sampling  # noqa: E402
from gpu_jobs.resident.edge import edge as edge_on  # noqa: E402
from gpu_jobs.resident.plate import plate_on  # noqa: E402

CPU = torch.device("cpu")
WHOLE = Box(0, 0, 1, 1)
EVERY, MOST = 9, 10  # frames of the demo exercise: far enough apart for the room behind her to be seen


class Scene:
    """A woman who squats, as the renderer gets her."""

    def __init__(self, path: Path) -> None:
        frames = [frame for number, frame in enumerate(Reader(probe(path), 640)) if number % EVERY == 0][:MOST]
        pose = BlazePose("lite")
        pose.begin(None)
        people = [pose.see(frame.pixels, frame.time_ms) for frame in frames]
        pose.close()
        self.chunk = Chunk(tuple(frame.time_ms for frame in frames), np.stack([frame.pixels for frame in frames]))
        self.masks: list[Mask | None] = [person.mask if person else None for person in people]
        self.points = np.stack([person.image[:, :2] if person else np.full((33, 2), np.nan) for person in people]).astype(np.float32)
        self.plate = plate_of(list(zip(self.chunk.pixels, self.masks, strict=True)), WHOLE)
        priors = [prior_of(mask, WHOLE, *self.chunk.pixels.shape[2:0:-1]) for mask in self.masks if mask is not None]
        self.priors = [prior for prior in priors if prior is not None]
        self.cube: Cube = cube_of(tones(self.part(0)[self.priors[0].levels > 230]), Grade())

    def part(self, number: int) -> Pixels:
        return np.ascontiguousarray(self.chunk.pixels[number][self.priors[number].box.slices()])

    def plan(self, *, stacked: bool = False) -> Plan:
        return Plan(WHOLE, self.cube, self.plate, "preview", stacked, self.chunk.times_ms[1])

    def rendered(self, *, stacked: bool = False) -> Rendered:
        return render(self.chunk, self.masks, self.points, self.plan(stacked=stacked))


@pytest.fixture(scope="module")
def scene(demo_squat: Path) -> Scene:
    torch.set_num_threads(1)
    found = Scene(demo_squat)
    assert found.plate is not None
    assert all(mask is not None for mask in found.masks)
    return found


@pytest.fixture
def on_device(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PERSCOACH_RESIDENT", "1")
    monkeypatch.setenv("PERSCOACH_TORCH_DEVICE", "cpu")


def tensor(pixels: Pixels) -> "torch.Tensor":
    """`(1, 3, H, W)` of colours `(H, W, 3)`, `(1, 1, H, W)` of levels `(H, W)`."""
    return torch.from_numpy(np.atleast_3d(pixels)).permute(2, 0, 1)[None].contiguous()


def array(picture: "torch.Tensor") -> Pixels:
    return picture[0].permute(1, 2, 0).squeeze(-1).numpy()


def assert_like(
    found: NDArray[np.uint8], wanted: NDArray[np.uint8], *, mean: float = 0.5, nearly_all: int = 3, share: float = 0.999
) -> None:
    """Within so many levels on average, and that share of them within `nearly_all`."""
    assert found.shape == wanted.shape
    off = np.abs(found.astype(np.int16) - wanted)
    assert off.mean() <= mean
    assert np.mean(off <= nearly_all) >= share


@pytest.mark.parametrize("room", ["the room known", "the room unknown"])
def test_the_edge(scene: Scene, room: str) -> None:
    for number in (0, 4):
        prior, part = scene.priors[number], scene.part(number)
        plate = scene.plate if room == "the room known" else None
        wanted = edge(part, prior.levels, prior.cell, plate and plate.part(prior.box))
        there = plate_on(plate, CPU).part(prior.box) if plate is not None else None
        found = array(edge_on(tensor(part), tensor(prior.levels), prior.cell, there))
        assert 0.1 < np.mean(found > 127) < 0.9
        assert_like(found, wanted, mean=0.05, nearly_all=2)


def alpha_of(scene: Scene, number: int) -> tuple[Prior, NDArray[np.uint8]]:
    prior = scene.priors[number]
    return prior, edge(scene.part(number), prior.levels, prior.cell, None)


def test_the_foreground(scene: Scene) -> None:
    _, alpha = alpha_of(scene, 3)
    found = array(colour.foreground(tensor(scene.part(3)), tensor(alpha)))
    assert_like(found, foreground(scene.part(3), alpha), mean=0.2, nearly_all=1)
    assert not np.array_equal(found, scene.part(3))


def test_the_grade_is_the_tables(scene: Scene) -> None:
    part = scene.part(2)
    found = array(colour.graded(tensor(part), scene.cube))
    off = np.abs(found.astype(np.int16) - exactly(part, scene.cube))
    assert off.max() <= 2
    assert off.mean() < 0.1
    assert_like(found, graded(part, scene.cube))
    assert np.abs(found.astype(np.int16) - part).mean() > 1, "the grade does something"


@pytest.mark.parametrize("seed", [0, 1])
def test_the_planes_are_those_of_the_encoder(scene: Scene, seed: int) -> None:
    random = np.random.default_rng(seed).integers(0, 256, (62, 46, 3), dtype=np.uint8)
    for pixels in (random, scene.chunk.pixels[seed]):
        alpha = random[..., 0] if pixels is random else np.full(pixels.shape[:2], 255, np.uint8)
        frame, beside = planes.brought(tensor(pixels), tensor(alpha)).frame(0, 40)
        wanted = planes_of(pixels, 40)
        assert frame.pts == wanted.pts == 40
        for one, other in zip(frame.planes, wanted.planes, strict=True):
            assert_like(levels_of(one), levels_of(other), mean=0.2, nearly_all=1)
        assert np.array_equal(beside, alpha)


@pytest.mark.parametrize("size", [(90, 61), (12, 7), (3, 5), (1, 2)])
def test_pictures_of_any_size_are_made_smaller_and_smoother_as_opencv_does_it(size: tuple[int, int]) -> None:
    import cv2

    picture = np.random.default_rng(size[0]).random((*size, 2), dtype=np.float32)
    there = torch.from_numpy(picture).permute(2, 0, 1)[None]
    for by in (2, 3, 5):
        wanted = cv2.resize(picture, (max(1, size[1] // by), max(1, size[0] // by)), interpolation=cv2.INTER_AREA)
        assert sampling.shrunk(there, by)[0].permute(1, 2, 0).numpy() == pytest.approx(np.atleast_3d(wanted), abs=1e-5)
    if min(size) > 2:
        assert sampling.halved(there)[0].permute(1, 2, 0).numpy() == pytest.approx(cv2.pyrDown(picture), abs=1e-5)
    kernel = tuple(cv2.getGaussianKernel(7, 1.3).ravel().tolist())
    smooth = sampling.smoothed(sampling.smoothed(there, kernel, sampling.ACROSS), kernel, sampling.DOWN)
    assert smooth[0].permute(1, 2, 0).numpy() == pytest.approx(cv2.GaussianBlur(picture, (7, 7), 1.3), abs=1e-5)


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
    monkeypatch.setitem(sys.modules, decoding.PACKAGE, package)


def test_a_clip_that_nvdec_decodes_is_the_clip(demo_squat: Path, stand_in: None) -> None:
    """Made smaller, it is so as colours; FFmpeg makes planes smaller."""
    clip = probe(demo_squat)
    assert clip.plain
    for turns, longest in ((0, 4000), (1, 4000), (0, 300)):
        turned = replace(clip, quarter_turns=turns) if not turns else replace(clip, quarter_turns=1, width=clip.height, height=clip.width)
        reader = Reader(turned, longest)
        wanted = np.stack([frame.pixels for frame, _ in zip(reader, range(3), strict=False)])
        crop = Box(10, 20, reader.size[0] - 6, reader.size[1])
        found = decoding.Decoded(turned, reader.size, crop, CPU).batch(0, 3).permute(0, 2, 3, 1).numpy()
        assert_like(found, np.stack([picture[crop.slices()] for picture in wanted]), mean=0.8, share=0.98 if longest == 300 else 0.999)


def test_a_clip_that_is_not_for_nvdec_comes_another_way(demo_squat: Path, stand_in: None, monkeypatch: pytest.MonkeyPatch) -> None:
    clip = probe(demo_squat)
    size, crop = (clip.width, clip.height), Box(0, 0, 64, 64)
    hdr, stretch, odd = replace(clip, transfer=18), replace(clip, end_ms=900), replace(clip, plain=False)
    for other in (hdr, stretch, odd, replace(clip, matrix=9), replace(clip, frames=clip.frames + 1)):
        with pytest.raises(decoding.DecoderLeft):
            decoding.Decoded(other, size, crop, CPU)
    decoder = decoding.Decoded(clip, size, crop, CPU)
    monkeypatch.setattr(StandIn, "get_batch_frames_by_index", lambda *_: [])
    with pytest.raises(decoding.DecoderLeft):
        decoder.batch(0, 3)


def test_nvdec_is_asked_for_by_a_setting_and_by_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not decoding.nvdec_wanted()
    monkeypatch.setattr(decoding, "find_spec", lambda _: "found")
    assert not decoding.nvdec_wanted(), "its demuxer is not confined"
    monkeypatch.setenv(decoding.NVDEC_VARIABLE, "1")
    assert decoding.nvdec_wanted()


def test_a_chunk_rendered_on_the_device_is_the_chunk(scene: Scene, on_device: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the encoders are given, frame by frame; then the videos and pictures."""
    given = _given_to_the_encoder(monkeypatch)
    there, seen_there = scene.rendered(stacked=True), given.copy()
    given.clear()
    monkeypatch.setenv("PERSCOACH_RESIDENT", "0")
    here = scene.rendered(stacked=True)
    assert len(seen_there) == len(given) == MOST
    for one, other in zip(seen_there, given, strict=True):
        for found, wanted in zip(one, other, strict=True):
            assert_like(found, wanted)
    # Their bytes are not the same: within a level, the encoders decide otherwise here and there.
    for found, wanted in zip(*(_alphas(part.webm) for part in (there, here)), strict=True):
        assert np.abs(found.astype(np.int16) - wanted).mean() < 0.5
    assert there.frames == here.frames
    assert [part is None for part in (there.stacked, there.poster, there.before, there.comparison)] == [False] * 4
    assert there.notes == here.notes == ()


def _given_to_the_encoder(monkeypatch: pytest.MonkeyPatch) -> list[list[NDArray[np.uint8]]]:
    """Planes and alpha of each frame that will be encoded."""
    from gpu_jobs.video.encode import Encoder

    given: list[list[NDArray[np.uint8]]] = []
    add = Encoder.add

    def seen(encoder: Encoder, planes: av.VideoFrame, alpha: NDArray[np.uint8]) -> None:
        given.append([*(levels_of(plane).copy() for plane in planes.planes), alpha.copy()])
        add(encoder, planes, alpha)

    monkeypatch.setattr(Encoder, "add", seen)
    return given


def _alphas(webm: bytes) -> list[NDArray[np.uint8]]:
    from tempfile import NamedTemporaryFile

    with NamedTemporaryFile(suffix=".webm") as file:
        file.write(webm)
        file.flush()
        return [pixels[..., 3] for _, pixels in transparent_frames(Path(file.name))]


def test_a_device_without_memory_is_left_for_the_processors_and_the_record_says_so(
    scene: Scene, on_device: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Memory runs out at the fifth frame, for good."""
    from gpu_jobs.resident import flow

    asked: list[int] = []
    whole = flow._batch

    def full(chunk: Chunk, numbers: Sequence[int], *rest: object) -> object:
        asked.append(len(numbers))
        if numbers[-1] >= 4:
            raise torch.OutOfMemoryError("CUDA out of memory")
        return whole(chunk, numbers, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(flow, "_batch", full)
    monkeypatch.setattr(flow, "frames_at_once", lambda *_: 4)
    given = _given_to_the_encoder(monkeypatch)
    part = scene.rendered()
    assert asked == [4, 4, 2, 1], "halved until not even one fits"
    assert part.notes == ("device_full",)
    assert part.frames == len(given) == MOST
    assert part.poster is not None


def test_batches_are_as_large_as_the_free_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    frame = memory.FRAME_BYTES * 640 * 360
    for free, at_once in ((0, 1), (3 * frame, 1), (6 * frame, 3), (10**12, memory.MOST_AT_ONCE)):
        monkeypatch.setattr(memory, "free_bytes", lambda _, free=free: free)
        assert memory.frames_at_once(640, 360, torch.device("cuda")) == at_once
    monkeypatch.undo()
    assert 2**20 < memory.free_bytes(CPU) < 2**50


def test_the_resident_way_is_for_gpus(monkeypatch: pytest.MonkeyPatch) -> None:
    for wish, there, taken in (("", "cpu", False), ("1", "cpu", True), ("", "cuda:1", True), ("0", "cuda:1", False)):
        monkeypatch.setenv("PERSCOACH_RESIDENT", wish)
        monkeypatch.setenv(device.DEVICE_VARIABLE, there)
        assert resident_on() == (torch.device(there) if taken else None)
