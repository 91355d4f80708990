"""Every page of the product, with an address where it has something to show and somebody who may see it."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from playwright.sync_api import Browser, BrowserContext, Page

from perscoach_app.http.health import DEMO_TENANT
from perscoach_app.services.browsers import COOKIE
from perscoach_app.services.tenants import PLATFORM_SLUG
from perscoach_app.setup.npm import ROOT
from perscoach_app.texts.language import LANGUAGE_COOKIE
from tests.made_pages import pages

Role = Literal["nobody", "client", "trainer", "admin"]
HOSTS = {"site": f"{DEMO_TENANT}.localhost", "base": "localhost", "admin": f"{PLATFORM_SLUG}.localhost"}
LOADED_MS = 60_000
SIZES = {"desktop": (1440, 900), "phone": (390, 844)}
FURNISH_LIMIT_S = 120


@dataclass(frozen=True, slots=True)
class Stop:
    """One page as one person sees it.

    Attributes:
        route: as the app has it.
        path: the address; `{name}` is filled from what `furnished` made.
        role: who looks.
        host: the trainer's own site, the base domain, or the administrators' host.
    """

    name: str
    route: str
    path: str
    role: Role = "trainer"
    host: str = "site"


STOPS = (
    Stop("landing", "index", "/", "nobody", "base"),
    Stop("mini-site", "index", "/", "nobody"),
    Stop("mini-site-signed-in", "index", "/", "client"),
    Stop("enter", "enter/[token]", "/enter/{token}", "nobody"),
    Stop("enter-spent", "enter/[token]", "/enter/spent", "nobody"),
    Stop("lost", "404", "/nowhere", "nobody"),
    Stop("today", "trainer", "/trainer"),
    Stop("library", "trainer/library", "/trainer/library"),
    Stop("upload", "trainer/upload", "/trainer/upload"),
    Stop("exercise", "trainer/exercise/[exercise]", "/trainer/exercise/{exercise}"),
    Stop("jobs", "trainer/jobs", "/trainer/jobs"),
    Stop("reports", "trainer/reports", "/trainer/reports"),
    Stop("messages", "trainer/messages/[client]", "/trainer/messages/{person}"),
    Stop("report", "report/[training]", "/report/{session}"),
    Stop("site", "trainer/site", "/trainer/site"),
    Stop("home", "home", "/home", "client"),
    Stop("signed-out", "home", "/home", "nobody"),
    Stop("own-report", "report/[training]", "/report/{session}", "client"),
    # people
    Stop("sign-up", "sign-up", "/sign-up", "nobody", "base"),
    Stop("confirm", "confirm/[token]", "/confirm/spent", "nobody"),
    Stop("sign-in", "sign-in", "/sign-in", "nobody"),
    Stop("reset", "reset", "/reset", "nobody"),
    Stop("reset-password", "reset/[token]", "/reset/{reset}", "nobody"),
    Stop("sign-in-by-mail", "sign-in/mail", "/sign-in/mail", "nobody"),
    Stop("welcome", "welcome", "/welcome", "client"),
    Stop("admin", "admin", "/admin", "admin", "admin"),
    Stop("admin-studios", "admin/tenants", "/admin/tenants", "admin", "admin"),
    Stop("admin-jobs", "admin/jobs", "/admin/jobs", "admin", "admin"),
    Stop("admin-errors", "admin/errors", "/admin/errors", "admin", "admin"),
    Stop("admin-audit", "admin/audit", "/admin/audit", "admin", "admin"),
    Stop("admin-banner", "admin/banner", "/admin/banner", "admin", "admin"),
    Stop("admin-pass", "admin/pass/[slug]/[token]", "/admin/pass/anna/{token}", "admin", "admin"),
    Stop("look", "look/[token]", "/look/{token}", "nobody"),
    Stop("support", "trainer/support", "/trainer/support"),
    Stop("account", "account", "/account"),
    Stop("own-account", "account", "/account", "client"),
    Stop("clients", "trainer/clients", "/trainer/clients"),
    Stop("client", "trainer/clients/[person]", "/trainer/clients/{person}"),
    Stop("team", "trainer/team", "/trainer/team"),
    Stop("my-voice", "trainer/voice", "/trainer/voice"),
    Stop("policy", "privacy", "/privacy", "nobody"),
    Stop("policy-of-the-product", "privacy", "/privacy", "nobody", "base"),
    Stop("data-settings", "trainer/privacy", "/trainer/privacy"),
    Stop("parent", "parent/[token]", "/parent/spent", "nobody"),
    Stop("my-data", "account/privacy", "/account/privacy", "client"),
    # homework
    Stop("homework", "trainer/homework", "/trainer/homework"),
    Stop("builder", "trainer/homework/[workout]", "/trainer/homework/{workout}"),
    Stop("builder-preview", "trainer/homework/[workout]/preview", "/trainer/homework/{workout}/preview"),
    Stop("calendar", "trainer/calendar", "/trainer/calendar"),
    Stop("progress", "home/progress", "/home/progress", "client"),
    Stop("mine", "home/mine", "/home/mine", "client"),
    Stop("own-messages", "home/messages", "/home/messages", "client"),
    Stop("before-after", "home/progress/[exercise]", "/home/progress/{exercise}", "client"),
    Stop("homework-day", "home/homework/[day]", "/home/homework/{homework}", "client"),
)
ELSEWHERE = {"shadow/[training]": "Shadow Mode is one canvas with its own tests (test_stage.py)"}


def routes() -> set[str]:
    """All pages the app has."""
    return set(pages())


def stops() -> list[Stop]:
    """The stops whose pages exist."""
    there = routes()
    return [stop for stop in STOPS if stop.route in there]


def furnish(var: Path) -> Mapping[str, str]:
    """Furnishes the running demo's house (`furnished.py`)."""
    command = [sys.executable, "-m", "tests.browser.furnished"]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "PERSCOACH_VAR_DIR": str(var)},
        capture_output=True,
        text=True,
        timeout=FURNISH_LIMIT_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return dict(json.loads(done.stdout.splitlines()[-1]))


def arrive(browser: Browser, stop: Stop, url: str, house: Mapping[str, str], *, language: str, size: str) -> tuple[BrowserContext, Page]:
    """Opens a stop and waits until the server has answered."""
    port = url.rstrip("/").rpartition(":")[2]
    host = HOSTS[stop.host]
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale="ru-RU" if language == "ru" else "en-GB", reduced_motion="reduce"
    )
    cookies = {LANGUAGE_COOKIE: language}
    if stop.role != "nobody":
        cookies[COOKIE] = house[stop.role]
    context.add_cookies([{"name": name, "value": value, "domain": host, "path": "/"} for name, value in cookies.items()])
    if stop.role != "nobody":
        speak(host, port, cookies, language)
    page = context.new_page()
    page.goto(f"http://{host}:{port}{stop.path.format(**house)}")
    settle(page)
    return context, page


def speak(host: str, port: str, cookies: Mapping[str, str], language: str) -> None:
    """Chooses the language as the switch does: with a person it goes before her browser's."""
    request = Request(f"http://127.0.0.1:{port}/api/language", data=urlencode({"language": language}).encode(), method="POST")
    request.add_header("Host", f"{host}:{port}")
    request.add_header("Origin", f"http://{host}:{port}")
    request.add_header("Cookie", "; ".join(f"{name}={value}" for name, value in cookies.items()))
    with urlopen(request, timeout=LOADED_MS / 1000):
        pass


def settle(page: Page) -> None:
    """Until no outlines are left and the pictures in sight are there."""
    page.wait_for_function(
        "() => document.querySelector('main') && !document.querySelector('main .skeleton')"
        " && [...document.images].every(image => image.loading === 'lazy' || image.complete)",
        timeout=LOADED_MS,
    )
    page.wait_for_timeout(350)
