"""Autocrop: one rectangle for the whole clip, around everywhere the person goes."""

from collections.abc import Iterable
from functools import reduce

from gpu_jobs.geometry import Box

MARGIN = 0.05  # of the person's height on every side: room for the outline and for a correction of the pose
NARROWEST = 9 / 16  # width : height
WIDEST = 1.0


def autocrop(boxes: Iterable[Box], width: int, height: int) -> Box:
    """The crop in whole pixels, even sizes, its aspect within 9:16..1:1 as far as the frame allows.

    Holding the whole person comes first: a person lying across a landscape frame keeps a crop wider than 1:1.

    Args:
        boxes: Where the person is, frame by frame, in fractions of the frame; at least one.
        width: Of the frame, pixels.
        height: Likewise.
    """
    union = reduce(Box.around, boxes).scaled(width, height)
    margin = MARGIN * union.height
    wide, tall = union.width + 2 * margin, union.height + 2 * margin
    wide, tall = max(wide, tall * NARROWEST), max(tall, wide / WIDEST)
    left, right = _span((union.left + union.right) / 2, wide, width)
    top, bottom = _span((union.top + union.bottom) / 2, tall, height)
    return Box(left, top, right, bottom)


def full(width: int, height: int) -> Box:
    """The full frame."""
    return Box(0, 0, width, height)


def full_even(width: int, height: int) -> Box:
    """The full frame, less a last odd row or column: 4:2:0 pictures have even sizes."""
    return Box(0, 0, width - width % 2, height - height % 2)


def _span(centre: float, size: float, limit: int) -> tuple[int, int]:
    """An even span of about `size` around `centre`, moved to lie within 0..limit."""
    even = min(2 * round(size / 2 + 0.49), limit - limit % 2)
    first = min(max(0, round(centre - even / 2)), limit - even)
    return first, first + even
