"""The full story: homework, Shadow session, film, report, a mark, a comment, files to take away, a consent taken back; two studios.

Анна and Мария in Russian, she on a phone; Борис and Виктор next door, in English. Мария's movement is recorded (her knees fall in), her
camera, her film, her landmarks and everything behind them are the product's own.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, Request, Route, expect

from perscoach_app.http.health import DEMO_TENANT
from perscoach_app.services import (
    assignments,
    exercises,
    local_time,
    media,
    people,
    sign_in,
    tenants,
    workout_edit,
    workouts,
)
from perscoach_app.services.browsers import COOKIE
from perscoach_app.services.scope import Scope
from perscoach_app.settings import get_settings
from perscoach_app.storage import get_storage
from perscoach_app.tables import AssignmentBase, Language, Role
from perscoach_app.tables.database import open_session
from perscoach_app.texts import say
from perscoach_motion.trackfile import loads
from tests.browser.recorded_eyes import _HERE as EYES
from tests.browser.running_app import RunningApp
from tests.browser.session import Part, knees_in, session
from tests.browser.training import READY_MS, pressed, start, until

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]

FPS = 15.0
REPETITIONS = 2
NEXT_DOOR = "boris-next-door"
WORDS = "Колени наружу, помните?"
ANSWER = "Помню, в следующий раз сделаю."
PHONE = {"locale": "ru-RU", "viewport": {"width": 390, "height": 844}, "service_workers": "block"}
DESK = {"viewport": {"width": 1440, "height": 900}}
POST = """async ([address, body]) => {
  const headers = { "content-type": "application/json" };
  return (await fetch(address, { method: "POST", headers, body })).status;
}"""
STATUS = "async (address) => (await fetch(address)).status"


@dataclass(frozen=True, slots=True)
class Story:
    """Four people of two studios, and what they train with."""

    anna: Scope
    maria: Scope
    boris: Scope
    viktor: Scope
    squat: str
    rows: Path


@pytest.fixture(scope="module")
def story(product: RunningApp, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """The demo's studio and one next door, both served by the running product."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PERSCOACH_VAR_DIR", str(product.var))
        get_settings.cache_clear()
        with open_session() as db:
            tenant = tenants.by_host(db, f"{DEMO_TENANT}.localhost")
            home = tenant.id if tenant else None
        with open_session() as db:
            next_door = (tenants.by_slug(db, NEXT_DOOR) or tenants.create(db, NEXT_DOOR, "Boris")).id
        anna, maria = (_person(home, role, name) for role, name in ((Role.TRAINER, "Анна"), (Role.CLIENT, "Мария")))
        boris, viktor = (_person(next_door, role, name, Language.EN) for role, name in ((Role.TRAINER, "Борис"), (Role.CLIENT, "Виктор")))
        with open_session(reading=True) as db:
            clip = next(each for each in exercises.list_all(db, anna) if each.slug == "squat")
            poses = f"{exercises.row_of(db, anna, clip.id).output_prefix()}/{media.OUTPUT_POSES}"
        folder = tmp_path_factory.mktemp("story")
        get_storage().get_file(poses, folder / "poses.json")
        trainer = loads((folder / "poses.json").read_text("utf-8")).track
        (folder / "rows.f32").write_bytes(session(trainer, [Part(trainer, 60.0, knees_in)], 60.0, FPS).tobytes())
        yield Story(anna, maria, boris, viktor, clip.id, folder / "rows.f32")
    get_settings.cache_clear()


def test_from_homework_to_a_consent_taken_back(visit: Callable[..., Page], product: RunningApp, story: Story) -> None:
    port = product.url.rstrip("/").rpartition(":")[2]
    everybody = (story.anna, story.maria, story.boris, story.viktor)
    site = {scope.person_id: f"http://{scope.tenant_slug}.localhost:{port}" for scope in everybody}
    key = _gives_homework(story)
    maria = visit("about:blank", **PHONE)
    _enters(maria, story.maria)
    asked = _looks_with_recorded_eyes(maria, story.rows)
    sent = _heard(maria)

    training = _trains_filmed(maria, site[story.maria.person_id], key)
    assert len(asked) == 1
    anna = visit("about:blank", locale="ru-RU", **DESK)
    _enters(anna, story.anna)
    film = _reads_the_report(anna, site[story.anna.person_id], training)
    before = _score(anna)
    _marks_it_right(anna)

    after = _trains_the_same_again(maria, anna, site[story.maria.person_id], training, sent)
    assert after > before + 1, "the same movement, seen with the trainer's eye"

    _talk(anna, maria, f"{site[story.maria.person_id]}/report/{training}")
    strip = _takes_away(anna, f"{site[story.anna.person_id]}/report/{training}")
    for stranger in (story.boris, story.viktor):
        _finds_nothing(visit, stranger, site[stranger.person_id], training, (film, strip))

    _withdraws(maria, site[story.maria.person_id])
    assert [anna.evaluate(STATUS, address) for address in (film, strip)] == [404, 404]
    anna.goto(f"{site[story.anna.person_id]}/report/{training}")
    expect(anna.locator(".report-head h1")).not_to_be_empty(timeout=READY_MS)
    expect(anna.locator("video.film")).to_have_count(0, timeout=READY_MS)  # a page shows what it knew last until the server has answered


# --- the people -----------------------------------------------------------------------------------------------------------


def _person(tenant: int | None, role: Role, name: str, language: Language = Language.RU) -> Scope:
    assert tenant is not None
    with open_session() as db:
        known = {person.name: person.id for person in people.of_tenant(db, tenant, role)}
        person = known.get(name) or people.add(db, tenant, role, name).id
        scope = people.scope_of(db, person)
        people.set_language(db, scope, language)
        return people.scope_of(db, person)


def _enters(page: Page, who: Scope) -> None:
    host = f"{who.tenant_slug}.localhost"
    with open_session() as db:
        cookie = sign_in.as_person(db, who.person_id, host).cookie
    page.context.add_cookies([{"name": COOKIE, "value": cookie, "domain": host, "path": "/"}])


def _gives_homework(story: Story) -> str:
    with open_session() as db:
        made = workouts.make(db, story.anna, "Колени под присмотром")
        item = workout_edit.add(db, story.anna, made, workouts.get(db, story.anna, made).revision, story.squat)
        asked = {"sets": 1, "repetitions": REPETITIONS}
        workout_edit.change(db, story.anna, made, workouts.get(db, story.anna, made).revision, item, asked)
        today = local_time.today(db, story.anna.tenant_id)
        (given,) = assignments.give(db, story.anna, made, AssignmentBase(starts_on=today), clients=[story.maria.person_id])
    return f"{given}-{today}"


# --- Мария trains ---------------------------------------------------------------------------------------------------------


def _looks_with_recorded_eyes(page: Page, rows: Path) -> list[str]:
    """No model looks at her here. What was asked for by these eyes."""
    asked: list[str] = []

    def looked(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(body=rows.read_bytes())

    eyes = (EYES / "recorded_eyes.js").read_text("utf-8").replace("FASTER", "1").replace("FPS", str(FPS))
    page.context.route("**/eyes.js", lambda route: route.fulfill(body=eyes, content_type="text/javascript"))
    page.context.route("**/shadow/recorded.f32", looked)
    return asked


def _heard(page: Page) -> dict[str, str]:
    """What the page sends of its training, by the address below the training's own."""
    sent: dict[str, str] = {}

    def note(request: Request) -> None:
        found = re.search(r"/api/shadow/[0-9a-f-]{36}/(sets/.+|finish)$", request.url)
        if found and request.method == "POST":
            sent[found[1]] = request.post_data or "{}"

    page.on("request", note)
    return sent


def _trains_filmed(page: Page, site: str, key: str) -> str:
    """Her day of homework on the phone, filmed and with landmarks; she sees the film before it is sent. The training's id."""
    page.goto(f"{site}/home/homework/{key}")
    page.locator(".day-go button").click(timeout=READY_MS)
    page.wait_for_url("**/shadow/*", timeout=READY_MS)
    training = page.url.rstrip("/").rpartition("/")[2]
    pressed(page, "film")
    for wish in ("recording", "landmarks"):
        switch = page.locator(f".shadow-card button[data-id={wish}]")
        expect(switch).to_have_attribute("aria-checked", "false")  # nothing is ticked before she does
        switch.click()
        expect(switch).to_have_attribute("aria-checked", "true")
    pressed(page, "allow")
    start(page)
    until(page, "feel")
    pressed(page, "fine")
    until(page, "done")
    pressed(page, "film")
    expect(page.locator(".shadow video").first).to_be_visible(timeout=READY_MS)
    pressed(page, "all")
    expect(page.locator(".shadow-card")).to_contain_text(say("ru", "shadow_film.sent"), timeout=READY_MS)
    pressed(page, "later")
    pressed(page, "report")
    page.wait_for_url("**/home/homework/*", timeout=READY_MS)  # the day, with the way to each report
    return training


def _trains_the_same_again(maria: Page, anna: Page, site: str, training: str, sent: dict[str, str]) -> float:
    """The very same movement in a training of its own: what it is worth now."""
    maria.goto(f"{site}/report/{training}")
    maria.get_by_role("button", name=say("ru", "report.again")).click(timeout=READY_MS)
    maria.wait_for_url("**/shadow/*", timeout=READY_MS)
    again = maria.url.rstrip("/").rpartition("/")[2]
    maria.goto(f"{site}/home")
    address = f"/api/shadow/{again}"
    assert maria.evaluate(POST, [f"{address}/consents", '{"landmarks": true}']) == 200
    for part, body in sorted(sent.items(), key=lambda one: (one[0] == "finish", "/finish" in one[0], one[0])):
        assert maria.evaluate(POST, [f"{address}/{part}", body]) == 200, part
    anna.goto(f"{site}/report/{again}")  # which shows the report before it until the server has answered
    expect(anna.locator(f".exports a[href*='{again}']").first).to_be_visible(timeout=READY_MS)
    return _score(anna)


# --- Анна reads, marks, writes --------------------------------------------------------------------------------------------


def _reads_the_report(page: Page, site: str, training: str) -> str:
    """From the inbox to the digest, the strip, a moment; the film's address."""
    page.goto(f"{site}/trainer/reports")
    page.locator(f"a[href*='/report/{training}']").first.click(timeout=READY_MS)
    page.wait_for_url(f"**/report/{training}*", timeout=READY_MS)
    return _reads(page)


def _reads(page: Page) -> str:
    """The open report, until its film is there; the film's address."""
    moment = page.locator(".moment [data-seek]").last
    expect(moment).to_be_visible(timeout=READY_MS)
    expect(page.locator(".strip-bar").first).to_be_visible()
    expect(page.locator("video.film")).to_be_visible(timeout=READY_MS)  # the worker makes it, the page watches
    moment.click()
    expect(page.locator(".strip-bar.here")).to_have_count(1)
    return str(page.locator("video.film").get_attribute("src"))


def _score(page: Page) -> float:
    ring = page.locator(".score-card .ring").first
    expect(ring).to_contain_text(re.compile(r"\d"), timeout=READY_MS)
    expect(page.get_by_text(say("ru", "digest.looking"))).to_have_count(0, timeout=READY_MS)
    return float(re.search(r"\d+", ring.inner_text())[0])  # type: ignore[index]


def _marks_it_right(page: Page) -> None:
    """«Верно для неё» on every repetition of the set."""
    marks = page.locator(".repetition .marks button:first-child")
    expect(marks.first).to_be_visible(timeout=READY_MS)
    for number in range(marks.count()):
        marks.nth(number).click()
        expect(marks.nth(number)).to_have_attribute("aria-pressed", "true", timeout=READY_MS)


def _talk(anna: Page, maria: Page, report: str) -> None:
    """A comment on a moment, and her answer on the phone."""
    anna.goto(report)
    anna.locator(".strip input").press("ArrowRight", timeout=READY_MS)
    form = anna.locator("#comments > form")
    form.locator("textarea").fill(WORDS)
    form.get_by_role("button", name=say("ru", "talk.send")).click()
    expect(anna.locator(".comments")).to_contain_text(WORDS, timeout=READY_MS)
    maria.goto(report)
    comment = maria.locator(".comments > li", has_text=WORDS)
    comment.locator("summary").click(timeout=READY_MS)
    comment.locator("textarea").fill(ANSWER)
    comment.get_by_role("button", name=say("ru", "talk.send")).click()
    expect(comment).to_contain_text(ANSWER, timeout=READY_MS)
    anna.reload()
    expect(anna.locator(".comments")).to_contain_text(ANSWER, timeout=READY_MS)


def _takes_away(page: Page, report: str) -> str:
    """PDF, CSV and the film with the strip, which the worker draws; that film's address."""
    page.goto(report)
    files = page.locator(".exports")
    expect(files).to_be_visible(timeout=READY_MS)
    for kind, begins in (("PDF", b"%PDF-"), ("CSV", b"\xef\xbb\xbf")):
        with page.expect_download() as fetched:
            files.get_by_role("link", name=kind).click()
        assert fetched.value.path().read_bytes().startswith(begins)
    files.get_by_role("button", name=say("ru", "exports.film")).click()
    made = files.locator("a[href*='/recordings/']")
    expect(made).to_be_visible(timeout=READY_MS)
    return str(made.get_attribute("href"))


# --- next door ------------------------------------------------------------------------------------------------------------


def _finds_nothing(visit: Callable[..., Page], who: Scope, site: str, training: str, links: tuple[str, ...]) -> None:
    """Neither the report nor its files nor its films are there for anybody of another studio."""
    page = visit("about:blank", locale="en-GB", **DESK)
    _enters(page, who)
    page.goto(f"{site}/report/{training}")
    expect(page.get_by_role("main")).to_contain_text(say("en", "lost.title"), timeout=READY_MS)
    files = [f"/api/reports/{training}/report.{form}" for form in ("csv", "pdf")]
    assert {page.evaluate(STATUS, address) for address in (*files, *links)} == {404}


# --- Мария takes it back --------------------------------------------------------------------------------------------------


def _withdraws(page: Page, site: str) -> None:
    page.goto(f"{site}/account/privacy")
    paper = page.locator("#recording")
    paper.get_by_role("button", name=re.compile(say("ru", "my_data.withdraw"))).click(timeout=READY_MS)
    page.get_by_role("dialog").get_by_role("button", name=say("ru", "my_data.withdraw"), exact=True).click()
    expect(paper).not_to_have_class(re.compile("given"), timeout=READY_MS)
