"""A tenant's two colours, and whether everything written in them can be read (WCAG 2.2, success criteria 1.4.3 and 1.4.11)."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from perscoach_app.services import oklch
from perscoach_app.services.oklch import Rgb
from perscoach_app.tables.tenant import ACCENT, TINT

READABLE = 4.5
"""The least contrast of ordinary text (WCAG AA)."""
INKS = ("#06140d", "#ffffff", "#000000")
"""Letters on the accent: the darkest green we have, else white, else black, of which one is always readable."""
MUTED = "#a3a9bd"  # the palest of our greys that carries words; as in tokens.css
NIGHT = "#0a0a0f"  # the darker end of the page's background; as in tokens.css
_PANEL = 0.07  # a raised panel is this much white over the page (--panel-high)
_DAY_PANEL = 0.06  # in the light theme this much ink
_SOFT = 0.11  # a chosen chip is this much accent over that (--accent-soft)
_PALE, _PALE_CHROMA = 0.945, 0.014  # OKLCH of the tint by day: its hue can be guessed, and every grey is read on it
_STEP = 0.004  # of lightness, when looking for the nearest readable colour: finer is not seen
_COLOUR = re.compile(r"#[0-9a-f]{6}")


@dataclass(frozen=True, slots=True)
class Brand:
    """What the pages set as CSS custom properties."""

    accent: str = ACCENT
    on_accent: str = INKS[0]
    tint: str = TINT

    @property
    def css(self) -> dict[str, str]:
        """The properties by name, each by day and by night; `tokens.css` mixes the softer ones from them."""
        day = by_day(self.accent, self.tint).by_night
        return {name: f"light-dark({day[name]}, {dark})" for name, dark in self.by_night.items()}

    @property
    def by_night(self) -> dict[str, str]:
        """The same for what is always dark: Shadow Mode."""
        return {"--accent": self.accent, "--accent-text": self.accent, "--on-accent": self.on_accent, "--night-1": self.tint}


@dataclass(frozen=True, slots=True)
class Verdict:
    """How readable a pair of colours is, and the nearest pair that is."""

    accent_ratio: float  # of words in the accent on the page, at their worst place
    tint_ratio: float  # of grey words on the page, at their worst place
    accent_offer: str
    tint_offer: str

    @property
    def readable(self) -> bool:
        """Nothing has to change."""
        return self.accent_ratio >= READABLE and self.tint_ratio >= READABLE


def is_colour(text: str) -> bool:
    """`#rrggbb`, lower case."""
    return _COLOUR.fullmatch(text) is not None


def brand_of(accent: str, tint: str) -> Brand:
    """The brand of a tenant; anything that is no colour is the product's own."""
    accent = accent if is_colour(accent) else ACCENT
    return Brand(accent, ink_on(accent), tint if is_colour(tint) else TINT)


@lru_cache(maxsize=256)
def by_day(accent: str, tint: str) -> Brand:
    """The same brand in the light theme: a breath of the tint's hue, and the nearest accent of its hue that can be read there."""
    _, chroma, hue = oklch.from_rgb(_parts(tint))
    pale = _hex(oklch.to_rgb(_PALE, min(chroma, _PALE_CHROMA), hue))
    raised = _over("#000000", _DAY_PANEL, pale)
    readable = _moved(
        accent, -_STEP, lambda colour: min(contrast(colour, _over(colour, _SOFT, pale)), contrast(colour, raised)) >= READABLE
    )
    return Brand(readable, next(ink for ink in ("#ffffff", *INKS) if contrast(ink, readable) >= READABLE), pale)


def ink_on(accent: str) -> str:
    """The colour of letters on a button: the first readable one."""
    return next(ink for ink in INKS if contrast(ink, accent) >= READABLE)


def judge(accent: str, tint: str) -> Verdict:
    """Checks two colours where they are hardest to read."""
    tint_offer = _moved(tint, -_STEP, lambda colour: _grey_on(colour) >= READABLE)
    accent_offer = _moved(accent, _STEP, lambda colour: _accent_on(colour, tint_offer) >= READABLE)
    return Verdict(_accent_on(accent, tint), _grey_on(tint), accent_offer, tint_offer)


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, 1 to 21."""
    light, dark = sorted((_luminance(_parts(one)), _luminance(_parts(other))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _grey_on(tint: str) -> float:
    return min(contrast(MUTED, ground) for ground in _grounds(tint))


def _accent_on(accent: str, tint: str) -> float:
    """In the accent on a chosen chip: the page, a panel, and a breath of the accent itself."""
    return min(contrast(accent, _over(accent, _SOFT, ground)) for ground in _grounds(tint))


def _grounds(tint: str) -> list[str]:
    return [_over("#ffffff", _PANEL, end) for end in (NIGHT, tint)]


def _moved(colour: str, step: float, good: Callable[[str], bool]) -> str:
    """The colour itself, or the nearest of its hue that is `good`, lighter or darker step by step."""
    lightness, chroma, hue = oklch.from_rgb(_parts(colour))
    while not good(colour) and 0.0 < lightness + step < 1.0:
        lightness += step
        colour = _hex(oklch.to_rgb(lightness, chroma, hue))
    return colour


def _over(colour: str, share: float, ground: str) -> str:
    red, green, blue = (share * top + (1 - share) * below for top, below in zip(_parts(colour), _parts(ground), strict=True))
    return _hex((red, green, blue))


def _luminance(rgb: Rgb) -> float:
    red, green, blue = (oklch.linear(part) for part in rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _parts(colour: str) -> Rgb:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _hex(rgb: Rgb) -> str:
    return "#" + "".join(f"{round(255 * part):02x}" for part in rgb)
