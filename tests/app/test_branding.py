"""A trainer's colours: words in them can be read, or the nearest in which they can are offered."""

import math
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from perscoach_app.pages.trainer.site import SWATCHES, TINTS
from perscoach_app.services import branding, oklch
from perscoach_app.services.branding import READABLE, brand_of, by_day, contrast, ink_on, judge
from perscoach_app.settings import PROJECT_ROOT

TOKENS = (PROJECT_ROOT / "assets" / "styles" / "tokens.css").read_text("utf-8")
COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast("#000000", "#ffffff") == 21
    assert math.isclose(contrast("#767676", "#ffffff"), 4.54, abs_tol=0.01)  # the grey every guide names


def test_the_products_own_colours_pass() -> None:
    assert judge(branding.ACCENT, branding.TINT).readable
    assert all(judge(accent, tint).readable for accent in SWATCHES.values() for tint in TINTS.values())


@given(COLOURS)
def test_words_on_a_button_can_always_be_read(accent: str) -> None:
    assert contrast(ink_on(accent), accent) >= READABLE


@settings(max_examples=60, deadline=None)
@given(COLOURS, COLOURS)
def test_what_is_offered_passes(accent: str, tint: str) -> None:
    offer = judge(accent, tint)
    assert judge(offer.accent_offer, offer.tint_offer).readable
    if offer.readable:
        assert (offer.accent_offer, offer.tint_offer) == (accent, tint)


@settings(max_examples=60, deadline=None)
@given(COLOURS, COLOURS)
def test_by_day_every_brand_can_be_read(accent: str, tint: str) -> None:
    day = by_day(accent, tint)
    assert contrast(day.accent, day.tint) >= READABLE
    assert contrast(day.on_accent, day.accent) >= READABLE
    assert all(contrast(day.tint, grey) >= READABLE for grey in day_greys())


def test_the_sheet_and_the_brand_agree() -> None:
    """Before the server has answered a page has the sheet's colours: nothing may change when the product's own brand arrives."""
    for name, value in branding.Brand().css.items():
        assert f"{name}: {value};" in TOKENS


def day_greys() -> list[str]:
    """The greys that carry words in the light theme."""
    return re.findall(r"--(?:text|soft|muted): light-dark\((#\w{6}),", TOKENS)


def test_an_offer_keeps_the_colours_character() -> None:
    offer = judge("#ff0000", "#1a1a2e").accent_offer
    red, light = oklch.from_rgb((1, 0, 0)), oklch.from_rgb(tuple(int(offer[at : at + 2], 16) / 255 for at in (1, 3, 5)))
    assert light[0] > red[0]
    assert abs(light[2] - red[2]) < 0.05  # radians of hue


def test_a_broken_colour_is_the_products_own() -> None:
    assert brand_of("url(evil)", "red") == branding.Brand()
