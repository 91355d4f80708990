"""Two trainers make their sites; one of them gives homework, and her client begins it. The other sees nothing of it.

One in Russian on a desktop with her client on an English phone, the other in English: the same pages.
"""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Page, expect

from tests.browser.letters import link_for
from tests.browser.running_app import RunningApp
from tests.browser.training import start

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.long, pytest.mark.timeout(600)]

CLIP = Path(__file__).resolve().parents[3] / "assets" / "demo" / "client_squat.mp4"
"""A clip that no library of the demo holds."""
PASSWORD = "по тихому лесу утром"
SLOW_LINE = 40_000
"""Bytes a second: the clip takes seven seconds, time enough to cut it in the middle."""
ANSWER_MS = 15_000
VERDICT_MS = 60_000
PROCESSED_MS = 240_000
NO_SUCH_PAGE = re.compile("no such|такой тренировки здесь нет", re.I)  # Shadow Mode does not know the language of whom it refuses
PREVIEWS = ("TelegramBot (like TwitterBot)", "WhatsApp/2.23.20.0")


@pytest.fixture
def host(product: RunningApp) -> Callable[[str], str]:
    """The address of a site of the running product; the base domain's for an empty name."""
    port = product.url.rpartition(":")[2].strip("/")
    return lambda label: f"http://{label}{'.' if label else ''}localhost:{port}"


def test_from_a_new_site_to_a_client_in_shadow_mode(visit: Callable[..., Page], product: RunningApp, host: Callable[[str], str]) -> None:
    vera = visit(f"{host('')}/sign-up", locale="ru-RU", viewport={"width": 1440, "height": 900})
    _signs_up(vera, product.var, "Вера", "vera", "Как вас зовут", "Почта", "Пароль", "Создать сайт")
    expect(vera.get_by_role("heading", name="Вера")).to_be_visible(timeout=ANSWER_MS)

    _uploads_with_a_cut(vera, host("vera"))
    _edits_the_parts(vera)
    _builds_homework(vera)
    invitation = _invites(vera, host("vera"), "Мария")

    for bot in PREVIEWS:  # a messenger looks at the link before anybody does
        with urlopen(_by_number(invitation, bot), timeout=10) as answer:
            assert answer.status == 200
    maria = visit(invitation, locale="en-GB", viewport={"width": 390, "height": 844})
    maria.get_by_role("main").get_by_role("button").first.click()
    maria.wait_for_url(re.compile(r"/welcome/?$"), timeout=ANSWER_MS)
    again = visit(invitation, locale="en-GB")
    expect(again.get_by_role("heading", name="This link")).to_be_visible(timeout=ANSWER_MS)

    _gives_it(vera, host("vera"), "Мария")
    _begins(maria, host("vera"))

    boris = visit(f"{host('')}/sign-up", locale="en-GB", viewport={"width": 1440, "height": 900})
    _signs_up(boris, product.var, "Boris", "boris", "Your name", "E-mail", "Password", "Make my site")
    expect(boris.get_by_role("heading", name="Boris")).to_be_visible(timeout=ANSWER_MS)
    for foreign in (vera.url, maria.url):
        boris.goto(foreign.replace("//vera.", "//boris."))
        expect(boris.get_by_role("main")).to_contain_text(NO_SUCH_PAGE, timeout=ANSWER_MS)
        expect(boris.get_by_role("main")).not_to_contain_text(re.compile("Приседание с паузой|Ноги"))


def _signs_up(page: Page, var: Path, name: str, slug: str, *words: str) -> None:
    called, mail, password, deed = words
    page.get_by_label(called).fill(name)
    page.get_by_label(mail).click()
    expect(page.locator("input[name=slug]")).to_have_value(slug, timeout=ANSWER_MS)  # proposed from the name
    page.get_by_label(mail).fill(f"{slug}@example.org")
    page.get_by_label(password).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name=deed).click()
    expect(page.get_by_role("main").get_by_role("button", name=deed)).to_be_hidden(timeout=ANSWER_MS)
    page.goto(link_for(var, f"{slug}@example.org"))
    page.get_by_role("main").get_by_role("button").click()
    page.wait_for_url(re.compile(r"/trainer/?$"), timeout=ANSWER_MS)


def _uploads_with_a_cut(page: Page, site: str) -> None:
    page.on("dialog", lambda asked: asked.accept())  # «a file is on its way: leave?»
    page.goto(f"{site}/trainer/upload")
    chooser = page.locator("pc-upload input[type=file]")
    chooser.wait_for(state="attached", timeout=ANSWER_MS)
    line = page.context.new_cdp_session(page)
    _throttle(line, SLOW_LINE)
    chooser.set_input_files(CLIP)
    expect(page.locator("[data-files] [data-bar]")).to_have_attribute("aria-valuenow", re.compile(r"^[2-9]\d$"), timeout=ANSWER_MS)
    page.reload()
    expect(page.locator("[data-unfinished]")).to_contain_text(CLIP.name, timeout=ANSWER_MS)
    _throttle(line, -1)
    chooser.set_input_files(CLIP)
    expect(page.locator(".upload .verdict")).to_be_visible(timeout=VERDICT_MS)
    page.locator(".upload input[type=text]").fill("Приседание с паузой")
    page.locator(".upload input[type=text]").press("Tab")
    expect(page.locator(".upload .ready")).to_be_visible(timeout=PROCESSED_MS)  # by itself, without a reload


def _throttle(line: object, bytes_a_second: int) -> None:
    how = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": bytes_a_second}
    line.send("Network.emulateNetworkConditions", how)  # type: ignore[attr-defined]


def _edits_the_parts(page: Page) -> None:
    page.goto(page.url.replace("/upload", "/library"))
    page.get_by_role("link", name=re.compile("Приседание с паузой")).first.click()
    page.wait_for_url(re.compile("/trainer/exercise/"), timeout=ANSWER_MS)
    editor = page.locator(".cut-editor")
    editor.get_by_label("Название фрагмента").fill("Рабочие повторы", timeout=ANSWER_MS)
    editor.get_by_label("Название фрагмента").press("Enter")
    expect(page.locator(".cut-strip")).to_contain_text("Рабочие повторы", timeout=ANSWER_MS)
    edge = page.get_by_role("slider", name="Конец фрагмента")
    before = edge.get_attribute("aria-valuetext")
    edge.focus()
    edge.press("ArrowLeft")
    expect(edge).not_to_have_attribute("aria-valuetext", before or "", timeout=ANSWER_MS)


def _builds_homework(page: Page) -> None:
    page.get_by_role("link", name="Домашки").first.click()
    expect(page.get_by_role("heading", level=1, name="Домашки")).to_be_visible(timeout=ANSWER_MS)
    page.get_by_role("main").get_by_role("button").first.click(timeout=ANSWER_MS)
    page.wait_for_url(re.compile(r"/trainer/homework/[0-9a-f-]{36}"), timeout=ANSWER_MS)
    page.get_by_label("Название домашки").fill("Ноги")
    page.get_by_role("button", name="Добавить в домашку: Приседание с паузой").first.click()
    expect(page.locator(".items")).to_contain_text("Приседание с паузой", timeout=ANSWER_MS)
    expect(page.locator("pc-saved")).to_have_text("сохранено", timeout=ANSWER_MS)


def _invites(page: Page, site: str, name: str) -> str:
    workout = page.url
    page.goto(f"{site}/trainer/clients")
    page.get_by_role("button", name="Пригласить").first.click(timeout=ANSWER_MS)
    page.get_by_role("textbox", name="Имя", exact=True).fill(name)
    page.get_by_label("Язык клиента").select_option("en")
    page.get_by_role("button", name="Получить ссылку").click()
    link = page.get_by_role("textbox", name="Ссылка")
    expect(link).to_have_value(re.compile("/enter/"), timeout=ANSWER_MS)
    invitation = link.input_value()
    page.goto(workout)
    return re.search(r"https?://\S+/enter/\S+", invitation)[0]  # type: ignore[index]


def _gives_it(page: Page, site: str, name: str) -> None:
    page.reload()
    page.get_by_role("button", name=name, exact=True).click(timeout=ANSWER_MS)
    page.get_by_role("button", name="Назначить").click()
    expect(page.locator(".assign-given")).to_contain_text(name, timeout=ANSWER_MS)


def _begins(page: Page, site: str) -> None:
    page.goto(f"{site}/home")
    page.get_by_role("link", name=re.compile("Ноги")).first.click(timeout=ANSWER_MS)
    page.wait_for_url(re.compile("/home/homework/"), timeout=ANSWER_MS)
    expect(page.get_by_role("main")).to_contain_text("Приседание с паузой", timeout=ANSWER_MS)
    page.locator(".day-go button").click()
    page.wait_for_url(re.compile("/shadow/"), timeout=ANSWER_MS)
    start(page, frames=1)


def _by_number(address: str, agent: str) -> Request:
    """Not every machine's resolver knows `*.localhost`: asked by number, named by the Host header."""
    name = re.search(r"//([^/]+)", address)[1]  # type: ignore[index]
    return Request(address.replace(name, f"127.0.0.1:{name.rpartition(':')[2]}"), headers={"Host": name, "User-Agent": agent})
