"""Pairwise covering designs: few rows in which every pair of factor values that is possible occurs at least once."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
from random import Random

Value = str | float | bool
Row = dict[str, Value]
Pair = tuple[tuple[str, Value], tuple[str, Value]]

TRIES = 24
"""Random rows weighed for each row kept; more hardly saves rows and costs a second a design."""


def pairs_of(row: Mapping[str, Value]) -> set[Pair]:
    """Every pair of factor values in one row, factors in the order of their names."""
    return set(combinations(sorted(row.items()), 2))


def all_pairs(factors: Mapping[str, Sequence[Value]]) -> list[Pair]:
    """Every pair of values of two different factors, whether possible or not, in a steady order."""
    return [
        ((first, a), (second, b)) for first, second in combinations(sorted(factors), 2) for a in factors[first] for b in factors[second]
    ]


def missing(rows: Iterable[Mapping[str, Value]], factors: Mapping[str, Sequence[Value]]) -> list[Pair]:
    """The pairs of values that no row holds."""
    seen: set[Pair] = set()
    for row in rows:
        seen |= pairs_of(row)
    return [pair for pair in all_pairs(factors) if pair not in seen]


def covering(
    factors: Mapping[str, Sequence[Value]],
    given: Sequence[Mapping[str, Value]],
    possible: Callable[[Row], bool],
    *,
    seed: int,
    before: Iterable[Mapping[str, Value]] = (),
) -> list[Row]:
    """Completes `given` rows so that together (with those `before`) they cover as many pairs as they can; greedy, the same each time.

    Args:
        factors: The values of each factor. given: For each row to make, the values that are fixed.
        possible: Whether a complete row can exist. seed: For the random candidates.
        before: Complete rows made earlier, whose pairs need no second cover.

    Raises:
        ValueError: No possible row was found for one of the `given`.
    """
    draw = Random(seed)
    seen: set[Pair] = set()
    for row in before:
        seen |= pairs_of(row)
    made: list[Row] = []
    for fixed in given:
        best: Row | None = None
        gain = -1
        open_pairs = [pair for pair in all_pairs(factors) if pair not in seen and _fits(pair, fixed)]
        draw.shuffle(open_pairs)
        # Half of the candidates begin with a pair that is still missing, the others anywhere.
        starts: list[Row] = [dict(pair) for pair in open_pairs[:TRIES]]
        for start in starts + [{}] * max(TRIES // 2, TRIES * 3 - 2 * len(starts)):
            row = _drawn(factors, {**start, **fixed}, possible, draw)
            if row is not None and (new := len(pairs_of(row) - seen)) > gain:
                best, gain = row, new
        if best is None:
            raise ValueError(f"no possible row with {dict(fixed)}")
        seen |= pairs_of(best)
        made.append(best)
    return made


def _fits(pair: Pair, fixed: Mapping[str, Value]) -> bool:
    return all(fixed.get(name, value) == value for name, value in pair)


def _drawn(factors: Mapping[str, Sequence[Value]], begun: Row, possible: Callable[[Row], bool], draw: Random) -> Row | None:
    for _ in range(6):
        row = {name: draw.choice(list(values)) for name, values in factors.items()} | begun
        if possible(row):
            return row
    return None
