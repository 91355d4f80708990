"""How far a limb points towards the camera, from how short it looks.

Networks read the picture's plane well (3–5° a limb) and depth badly: a trunk that leans towards the lens is read as upright, 30–40° off.
But a limb does not change its length: where it looks shorter than it is, the rest of it goes into depth (Taylor, "Reconstruction of
articulated objects from point correspondences", 2000). How short it looks says how much, the network's own depth says which way; both
are weighed by how well each is known. Measured on rendered people against their true joints, 90th percentile: trunk 15° → 9°, thighs
13° → 11°, upper arms 19° → 17°; forearms and shins gain nothing and stay as read.
"""

from array import array
from collections.abc import Iterable, Sequence
from math import atan2, copysign, cos, fsum, hypot, isnan, nan, sqrt

from perscoach_motion.directions.limbs import COUNT
from perscoach_motion.order import percentile
from perscoach_motion.skeleton import LIMB_ENDS, LIMBS, MIRROR_LIMB

TRUNK = LIMBS.index("trunk")
UNSURE: dict[int, float] = {
    TRUNK: 0.09,
    **{LIMBS.index(f"{side}_thigh"): 0.15 for side in ("left", "right")},
    **{LIMBS.index(f"{side}_upper_arm"): 0.18 for side in ("left", "right")},
}
"""Limbs read anew, and the error of their apparent length as a share of the true one: clothes, perspective, hidden joints."""
NETWORK_UNSURE = 0.3
"""Error of the network's own depth, as a share of the limb's length."""
FORWARD = 0.4
"""Trunks lean forwards rather than backwards: a depth that the network puts so little behind the body is meant before it."""
FACES = 0.3
"""Cosine of the heading from which "forwards" has a depth at all."""
LONGEST = 0.92
"""A limb's length is this percentile of its apparent ones: it lies in the picture's plane for a moment at least, and noise only adds."""
LEAST = 0.9
"""Of the length that the network's metres and the picture's scale give: a limb that never lies in the plane must not count as short."""
_SCALED_BY = tuple(LIMBS.index(name) for name in ("trunk", "left_thigh", "right_thigh", "left_shin", "right_shin"))
_ROWS, _COLUMNS = 64, 65
"""The table's steps: 1/63 of the length, 1/64 of the depth."""
_GRID = [k / 50 for k in range(51)]

_Tables = dict[int, "array[float]"]
_tables: _Tables = {limb: array("f", [nan]) * (_ROWS * _COLUMNS) for limb in UNSURE}
_ENDS = tuple((limb, LIMB_ENDS[limb][0], LIMB_ENDS[limb][1]) for limb in range(COUNT))


def apparent(xy: Sequence[float], aspect: float, limb: int) -> tuple[float, float]:
    """A limb in the picture, ``(right, down)`` in heights of the picture.

    Args:
        xy: ``(33, 2)`` image landmarks, flattened, 0..1 of the frame.
        aspect: width / height of the frame.
        limb: number in ``LIMBS``.

    Example:
        >>> from perscoach_motion.demonstration import squat
        >>> clip = squat()
        >>> right, down = apparent(clip.xy_of(0), clip.aspect, TRUNK)
        >>> abs(round(right, 3)), round(down, 3)
        (0.0, -0.214)
    """
    _, start, end = _ENDS[limb]
    if len(start) == 1:
        a, b = 2 * start[0], 2 * end[0]
        return (xy[b] - xy[a]) * aspect, xy[b + 1] - xy[a + 1]
    (a, c), (b, d) = start, end
    return (xy[2 * b] + xy[2 * d] - xy[2 * a] - xy[2 * c]) * aspect / 2, (xy[2 * b + 1] + xy[2 * d + 1] - xy[2 * a + 1] - xy[2 * c + 1]) / 2


def sizes(xy: Sequence[float], aspect: float, world: Sequence[float]) -> list[tuple[float, float, float]]:
    """Per limb: length in the picture (heights), length in the picture's plane and in space by the network (metres).

    Example:
        >>> from perscoach_motion.demonstration import squat
        >>> clip = squat()
        >>> [round(value, 2) for value in sizes(clip.xy_of(0), clip.aspect, clip.world_of(0))[TRUNK]]
        [0.21, 0.51, 0.51]
    """
    found = []
    for limb, start, end in _ENDS:
        x, y, z = (fsum(world[3 * i + k] for i in end) / len(end) - fsum(world[3 * i + k] for i in start) / len(start) for k in range(3))
        found.append((hypot(*apparent(xy, aspect, limb)), hypot(x, y), sqrt(x * x + y * y + z * z)))
    return found


def lengths(seen: Iterable[Sequence[tuple[float, float, float]]]) -> list[float]:
    """True lengths of the 14 limbs in heights of the picture, from :func:`sizes` of many frames; NaN where nothing is known.

    Example:
        >>> from perscoach_motion.demonstration import squat
        >>> clip = squat()
        >>> round(lengths(sizes(clip.xy_of(k), clip.aspect, clip.world_of(k)) for k in range(len(clip)))[TRUNK], 3)
        0.214
    """
    frames = [frame for frame in seen if not isnan(frame[0][0])]
    if not frames:
        return [nan] * COUNT
    flat = [fsum(frame[limb][1] for limb in _SCALED_BY) for frame in frames]
    shown = [fsum(frame[limb][0] for limb in _SCALED_BY) for frame in frames]
    scale = percentile(sorted(a / b for a, b in zip(shown, flat, strict=True) if b > 0) or [0.0], 0.5)
    longest = [percentile(sorted(frame[limb][0] for frame in frames), LONGEST) for limb in range(COUNT)]
    known = [percentile(sorted(frame[limb][2] for frame in frames), 0.5) for limb in range(COUNT)]
    # Left and right are as long as each other; the one that lies better in the plane tells.
    return [max(longest[k], longest[MIRROR_LIMB[k]], LEAST * scale * known[k]) for k in range(COUNT)]


def deepened(
    vectors: list[float], xy: Sequence[float], aspect: float, true_lengths: Sequence[float], side: tuple[float, float]
) -> list[float]:
    """The limbs with the depth that their shortness tells.

    Args:
        vectors: ``(14, 3)`` unit directions by the network's world landmarks, in the camera's axes; changed in place and returned.
        xy: ``(33, 2)`` image landmarks of the same frame, flattened.
        aspect: width / height of the frame.
        true_lengths: :func:`lengths` of the same clip.
        side: the body's left in the floor plan (x, z), as ``limbs.sideways`` gives it: which way is forwards.

    Example:
        >>> from perscoach_motion.demonstration import squat
        >>> from perscoach_motion.directions.limbs import directions
        >>> clip = squat()
        >>> true = lengths([sizes(clip.xy_of(0), clip.aspect, clip.world_of(0))])
        >>> bowed, trunk = clip.frame_at(1.5), slice(3 * TRUNK, 3 * TRUNK + 3)
        >>> vectors = directions(clip.world_of(bowed))
        >>> vectors[trunk] = [0.0, -1.0, 0.0]
        >>> _, down, away = deepened(vectors, clip.xy_of(bowed), clip.aspect, true, (1.0, 0.0))[trunk]
        >>> round(down, 1), round(away, 1)
        (-0.9, -0.4)
    """
    ahead = -cos(atan2(side[1], side[0]))
    for limb in UNSURE:
        length = true_lengths[limb]
        k = 3 * limb
        z = vectors[k + 2]
        if not length > 0 or isnan(z):
            continue
        right, down = apparent(xy, aspect, limb)
        shown = hypot(right, down)
        sign = z
        if limb == TRUNK and abs(ahead) > FACES:
            sign += FORWARD if ahead > 0 else -FORWARD
        z = copysign(_depth(limb, shown / length, abs(z)), sign)
        if shown > 1e-6:
            flat = sqrt(1.0 - z * z) / shown
            vectors[k], vectors[k + 1] = right * flat, down * flat
        vectors[k + 2] = z
    return vectors


def _depth(limb: int, share: float, z: float) -> float:
    """The likeliest depth, 0..1, given how much of the length is seen and what the network says; kept in a table."""
    row = min(_ROWS - 1, int(share * (_ROWS - 1) + 0.5))
    column = min(_COLUMNS - 1, int(z * (_COLUMNS - 1) + 0.5))
    table = _tables[limb]
    found = table[row * _COLUMNS + column]
    if isnan(found):
        found = _likeliest(row / (_ROWS - 1), column / (_COLUMNS - 1), UNSURE[limb])
        table[row * _COLUMNS + column] = found
    return found


def _likeliest(share: float, z: float, unsure: float) -> float:
    def cost(depth: float) -> float:
        return ((sqrt(1.0 - depth * depth) - share) / unsure) ** 2 + ((depth - z) / NETWORK_UNSURE) ** 2

    return min(_GRID, key=cost)
