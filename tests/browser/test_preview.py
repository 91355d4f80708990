"""`preview.html` opened from a folder, by a double click: both renditions are seen through, the exercises can be chosen."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from playwright.sync_api import Browser, Page

from gpu_jobs.preview import preview
from gpu_jobs.video.encode import Encoder, planes_of
from gpu_jobs.video.join import join
from gpu_jobs.video.stacked import StackedEncoder
from perscoach_motion.cutting.segments import segments
from perscoach_motion.trackfile import Size
from tests.browser.chromium import Camera
from tests.motion.figures import Figure, film, pose_file

pytestmark = pytest.mark.browser
WIDTH, HEIGHT, FPS, SECONDS = 180, 320, 10, 10
RED = (220, 30, 40)


def until(page: Page, expression: str) -> None:
    """Wait for an expression to hold; asked from outside, since the page's own policy forbids it to evaluate text."""
    for _ in range(150):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(100)
    raise AssertionError(expression)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A result whose person is a red square, on the left half of the picture."""
    made = tmp_path_factory.mktemp("result")
    pixels, alpha = np.full((HEIGHT, WIDTH, 3), RED, np.uint8), np.zeros((HEIGHT, WIDTH), np.uint8)
    alpha[80:240, : WIDTH // 2] = 255
    for kind, name in ((Encoder, "trainer_transparent.webm"), (StackedEncoder, "trainer_stacked.mp4")):
        encoder = kind(WIDTH, HEIGHT, "preview")
        for number in range(FPS * SECONDS):
            encoder.add(planes_of(pixels, number * 1000 // FPS), alpha)
        join([encoder.finish()], None, made / name, [1000 // FPS] * FPS * SECONDS)
    poses = replace(pose_file(film(Figure())), rendition=Size(WIDTH, HEIGHT))
    cut = replace(poses, segments=segments(poses.track))
    (made / "preview.html").write_text(preview(cut), encoding="utf-8")
    return made


@pytest.fixture
def page(folder: Path, browsers: Callable[[Camera], Browser]) -> Iterator[Page]:
    troubles: list[str] = []
    opened = browsers("absent").new_page(viewport={"width": 1200, "height": 800})
    opened.on("pageerror", lambda error: troubles.append(str(error)))
    opened.on("requestfailed", lambda request: troubles.append(request.url))
    opened.goto((folder / "preview.html").as_uri())
    until(opened, "video.readyState >= 2")
    yield opened
    opened.close()
    assert troubles == []


def colours(page: Page) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """RGB at the middle of the person, and beside it where nobody is."""
    page.evaluate("video.pause(); new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    page.wait_for_timeout(200)
    picture = cv2.imdecode(np.frombuffer(page.locator("#stage").screenshot(), np.uint8), cv2.IMREAD_COLOR)
    height, width = picture.shape[:2]
    person, nobody = picture[height // 2, width // 4, ::-1], picture[height // 2, 3 * width // 4, ::-1]
    return tuple(person.tolist()), tuple(nobody.tolist())


@pytest.mark.parametrize("stacked", [False, True])
def test_the_person_stands_over_grey_in_both_renditions(page: Page, stacked: bool) -> None:
    if stacked:
        page.click("#copy")
        until(page, "stacked && video.readyState >= 2 && video.videoHeight > 600")
    person, nobody = colours(page)
    assert person == pytest.approx(RED, abs=12)
    assert max(nobody) - min(nobody) < 20, "grey"
    assert 70 < nobody[0] < 160


def test_an_exercise_is_chosen_and_the_words_change(page: Page) -> None:
    page.click("#list button")
    until(page, "Math.abs(video.currentTime - data.segments[0].start) < 1.5")
    assert page.locator("#list .count").inner_text() == "×3"
    assert page.locator("#strip i").count() == 3
    assert "приседание" in page.locator("#list b").inner_text().lower()
    page.click("#language")
    assert page.locator("#list b").inner_text().lower() == "squat-like"


def test_the_skeleton_is_drawn_when_asked_for(page: Page) -> None:
    inked = "bones.getContext('2d').getImageData(0, 0, bones.width, bones.height).data.some((value) => value > 0)"
    page.evaluate("video.pause()")
    assert not page.evaluate(inked)
    page.click("#skeleton")
    until(page, inked)


def test_a_video_that_is_not_there_is_said_in_words(folder: Path, tmp_path: Path, browsers: Callable[[Camera], Browser]) -> None:
    (tmp_path / "preview.html").write_text((folder / "preview.html").read_text(encoding="utf-8"), encoding="utf-8")
    opened = browsers("absent").new_page()
    opened.goto((tmp_path / "preview.html").as_uri())
    opened.wait_for_selector("#note:not(:empty)")
    assert "preview.html" in opened.locator("#note").inner_text()
    opened.close()
