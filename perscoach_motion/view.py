"""What two cameras can tell apart.

Along its own line of sight a network errs far more than across it, in a way that stays the same through a clip and changes with the
view. Two clips seen from the same side share that error, and it cancels; the farther the views lie apart, the less a difference along
either line of sight means. The figures per limb were measured on correct performances by eight bodies (``docs/score.md``) and agree with
four calibrated cameras around a real person: 4–6° across, 8–12° along it for legs and trunk, 16–25° for arms.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import degrees, hypot, nan, radians, sqrt

from perscoach_motion.skeleton import LIMBS

_BY_PART: dict[str, tuple[float, float, float]] = {
    "upper_arm": (5.0, 7.0, 20.0),
    "forearm": (6.0, 7.0, 22.0),
    "thigh": (4.0, 8.0, 9.0),
    "shin": (5.0, 9.0, 9.0),
    "foot": (7.0, 9.0, 10.0),
    "trunk": (3.0, 8.0, 8.0),
    "shoulders": (3.5, 4.0, 5.0),
    "hips": (3.5, 4.0, 5.0),
    "head": (3.5, 6.0, 10.0),
}
ERRORS_DEG: tuple[tuple[float, float, float], ...] = tuple(_BY_PART[name.split("_", 1)[-1] if "_" in name else name] for name in LIMBS)
"""Per limb the standard deviation between two correct performances, degrees: across the line of sight; along it, for two clips seen from
the same side; and what is added to both for each unit that the lines of sight are apart (a unit is 60°)."""
ACROSS_GROWS = 0.7
"""Share of that growth which the direction across, in the floor plan, takes."""
FAR_GROWS = 1.5
"""The side of the body that is turned away is hidden now and then by the near one: its errors grow by so much more."""
_SIDE = tuple(1 if name.startswith("left") else -1 if name.startswith("right") else 0 for name in LIMBS)


@dataclass(frozen=True, slots=True)
class View:
    """How differences between client and trainer are weighed.

    Attributes:
        one, other: unit vectors between the two lines of sight and across them, in the plane of both.
        sigmas: per limb the error along ``one``, along ``other`` and across both, radians.
    """

    one: tuple[float, float, float]
    other: tuple[float, float, float]
    sigmas: tuple[tuple[float, float, float], ...]

    def off(self, limb: int, away: Sequence[float]) -> float:
        """How far a difference of two unit vectors is beyond what the cameras err by, in standard deviations (Mahalanobis, 1936)."""
        x, y, z = away
        a, b, c = self.one
        p, q, r = self.other
        along, across = a * x + b * y + c * z, p * x + q * y + r * z
        rest = x * x + y * y + z * z - along * along - across * across
        s, t, u = self.sigmas[limb]
        return sqrt((along / s) ** 2 + (across / t) ** 2 + (rest if rest > 0.0 else 0.0 if rest <= 0.0 else nan) / (u * u))

    def sigma_deg(self, limb: int, axis: Sequence[float]) -> float:
        """Standard deviation of a limb along a unit vector, degrees."""
        x, y, z = axis
        along = sum(a * b for a, b in zip(axis, self.one, strict=True))
        across = sum(a * b for a, b in zip(axis, self.other, strict=True))
        s, t, u = self.sigmas[limb]
        return degrees(
            sqrt((along * s) ** 2 + (across * t) ** 2 + max(0.0, x * x + y * y + z * z - along * along - across * across) * u * u)
        )


def view(client: Sequence[float], trainer: Sequence[float]) -> View:
    """Weigh by two lines of sight, unit vectors in the trainer's own axes.

    Example:
        >>> same = view((0.0, 0.0, 1.0), (0.0, 0.0, 1.0))
        >>> thigh = LIMBS.index("left_thigh")
        >>> round(same.off(thigh, (0.1, 0.0, 0.0)), 2), round(same.off(thigh, (0.0, 0.0, 0.1)), 2)
        (1.43, 0.72)
    """
    apart = sqrt(sum((a - b) ** 2 for a, b in zip(client, trainer, strict=True)))
    one = _unit([a + b for a, b in zip(client, trainer, strict=True)])
    other = _unit([a - b for a, b in zip(client, trainer, strict=True)]) if apart > 0.02 else (0.0, 0.0, 0.0)
    sigmas = []
    # A line of sight to the body's left (x > 0 behind it) sees its right side first.
    turned = client[0] + trainer[0]
    for (across, along, grows), side in zip(ERRORS_DEG, _SIDE, strict=True):
        more = grows * apart * (FAR_GROWS if side * turned > 0.0 else 1.0)
        sigmas.append((radians(hypot(along, more)), radians(hypot(across, ACROSS_GROWS * more)), radians(across)))
    return View(one, other, tuple(sigmas))


def _unit(vector: Sequence[float]) -> tuple[float, float, float]:
    length = sqrt(sum(value * value for value in vector))
    if length < 1e-9:
        return 0.0, 0.0, 0.0
    return vector[0] / length, vector[1] / length, vector[2] / length
