"""A grade as a table from colour to colour, kept as a `.cube` file that every editing program and FFmpeg reads."""

from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gpu_jobs.frames import Pixels

SIZE = 33  # points a side: what editing programs expect, and between them a smooth grade is off by less than half a level
FORMAT_DIGITS = 6  # a millionth: 16-bit pictures keep their steps


@dataclass(frozen=True, slots=True, eq=False)
class Cube:
    """A table over RGB. Equal tables are equal cubes, in every process.

    Attributes:
        table: `(N, N, N, 3)` float32, display RGB 0..1, indexed by red, green, blue; read-only.
        title: What editing programs show.
        key: What equal tables have in common.
    """

    table: NDArray[np.float32]
    title: str = "perscoach"
    key: bytes = field(init=False, repr=False)

    def __post_init__(self) -> None:
        table = np.array(self.table, np.float32, order="C")
        if table.ndim != 4 or table.shape[3] != 3 or len(set(table.shape[:3])) != 1 or len(table) < 2:
            raise ValueError(f"a cube has the shape (N, N, N, 3), not {table.shape}")
        table.flags.writeable = False
        object.__setattr__(self, "table", table)
        object.__setattr__(self, "key", sha256(table.tobytes()).digest())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Cube) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)

    def __reduce__(self) -> tuple[object, ...]:
        return (Cube, (self.table, self.title))

    def at(self, colours: NDArray[np.floating]) -> NDArray[np.float32]:
        """What becomes of colours `(..., 3)`, display RGB 0..1.

        Between the points: tetrahedral interpolation, which keeps greys grey (Sakamoto's, as in FFmpeg's `lut3d`).
        """
        last = len(self.table) - 1
        place = np.clip(colours, 0.0, 1.0) * last
        base = np.minimum(place.astype(np.intp), last - 1)
        rest = (place - base)[..., None]
        order = np.argsort(-rest[..., 0], axis=-1, kind="stable")
        corner = base.copy()
        result = self.table[corner[..., 0], corner[..., 1], corner[..., 2]]
        for step in range(3):  # from the lowest corner to the highest, along the channel with the most left first
            channel = order[..., step : step + 1]
            before = self.table[corner[..., 0], corner[..., 1], corner[..., 2]]
            np.put_along_axis(corner, channel, np.take_along_axis(base, channel, -1) + 1, -1)
            after = self.table[corner[..., 0], corner[..., 1], corner[..., 2]]
            result = result + np.take_along_axis(rest[..., 0], channel, -1) * (after - before)
        found: NDArray[np.float32] = result.astype(np.float32)
        return found

    def text(self) -> str:
        """The file's content: Adobe's Cube LUT Specification 1.0; red changes fastest."""
        rows = self.table.transpose(2, 1, 0, 3).reshape(-1, 3)
        # One formatting for all rows: four times as fast as one a row, and a table for HDR has 274,625.
        row = " ".join([f"%.{FORMAT_DIGITS}f"] * 3) + "\n"
        title = self.title.replace('"', "'").replace("\n", " ")
        head = f'TITLE "{title}"\nLUT_3D_SIZE {len(self.table)}\nDOMAIN_MIN 0 0 0\nDOMAIN_MAX 1 1 1\n'
        return head + row * len(rows) % tuple(rows.ravel().tolist())

    def write(self, path: Path) -> None:
        """Write the `.cube` file."""
        path.write_text(self.text(), encoding="utf-8")

    @staticmethod
    def read(path: Path) -> "Cube":
        """Read a `.cube` file back.

        Raises:
            ValueError: It is not a 3D table, or not a whole one, or over another domain than 0..1.
        """
        size, title, rows = 0, "", []
        for line in path.read_text(encoding="utf-8").splitlines():
            word, _, rest = line.strip().partition(" ")
            match word:
                case "TITLE":
                    title = rest.strip().strip('"')
                case "LUT_3D_SIZE":
                    size = int(rest)
                case "DOMAIN_MIN" | "DOMAIN_MAX" if {float(value) for value in rest.split()} != {float(word == "DOMAIN_MAX")}:
                    raise ValueError(f"{path.name}: only tables over 0..1 are read")
                case _ if word and (word[0].isdigit() or word[0] in "-.+"):
                    rows.append([float(value) for value in line.split()])
                case _:
                    pass  # comments and empty lines
        if size < 2 or len(rows) != size**3 or any(len(row) != 3 for row in rows):
            raise ValueError(f"{path.name}: {len(rows)} rows are no 3D table of {size} points a side")
        return Cube(np.array(rows, np.float32).reshape(size, size, size, 3).transpose(2, 1, 0, 3), title)


def grid(size: int = SIZE) -> NDArray[np.float64]:
    """Every point of a table, `(size, size, size, 3)` display RGB 0..1, indexed by red, green, blue."""
    levels = np.linspace(0.0, 1.0, size)
    return np.stack(np.meshgrid(levels, levels, levels, indexing="ij"), axis=-1)


def identity() -> Cube:
    """The table that changes nothing."""
    return Cube(grid().astype(np.float32), "perscoach none")


def exactly(pixels: Pixels, cube: Cube) -> Pixels:
    """Exactly what the table says of `(H, W, 3)` uint8 RGB: slow, for single pictures and for comparing."""
    return np.rint(cube.at(pixels.astype(np.float32) / 255) * 255).astype(np.uint8)
