"""The style sheets: colours stand in one place, and what is written in them can be read by day and by night."""

import re

import pytest

from perscoach_app.services.branding import READABLE, contrast
from perscoach_app.settings import PROJECT_ROOT

STYLES = PROJECT_ROOT / "assets" / "styles"
VISIBLE = 3.0
"""The least contrast of a bar, a mark or a field's edge (WCAG 2.2, 1.4.11)."""
THEMES = {"light": 0, "dark": 1}
WORDS = ("text", "soft", "muted", "accent-text", "poor-text", "fair-text")
MARKS = ("good", "fair", "poor", "accent", "edge", "needle")
SAME_IN_BOTH = {
    "controls.css": 2,  # the ring on a stage
    "library.css": 4,  # the grip between two pictures
    "report.css": 1,  # signs on coloured cells
    "site.css": 1,  # a phone's frame
}
"""Colours outside of the tokens, by sheet: on pictures and films, which no theme changes."""


def colours(theme: str) -> dict[str, str]:
    """Every token that is a plain colour, as this theme has it."""
    text = (STYLES / "tokens.css").read_text("utf-8")
    return {name: pair[THEMES[theme]] for name, *pair in re.findall(r"--([\w-]+): light-dark\((#\w+), (#\w+)\)", text)}


def over(colour: str, ground: str) -> str:
    """What is seen of a colour that may be partly clear."""
    share = int(colour[7:9] or "ff", 16) / 255
    parts = [(int(colour[at : at + 2], 16), int(ground[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(share * top + (1 - share) * below):02x}" for top, below in parts)


def grounds(theme: str) -> list[str]:
    """Whatever words may stand on."""
    has = colours(theme)
    pages = [has["night-0"], has["night-1"], has["sheet"], has["well"]]
    return [*pages, *(over(has[raised], page) for raised in ("panel", "panel-high", "shade", "field") for page in pages[:3])]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("names", "least"), [(WORDS, READABLE), (MARKS, VISIBLE)], ids=["words", "marks"])
def test_it_can_be_read_wherever_it_stands(theme: str, names: tuple[str, ...], least: float) -> None:
    has = colours(theme)
    worst = {name: min(contrast(over(has[name], ground), ground) for ground in grounds(theme)) for name in names}
    assert {name: round(ratio, 2) for name, ratio in worst.items() if ratio < least} == {}


@pytest.mark.parametrize("sheet", sorted(path.name for path in STYLES.glob("*.css") if path.name != "tokens.css"))
def test_a_room_names_no_colour_of_its_own(sheet: str) -> None:
    found = re.findall(r"(?<![\w&-])#[0-9a-fA-F]{3,8}\b|rgba?\(|hsla?\(|light-dark\(", (STYLES / sheet).read_text("utf-8"))
    assert len(found) <= SAME_IN_BOTH.get(sheet, 0), found
