"""Equipment in use: dumbbells in the hands, a band from the feet to the hands, a chair to sit down on.

It is part of the person's mesh, so that light, shadow and coverage treat it alike. What a hand holds is bound to the wrist's bone; a chair
stays where it stands; a band is drawn anew between hand and foot in every posture. A mat is floor, not equipment: it stays with the room.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from tests.synthetic.bodies import Body, Floats, Ints
from tests.synthetic.geometry import unit
from tests.synthetic.movements import Movement, posture
from tests.synthetic.outfit import Dressed, Kind, dressed
from tests.synthetic.paint import linear
from tests.synthetic.posing import SIDES, Posed, measures, skinned

GEAR = ("dumbbells", "band", "chair")
"""What a scene may name."""
HELD = ("dumbbells", "band")
GRIP = 58.0
"""Degrees each finger joint bends around what it holds."""

IRON, GRIPS, RUBBER, WOOD = (0.20, 0.21, 0.23), (0.55, 0.55, 0.57), (0.88, 0.42, 0.12), (0.55, 0.38, 0.24)


@dataclass(frozen=True, slots=True, eq=False)
class Equipped:
    """A dressed person with equipment.

    Attributes:
        person: The mesh of both. loose: for each part that no bone carries, its rows and where they are in a posture.
    """

    person: Dressed
    loose: tuple[tuple[slice, Callable[[Posed], Floats]], ...] = ()

    def placed(self, pose: Posed) -> Floats:
        """(V, 3) every vertex in a posture, in the person's own floor plan."""
        points = skinned(self.person.vertices, self.person.weights, self.person.body.heads, pose)
        for rows, at in self.loose:
            points[rows] = at(pose)
        return points


def _tube(first: Floats, second: Floats, wide: float, thick: float, across: Floats) -> tuple[Floats, Ints]:
    """A closed tube from `first` to `second`, `wide` along `across` and `thick` square to it: metres from the middle."""
    along = unit(second - first)
    side = unit(across - along * float(np.dot(across, along)))
    up = np.cross(along, side)
    count = 14
    angles = np.arange(count) / count * 2 * np.pi
    ring = np.outer(np.cos(angles) * wide, side) + np.outer(np.sin(angles) * thick, up)
    index = np.arange(count)
    after = (index + 1) % count
    # The caps have vertices of their own, or their normals would be rounded with the wall's.
    points = np.concatenate([first + ring, second + ring, first + ring, second + ring, [first], [second]])
    walls = [np.stack([index, index + count, after + count], 1), np.stack([index, after + count, after], 1)]
    caps = [
        np.stack([after + 2 * count, np.full(count, 4 * count), index + 2 * count], 1),
        np.stack([index + 3 * count, np.full(count, 4 * count + 1), after + 3 * count], 1),
    ]
    return points.astype(np.float32), np.concatenate([*walls, *caps])[:, ::-1].astype(np.int32)


def _box(centre: tuple[float, float, float], size: tuple[float, float, float]) -> tuple[Floats, Ints]:
    """A box of twelve triangles whose corners are not shared between faces."""
    points: list[Floats] = []
    faces: list[list[list[int]]] = []
    for axis in range(3):
        for sign in (-1.0, 1.0):
            u, v = np.eye(3)[(axis + 1) % 3], np.eye(3)[(axis + 2) % 3]
            middle = np.eye(3)[axis] * sign
            corners = [middle + a * u + b * v for a, b in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
            start = 4 * len(faces)
            turned = [0, 1, 2, 3] if sign > 0 else [3, 2, 1, 0]
            faces.append(
                [[start + turned[0], start + turned[1], start + turned[2]], [start + turned[0], start + turned[2], start + turned[3]]]
            )
            points += corners
    placed = np.array(points) * np.array(size) / 2 + np.array(centre)
    return placed.astype(np.float32), np.array(faces).reshape(-1, 3).astype(np.int32)


def _grip(body: Body, side: str, sign: float) -> tuple[Floats, Floats]:
    """Where a hand at rest would hold a bar, and the way the bar points."""
    at = {name: body.heads[body.bones[f"{name}.{side}"]] for name in ("finger2-1", "finger3-1", "finger3-3", "finger5-1")}
    across = unit(at["finger5-1"] - at["finger2-1"])
    fingers = unit(at["finger3-3"] - at["finger3-1"])
    palm = sign * unit(np.cross(across, fingers))
    middle = (at["finger2-1"] + at["finger5-1"]) / 2
    return np.asarray(middle + 0.012 * fingers + 0.030 * palm, np.float32), across


@dataclass(frozen=True, slots=True)
class _Piece:
    points: Floats
    faces: Ints
    colour: tuple[float, float, float]
    bone: int | None = None
    at: Callable[[Posed], Floats] | None = None


def _dumbbells(person: Dressed) -> list[_Piece]:
    pieces = []
    for side, sign in SIDES:
        middle, across = _grip(person.body, side, sign)
        bone = person.body.bones[f"wrist.{side}"]
        square = unit(np.cross(across, [0.0, 0.0, 1.0]))
        for start, end, radius, colour in ((-0.07, 0.07, 0.015, GRIPS), (-0.125, -0.062, 0.046, IRON), (0.062, 0.125, 0.046, IRON)):
            tube = _tube(middle + start * across, middle + end * across, radius, radius, square)
            pieces.append(_Piece(*tube, colour, bone))
    return pieces


def _bands(person: Dressed) -> list[_Piece]:
    pieces = []
    for side, sign in SIDES:
        grip, _ = _grip(person.body, side, sign)
        foot, wrist = person.body.bones[f"foot.{side}"], person.body.bones[f"wrist.{side}"]

        def strap(pose: Posed, grip: Floats = grip, foot: int = foot, wrist: int = wrist) -> tuple[Floats, Ints]:
            hand = pose.joints[wrist] + pose.turns[wrist] @ (grip - person.body.heads[wrist])
            # Stood upon with the middle of the foot.
            under = np.array([pose.joints[foot][0], pose.joints[foot][1] - 0.07, 0.012], np.float32)
            return _tube(under, hand, 0.019, 0.006, np.array([1.0, 0.2, 0.0], np.float32))

        rest = Posed(np.tile(np.eye(3, dtype=np.float32), (len(person.body.heads), 1, 1)), person.body.heads)
        pieces.append(_Piece(*strap(rest), RUBBER, at=lambda pose, strap=strap: strap(pose)[0]))  # type: ignore[misc]
    return pieces


def _chair(person: Dressed) -> list[_Piece]:
    """A chair whose seat the person's thighs touch at the bottom of a squat."""
    size = measures(person.body, person.sole)
    _, back, height = posture(Movement("squat"), size, 1.0).hips
    seat, y = height - 0.105, back + 0.06
    parts = [((0.0, y, seat - 0.02), (0.44, 0.42, 0.04)), ((0.0, y + 0.22, seat + 0.40), (0.44, 0.025, 0.18))]
    for x in (-0.19, 0.19):
        parts.append(((x, y - 0.18, (seat - 0.04) / 2), (0.04, 0.04, seat - 0.04)))
        parts.append(((x, y + 0.22, (seat + 0.49) / 2), (0.04, 0.035, seat + 0.49)))
    pieces = []
    for centre, extent in parts:
        points, faces = _box(centre, extent)
        pieces.append(_Piece(points, faces, WOOD, at=lambda pose, points=points: points))  # type: ignore[misc]
    return pieces


_MAKERS = {"dumbbells": _dumbbells, "band": _bands, "chair": _chair}


@cache
def equipped(name: str, gear: tuple[str, ...] = ()) -> Equipped:
    """The dressed person called `name` with the named `GEAR`."""
    person = dressed(name)
    pieces = [piece for item in gear for piece in _MAKERS[item](person)]
    if not pieces:
        return Equipped(person)
    starts = len(person.vertices) + np.cumsum([0, *(len(piece.points) for piece in pieces)])
    weights = []
    for piece in pieces:
        row = np.zeros((len(piece.points), person.weights.shape[1]), np.float32)
        if piece.bone is not None:
            row[:, piece.bone] = 1.0
        weights.append(row)
    whole = replace(
        person,
        vertices=np.concatenate([person.vertices, *(piece.points for piece in pieces)]),
        weights=np.concatenate([person.weights, *weights]),
        paint=np.concatenate([person.paint, *(np.tile(linear(piece.colour), (len(piece.points), 1)) for piece in pieces)]).astype(
            np.float32
        ),
        cut=np.concatenate([person.cut, np.full(int(starts[-1]) - len(person.vertices), -1, np.float32)]),
        faces=np.concatenate([person.faces, *(piece.faces + start for piece, start in zip(pieces, starts, strict=False))]).astype(np.int32),
        kinds=np.concatenate([person.kinds, np.full(sum(len(piece.faces) for piece in pieces), Kind.GEAR, np.int32)]),
    )
    loose = tuple(
        (slice(int(start), int(start) + len(piece.points)), piece.at) for piece, start in zip(pieces, starts, strict=False) if piece.at
    )
    return Equipped(whole, loose)


def finger_bend(curl: float, gear: tuple[str, ...]) -> float:
    """Degrees each finger joint bends: around what is held, or as the posture has it."""
    return GRIP if any(item in HELD for item in gear) else curl
