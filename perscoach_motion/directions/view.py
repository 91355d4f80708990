"""What two cameras can tell apart.

Along its own line of sight a network errs far more than across it, in a way that stays the same through a clip and changes with the
view. Two clips seen from the same side share that error, and it cancels; the farther the views lie apart, the less a difference along
either line of sight means. The figures per limb were measured on correct performances by eight bodies (``docs/score.md``) and agree with
four calibrated cameras around a real person: 4–6° across, 8–12° along it for legs and trunk, 16–25° for arms.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import degrees, fsum, hypot, radians, sqrt

from perscoach_motion.skeleton import LIMBS

Vector = tuple[float, float, float]

_BY_PART: dict[str, tuple[float, float, float, float, float, float, float]] = {
    "upper_arm": (4.0, 6.5, 19.0, 9.0, 5.0, 0.8, 1.1),
    "forearm": (4.5, 6.0, 20.0, 13.0, 7.0, 1.5, 1.0),
    "thigh": (3.3, 7.0, 6.0, 7.5, 4.0, 1.2, 1.7),
    "shin": (3.5, 7.5, 13.0, 11.0, 4.0, 3.0, 1.0),
    "foot": (4.5, 5.0, 14.0, 20.0, 5.0, 0.7, 1.0),
    "trunk": (2.8, 5.0, 9.0, 6.0, 2.0, 0.0, 1.0),
    "shoulders": (3.3, 3.5, 9.0, 3.0, 6.0, 0.5, 1.0),
    "hips": (3.3, 3.5, 7.0, 3.0, 8.5, 0.5, 1.0),
    "head": (4.0, 5.5, 8.0, 10.0, 8.0, 2.5, 1.0),
}
ERRORS_DEG: tuple[tuple[float, float, float, float, float, float, float], ...] = tuple(
    _BY_PART[name.split("_", 1)[-1] if "_" in name else name] for name in LIMBS
)
"""Per limb the standard deviation between two correct performances, degrees: across the line of sight; along it, for two clips seen from
the same side; what is added along it, across it in the floor plan and upright for each unit that the lines of sight are apart (a unit is
60°); how many times worse the direction across is read of a limb that points along the line of sight: a few pixels turn a short line far,
and the joints hide each other; and how much more all that grows for the side of the body that is turned away. Across, no limb has less
than 2.8°: two people who both do it right differ by so much even where the estimator does not."""
END_ON_FROM, END_ON_FULL = 0.4, 0.9
"""Share of its length by which a limb points along the line of sight: from the first on its direction across is read worse."""
_SIDE = tuple(1 if name.startswith("left") else -1 if name.startswith("right") else 0 for name in LIMBS)


@dataclass(frozen=True, slots=True)
class View:
    """How differences between client and trainer are weighed.

    Attributes:
        client, trainer: the two lines of sight, unit vectors.
        one, other: unit vectors between the two and across them, in the plane of both.
        sigmas: per limb the error along ``one``, along ``other`` and across both, radians.
        end_on: per limb what is added to the last two where it points along a line of sight, radians.

    Example:
        >>> same, apart = view((0.0, 0.0, 1.0), (0.0, 0.0, 1.0)), view((0.71, 0.0, 0.71), (0.0, 0.0, 1.0))
        >>> thigh, ahead = LIMBS.index("left_thigh"), (0.0, 0.0, 0.1)
        >>> same.off(thigh, ahead, (0.0, 1.0, 0.0)) > apart.off(thigh, ahead, (0.0, 1.0, 0.0))
        True
        >>> same.sigma_deg(thigh, (0.0, 0.0, 1.0)) > same.sigma_deg(thigh, (1.0, 0.0, 0.0))
        True
    """

    client: Vector
    trainer: Vector
    one: Vector
    other: Vector
    sigmas: tuple[Vector, ...]
    end_on: tuple[float, ...]

    def off(self, limb: int, away: Sequence[float], theirs: Sequence[float]) -> float:
        """How far a difference of two unit vectors is beyond what the cameras err by, in standard deviations (Mahalanobis, 1936).

        Args:
            limb: number in ``LIMBS``.
            away: the client's direction less the trainer's.
            theirs: the trainer's direction.
        """
        x, y, z = away
        a, b, c = self.one
        p, q, r = self.other
        along, across = a * x + b * y + c * z, p * x + q * y + r * z
        rest = x * x + y * y + z * z - along * along - across * across
        s, t, u = self.sigmas[limb]
        f, g, h = theirs
        k, m, n = self.trainer
        v, w, o = self.client
        hers, own = abs(f * k + g * m + h * n), abs((f + x) * v + (g + y) * w + (h + z) * o)
        ahead = hers if hers > own else own
        if ahead > END_ON_FROM:
            worse = self.end_on[limb] * (1.0 if ahead >= END_ON_FULL else (ahead - END_ON_FROM) / (END_ON_FULL - END_ON_FROM))
            t, u = t + worse, u + worse
        along, across = along / s, across / t
        return sqrt(along * along + across * across + (rest / (u * u) if rest > 0.0 else rest * 0.0))

    def sigma_deg(self, limb: int, axis: Sequence[float]) -> float:
        """Standard deviation of a limb along a unit vector, degrees."""
        along = fsum(a * b for a, b in zip(axis, self.one, strict=True))
        across = fsum(a * b for a, b in zip(axis, self.other, strict=True))
        s, t, u = self.sigmas[limb]
        return degrees(sqrt((along * s) ** 2 + (across * t) ** 2 + max(0.0, 1.0 - along * along - across * across) * u * u))


def view(client: Sequence[float], trainer: Sequence[float]) -> View:
    """Weigh by two lines of sight, unit vectors in the trainer's own axes.

    Example:
        >>> same = view((0.0, 0.0, 1.0), (0.0, 0.0, 1.0))
        >>> thigh, down = LIMBS.index("left_thigh"), (0.0, 1.0, 0.0)
        >>> round(same.off(thigh, (0.1, 0.0, 0.0), down), 1), round(same.off(thigh, (0.0, 0.0, 0.1), down), 1)
        (1.7, 0.8)
    """
    apart = sqrt(fsum((a - b) ** 2 for a, b in zip(client, trainer, strict=True)))
    one = _unit([a + b for a, b in zip(client, trainer, strict=True)])
    other = _unit([a - b for a, b in zip(client, trainer, strict=True)]) if apart > 0.02 else (0.0, 0.0, 0.0)
    sigmas = []
    # A line of sight to the body's left (x > 0 behind it) sees its right side first.
    turned = client[0] + trainer[0]
    for (across, along, deeper, wider, upright, _, far), side in zip(ERRORS_DEG, _SIDE, strict=True):
        more = apart * (far if side * turned > 0.0 else 1.0)
        sigmas.append((radians(hypot(along, deeper * more)), radians(hypot(across, wider * more)), radians(hypot(across, upright * more))))
    end_on = tuple(radians(errors[0] * errors[5]) for errors in ERRORS_DEG)
    return View((client[0], client[1], client[2]), (trainer[0], trainer[1], trainer[2]), one, other, tuple(sigmas), end_on)


def _unit(vector: Sequence[float]) -> tuple[float, float, float]:
    length = sqrt(fsum(value * value for value in vector))
    if length < 1e-9:
        return 0.0, 0.0, 0.0
    return vector[0] / length, vector[1] / length, vector[2] / length
