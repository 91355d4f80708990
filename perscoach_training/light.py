"""How light the client's room is, from a few pixels of the camera's picture."""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum, nan, sqrt
from typing import Any

from perscoach_motion.live import layout as at
from perscoach_motion.skeleton import LEFT_HIP, LEFT_SHOULDER, RIGHT_HIP, RIGHT_SHOULDER

RED, GREEN, BLUE = 0.2126, 0.7152, 0.0722
"""What a colour gives to brightness (ITU-R BT.709)."""
BLACK, FLAT = 10.0, 6.0
"""A covered lens: no light and no differences."""
_TRUNK = tuple(at.IMAGE_IN + 4 * number for number in (LEFT_SHOULDER, RIGHT_SHOULDER, LEFT_HIP, RIGHT_HIP))


@dataclass(frozen=True, slots=True)
class Light:
    """Brightness, 0..255.

    Attributes:
        mean: of the whole picture. spread: its standard deviation.
        person: of the client's trunk; NaN when nobody is there.
        people: how many were found.

    Example:
        >>> Light(3.0, 1.0).black, Light(3.0, 9.0).black, Light().black
        (True, False, False)
    """

    mean: float = 120.0
    spread: float = 50.0
    person: float = nan
    people: int = 1

    @property
    def black(self) -> bool:
        """Whether the lens seems to be covered."""
        return self.mean < BLACK and self.spread < FLAT


def light_of(event: Mapping[str, Any], given: "array[float]") -> Light:
    """Read the worker's event.

    Args:
        event: ``pixels``: red, green, blue and alpha of each, row by row; ``wide``: pixels in a row; ``people``.
        given: the engine's input, for where the client is in the picture.

    Example:
        >>> nobody = array("f", bytes(4 * at.INPUT_SIZE))
        >>> found = light_of({"wide": 2, "pixels": [0, 0, 0, 255, 255, 255, 255, 255], "people": 0}, nobody)
        >>> round(found.mean, 1), round(found.spread, 1), found.person == found.person, found.people
        (127.5, 127.5, False, 0)
    """
    pixels: Sequence[float] = event["pixels"]
    wide = int(event["wide"])
    luma = [RED * r + GREEN * g + BLUE * b for r, g, b in zip(pixels[0::4], pixels[1::4], pixels[2::4], strict=True)]
    mean = fsum(luma) / len(luma)
    spread = sqrt(fsum((one - mean) ** 2 for one in luma) / len(luma))
    high = len(luma) // wide
    trunk = [(int(given[k] * wide), int(given[k + 1] * high)) for k in _TRUNK] if given[at.FOUND] else []
    inside = [luma[y * wide + x] for x, y in trunk if 0 <= x < wide and 0 <= y < high]
    return Light(mean, spread, fsum(inside) / len(inside) if inside else nan, int(event["people"]))
