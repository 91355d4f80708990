"""Hair: a cap grown from the scalp's own triangles, and a bun or a ponytail."""

import numpy as np
from numpy.typing import NDArray

from tests.synthetic.bodies import Body, Floats, Ints
from tests.synthetic.geometry import smoothed, unit, vertex_normals
from tests.synthetic.paint import eye_centres, linear

Parts = tuple[Floats, Ints, Floats, Floats, Floats]
"""vertices, faces, weights, paint, cut: a layer without its kind."""

THICKNESS = {"short": 0.017, "cropped": 0.005, "bun": 0.013, "ponytail": 0.013}
"""Metres the hair stands off the scalp."""


def _keypoint(person: Body, label: str) -> Floats:
    indices, weights = person.keypoints[label]
    return np.asarray(weights @ person.vertices[indices], dtype=np.float32)


def _hairline(person: Body, points: Floats) -> Floats:
    """(V,) metres below the hairline (negative: on the scalp), which runs from the forehead over the ears to the nape."""
    eye, ear = eye_centres(person).mean(0), (_keypoint(person, "left_ear") + _keypoint(person, "right_ear")) / 2
    top = person.vertices[:13380, 2].max()
    size = (top - eye[2]) / 0.115
    stations = np.array([eye[1] - 0.02, eye[1] + 0.035, ear[1] - 0.02, ear[1] + 0.028, ear[1] + 0.05, ear[1] + 0.12])
    heights = np.array([eye[2] + 0.070 * size, eye[2] + 0.050 * size, ear[2] + 0.030, ear[2] + 0.026, ear[2] - 0.035, ear[2] - 0.050])
    return np.asarray(np.interp(points[:, 1], stations, heights) - points[:, 2], dtype=np.float32)


def _cap(person: Body) -> Parts:
    head = person.weights[:, person.bones["head"]] > 0.35
    faces = person.skin[head[person.skin].all(1) & ~np.isin(person.skin, person.eyes).any(1)]
    used, faces = np.unique(faces, return_inverse=True)
    faces = faces.reshape(-1, 3).astype(np.int32)
    points = person.vertices[used]
    cut = _hairline(person, points)
    drape = smoothed(points, faces, 4, 0.5)
    # Full at the crown, thin at the hairline.
    thick = THICKNESS[person.figure.hair_style] * np.clip(0.25 - cut / 0.05, 0.2, 1.0)
    points = drape + vertex_normals(drape, faces) * (thick + 0.003)[:, None]
    paint = np.tile(linear(person.figure.hair), (len(points), 1))
    return points.astype(np.float32), faces, person.weights[used], paint, cut


def _tube(person: Body, spine: NDArray[np.float64], radii: NDArray[np.float64]) -> Parts:
    """A closed tube along `spine` (N, 3) with `radii` (N,), fixed to the head."""
    around = 20
    angles = np.linspace(0, 2 * np.pi, around, endpoint=False)
    rings = []
    for centre, radius, tangent in zip(spine, radii, unit(np.gradient(spine, axis=0)), strict=True):
        across = np.cross(tangent, [1.0, 0.0, 0.0])
        across /= np.linalg.norm(across)
        rings.append(centre + radius * (np.cos(angles)[:, None] * np.array([1.0, 0, 0]) + np.sin(angles)[:, None] * across))
    points = np.concatenate(rings).astype(np.float32)
    faces = []
    for ring in range(len(spine) - 1):
        for step in range(around):
            a, b = ring * around + step, ring * around + (step + 1) % around
            faces += [[a, b, b + around], [a, b + around, a + around]]
    weights = np.zeros((len(points), person.weights.shape[1]), np.float32)
    weights[:, person.bones["head"]] = 1
    paint = np.tile(linear(person.figure.hair), (len(points), 1))
    return points, np.array(faces, np.int32), weights, paint, np.full(len(points), -1, np.float32)


def hair_layers(person: Body) -> list[Parts]:
    """The person's hair as layers without a kind."""
    layers = [_cap(person)]
    ear = (_keypoint(person, "left_ear") + _keypoint(person, "right_ear")) / 2
    scalp = person.vertices[(person.weights[:, person.bones["head"]] > 0.5)]
    back = scalp[scalp[:, 2] < ear[2] + 0.09][:, 1].max()
    style = person.figure.hair_style
    turnover = np.linspace(0, 1, 16)
    if style == "bun":
        base = np.array([0, back - 0.012, ear[2] + 0.085])
        spine = base + np.outer(turnover - 0.15, [0, 0.062, 0.030])
        layers.append(_tube(person, spine, 0.041 * np.sqrt(np.clip(1 - np.square(2 * turnover - 1), 1e-4, 1))))
    if style == "ponytail":
        base = np.array([0, back - 0.004, ear[2] + 0.075])
        away = 0.055 * np.sin(np.pi * np.minimum(turnover * 1.2, 1) * 0.62)
        fall = 0.03 * np.sin(turnover * np.pi) - 0.24 * turnover**1.3
        spine = base + np.stack([0 * turnover, away, fall], axis=1)
        layers.append(_tube(person, spine, 0.006 + 0.026 * np.sin(np.pi * np.clip(turnover * 0.86 + 0.10, 0, 1))))
    return layers
