"""Frames that stay on the device give the picture that processors give: on torch's CPU device, each stage by itself and all together."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from gpu_jobs import device, resident
from gpu_jobs.catalogue import MODNET_FILE
from gpu_jobs.colour.apply import graded
from gpu_jobs.colour.cube import exactly, identity
from gpu_jobs.frames import Chunk
from gpu_jobs.geometry import Box
from gpu_jobs.matting import MATTERS
from gpu_jobs.matting.edge import edge
from gpu_jobs.matting.foreground import foreground
from gpu_jobs.matting.learned import Matte, followed, opened
from gpu_jobs.matting.plate import Plate
from gpu_jobs.matting.prior import Prior
from gpu_jobs.render import STAGES, Plan, render
from gpu_jobs.video.encode import levels_of, planes_of
from gpu_jobs.weights import WEIGHTS_DIR_VARIABLE
from tests.jobs.conftest import transparent_frames
from tests.jobs.resident_scene import CPU, MOST, Scene, UnlikeTheWall, array, assert_like, given_to_the_encoder, scene_of, tensor

torch = pytest.importorskip("torch", reason="torch is not here: install perscoach[models]")

from gpu_jobs.matting.modnet import MODNetOnDevice  # noqa: E402
from gpu_jobs.resident import colour, learned, memory, planes, resident_on, sampling  # noqa: E402
from gpu_jobs.resident.edge import edge as edge_on  # noqa: E402
from gpu_jobs.resident.plate import DevicePlate, plate_on  # noqa: E402
from tests.jobs.test_matte import BESIDE_THE_HAND, HEIGHT, WIDTH, landmarks, seen, truth  # noqa: E402
from tests.jobs.test_matte import scene as flat_scene  # noqa: E402
from tests.jobs.test_matters import random_modnet  # noqa: E402


@pytest.fixture
def scene(demo_squat: Path) -> Scene:
    return scene_of(demo_squat)


@pytest.fixture
def on_device(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PERSCOACH_RESIDENT", "1")
    monkeypatch.setenv("PERSCOACH_TORCH_DEVICE", "cpu")


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


def test_a_chunk_rendered_on_the_device_is_the_chunk(scene: Scene, on_device: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the encoders are given, frame by frame; then the videos and pictures."""
    given = given_to_the_encoder(monkeypatch)
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


def _alphas(webm: bytes) -> list[NDArray[np.uint8]]:
    from tempfile import NamedTemporaryFile

    with NamedTemporaryFile(suffix=".webm") as file:
        file.write(webm)
        file.flush()
        return [pixels[..., 3] for _, pixels in transparent_frames(Path(file.name))]


@pytest.fixture
def unlike_the_wall(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Its name."""
    monkeypatch.setitem(MATTERS, "unlike-the-wall", UnlikeTheWall)
    yield "unlike-the-wall"
    opened.cache_clear()


def test_a_learned_matte_stays_on_the_device_too(
    scene: Scene, on_device: None, unlike_the_wall: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = given_to_the_encoder(monkeypatch)
    plan = replace(scene.plan(), matting=unlike_the_wall)
    monkeypatch.setattr(UnlikeTheWall, "alphas", None)
    render(scene.chunk, scene.masks, scene.points, plan)
    there = given.copy()
    given.clear()
    monkeypatch.undo()
    monkeypatch.setitem(MATTERS, unlike_the_wall, UnlikeTheWall)
    given = given_to_the_encoder(monkeypatch)
    render(scene.chunk, scene.masks, scene.points, plan)
    for one, other in zip(there, given, strict=True):
        for found, wanted in zip(one, other, strict=True):
            assert_like(found, wanted)


def test_of_a_learned_matte_only_the_followed_person_stays() -> None:
    """A blob that touches them stays, one apart goes, on the device as here; where the matte has missed them, the pose mask stays."""
    pose, matte = np.zeros((120, 90), np.uint8), np.zeros((120, 90), np.uint8)
    pose[20:100, 30:60] = matte[18:102, 28:62] = matte[40:52, 62:80] = 255
    matte[60:90, 72:86] = 200
    prior = Prior(pose, Box(0, 0, 90, 120), 2.0)
    for levels in (matte, np.zeros_like(matte)):
        wanted = followed(Matte(levels, 1.5), prior).levels
        assert_like(array(learned.followed(tensor(levels), tensor(pose), prior.cell)), wanted, mean=0.1, nearly_all=1, share=1)
    assert followed(Matte(matte, 1.5), prior).levels[70, 78] == 0


class Known(UnlikeTheWall):
    """A network that sees the flat person of `test_matte` as they are, and nothing of what they hold."""

    def alphas_on(self, frames: "torch.Tensor") -> "torch.Tensor":
        return (torch.from_numpy(truth())[None, None] * 255).to(torch.uint8)


def test_what_a_hand_holds_comes_along_with_a_matte_that_does_not_show_it(on_device: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(MATTERS, "known", Known)
    picture = flat_scene()
    picture[BESIDE_THE_HAND.slices()] = 30
    room = Plate(flat_scene(Box(0, 0, 0, 0)), np.full((HEIGHT, WIDTH), 1, np.uint8))
    chunk, points = Chunk((0,), picture[None]), landmarks()[None].astype(np.float32)
    plan = Plan(Box(0, 0, 1, 1), identity(), room, "preview", False, -1, matting="known")
    given = given_to_the_encoder(monkeypatch)
    for way in "10":
        monkeypatch.setenv("PERSCOACH_RESIDENT", way)
        render(chunk, [seen()], points, plan)
    opened.cache_clear()
    there, here = (picture[3] for picture in given)
    assert there[239:258, 244:296].mean() > 0.9 * 255
    assert_like(there, here, share=0.995)  # beside the pose mask, not beside the matte, it is looked for what is held


def test_modnet_gives_the_same_mattes_on_its_device(scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(WEIGHTS_DIR_VARIABLE, str(tmp_path))
    monkeypatch.setenv(device.DEVICE_VARIABLE, "cpu")
    monkeypatch.setattr("gpu_jobs.matting.modnet.precision", lambda _: torch.float32)  # narrower ones round more
    torch.save({f"module.{name}": values for name, values in random_modnet().state_dict().items()}, tmp_path / MODNET_FILE)
    network = MODNetOnDevice("modnet", MODNET_FILE)
    for size in ((640, 350), (300, 200)):
        frames = np.ascontiguousarray(scene.chunk.pixels[:1, : size[0], : size[1]])
        wanted = network.alphas(frames)
        found = network.alphas_on(torch.from_numpy(frames).permute(0, 3, 1, 2))
        assert np.ptp(wanted) > 2, "random, but not flat"
        assert_like(found[:, 0].numpy(), wanted)


def test_no_stage_asks_for_a_value(scene: Scene) -> None:
    """On torch's `meta` device there are shapes and no values: whoever asks for one fails, and on a GPU would make the queue wait."""
    nowhere = torch.device("meta")
    prior = scene.priors[0]
    part = tensor(scene.part(0)).to(nowhere)
    room = plate_on(scene.plate, CPU).part(prior.box)
    levels = learned.followed(tensor(prior.levels).to(nowhere), tensor(prior.levels).to(nowhere), prior.cell)
    alpha = edge_on(part, levels, prior.cell, DevicePlate(room.pixels.to(nowhere), room.spread.to(nowhere)))
    shown = colour.graded(colour.foreground(part, alpha), scene.cube)
    assert planes.planes_of(shown[..., :100, :100], alpha[..., :100, :100]).shape == (1, 25_000)


def test_a_device_without_memory_is_left_for_the_processors_and_the_record_says_so(
    scene: Scene, on_device: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Memory runs out at the fifth frame, for good."""
    from gpu_jobs.resident import flow

    asked: list[int] = []
    whole = flow.Flow._batch

    def full(self: flow.Flow, numbers: Sequence[int], times_ms: Sequence[int]) -> object:
        asked.append(len(numbers))
        if numbers[-1] >= 4:
            raise torch.OutOfMemoryError("CUDA out of memory")
        return whole(self, numbers, times_ms)

    monkeypatch.setattr(flow.Flow, "_batch", full)
    monkeypatch.setattr(flow, "frames_at_once", lambda *_: 4)
    given = given_to_the_encoder(monkeypatch)
    part = scene.rendered()
    assert asked == [4, 4, 2, 1], "halved until not even one fits"
    assert part.notes == ("device_full",)
    assert part.frames == len(given) == MOST
    assert part.poster is not None


def test_while_a_batch_is_encoded_the_next_is_under_way_and_no_more(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    from gpu_jobs.resident import flow

    queued: list[int] = []
    monkeypatch.setattr(flow, "brought", lambda pixels, alpha: (queued.append(len(pixels)), planes.brought(pixels, alpha))[1])
    monkeypatch.setattr(flow, "frames_at_once", lambda *_: 2)
    made = flow.pictures(scene.chunk, scene.masks, scene.points, scene.plan(), dict.fromkeys(STAGES, 0.0), CPU)
    for under_way in (2, 2, 3, 3):
        next(made)
        assert len(queued) == under_way


def test_a_device_that_fails_is_left_too(scene: Scene, on_device: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from gpu_jobs.resident import flow

    def failed(*_: object) -> object:
        raise torch.AcceleratorError("CUDA error: unspecified launch failure")

    monkeypatch.setattr(flow, "brought", failed)
    part = scene.rendered()
    assert part.notes == ("device_failed",)
    assert part.frames == MOST


def test_batches_are_as_large_as_the_free_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    frame = memory.FRAME_BYTES * 640 * 360
    for free, at_once in ((0, 1), (3 * frame, 1), (6 * frame, 3), (10**12, memory.MOST_AT_ONCE)):
        monkeypatch.setattr(memory, "free_bytes", lambda _, free=free: free)
        assert memory.frames_at_once(640, 360, torch.device("cuda")) == at_once
    monkeypatch.undo()
    assert 2**20 < memory.free_bytes(CPU) < 2**50


def test_the_resident_way_is_for_networks_with_a_gpu(monkeypatch: pytest.MonkeyPatch) -> None:
    for wish, there, matting, taken in (
        ("", "cpu", "modnet", False),
        ("1", "cpu", "mediapipe", True),
        ("", "cuda:1", "modnet", True),
        ("", "cuda:1", "mediapipe", False),
        ("", "cuda:1", "selfie", False),
        ("0", "cuda:1", "modnet", False),
    ):
        monkeypatch.setenv("PERSCOACH_RESIDENT", wish)
        monkeypatch.setenv(device.DEVICE_VARIABLE, there)
        assert resident_on(matting) == (torch.device(there) if taken else None)


def test_without_a_gpus_driver_torch_is_not_even_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Importing it takes a worker seconds and hundreds of megabytes."""
    monkeypatch.delenv("PERSCOACH_RESIDENT", raising=False)
    monkeypatch.delenv(device.DEVICE_VARIABLE, raising=False)
    monkeypatch.setattr(resident, "_driver_there", lambda: False)
    monkeypatch.setattr(resident, "chosen", None)
    assert resident_on("modnet") is None
