"""Order statistics of short lists: what numpy would do, for where there is none."""

from collections.abc import Sequence


def percentile(ordered: Sequence[float], share: float) -> float:
    """Linear interpolation between the closest ranks of an ordered, non-empty list; ``share`` is 0..1.

    Example:
        >>> percentile([1.0, 2.0, 4.0], 0.75)
        3.0
    """
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def middle(values: Sequence[float]) -> float:
    """The median of a non-empty list in any order.

    Example:
        >>> middle([3.0, 1.0, 2.0])
        2.0
    """
    return percentile(sorted(values), 0.5)
