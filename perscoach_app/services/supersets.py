"""The order of a workout's exercises, and which of them are done in turn.

An arrangement is a list of pairs, top to bottom: which item, and the number of its superset or None. It is *tidy* when the items of one
superset stand together, are two at least, and supersets are numbered 1, 2, … in order.
"""

import uuid
from itertools import groupby

Arrangement = list[tuple[uuid.UUID, int | None]]


def tidy(arranged: Arrangement) -> Arrangement:
    """The same order with supersets made good: what stands alone is none any more, what was torn apart is two."""
    found: Arrangement = []
    fresh = 0
    for superset, run in groupby(arranged, key=lambda pair: pair[1]):
        items = [item for item, _ in run]
        whole = superset is not None and len(items) > 1
        fresh += whole
        found.extend((item, fresh if whole else None) for item in items)
    return found


def placed(arranged: Arrangement, item: uuid.UUID, index: int) -> Arrangement:
    """`item` at `index` of the list without it. Between two of one superset it joins them; beside its own it stays with them."""
    own = next((superset for other, superset in arranged if other == item), None)
    rest = [pair for pair in arranged if pair[0] != item]
    index = min(max(index, 0), len(rest))
    above = rest[index - 1][1] if index > 0 else None
    below = rest[index][1] if index < len(rest) else None
    superset = above if above == below and above is not None else own if own is not None and own in (above, below) else None
    return tidy([*rest[:index], (item, superset), *rest[index:]])


def joined(arranged: Arrangement, item: uuid.UUID) -> Arrangement:
    """`item` in one superset with the one above it (the first: with the one below); two supersets become one."""
    index = next(at for at, (other, _) in enumerate(arranged) if other == item)
    partner = index - 1 if index > 0 else 1
    if partner >= len(arranged):
        return arranged
    numbers = {arranged[index][1], arranged[partner][1]} - {None}
    fresh = 1 + max((superset or 0 for _, superset in arranged), default=0)
    return tidy(
        [
            (other, fresh if at in (index, partner) or (superset is not None and superset in numbers) else superset)
            for at, (other, superset) in enumerate(arranged)
        ]
    )


def parted(arranged: Arrangement, item: uuid.UUID) -> Arrangement:
    """`item` out of its superset; one from the middle goes below the others, so that they stay together."""
    own = next(superset for other, superset in arranged if other == item)
    if own is None:
        return arranged
    members = [other for other, superset in arranged if superset == own]
    alone: Arrangement = [(other, None if other == item else superset) for other, superset in arranged]
    if item in (members[0], members[-1]):
        return tidy(alone)
    last = next(at for at, (other, _) in enumerate(alone) if other == members[-1])
    alone.insert(last, alone.pop(next(at for at, (other, _) in enumerate(alone) if other == item)))
    return tidy(alone)


def without(arranged: Arrangement, item: uuid.UUID) -> Arrangement:
    """The others."""
    return tidy([pair for pair in arranged if pair[0] != item])
