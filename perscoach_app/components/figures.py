"""Little people of thick strokes, for drawings that show how to film."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import reflex as rx

Point = tuple[float, float]
Stroke = tuple[Sequence[Point], float]
"""A line through points and its width."""

HEAD_RADIUS = 0.075


@dataclass(frozen=True, slots=True)
class Pose:
    """A body; all numbers in heights of the figure, x from its middle, y from its crown."""

    strokes: Mapping[str, Stroke]
    head: Point = (0.0, HEAD_RADIUS)


_FRONT: dict[str, Stroke] = {
    "torso": (((0, 0.23), (0, 0.5)), 0.17),
    "arms": (((-0.15, 0.53), (-0.16, 0.38), (-0.1, 0.2), (0.1, 0.2), (0.16, 0.38), (0.15, 0.53)), 0.06),
    "legs": (((-0.08, 0.96), (-0.075, 0.74), (-0.05, 0.52), (0.05, 0.52), (0.075, 0.74), (0.08, 0.96)), 0.08),
}
STANDING = Pose(_FRONT)
LOOSE = Pose(
    {
        "legs": (((-0.1, 0.93), (-0.09, 0.6), (0.09, 0.6), (0.1, 0.93)), 0.15),
        "sleeves": (((-0.21, 0.45), (-0.15, 0.25), (0.15, 0.25), (0.21, 0.45)), 0.13),
        "shirt": (((-0.08, 0.28), (-0.08, 0.55), (0.08, 0.55), (0.08, 0.28)), 0.16),
    }
)
ARMS_OUT = Pose({**_FRONT, "arms": (((-0.47, 0.17), (-0.27, 0.2), (0, 0.2), (0.27, 0.2), (0.47, 0.17)), 0.06)})
SIDE = Pose(
    {
        "torso": (((0, 0.23), (0, 0.5)), 0.14),
        "legs": (((0, 0.5), (0.02, 0.74), (-0.01, 0.96), (0.08, 0.965)), 0.085),
        "arms": (((0, 0.21), (-0.03, 0.38), (0.03, 0.52)), 0.06),
    },
    head=(0.02, HEAD_RADIUS),
)
SQUAT = Pose(
    {
        "torso": (((0.08, 0.47), (-0.1, 0.67)), 0.15),
        "arms": (((0.07, 0.46), (0.2, 0.5), (0.36, 0.46)), 0.06),
        "legs": (((-0.11, 0.69), (0.16, 0.71), (0.04, 0.96), (0.14, 0.965)), 0.085),
    },
    head=(0.17, 0.33),
)


def figure(pose: Pose, x: float, floor: float, height: float, *, mirrored: bool = False, kind: str = "") -> rx.Component:
    """A person.

    Args:
        pose: one of this file's.
        x: of the middle, in the drawing's units; so is `floor`, the y of the soles, and `height`.
        mirrored: looks to the left.
        kind: a CSS class.
    """
    turn = -1 if mirrored else 1

    def at(point: Point) -> str:
        return f"{x + turn * height * point[0]:.1f} {floor - height * (1 - point[1]):.1f}"

    strokes = [
        rx.el.path(d="M" + "L".join(at(point) for point in points), stroke_width=f"{height * width:.1f}", class_name=f"limb {name}")
        for name, (points, width) in pose.strokes.items()
    ]
    centre = at(pose.head).split()
    return rx.el.g(*strokes, rx.el.circle(cx=centre[0], cy=centre[1], r=f"{height * HEAD_RADIUS:.1f}"), class_name=f"figure {kind}".strip())
