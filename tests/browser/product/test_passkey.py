"""A passkey in a real Chromium, with its virtual device: made in the account, used at the next sign-in."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from perscoach_app.services.browsers import COOKIE
from tests.browser.running_app import RunningApp
from tests.browser.tour import furnish

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]

READY_MS = 30_000
PHONE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def test_a_fingerprint_instead_of_a_password(visit: Callable[..., Page], product: RunningApp) -> None:
    page = visit(f"{product.url}/sign-in", locale="ru-RU")
    cookie = {"name": COOKIE, "value": furnish(product.var)["trainer"], "domain": urlsplit(product.url).hostname or "", "path": "/"}
    page.context.add_cookies([cookie])  # type: ignore[list-item]
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": PHONE})

    page.goto(f"{product.url}/account")
    page.get_by_role("button", name="Добавить это устройство").click(timeout=READY_MS)
    expect(page.get_by_role("textbox", name="Название ключа")).to_have_value(re.compile("Chrome"), timeout=READY_MS)
    page.get_by_role("button", name="Добавить это устройство").click()
    expect(page.get_by_text("На этом устройстве ключ доступа уже есть.")).to_be_visible(timeout=READY_MS)

    page.get_by_role("button", name="Выйти везде").click()
    page.wait_for_url(f"{product.url}/", timeout=READY_MS)
    page.goto(f"{product.url}/trainer/clients")
    page.get_by_role("main").get_by_role("link", name="Войти").click(timeout=READY_MS)
    page.get_by_role("button", name="Войти по отпечатку или лицу").click(timeout=READY_MS)
    page.wait_for_url(re.compile(r"/trainer/clients/?$"), timeout=READY_MS)  # where she wanted to go
    expect(page.get_by_role("heading", level=1, name="Клиенты")).to_be_visible(timeout=READY_MS)
