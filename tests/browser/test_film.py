"""A recording from the browser's own recorder to a film that seeks: kept over a reload, seen before it is sent, in pieces, then gone."""

import uuid
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from perscoach_app import filming
from perscoach_app.services import browsers as sessions_of
from perscoach_app.services import recordings
from perscoach_app.tables.database import open_session
from tests.app.house import House
from tests.app.test_recordings import allow, trained
from tests.browser.chromium import Camera
from tests.browser.film_house import filming_page

RECORDING = str(uuid.uuid4())
START = {"do": "start", "recording": RECORDING, "position": 1, "part": 2, "bits": 900_000, "room": True, "overlay": False}
TOLD = "(state) => window.told.filter((one) => one.state === state)"
SEEK = """async (second) => {
  const video = document.getElementById("shown");
  const settled = new Promise((done, fail) => { video.onseeked = done; video.onerror = () => fail(video.error?.message); });
  video.currentTime = second; await settled;
  return [video.currentTime, video.duration, video.videoWidth];
}"""
PREVIEW = """async (recording) => {
  const video = document.getElementById("shown");
  window.film.order({ do: "preview", recording });
  const ready = new Promise((done, fail) => { video.onloadeddata = done; video.onerror = () => fail(video.error?.message); });
  await window.film.show(video); await ready;
}"""
PLAY = """async (address) => {
  const video = document.getElementById("shown");
  const ready = new Promise((done, fail) => { video.onloadeddata = done; video.onerror = () => fail(video.error?.message); });
  video.src = address; await ready;
}"""


@pytest.fixture
def filmed(house: House, browsers: Callable[[Camera], Browser]) -> Iterator[tuple[Page, str, str]]:
    """Maria's browser on a page that films; her training and its set."""
    training, session = trained(house, house.maria)
    allow(house.maria, training)
    with filming_page(house) as address:
        context = browsers("absent").new_context()
        cookie = house.signed_in(house.maria).cookies[sessions_of.COOKIE]
        context.add_cookies([{"name": sessions_of.COOKIE, "value": cookie, "domain": "anna.localhost", "path": "/"}])
        page = context.new_page()
        page.goto(f"{address}?training={training}")
        page.wait_for_function("() => window.told?.some((one) => one.state === 'found')")
        yield page, training, session
        context.close()


def order(page: Page, late_s: float = 0.0, **values: object) -> None:
    """An order as it arrives, so long after it was given."""
    page.evaluate("([order, late]) => window.film.order({ ...order, now: performance.now() / 1000 - late })", [values, late_s])


def test_from_the_recorder_to_a_film_that_seeks(house: House, filmed: tuple[Page, str, str]) -> None:
    page, training, session = filmed
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method != "GET" else None)
    order(page, **START, at=0.0)
    page.wait_for_timeout(3600)  # one part is whole, the second is under way when the page dies
    page.reload()
    page.wait_for_function("() => window.told?.some((one) => one.state === 'found')")
    found = page.evaluate(TOLD, "found")[-1]["parts"]
    assert len(found) == 2, "the part that was under way is there but for its last second"
    assert found[0]["seconds"] == pytest.approx(2.0, abs=0.3)
    assert 0.5 <= found[1]["seconds"] <= 2.0
    order(page, late_s=1.0, **{**START, "room": False, "overlay": True}, at=9.0)
    page.wait_for_timeout(2400)
    order(page, do="stop")
    page.wait_for_function("() => window.told.filter((one) => one.state === 'part').length === 2")
    told = page.evaluate(TOLD, "part")
    assert [round(one["at"]) for one in told] == [10, 12]

    page.evaluate(PREVIEW, RECORDING)
    whole = sum(one["seconds"] for one in (*found, *told))
    for second in (whole - 0.5, 0.5, whole / 2):
        at, duration, width = page.evaluate(SEEK, second)
        assert (at, duration) == (pytest.approx(second, abs=0.1), pytest.approx(whole, abs=0.3))
        assert width
    assert sent == [], "until she sends it nothing leaves the device"

    numbers = [one["part"] for one in (*found, *told)]
    for number, parts in enumerate((numbers[:2], numbers[2:])):
        order(page, do="send", recording=RECORDING, training=training, number=number, parts=parts)
        page.wait_for_function("(number) => window.told.some((one) => one.state === 'piece' && one.number === number)", arg=number)
    with open_session() as db:
        recordings.complete(db, house.maria.scope, RECORDING, 2, moments_only=False, background=False)
    assert filming.make_next() == "ready"
    with open_session(reading=True) as db:
        film = recordings.of_session(db, house.maria.scope, session)
    assert film is not None
    assert [mark[0] for mark in film.marks] == [pytest.approx(0.0, abs=0.1), pytest.approx(10.0, abs=0.1)]
    assert film.duration_s == pytest.approx(whole, abs=0.6)
    page.evaluate(PLAY, film.video)
    for second in (film.duration_s - 0.4, 0.3, film.marks[1][1]):
        at, duration, width = page.evaluate(SEEK, second)
        assert (at, duration) == (pytest.approx(second, abs=0.1), pytest.approx(film.duration_s, abs=0.1))
        assert width == 320

    order(page, do="drop", recording=RECORDING)
    page.wait_for_function("() => window.film.parts().then((parts) => parts.length === 0)")
