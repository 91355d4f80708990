"""SAM 3D Body by its makers' own package: the body in space, hands, joints' rotations and surface from single frames.

It runs on NVIDIA's GPUs only. Its estimator reads one picture a call and knows no time; the clip's steadiness is ours
(`gpu_jobs.pose.smoothing`), and so is its lens, one for all frames.
"""

from collections.abc import Mapping, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from io import StringIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gpu_jobs.catalogue import SAM3D_BODY_MODEL, SAM3D_CONFIG, SAM3D_FILE
from gpu_jobs.device import in_batches
from gpu_jobs.errors import WeightsMissing
from gpu_jobs.pose import Person
from gpu_jobs.pose.carried import carried, visibility_of
from gpu_jobs.pose.lifting import usual_focal
from gpu_jobs.pose.mhr70 import KNOWN, LANDMARKS, Floats, hips_of, turned
from gpu_jobs.pose.refined import Found
from gpu_jobs.weights import need, need_pickle, unlike, weight_file
from perscoach_motion.trackfile import Estimator

NAME, PACKAGE = "sam3d_body", "sam_3d_body"
PARTS = "body"  # the hands' own network as well would be `full`: users report twice the time, and no score looks at fingers
SURFACE_EVERY = 9  # frames; 220 kB each. A chunk has 45, so they are evenly spread across chunks, too
OUTPUTS = ("pred_keypoints_3d", "pred_cam_t", "pred_global_rots", "pred_vertices")


@dataclass(frozen=True, slots=True)
class Lens:
    """A pinhole whose axis passes through the picture's middle."""

    focal: float  # px
    width: int
    height: int

    @property
    def matrix(self) -> Floats:
        """`(1, 3, 3)` as the makers' code takes it."""
        return np.array([[[self.focal, 0, self.width / 2], [0, self.focal, self.height / 2], [0, 0, 1]]], np.float32)

    def pixels(self, points: Floats) -> Floats:
        """Where `(N, 3)` metres in front of the lens are in the picture, `(N, 2)` pixels."""
        return np.asarray(self.focal * points[:, :2] / points[:, 2:] + (self.width / 2, self.height / 2), np.float32)


class Sam3dBody:
    """Reads people whom a finder has found."""

    def __init__(self, estimator: Any, release: str) -> None:
        """
        Args:
            estimator: The makers' `SAM3DBodyEstimator`.
            release: Which release of their package that is.
        """
        self.estimator = Estimator(NAME, release, "sam-3d-body")
        self._theirs = estimator
        self._faces = np.asarray(estimator.faces, np.int32)

    @property
    def constants(self) -> Mapping[str, NDArray[np.generic]]:
        """The surface's triangles."""
        return {"faces": self._faces}

    def read(self, found: Sequence[Found]) -> list[Person | None]:
        """See `gpu_jobs.pose.refined.Reader`."""
        return in_batches(NAME, lambda some: [self._read(one) for one in some], found, 1)

    def close(self) -> None:
        """Let go of the networks."""
        del self._theirs

    def _read(self, found: Found) -> Person | None:
        import torch

        height, width = found.pixels.shape[:2]
        lens = Lens(usual_focal(width, height), width, height)
        with redirect_stdout(StringIO()):  # it tells about every picture
            people = self._theirs.process_one_image(
                np.ascontiguousarray(found.pixels),
                bboxes=np.array([found.box], np.float32),
                cam_int=torch.from_numpy(lens.matrix),
                inference_type=PARTS,
            )
        if not people or not all(np.isfinite(people[0][name]).all() for name in OUTPUTS):
            return None
        keypoints, place, rotations, vertices = (np.asarray(people[0][name], np.float32) for name in OUTPUTS)
        return person_of(found, keypoints, place, rotations, vertices, lens)


def person_of(found: Found, keypoints: Floats, place: Floats, rotations: Floats, vertices: Floats, lens: Lens) -> Person:
    """What the network says about one person in our terms.

    It gives no confidence: how visible a landmark is stays the finder's word.

    Args:
        found: The finder's.
        keypoints: `(70, 3)` metres, where the rig stands. vertices: `(18439, 3)` likewise.
        place: `(3,)` where the rig's origin is before the lens.
        rotations: `(127, 3, 3)` of the rig's joints, in the rig's axes.
        lens: Through which it was seen.
    """
    person, hips = found.person, hips_of(keypoints)
    world = carried((keypoints - hips)[KNOWN], LANDMARKS, person.world)
    pixels = lens.pixels(world + hips + place)
    depth = world[:, 2] * lens.focal / (hips + place)[2]  # in pixels: z is given in the scale of x
    image = np.column_stack([pixels, depth]) / (lens.width, lens.height, lens.width)
    extras = {"mhr70": keypoints - hips, "mhr_global_rots": turned(rotations)}
    if found.number % SURFACE_EVERY == 0:
        extras["vertices_every_n"] = vertices - hips
    visibility = visibility_of(LANDMARKS, person.visibility)
    return Person(image.astype(np.float32), world.astype(np.float32), visibility, person.mask, person.place, extras)


def opened() -> Sam3dBody:
    """Load the makers' checkpoint by their own code.

    Raises:
        WeightsMissing: Package, files, a GPU or the consent to read a pickled checkpoint are missing, or the checkpoint is another one.
    """
    need(NAME)
    checkpoint, _, rig = (weight_file(NAME, name) for name in (SAM3D_FILE, SAM3D_CONFIG, SAM3D_BODY_MODEL))
    need_pickle(NAME)  # they read it by `torch.load(weights_only=False)`
    import torch

    if not torch.cuda.is_available():
        raise WeightsMissing("gpu_missing", model=NAME)
    from sam_3d_body import SAM3DBodyEstimator, load_sam_3d_body

    try:
        with redirect_stdout(StringIO()):
            model, settings = load_sam_3d_body(str(checkpoint), device="cuda", mhr_path=str(rig))
    except torch.cuda.OutOfMemoryError as error:
        raise WeightsMissing("device_memory", model=NAME) from error
    except Exception as error:  # of whatever kind: their code and the unpickler's have many
        raise unlike(NAME, checkpoint, f"{type(error).__name__}: {error}") from error
    return Sam3dBody(SAM3DBodyEstimator(sam_3d_body_model=model, model_cfg=settings), _release())


def _release() -> str:
    try:
        return version(PACKAGE)
    except PackageNotFoundError:  # it may lie on the path without being installed
        return "unknown"
