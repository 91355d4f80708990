"""Rendered clips for tests: made once, kept under `var/test-clips` until the scene or the studio changes."""

import hashlib
import os
import shutil
from functools import cache
from pathlib import Path

from tests.synthetic.bodies import CACHE
from tests.synthetic.movements import Movement
from tests.synthetic.scene import Scene, render
from tests.synthetic.truth import Truth, read_truth, write_truth
from tests.synthetic.variants import PORTRAIT, variant
from tests.synthetic.video import write_clip

SHORT_SQUAT = Scene("anna", Movement("squat", repetitions=1, period=2.4, delay=0.3, variety=0.0), PORTRAIT, seconds=3.0)
"""One whole repetition, 45 frames of 360 x 640 at 15 fps: enough for the pipeline, quick to render."""


SUITE = ("suite", "suite_scenes", "suite_truth", "suite_tracks", "suite_reading", "pairwise")
CALLERS = ("clips", "variants", "demo_clips", "matte_scenes", "cut_scenes", "routine_tracks", "prepare", "glance", *SUITE)
"""Modules that list scenes or read them: changing these leaves kept clips valid."""


@cache
def _studio() -> str:
    """A digest of everything that decides what a scene looks like."""
    folder = Path(__file__).parent
    sources = (path for path in sorted(folder.glob("*.py")) if not path.name.startswith("test_") and path.stem not in CALLERS)
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()


def key_of(scene: Scene) -> str:
    """What a kept clip of a scene is named by; another one as soon as scene or studio are others."""
    return hashlib.sha256(repr((_studio(), scene)).encode()).hexdigest()[:20]


def clip(scene: Scene, *, ending: str = ".mp4", crf: int = 20, audio: bool = False) -> tuple[Path, Truth]:
    """The rendered `scene` as a file, and its truth; rendered only the first time.

    Args:
        scene: What to render. ending: `.mp4`, or `.mjpeg` / `.y4m` for Chromium's fake camera.
        crf: Quality of the mp4. audio: with a quiet sound track (mp4).
    """
    key = key_of(scene)
    path = CACHE / f"{scene.movement.kind}-{key}-{crf}{'-audio' if audio else ''}{ending}"
    truth = CACHE / f"{scene.movement.kind}-{key}.truth.npz"
    if not (path.exists() and truth.exists()):
        CACHE.mkdir(parents=True, exist_ok=True)
        made = render(scene)
        # Written aside and renamed, so that a test never reads half a file.
        half = CACHE / f"half-{os.getpid()}-{path.name}"
        write_clip(made, half, crf=crf, audio=audio)
        write_truth(half.with_suffix(".npz"), made.truth)
        half.with_suffix(".npz").replace(truth)
        half.replace(path)
    return path, read_truth(truth)


def rendered_squat(folder: Path | None = None, *, audio: bool = False) -> tuple[Path, Truth]:
    """One good squat by the trainer, 360 x 640, 45 frames at 15 fps; copied to `folder` as `squat.mp4` if one is given."""
    path, truth = clip(SHORT_SQUAT, audio=audio)
    if folder is not None:
        path = Path(shutil.copy(path, folder / "squat.mp4"))
    return path, truth


def rendered_variant(name: str, *, ending: str = ".mp4") -> tuple[Path, Truth]:
    """The clip and truth of one of `variants.VARIANTS`."""
    return clip(variant(name), ending=ending)
