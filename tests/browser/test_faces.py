"""Every face of Shadow Mode by itself: what is read from two and a half metres is large, and stands before nobody; axe and keys."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from perscoach_motion.track import PoseTrack
from perscoach_motion.trackfile import loads
from perscoach_training.look import Look
from tests.browser.faces import Document, faces
from tests.browser.faces_page import SIZES, arrive, put, showing
from tests.browser.looking import grave_findings

pytestmark = pytest.mark.browser

FAR_READ = 0.08
"""Of the screen's height: what a client reads from two and a half metres."""
MOVING = ("set", "set-long", "set-praise", "unseen")
READ = (".shadow-score b", ".shadow-part-cue b", ".shadow-count", ".shadow-range", ".shadow-row")
BOXES = """(names) => {
  const [box, reach] = [stage.box(), stage.present.reach];
  const [x, y] = [box.x + reach.x * box.width, box.y + reach.y * box.height];
  const trainer = { x, y, width: reach.width * box.width, height: reach.height * box.height };
  return Object.fromEntries([["trainer", trainer], ...names.map((name) => [name, document.querySelector(name)])
    .filter(([, one]) => one?.checkVisibility())
    .map(([name, one]) => [name, { letters: parseFloat(getComputedStyle(one).fontSize), ...one.getBoundingClientRect().toJSON() }])]);
}"""


@pytest.fixture(scope="module")
def track(exercise: Path) -> PoseTrack:
    return loads((exercise / "trainer_poses.json").read_text("utf-8")).track


@pytest.fixture(scope="module")
def address(exercise: Path) -> Iterator[str]:
    with showing(exercise) as where:
        yield where


def apart(one: dict[str, float], other: dict[str, float]) -> bool:
    """Whether two boxes on the screen have nothing in common."""
    across = one["x"] + one["width"] <= other["x"] + 1 or other["x"] + other["width"] <= one["x"] + 1
    down = one["y"] + one["height"] <= other["y"] + 1 or other["y"] + other["height"] <= one["y"] + 1
    return across or down


def on_screen(page: Page) -> dict[str, dict[str, float]]:
    """Boxes of what is read during a set, and of where the trainer moves."""
    boxes: dict[str, dict[str, float]] = page.evaluate(BOXES, READ)
    canvas = page.locator(".shadow-canvas").bounding_box()
    assert canvas
    boxes["trainer"]["x"] += canvas["x"]
    boxes["trainer"]["y"] += canvas["y"]
    return boxes


@pytest.mark.parametrize("size", SIZES)
def test_score_and_cue_are_large_and_stand_before_nobody(browsers: Any, address: str, track: PoseTrack, size: str) -> None:
    page = arrive(browsers("absent"), address, "ru", size)
    high = SIZES[size][1]
    for name in MOVING:
        put(page, faces("ru")[name], track)
        boxes = on_screen(page)
        trainer = boxes.pop("trainer")
        for what in (".shadow-score b", ".shadow-part-cue b"):
            assert boxes[what]["letters"] >= FAR_READ * high, (name, what)
        for what, box in boxes.items():
            assert apart(box, trainer), (name, what, box, trainer)
            assert 0 <= box["x"] <= SIZES[size][0] - box["width"], (name, what)
            assert 0 <= box["y"] <= high - box["height"], (name, what)
        assert apart(boxes[".shadow-score b"], boxes[".shadow-part-cue b"]), name
        assert trainer["height"] > 0.4 * high, "the trainer is what one looks at"
    page.context.close()


@pytest.mark.parametrize(("language", "size"), [("ru", "phone"), ("en", "desktop")])
def test_axe_finds_nothing_grave_on_any_face(browsers: Any, address: str, track: PoseTrack, language: str, size: str) -> None:
    page = arrive(browsers("absent"), address, language, size)
    begun = 0 if language == "ru" else 1  # each face in one of the two sizes and languages, in turn
    for name, shot in [*faces(language).items()][begun::2]:
        if shot.bodies:
            continue
        put(page, shot, track)
        assert not grave_findings(page), name
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), name
        small = page.evaluate("""() => [...document.querySelectorAll('.shadow button')].filter((one) => one.checkVisibility())
          .filter((one) => one.getBoundingClientRect().height < 36).map((one) => one.innerText)""")
        assert not small, name
    page.context.close()


def test_a_card_is_answered_by_keys_and_keeps_what_was_chosen_while_its_lines_change(browsers: Any, address: str, track: PoseTrack) -> None:
    page = arrive(browsers("absent"), address, "en", "desktop")
    shots = faces("en")
    put(page, shots["feel"], track)
    page.keyboard.press("3")
    put(page, shots["check"], track)
    anyway = page.get_by_role("button", name="Start anyway")
    anyway.focus()
    card: Document = {**shots["check"].document["card"], "lines": [{"mark": "ok", "text": "Whole body"}]}
    page.evaluate("(look) => face.show(look)", Look().changes({**shots["check"].document, "card": card}))
    assert anyway.evaluate("(one) => one === document.activeElement")
    page.keyboard.press("Enter")
    put(page, shots["set"], track)
    page.evaluate("() => document.activeElement.blur()")
    page.keyboard.press("Space")
    page.get_by_role("switch", name="Trainer's skeleton").press("Space")
    assert page.evaluate("() => sent") == [
        {"name": "choose", "id": "hard"},
        {"name": "choose", "id": "anyway"},
        {"name": "control", "id": "pause"},
        {"name": "set", "id": "trainerSkeleton", "value": False},
    ]
    page.context.close()
