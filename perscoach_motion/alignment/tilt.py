"""How the client's camera is tilted against the trainer's: phones lean on walls, and gravity is then not the picture's y.

The rotation that lays the client's limbs on the trainer's best, over many frames (Wahba's problem, 1965): its solution is the polar factor
of the limbs' cross-covariance, found by Newton's iteration (Higham, 1986). One rotation for a clip, so that leans and twists within the
movement remain; each pair weighs less the farther it is off, so that a fault of some limbs does not tilt the whole body.
"""

from collections.abc import Sequence
from math import acos, cos, fsum, sin, sqrt

Matrix = tuple[float, float, float, float, float, float, float, float, float]
"""A 3 × 3 matrix by rows."""

LEVEL: Matrix = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
STEEPEST = 0.82
"""Radians (47°): phones lean on walls and stand on floors; four real cameras looked down by 18–25° and leaned by up to 26°."""
PRIOR = 2.0
"""So many pairs of limbs that agree already are added: a handful of frames must not tilt the picture."""
OFF_DEG = 30.0
"""A pair this far apart weighs half (Cauchy's weights): the estimator's own error between two bodies, and what a tilt itself puts between
them before it is found."""
_STEPS = 12


class Tilt:
    """Collects pairs of limbs and says the rotation between them.

    Example:
        >>> tilt = Tilt()
        >>> leaning = (0.0, cos(0.2), sin(0.2))
        >>> for _ in range(500):
        ...     tilt.add((0.0, 1.0, 0.0), leaning)
        ...     tilt.add((1.0, 0.0, 0.0), (1.0, 0.0, 0.0))
        >>> [round(value, 1) for value in rotated(tilt.rotation(), leaning)]
        [0.0, 1.0, 0.0]
    """

    def __init__(self, prior: float = PRIOR) -> None:
        """``prior``: how many pairs that agree are taken for granted."""
        self._sums = [0.0] * 9
        self._prior = prior

    def fade(self, keep: float) -> None:
        """Let what was collected count for less, 0..1.

        Example:
            >>> tilt = Tilt()
            >>> for _ in range(500):
            ...     tilt.add((0.0, 1.0, 0.0), (0.0, cos(0.2), sin(0.2)))
            >>> tilt.fade(0.0)
            >>> tilt.rotation() == LEVEL
            True
        """
        self._sums = [value * keep for value in self._sums]

    def add(self, trainer: Sequence[float], client: Sequence[float], weight: float = 1.0) -> None:
        """Take one limb of both, unit vectors ``(x, y, z)``."""
        a, b, c = client
        x, y, z = weight * trainer[0], weight * trainer[1], weight * trainer[2]
        s = self._sums
        self._sums = [
            *(s[0] + x * a, s[1] + x * b, s[2] + x * c),
            *(s[3] + y * a, s[4] + y * b, s[5] + y * c),
            *(s[6] + z * a, s[7] + z * b, s[8] + z * c),
        ]

    def rotation(self, steepest: float = STEEPEST) -> Matrix:
        """The rotation to be applied to the client's limbs; never more than ``steepest``, radians."""
        return _limited(_polar([value + self._prior * one for value, one in zip(self._sums, LEVEL, strict=True)]), steepest)


def weight_of(degrees_apart: float) -> float:
    """What a pair of limbs so far apart has to say, 0..1.

    Example:
        >>> weight_of(0.0), weight_of(OFF_DEG)
        (1.0, 0.5)
    """
    return 1.0 / (1.0 + (degrees_apart / OFF_DEG) ** 2)


def rotated(by: Matrix, vector: Sequence[float]) -> tuple[float, float, float]:
    """One vector turned.

    Example:
        >>> rotated((0.0, 1.0, 0.0, -1.0, 0.0, 0.0, 0.0, 0.0, 1.0), (1.0, 2.0, 3.0))
        (2.0, -1.0, 3.0)
    """
    a, b, c, d, e, f, g, h, i = by
    x, y, z = vector
    return a * x + b * y + c * z, d * x + e * y + f * z, g * x + h * y + i * z


def headed(tilt: Matrix, yaw: float) -> Matrix:
    """First a heading of ``yaw`` radians is taken out, then the tilt.

    Example:
        >>> from math import pi
        >>> [round(value) for value in rotated(headed(LEVEL, pi / 2), (0.0, 0.0, 1.0))]
        [1, 0, 0]
    """
    c, s = cos(yaw), sin(yaw)
    p, q, r, t, u, v, w, x, y = tilt
    return (p * c - r * s, q, p * s + r * c, t * c - v * s, u, t * s + v * c, w * c - y * s, x, w * s + y * c)


def pitch_roll(by: Matrix) -> tuple[float, float]:
    """Radians by which the client's camera looks up more than the trainer's, and is turned clockwise.

    Example:
        >>> pitch_roll(LEVEL)
        (0.0, 0.0)
    """
    return by[5], by[1]


def _polar(m: Sequence[float]) -> Matrix:
    """The rotation nearest to a matrix; ``LEVEL`` where there is none."""
    a, b, c, d, e, f, g, h, i = m
    for _ in range(_STEPS):
        # Cofactors: the inverse transposed is they divided by the determinant.
        p, q, r = e * i - f * h, f * g - d * i, d * h - e * g
        det = a * p + b * q + c * r
        if det <= 1e-9:
            return LEVEL
        s, t, u = c * h - b * i, a * i - c * g, b * g - a * h
        v, w, x = b * f - c * e, c * d - a * f, a * e - b * d
        size, inverse = sqrt(fsum(k * k for k in (a, b, c, d, e, f, g, h, i))), sqrt(fsum(k * k for k in (p, q, r, s, t, u, v, w, x))) / det
        scale = sqrt(inverse / size)
        one, other = 0.5 * scale, 0.5 / (scale * det)
        a, b, c = one * a + other * p, one * b + other * q, one * c + other * r
        d, e, f = one * d + other * s, one * e + other * t, one * f + other * u
        g, h, i = one * g + other * v, one * h + other * w, one * i + other * x
    return a, b, c, d, e, f, g, h, i


def _limited(by: Matrix, steepest: float) -> Matrix:
    """The same axis, at most ``steepest`` about it."""
    a, b, c, d, e, f, g, h, i = by
    turn = acos(max(-1.0, min(1.0, (a + e + i - 1.0) / 2.0)))
    if turn <= steepest:
        return by
    x, y, z = h - f, c - g, d - b
    length = sqrt(x * x + y * y + z * z)
    if length < 1e-9:
        return LEVEL
    x, y, z = x / length, y / length, z / length
    k, s, m = cos(steepest), sin(steepest), 1.0 - cos(steepest)
    return (
        *(k + x * x * m, x * y * m - z * s, x * z * m + y * s),
        *(y * x * m + z * s, k + y * y * m, y * z * m - x * s),
        *(z * x * m - y * s, z * y * m + x * s, k + z * z * m),
    )
