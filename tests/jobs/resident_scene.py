"""What tests of the resident way share: a woman who squats, a network that cuts out, and how alike two pictures are."""

from functools import cache
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from gpu_jobs.colour.cube import Cube
from gpu_jobs.colour.grade import cube_of
from gpu_jobs.colour.presets import Grade
from gpu_jobs.colour.tones import tones
from gpu_jobs.frames import Chunk, Pixels
from gpu_jobs.geometry import Box
from gpu_jobs.mask import Mask
from gpu_jobs.matting.empty_room import plate_of
from gpu_jobs.matting.prior import prior_of
from gpu_jobs.pose.blazepose import BlazePose
from gpu_jobs.render import Plan, Rendered, render
from gpu_jobs.video.decode import Reader
from gpu_jobs.video.encode import Encoder, levels_of
from gpu_jobs.video.probe import probe

torch = pytest.importorskip("torch", reason="torch is not here: install perscoach[models]")

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


@cache
def scene_of(path: Path) -> Scene:
    """Read once for all tests of a process."""
    torch.set_num_threads(1)
    scene = Scene(path)
    assert scene.plate is not None
    assert all(mask is not None for mask in scene.masks)
    return scene


class UnlikeTheWall:
    """A matting network that takes for a person what has not the colour of the frame's corner; on the device and in memory alike."""

    def cell(self, width: int, height: int) -> float:
        return 2.0

    def alphas_on(self, frames: "torch.Tensor") -> "torch.Tensor":
        off = (frames.float() - frames[..., :1, :1]).abs().sum(dim=1, keepdim=True)
        return (off * 3).clamp(max=255).to(torch.uint8)

    def alphas(self, frames: NDArray[np.uint8]) -> NDArray[np.uint8]:
        return self.alphas_on(torch.from_numpy(frames).permute(0, 3, 1, 2))[:, 0].numpy()

    def close(self) -> None:
        pass


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


def given_to_the_encoder(monkeypatch: pytest.MonkeyPatch) -> list[list[NDArray[np.uint8]]]:
    """Planes and alpha of each frame that will be encoded."""
    given: list[list[NDArray[np.uint8]]] = []
    add = Encoder.add

    def seen(encoder: Encoder, planes: av.VideoFrame, alpha: NDArray[np.uint8]) -> None:
        given.append([*(levels_of(plane).copy() for plane in planes.planes), alpha.copy()])
        add(encoder, planes, alpha)

    monkeypatch.setattr(Encoder, "add", seen)
    return given
