"""Small geometry the studio shares: rotations, frames, smoothing and normals of a triangle mesh."""

import numpy as np
import torch
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
"""(N, 3) or (3,) float32."""


def unit(vector: NDArray[np.floating]) -> Vectors:
    """`vector` with length one along its last axis; a zero vector stays zero."""
    if vector.ndim == 1:
        # The same sum without numpy's ways of choosing an axis: bones are turned a thousand times a frame.
        return np.asarray(vector / np.maximum(np.sqrt(np.add.reduce(vector * vector)), 1e-9), dtype=np.float32)
    length = np.linalg.norm(vector, axis=-1, keepdims=True)
    return np.asarray(vector / np.maximum(length, 1e-9), dtype=np.float32)


def cross(first: NDArray[np.floating], second: NDArray[np.floating]) -> NDArray[np.floating]:
    """The cross product of two (3,) vectors, a good deal sooner than `np.cross`."""
    a, b, c = first
    x, y, z = second
    return np.array([b * z - c * y, c * x - a * z, a * y - b * x])


def turn(axis: str, angle: float) -> Vectors:
    """(3, 3) rotation by `angle` radians about `x`, `y` or `z`, right-handed."""
    cosine, sine = np.cos(angle), np.sin(angle)
    first, second = {"x": (1, 2), "y": (2, 0), "z": (0, 1)}[axis]
    rotation = np.eye(3, dtype=np.float32)
    rotation[first, first] = rotation[second, second] = cosine
    rotation[first, second], rotation[second, first] = -sine, sine
    return rotation


def turn_about(axis: NDArray[np.floating], angle: float) -> Vectors:
    """(3, 3) rotation by `angle` radians about any unit vector (Rodrigues)."""
    x, y, z = axis
    skew = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]], dtype=np.float32)
    return np.asarray(np.eye(3) + np.sin(angle) * skew + (1 - np.cos(angle)) * skew @ skew, dtype=np.float32)


def frame(along: NDArray[np.floating], hinge: NDArray[np.floating]) -> Vectors:
    """(3, 3) columns: a limb's direction, its hinge made square to it, and their cross product."""
    first = unit(along)
    second = unit(hinge - first * float(np.dot(first, hinge)))
    return np.stack([first, second, cross(first, second)], axis=1).astype(np.float32)


def part_turn(rotation: NDArray[np.floating], share: float) -> Vectors:
    """The same turn as `rotation`, only `share` of its angle."""
    angle = float(np.arccos(np.clip((np.trace(rotation) - 1) / 2, -1, 1)))
    if angle < 1e-6:
        return np.eye(3, dtype=np.float32)
    axis = np.array([rotation[2, 1] - rotation[1, 2], rotation[0, 2] - rotation[2, 0], rotation[1, 0] - rotation[0, 1]])
    return turn_about(unit(axis), angle * share)


def vertex_normals(vertices: Vectors, faces: NDArray[np.int32]) -> Vectors:
    """(V, 3) unit normals, each the area-weighted mean of its triangles'."""
    corners = vertices[faces]
    face_normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    flat = faces.ravel()
    spread = np.repeat(face_normals, 3, axis=0)
    return unit(np.stack([np.bincount(flat, spread[:, axis], len(vertices)) for axis in range(3)], axis=1))


def smoothed(values: NDArray[np.float32], faces: NDArray[np.int32], rounds: int, share: float = 0.5) -> NDArray[np.float32]:
    """(V, C) values moved towards the mean of their neighbours `rounds` times, `share` of the way each time."""
    pairs = np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]])
    pairs = np.unique(np.concatenate([pairs, pairs[:, ::-1]]), axis=0)
    degree = np.bincount(pairs[:, 0], minlength=len(values))
    alone = np.flatnonzero(degree == 0)
    pairs = np.concatenate([pairs, np.stack([alone, alone], axis=1)])
    part = 1 / np.maximum(degree, 1)[pairs[:, 0]]
    size = (len(values), len(values))
    mean = torch.sparse_coo_tensor(
        torch.from_numpy(pairs.T.copy()), torch.from_numpy(part.astype(np.float32)), size, check_invariants=True
    ).coalesce()
    moved = torch.from_numpy(values.astype(np.float32))
    for _ in range(rounds):
        moved = moved + share * (mean @ moved - moved)
    return np.asarray(moved.numpy(), dtype=np.float32)


def refined(
    vertices: Vectors, faces: NDArray[np.int32], weights: NDArray[np.float32]
) -> tuple[Vectors, NDArray[np.int32], NDArray[np.float32]]:
    """The same mesh with every triangle cut into four; skinning weights are carried to the new vertices."""
    edges = np.sort(np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]]), axis=1)
    unique, where = np.unique(edges, axis=0, return_inverse=True)
    first, second, third = (where.reshape(-1)[part * len(faces) : (part + 1) * len(faces)] + len(vertices) for part in range(3))
    a, b, c = faces.T
    corners = ((a, first, third), (first, b, second), (third, second, c), (first, second, third))
    quarters = [np.stack(corner, axis=1) for corner in corners]
    return (
        np.concatenate([vertices, vertices[unique].mean(1)]).astype(np.float32),
        np.concatenate(quarters).astype(np.int32),
        np.concatenate([weights, weights[unique].mean(1)]).astype(np.float32),
    )
