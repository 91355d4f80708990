"""Dresses a body: one triangle mesh of skin, shirt, trousers, socks, shoes and hair, ready to be posed.

Clothes are MakeHuman's body suit, smoothed until the body's details are gone and pushed outwards. A garment's edge is not cut into the
mesh: every vertex carries `cut`, metres beyond the edge (negative inside), and the renderer looks through what lies beyond. So hems are
smooth lines whatever the mesh's resolution.
"""

from dataclasses import dataclass
from enum import IntEnum
from functools import cache

import numpy as np
from numpy.typing import NDArray

from tests.synthetic.bodies import Body, Floats, Ints, body
from tests.synthetic.geometry import refined, smoothed, vertex_normals
from tests.synthetic.hair import hair_layers
from tests.synthetic.paint import linear, skin_paint


class Kind(IntEnum):
    """What a triangle is made of; the shading differs."""

    SKIN = 0
    CLOTH = 1
    HAIR = 2
    SHOE = 3
    EYE = 4
    GEAR = 5


@dataclass(frozen=True, slots=True)
class Layer:
    """One garment (or the skin): its own vertices and triangles."""

    vertices: Floats
    faces: Ints
    weights: Floats
    paint: Floats
    cut: Floats
    kind: Kind


@dataclass(frozen=True, slots=True, eq=False)
class Dressed:
    """A dressed person at rest.

    Attributes:
        vertices (V, 3), weights (V, J), paint (V, 3) linear colour, cut (V,) metres, faces (F, 3), kinds (F,).
        sole: Height of the soles' underside at rest; the floor is there.
        body: The body underneath, whose joints are the truth.
    """

    vertices: Floats
    weights: Floats
    paint: Floats
    cut: Floats
    faces: Ints
    kinds: Ints
    sole: float
    body: Body


SOLE = 0.022
"""Metres from the foot's underside to the ground."""
ARM_BONES = ("upperarm", "lowerarm", "wrist", "finger", "metacarpal")
COLLAR = 0.088
"""Radius of a shirt's neck opening, metres."""


def _arm(person: Body, points: Floats, weights: Floats) -> tuple[NDArray[np.bool_], Floats]:
    """Which points belong to an arm, and how many metres along the upper arm they lie."""
    along = np.full(len(points), -0.1, np.float32)
    belongs = np.zeros(len(points), bool)
    for side in "LR":
        names = [index for bone, index in person.bones.items() if bone.endswith(side) and bone.startswith(ARM_BONES)]
        shoulder, elbow = person.heads[person.bones[f"upperarm01.{side}"]], person.heads[person.bones[f"lowerarm01.{side}"]]
        mine = weights[:, names].sum(1) > 0.3
        direction = (elbow - shoulder) / np.linalg.norm(elbow - shoulder)
        along[mine] = ((points - shoulder) @ direction)[mine]
        belongs |= mine
    return belongs, along


def _shirt_cut(person: Body, points: Floats, weights: Floats) -> Floats:
    arm, along = _arm(person, points, weights)
    hip, neck = person.heads[person.bones["upperleg01.L"]], person.heads[person.bones["neck01"]]
    hem = np.where(arm, -1.0, hip[2] - 0.035 - points[:, 2])
    # A round neck: what a ball about the neck's root, a little to the front, cuts out.
    collar = COLLAR - np.linalg.norm(points - (neck + np.array([0.0, -0.016, 0.034], np.float32)), axis=1)
    collar = np.maximum(collar, points[:, 2] - (neck[2] + 0.03))
    sleeve = np.where(arm, along - person.figure.outfit.sleeve, -1.0)
    return np.maximum.reduce([hem, collar, sleeve]).astype(np.float32)


def _shorts_cut(person: Body, points: Floats, weights: Floats) -> Floats:
    arm, _ = _arm(person, points, weights)
    knee, hip = person.heads[person.bones["lowerleg01.L"]], person.heads[person.bones["upperleg01.L"]]
    hem = knee[2] + person.figure.outfit.leg - points[:, 2]
    waist = points[:, 2] - (hip[2] + 0.06)
    return np.where(arm, 1.0, np.maximum(hem, waist)).astype(np.float32)


def _shoe_cut(person: Body, points: Floats) -> Floats:
    ankle = person.heads[person.bones["foot.L"]]
    # Lower at the back and the sides than over the instep.
    return np.asarray(points[:, 2] - (ankle[2] - 0.004 - 0.25 * (points[:, 1] - ankle[1])), dtype=np.float32)


def _numbered(faces: NDArray[np.intp]) -> Ints:
    return faces.reshape(-1, 3).astype(np.int32)


def _suit(person: Body, finer: int = 1, below: float = np.inf) -> tuple[Floats, Ints, Floats]:
    """The body suit, each triangle cut into four `finer` times, as far as it lies below a height."""
    used, faces = np.unique(person.clothes[(person.vertices[person.clothes, 2] < below).any(1)], return_inverse=True)
    suit = person.vertices[used], _numbered(faces), person.weights[used]
    for _ in range(finer):
        suit = refined(*suit)
    return suit


def _shirt(person: Body) -> Layer:
    rest, faces, weights = _suit(person)
    outfit = person.figure.outfit
    drape = smoothed(rest, faces, 16, 0.5)
    arm, along = _arm(person, drape, weights)
    cut = _shirt_cut(person, drape, weights)
    flare = np.where(arm, 0.010 * np.clip(along / outfit.sleeve, 0, 1.3), 0.012 * np.clip(1 + cut / 0.25, 0, 1.2))
    # The collar lies on the skin; the rest stands off.
    neck = person.heads[person.bones["neck01"]]
    collar = np.clip((np.linalg.norm(drape - neck, axis=1) - COLLAR) / 0.10, 0.35, 1)
    points = drape + vertex_normals(drape, faces) * ((outfit.looseness + flare) * collar)[:, None]
    paint = np.tile(linear(outfit.shirt), (len(rest), 1))
    return Layer(points, faces, smoothed(weights, faces, 6), paint, cut, Kind.CLOTH)


def _shorts(person: Body) -> Layer:
    rest, faces, weights = _suit(person)
    outfit = person.figure.outfit
    tight = outfit.leg < 0
    drape = smoothed(rest, faces, 4 if tight else 14, 0.5)
    cut = _shorts_cut(person, drape, weights)
    # Trousers above the knee widen towards the hem; leggings do not.
    flare = 0.0 if tight else 0.018 * np.clip(1 + cut / 0.30, 0, 1.2)
    # Under the shirt they lie close, or they would show through it.
    hip = person.heads[person.bones["upperleg01.L"]]
    under = np.clip((hip[2] + 0.02 - drape[:, 2]) / 0.12, 0.1, 1)
    away = (0.005 if tight else outfit.looseness - 0.004) * under + flare * under
    points = drape + vertex_normals(drape, faces) * away[:, None]
    paint = np.tile(linear(outfit.shorts), (len(rest), 1))
    return Layer(points, faces, smoothed(weights, faces, 2 if tight else 8), paint, cut, Kind.CLOTH)


def sole(person: Body) -> float:
    """Height of the soles' underside when `person` stands at rest in shoes, metres."""
    return float(person.vertices[np.unique(person.clothes), 2].min()) - SOLE


def _shoes(person: Body) -> Layer:
    rest, faces, weights = _suit(person, finer=2, below=float(person.heads[person.bones["foot.L"]][2]) + 0.08)
    ground = sole(person)
    drape = smoothed(rest, faces, 24, 0.5)
    cut = _shoe_cut(person, drape)
    points = drape + vertex_normals(drape, faces) * 0.011
    # Below mid-foot the sole drops straight to the ground and stands out a little.
    height = points[:, 2] - (ground + SOLE)
    drop = np.clip((0.020 - height) / 0.016, 0, 1)
    drop = drop * drop * (3 - 2 * drop)
    points[:, 2] = points[:, 2] * (1 - drop) + ground * drop
    upper = linear(person.figure.outfit.shoes)
    return Layer(points.astype(np.float32), faces, smoothed(weights, faces, 6), np.tile(upper, (len(rest), 1)), cut, Kind.SHOE)


def _socks(person: Body) -> Layer:
    rest, faces, weights = _suit(person)
    ankle = person.heads[person.bones["foot.L"]]
    points = rest + vertex_normals(rest, faces) * 0.004
    paint = np.tile(linear(person.figure.outfit.socks), (len(rest), 1))
    return Layer(points, faces, weights, paint, (rest[:, 2] - (ankle[2] + 0.055)).astype(np.float32), Kind.CLOTH)


def _skin(person: Body) -> list[Layer]:
    points, weights = person.vertices, person.weights
    # What lies more than three centimetres inside a garment is left out: it could only poke through.
    cuts = [_shirt_cut(person, points, weights), _shorts_cut(person, points, weights), _shoe_cut(person, points) - 0.01]
    inside = np.minimum.reduce(cuts)
    eyes = np.isin(person.skin, person.eyes).all(1)
    bare = ~(inside[person.skin] < -0.03).all(1) & ~eyes
    layers = []
    for chosen, kind in ((bare, Kind.SKIN), (eyes, Kind.EYE)):
        used, faces = np.unique(person.skin[chosen], return_inverse=True)
        uncut = np.full(len(used), -1, np.float32)
        layers.append(Layer(points[used], _numbered(faces), weights[used], skin_paint(person)[used], uncut, kind))
    return layers


def _trimmed(layer: Layer) -> Layer:
    """The layer without the triangles that lie wholly beyond its edge."""
    used, faces = np.unique(layer.faces[~(layer.cut[layer.faces] > 0.0).all(1)], return_inverse=True)
    return Layer(layer.vertices[used], _numbered(faces), layer.weights[used], layer.paint[used], layer.cut[used], layer.kind)


@cache
def dressed(name: str) -> Dressed:
    """The dressed person called `name` (see `figures.FIGURES`)."""
    person = body(name)
    shoes = _shoes(person)
    hair = [Layer(*parts, kind=Kind.HAIR) for parts in hair_layers(person)]
    layers = [_trimmed(layer) for layer in [*_skin(person), _shirt(person), _shorts(person), _socks(person), shoes, *hair]]
    starts = np.cumsum([0, *(len(layer.vertices) for layer in layers)])
    return Dressed(
        vertices=np.concatenate([layer.vertices for layer in layers]).astype(np.float32),
        weights=np.concatenate([layer.weights for layer in layers]).astype(np.float32),
        paint=np.concatenate([layer.paint for layer in layers]).astype(np.float32),
        cut=np.concatenate([layer.cut for layer in layers]).astype(np.float32),
        faces=np.concatenate([layer.faces + start for layer, start in zip(layers, starts, strict=False)]).astype(np.int32),
        kinds=np.concatenate([np.full(len(layer.faces), layer.kind, np.int32) for layer in layers]),
        sole=sole(person),
        body=person,
    )
