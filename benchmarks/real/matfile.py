"""MATLAB's MAT-file, level 5, as far as numbers, texts, cells and structures go (MathWorks, "MAT-File Format", 2023).

scipy reads them too; it is 40 MB for one file.
"""

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

HEADER = 128
NUMBERS = {1: "i1", 2: "u1", 3: "i2", 4: "u2", 5: "i4", 6: "u4", 7: "f4", 9: "f8", 12: "i8", 13: "u8", 16: "u1", 17: "u2"}
"""Type of an element to numpy's; 16 and 17 are texts in UTF-8 and UTF-16, of which only ASCII is read."""
COMPRESSED = 15
CELL, STRUCTURE, TEXT = 1, 2, 4
"""Classes of matrices; every other class is read as numbers."""


def read_mat(path: Path) -> dict[str, Any]:
    """Variables by name: arrays ``float64`` (with MATLAB's order of axes), texts, lists for cells, lists of dicts for structures.

    Raises:
        ValueError: It is not such a file, or from a machine with the other byte order.
    """
    whole = path.read_bytes()
    if len(whole) < HEADER or whole[126:128] != b"IM":
        raise ValueError(f"{path.name} is no little-endian MAT-file of level 5")
    variables = {}
    for kind, body in _elements(whole[HEADER:]):
        name, value = _matrix(next(_elements(zlib.decompress(body)))[1] if kind == COMPRESSED else body)
        variables[name] = value
    return variables


def _elements(raw: bytes) -> Iterator[tuple[int, bytes]]:
    """Type and content of each element; contents are padded to eight bytes, except compressed ones; up to four bytes fit into the tag."""
    at = 0
    while at + 8 <= len(raw):
        kind, size = struct.unpack_from("<II", raw, at)
        if kind >> 16:
            yield kind & 0xFFFF, raw[at + 4 : at + 4 + (kind >> 16)]
            at += 8
            continue
        if at + 8 + size > len(raw):
            raise ValueError("an element is longer than the file")
        yield kind, raw[at + 8 : at + 8 + size]
        at += 8 + size + (0 if kind == COMPRESSED else -size % 8)


def _matrix(body: bytes) -> tuple[str, Any]:
    parts = _elements(body)
    kind = next(parts)[1][0]
    shape = np.frombuffer(next(parts)[1], "<i4")
    name = next(parts)[1].decode("ascii")
    if kind == CELL:
        return name, [_matrix(each)[1] for _, each in parts]
    if kind == STRUCTURE:
        width = int(np.frombuffer(next(parts)[1], "<i4")[0])
        names = next(parts)[1]
        fields = [names[k : k + width].split(b"\0")[0].decode("ascii") for k in range(0, len(names), width)]
        values = [_matrix(each)[1] for _, each in parts]
        return name, [dict(zip(fields, values[k : k + len(fields)], strict=True)) for k in range(0, len(values), len(fields))]
    numbers = next(np.frombuffer(content, "<" + NUMBERS[each]) for each, content in parts)
    if kind == TEXT:
        return name, "".join(map(chr, numbers))
    return name, numbers.astype(np.float64).reshape(shape, order="F")
