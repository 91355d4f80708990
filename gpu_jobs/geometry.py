"""Boxes, in pixels or in fractions of a frame."""

from typing import NamedTuple


class Box(NamedTuple):
    """Left, top, right, bottom; right and bottom lie outside."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Right minus left."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Bottom minus top."""
        return self.bottom - self.top

    def scaled(self, x: float, y: float) -> "Box":
        """The box with its x and y sides multiplied."""
        return Box(self.left * x, self.top * y, self.right * x, self.bottom * y)

    def moved(self, x: float, y: float) -> "Box":
        """The box shifted right by x and down by y."""
        return Box(self.left + x, self.top + y, self.right + x, self.bottom + y)

    def grown(self, by: float) -> "Box":
        """The box with every side moved outwards."""
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def around(self, other: "Box") -> "Box":
        """The smallest box that holds both."""
        return Box(min(self.left, other.left), min(self.top, other.top), max(self.right, other.right), max(self.bottom, other.bottom))

    def within(self, other: "Box") -> "Box":
        """The part inside the other box; may be empty."""
        left, top = max(self.left, other.left), max(self.top, other.top)
        return Box(left, top, max(left, min(self.right, other.right)), max(top, min(self.bottom, other.bottom)))

    def slices(self) -> tuple[slice, slice]:
        """Rows and columns of an array that a box of whole pixels covers."""
        return slice(int(self.top), int(self.bottom)), slice(int(self.left), int(self.right))
