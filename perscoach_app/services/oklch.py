"""Colours by lightness, colourfulness and hue as eyes judge them, for moving one without changing its character.

Source: Björn Ottosson, "A perceptual color space for image processing" (Oklab, 2020); sRGB transfer curve of IEC 61966-2-1.
"""

import math

Rgb = tuple[float, float, float]
"""Red, green, blue, 0 to 1, as written in a style sheet (not linear)."""

_CHROMA_STEPS = 24  # halvings are not needed: a twenty-fourth of a colour's strength is not seen


def linear(part: float) -> float:
    """The light one channel gives off."""
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _written(light: float) -> float:
    return 12.92 * light if light <= 0.0031308 else float(1.055 * light ** (1 / 2.4) - 0.055)


def from_rgb(rgb: Rgb) -> tuple[float, float, float]:
    """Lightness 0 to 1, chroma, hue in radians."""
    red, green, blue = (linear(part) for part in rgb)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    middle = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
    return lightness, math.hypot(a, b), math.atan2(b, a)


def to_rgb(lightness: float, chroma: float, hue: float) -> Rgb:
    """The nearest colour a screen can show: the same lightness and hue, less chroma where there is no such strong one."""
    for step in range(_CHROMA_STEPS, -1, -1):
        rgb = _unclipped(lightness, chroma * step / _CHROMA_STEPS, hue)
        if all(-0.001 <= part <= 1.001 for part in rgb):
            break
    red, green, blue = (min(1.0, max(0.0, part)) for part in rgb)
    return red, green, blue


def _unclipped(lightness: float, chroma: float, hue: float) -> Rgb:
    a, b = chroma * math.cos(hue), chroma * math.sin(hue)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        _written(4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short),
        _written(-1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short),
        _written(-0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short),
    )
