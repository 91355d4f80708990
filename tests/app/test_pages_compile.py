"""Every page can be made: what a build of minutes would find, found in a second; and every way to go leads somewhere."""

import re
from pathlib import Path

import pytest
import reflex as rx

from perscoach_app.components import sections
from tests.made_pages import pages

ROOT = Path(__file__).resolve().parents[2] / "perscoach_app"


@pytest.mark.parametrize("route", sorted(pages()))
def test_a_page_can_be_made(route: str) -> None:
    made = pages()[route]
    component = made() if callable(made) else made
    assert isinstance(component, rx.Component)
    assert component.render()


def test_every_section_is_a_page() -> None:
    ways = {*sections.TRAINER, *sections.CLIENT, *sections.TRAINER_MENU, *sections.CLIENT_MENU}
    assert {way.path for way in ways if way.path.strip("/") not in pages()} == set()


def test_every_link_written_in_a_page_is_a_page() -> None:
    written = "".join(path.read_text("utf-8") for room in ("pages", "components") for path in (ROOT / room).rglob("*.py"))
    links = set(re.findall(r'"(/(?:trainer|home|account|sign-|reset|enter)[a-z/-]*)"', written))
    assert links
    assert {link for link in links if link.strip("/") not in pages()} == set()
