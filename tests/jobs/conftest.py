"""A person in a few frames, and what is needed to look at results."""

import os
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from gpu_jobs.video.decode import Reader
from gpu_jobs.video.probe import probe
from gpu_jobs.weights import models_dir

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = Path(os.environ.get("PERSCOACH_SAMPLES", ROOT.parent / "shared" / "data"))


@pytest.fixture(scope="session", autouse=True)
def _models() -> None:
    if not (models_dir() / "pose_landmarker_full.task").is_file():
        pytest.skip("the models are not here: run `perscoach prepare`")


@pytest.fixture(scope="session")
def demo_squat() -> Path:
    """The demo exercise: a rendered woman who squats."""
    path = Path(os.environ.get("PERSCOACH_TEST_PERSON", ROOT / "assets" / "demo" / "squat.mp4"))
    if not path.is_file():
        pytest.skip(f"the demo clip is not here: {path}")
    return path


@pytest.fixture(scope="session")
def person(demo_squat: Path) -> list[NDArray[np.uint8]]:
    """Twelve consecutive frames with a person in them, `(H, W, 3)` RGB."""
    frames = [frame.pixels for _, frame in zip(range(12), Reader(probe(demo_squat), 640), strict=False)]
    return [np.ascontiguousarray(pixels) for pixels in frames]


@pytest.fixture(scope="session")
def real_squats() -> Path:
    """A real woman who squats; not part of this repository."""
    path = SAMPLES / "videos" / "tfjs-models" / "pose_squats.mp4"
    if not path.is_file():
        pytest.skip(f"no real clips: PERSCOACH_SAMPLES names no folder with {path.name}")
    return path


def transparent_frames(webm: Path) -> list[tuple[int, NDArray[np.uint8]]]:
    """Times in milliseconds and `(H, W, 4)` RGBA frames, decoded by libvpx: FFmpeg's own decoder drops the alpha."""
    decoder = av.CodecContext.create("libvpx-vp9", "r")
    frames = []
    with av.open(str(webm)) as container:
        for packet in container.demux(container.streams.video[0]):
            for frame in decoder.decode(packet if packet.size else None):
                shown = frame.reformat(format="rgba", src_colorspace="ITU709", src_color_range="MPEG", dst_color_range="JPEG")
                frames.append((frame.pts, shown.to_ndarray()))
    return frames
