"""Bodies at rest, from `anny` (MakeHuman's CC0 bodies), baked once and kept in a small file.

Anny reads some 900 gzipped text targets and would keep a gigabyte of cache; the studio needs a handful of people. So the targets are
parsed by numpy (same numbers, several times quicker), anny's cache goes to a temporary folder, and what remains is one file of rest
vertices per set of figures.
"""

import gzip
import hashlib
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.synthetic.figures import FIGURES, Figure

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]

CACHE = Path(__file__).resolve().parents[2] / "var" / "test-clips"
BAKE_VERSION = 2
"""Raised whenever the baked file's contents change."""

CLOTHES_HELPER = "helper-tights"
"""MakeHuman's body suit: a coarse second skin from neck to wrists and feet, made for fitting clothes."""


@dataclass(frozen=True, slots=True, eq=False)
class Body:
    """One person's body at rest: metres, z up, facing -y, the person's left at +x.

    Attributes:
        vertices: (V, 3) all of MakeHuman's vertices, helper geometry included.
        weights: (V, J) skinning weights, rows sum to one.
        heads: (J, 3) where each bone begins: the joints.
        parents: (J,) parent bone, -1 for the root.
        bones: bone name -> index.
        skin: (F, 3) triangles of skin and eyes. clothes: (G, 3) triangles of the body suit.
        eyes: (2, 72) vertices of the left and right eyeball.
        lips: (V,) 0..1, how much of a vertex belongs to the lips.
        keypoints: name -> (indices, weights) regressing COCO keypoints from vertices.
    """

    figure: Figure
    vertices: Floats
    weights: Floats
    heads: Floats
    parents: Ints
    bones: dict[str, int]
    skin: Ints
    clothes: Ints
    eyes: Ints
    lips: Floats
    keypoints: dict[str, tuple[Ints, Floats]]


def _read_target(filename: str, vertices_count: int, world_transformation: Any, dtype: Any) -> Any:
    import torch

    with gzip.open(filename, "rt") as lines:
        rows = np.array(lines.read().split(), dtype=np.float64).reshape(-1, 4)
    offsets = torch.zeros((vertices_count, 3), dtype=dtype)
    offsets[torch.from_numpy(rows[:, 0].astype(np.int64))] = torch.from_numpy(rows[:, 1:]).to(dtype)
    return world_transformation.apply(offsets)


def _triangles(quads: NDArray[Any]) -> Ints:
    return np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]]).astype(np.int32)


def _lips(model: Any, root: Path, vertices: int) -> Floats:
    from PIL import Image

    picture = np.asarray(Image.open(root / "data/mpfb2/textures/mpfb_lips.jpg").convert("L"), dtype=np.float32) / 255
    uv = model.texture_coordinates.numpy()[model.face_texture_coordinate_indices.numpy().ravel()]
    rows = np.clip(((1 - uv[:, 1]) * picture.shape[0]).astype(int), 0, picture.shape[0] - 1)
    columns = np.clip((uv[:, 0] * picture.shape[1]).astype(int), 0, picture.shape[1] - 1)
    lips = np.zeros(vertices, np.float32)
    np.maximum.at(lips, model.faces.numpy().ravel(), picture[rows, columns])
    return lips


def _bake(figures: Mapping[str, Figure]) -> dict[str, NDArray[Any]]:
    import anny
    import anny.models.full_model as full_model
    import torch
    from anny.paths import get_anny_cache_path, get_anny_root_dir, set_anny_cache_path
    from anny.utils.obj_utils import load_obj_file

    root = Path(get_anny_root_dir())
    kept, slow_reader = get_anny_cache_path(), full_model.load_blend_shape
    full_model.load_blend_shape = _read_target
    try:
        with tempfile.TemporaryDirectory() as folder:
            set_anny_cache_path(folder)
            model = anny.Anny(topology="anny-full", local_changes="none", phenotypes="all", phenotype_blendshapes="original")
    finally:
        full_model.load_blend_shape = slow_reader
        set_anny_cache_path(kept)
    model = model.to(dtype=torch.float32)
    _, _, groups = load_obj_file(str(root / "data/mpfb2/3dobjs/base.obj"), dtype=torch.float32)
    count = len(model.template_vertices)
    weights = np.zeros((count, model.bone_count), np.float32)
    np.add.at(weights, (np.arange(count)[:, None], model.vertex_bone_indices.numpy()), model.vertex_bone_weights.numpy())
    baked: dict[str, NDArray[Any]] = {
        "weights": weights,
        "parents": np.array(model.bone_parents, np.int32),
        "bones": np.array(model.bone_labels),
        "skin": model.faces.numpy().astype(np.int32),
        "clothes": _triangles(groups[CLOTHES_HELPER]["face_vertex_indices"].numpy()),
        "eyes": np.stack([np.unique(groups[f"helper-{side}-eye"]["face_vertex_indices"].numpy()) for side in "lr"]).astype(np.int32),
        "lips": _lips(model, root, count),
    }
    for label, regressor in torch.load(root / "data/keypoints/coco.pth", weights_only=True).items():
        indices = torch.nonzero(regressor).flatten().numpy()
        baked[f"keypoint:{label}:i"] = indices.astype(np.int32)
        baked[f"keypoint:{label}:w"] = regressor.numpy()[indices].astype(np.float32)
    identity = torch.eye(4)[None, None].repeat(1, model.bone_count, 1, 1)
    for name, figure in figures.items():
        sliders = dict.fromkeys(model.phenotype_labels, 0.5) | dict(figure.phenotype)
        with torch.no_grad():
            posed = model(pose_parameters=identity, phenotype_kwargs=sliders)
        baked[f"{name}:vertices"] = posed["rest_vertices"][0].numpy()
        baked[f"{name}:heads"] = posed["rest_bone_heads"][0].numpy()
    return baked


@cache
def _baked() -> dict[str, NDArray[Any]]:
    key = repr((BAKE_VERSION, sorted((f.name, f.phenotype) for f in FIGURES.values())))
    path = CACHE / f"bodies-{hashlib.sha256(key.encode()).hexdigest()[:16]}.npz"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        # Written aside and renamed: two test processes may bake at once, none may read half a file.
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".npz", delete=False) as half:
            np.savez_compressed(half, **_bake(FIGURES))
        Path(half.name).replace(path)
    with np.load(path) as stored:
        return {name: stored[name] for name in stored.files}


@cache
def body(name: str) -> Body:
    """The body of one of `FIGURES`; the first call on a machine takes about half a minute, later ones a moment."""
    baked = _baked()
    labels = sorted({key.split(":")[1] for key in baked if key.startswith("keypoint:")})
    return Body(
        figure=FIGURES[name],
        vertices=baked[f"{name}:vertices"],
        weights=baked["weights"],
        heads=baked[f"{name}:heads"],
        parents=baked["parents"],
        bones={str(label): index for index, label in enumerate(baked["bones"])},
        skin=baked["skin"],
        clothes=baked["clothes"],
        eyes=baked["eyes"],
        lips=baked["lips"],
        keypoints={label: (baked[f"keypoint:{label}:i"], baked[f"keypoint:{label}:w"]) for label in labels},
    )
