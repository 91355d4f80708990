"""The cubic smoothing spline at uneven times, for many channels at once.

Reinsch's algorithm as in Green and Silverman, Nonparametric Regression and Generalized Linear Models (1994), section 2.3.3.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
HALF_POWER = np.sqrt(2.0) - 1.0  # the spline passes 1 / (1 + α ω⁴): α ω⁴ is this where a sine keeps 1/√2 of its height


def smoothing_spline(times: Floats, values: Floats, weights: Floats, cutoff_hz: float) -> Floats:
    """The curve g that makes Σ wᵢ hᵢ (yᵢ - g(tᵢ))² + α ∫ g″² least, at the given times.

    hᵢ is the time a sample stands for, so the cut-off is in hertz whatever the frame rate. It has no lag: nothing distinguishes before
    and after. Straight lines pass unchanged, at the ends too.

    Args:
        times: `(N,)` seconds, strictly rising.
        values: `(N, L, C)`.
        weights: `(N, L)` above 0: how far each sample is believed; 1 gives the cut-off as named, w gives it times w^(1/4).
        cutoff_hz: Where a sine keeps 1/√2 of its height.
    """
    if len(times) < 3:
        return values.copy()
    alpha = HALF_POWER / (2 * np.pi * cutoff_hz) ** 4
    steps = np.diff(times)
    stands_for = np.concatenate([steps[:1], (steps[1:] + steps[:-1]) / 2, steps[-1:]])
    looseness = alpha / (weights * stands_for[:, None])
    before, after = 1 / steps[:-1], 1 / steps[1:]
    middle = -before - after
    # Second differences of the samples, and the five-band matrix R + Qᵀ W⁻¹ Q α that turns them into g″.
    bends = np.diff(np.diff(values, axis=0) / steps[:, None, None], axis=0)
    diagonal = _column(steps[:-1] + steps[1:]) / 3 + (
        _column(before**2) * looseness[:-2] + _column(middle**2) * looseness[1:-1] + _column(after**2) * looseness[2:]
    )
    first = (
        _column(steps[1:-1]) / 6 + _column(middle[:-1] * before[1:]) * looseness[1:-2] + _column(after[:-1] * middle[1:]) * looseness[2:-1]
    )
    second = _column(after[:-2] * before[2:]) * looseness[2:-2]
    curvature = _solved(diagonal, first, second, bends)
    pull = np.zeros_like(values)
    pull[:-2] += before[:, None, None] * curvature
    pull[1:-1] += middle[:, None, None] * curvature
    pull[2:] += after[:, None, None] * curvature
    result: Floats = values - looseness[..., None] * pull
    return result


def _column(values: Floats) -> Floats:
    return values[:, None]


def _solved(diagonal: Floats, first: Floats, second: Floats, right: Floats) -> Floats:
    """Solve symmetric five-band systems, one a column, by LDLᵀ.

    Args:
        diagonal: `(N, L)`. first: `(N - 1, L)` beside it. second: `(N - 2, L)` beside that.
        right: `(N, L, C)` right-hand sides.
    """
    count = len(diagonal)
    pivot, one, two = diagonal.copy(), np.zeros_like(diagonal), np.zeros_like(diagonal)
    solution = right.copy()
    one[: count - 1], two[: count - 2] = first, second
    for k in range(count):
        # Row k's own share is known by now; what it adds to the next two rows is taken off them.
        scaled_one, scaled_two = one[k] / pivot[k], two[k] / pivot[k]
        if k + 1 < count:
            pivot[k + 1] -= scaled_one * one[k]
            one[k + 1] -= scaled_one * two[k]
            solution[k + 1] -= scaled_one[:, None] * solution[k]
        if k + 2 < count:
            pivot[k + 2] -= scaled_two * two[k]
            solution[k + 2] -= scaled_two[:, None] * solution[k]
        one[k], two[k] = scaled_one, scaled_two
    solution /= pivot[..., None]
    for k in range(count - 2, -1, -1):
        solution[k] -= one[k][:, None] * solution[k + 1]
        if k + 2 < count:
            solution[k] -= two[k][:, None] * solution[k + 2]
    return solution
