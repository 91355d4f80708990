"""The light of one picture as a small grid over the person: how much more, or less, of each colour falls where.

Only what is broad is kept: details of a relit picture are the model's invention, the trainer's skin and face are her own.
"""

import numpy as np
from numpy.typing import NDArray

from gpu_jobs.frames import Alpha, Pixels
from gpu_jobs.geometry import Box
from gpu_jobs.relight.linear import light_of

Floats = NDArray[np.float32]

CELLS = 12  # a side: a standing person's head is about three cells wide and less than two tall; eyes and mouth are finer than a window
READ_SPREAD = 0.7  # cells; of the Gaussian window that each cell looks through
SHOWN_SPREAD = 0.5  # cells; between them: nearly a straight line, but without corners
FAR_SPREAD = 3.0  # cells; light from so far fills cells that hold none of the person
FAR_WEIGHT = 0.02  # of a cell that the person fills: with less of her in it, what lies around says more
MOST = 1.0  # |ln|: 2.7 times, or 1.4 stops; what goes beyond is no light but another picture
DIM = 0.02  # of white; darker pixels tell little of the light, their noise much
BURNT = 250  # of 255: how bright such a pixel really was cannot be told
TINY = 1e-4  # of white; keeps black from dividing by nothing


def grid_of(before: Pixels, after: Pixels, alpha: Alpha, person: Box) -> Floats:
    """How a relit picture differs from the filmed one.

    Args:
        before: `(H, W, 3)` RGB as filmed.
        after: `(H, W, 3)` the same place, relit.
        alpha: `(H, W)` how much of each pixel is the person.
        person: The box that the grid is spread over, in these pixels; it may reach beyond them.

    Returns:
        `(CELLS, CELLS, 3)` natural logarithms of gains, rows from the top, within ±MOST; NaN where the picture tells nothing at all.
    """
    one, other = light_of(before), light_of(after)
    ratio: Floats = np.clip(np.log((other + np.float32(TINY)) / (one + np.float32(TINY))), -MOST, MOST)
    dark = np.minimum(one, other)
    weight: Floats = dark / (dark + np.float32(DIM)) * (alpha[..., None].astype(np.float32) / np.float32(255))
    weight[(before >= BURNT) | (after >= BURNT)] = 0
    if not weight.any():
        return np.full((CELLS, CELLS, 3), np.nan, np.float32)
    mean = (weight * ratio).sum(axis=(0, 1)) / np.maximum(weight.sum(axis=(0, 1)), TINY)
    height, width = alpha.shape
    near, far = (
        (_windows(height, person.top, person.bottom, spread), _windows(width, person.left, person.right, spread))
        for spread in (READ_SPREAD, FAR_SPREAD)
    )
    around = _blended(weight, ratio, far, np.broadcast_to(mean, (CELLS, CELLS, 3)))
    return _blended(weight, ratio, near, around)


def factors(grid: Floats, person: Box, part: Box) -> tuple[Floats, Floats]:
    """The grid's values at every pixel of a part of the picture, as two factors: their matrix product is a row of three colours a pixel.

    Args:
        grid: `(CELLS, CELLS, 3)`.
        person: The box that the grid is spread over, in pixels.
        part: Whole pixels.

    Returns:
        `(h, CELLS)` and `(CELLS, w * 3)` for the part; beyond the person the outermost values go on.
    """
    height, width = int(part.height), int(part.width)
    rows = _shares(height, person.top - part.top, person.bottom - part.top)
    columns = _shares(width, person.left - part.left, person.right - part.left)
    return rows, np.matmul(columns, grid).reshape(CELLS, -1)


def _blended(weight: Floats, ratio: Floats, windows: tuple[Floats, Floats], otherwise: Floats) -> Floats:
    full = windows[0].sum(axis=1)[:, None] * windows[1].sum(axis=1)[None, :]
    spare = np.float32(FAR_WEIGHT) * max(float(full.max()), TINY)
    found, said = _through(windows, weight), _through(windows, weight * ratio)
    blended: Floats = (said + spare * otherwise) / (found + spare)
    return blended.astype(np.float32)


def _through(windows: tuple[Floats, Floats], values: Floats) -> Floats:
    rows, columns = windows
    lines = np.tensordot(rows, values, axes=([1], [0]))  # (CELLS, w, 3)
    return np.moveaxis(np.tensordot(columns, lines, axes=([1], [1])), 0, 1)


def _windows(pixels: int, first: float, behind: float, spread: float) -> Floats:
    """`(CELLS, pixels)`: how much each cell sees of each pixel; cells divide first..behind evenly."""
    cell = max(behind - first, 1.0) / CELLS
    places = (np.arange(pixels) + 0.5 - first) / cell - 0.5
    apart = places[None, :] - np.arange(CELLS)[:, None]
    seen: Floats = np.exp(-0.5 * (apart / spread) ** 2).astype(np.float32)
    return seen


def _shares(pixels: int, first: float, behind: float) -> Floats:
    """`(pixels, CELLS)`: how much of each cell's value each pixel takes; a pixel's shares add up to 1."""
    cell = max(behind - first, 1.0) / CELLS
    places = np.clip((np.arange(pixels) + 0.5 - first) / cell - 0.5, 0, CELLS - 1)
    near = np.exp(-0.5 * ((places[:, None] - np.arange(CELLS)) / SHOWN_SPREAD) ** 2)
    shares: Floats = (near / near.sum(axis=1, keepdims=True)).astype(np.float32)
    return shares
