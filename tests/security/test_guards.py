"""Origins, headers, cookies, rates, settings: what keeps strangers out."""

import base64
import hashlib
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect

from perscoach_app.http import GUARDS, brakes
from perscoach_app.security.origin import same_origin
from perscoach_app.settings import Settings, SettingsRefused, get_settings
from tests.app.house import House

PAGE = (
    "<html><head><script>let a = 1;</script><script type=module src=/assets/x.js></script><script>\nlet b = '<b>';\n</script></head></html>"
)


@pytest.mark.parametrize(
    ("origin", "host", "same"),
    [
        ("http://anna.localhost:3000", "anna.localhost:3000", True),
        ("HTTP://ANNA.localhost:3000", "Anna.Localhost:3000", True),
        ("https://anna.pers.coach", "anna.pers.coach", True),
        ("https://anna.pers.coach", "anna.pers.coach:443", True),
        ("http://anna.localhost", "anna.localhost:80", True),
        ("http://[::1]:3000", "[::1]:3000", True),
        ("http://boris.localhost:3000", "anna.localhost:3000", False),
        ("http://anna.localhost:3001", "anna.localhost:3000", False),
        ("http://localhost:3000", "anna.localhost:3000", False),
        ("http://anna.localhost.evil.example", "anna.localhost", False),
        ("null", "anna.localhost:3000", False),
        ("", "anna.localhost:3000", False),
        ("http://", "", False),
        ("file://anna.localhost", "anna.localhost", False),
        ("http://anna.localhost:99999", "anna.localhost:3000", False),
    ],
)
def test_same_origin(origin: str, host: str, same: bool) -> None:
    assert same_origin(origin, host) is same


@pytest.mark.parametrize("origin", ["http://boris.localhost:3100", "https://evil.example", "null", "http://anna.localhost:3199"])
def test_foreign_origins_change_and_read_nothing(house: House, origin: str) -> None:
    browser = house.signed_in(house.anna)
    for method, address in (("POST", "/api/sign-out"), ("POST", "/api/language"), ("GET", "/api/health"), ("DELETE", "/api/uploads/x")):
        assert browser.request(method, address, headers={"origin": origin}).status_code == 403, address
    own = {"origin": "http://anna.localhost:3100"}
    assert browser.get("/api/health", headers=own).status_code == 200
    assert browser.post("/api/sign-out", headers=own).status_code == 303


async def _socket(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.send_text("in")
    await websocket.close()


def _guarded(**routes: object) -> TestClient:
    app: object = Starlette(routes=list(routes.values()))  # type: ignore[arg-type]
    for guard in GUARDS:
        app = guard(app)  # type: ignore[arg-type]
    return TestClient(app, base_url="http://anna.localhost:3100")  # type: ignore[arg-type]


def test_sockets_from_foreign_origins_are_closed() -> None:
    client = _guarded(socket=WebSocketRoute("/_event", _socket))
    with client.websocket_connect("/_event", headers={"origin": "http://anna.localhost:3100", "host": "anna.localhost:3100"}) as socket:
        assert socket.receive_text() == "in"
    for origin in ("http://boris.localhost:3100", "https://evil.example", "null"):
        with (
            pytest.raises(WebSocketDisconnect) as closed,
            client.websocket_connect("/_event", headers={"origin": origin, "host": "anna.localhost:3100"}),
        ):
            pass
        assert closed.value.code == 4403


def _hash(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def test_a_page_may_run_its_own_inline_scripts_and_no_others(tmp_path: Path) -> None:
    file = tmp_path / "index.html"
    file.write_text(PAGE)

    async def sent_by_path(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/html")]})
        await send({"type": "http.response.pathsend", "path": str(file)})

    seen: list[dict[str, object]] = []

    client = _guarded(
        whole=Route("/", lambda _: HTMLResponse(PAGE)), file=Route("/file", lambda _: FileResponse(file)), path=Mount("/path", sent_by_path)
    )
    policies = [client.get(address).headers["content-security-policy"] for address in ("/", "/file")]

    async def collect(message: object) -> None:
        seen.append(message)  # type: ignore[arg-type]

    import asyncio

    scope = {"type": "http", "method": "GET", "path": "/path/", "headers": [(b"host", b"anna.localhost:3100")], "extensions": {}}
    asyncio.run(client.app(scope, None, collect))  # type: ignore[arg-type]
    assert [message["type"] for message in seen] == ["http.response.start", "http.response.pathsend"]
    policies.append(dict(seen[0]["headers"])[b"content-security-policy"].decode())  # type: ignore[call-overload]
    for policy in policies:
        rules = {rule.split()[0]: rule.split()[1:] for rule in policy.split("; ")}
        assert rules["script-src"] == ["'self'", "'wasm-unsafe-eval'", _hash("let a = 1;"), _hash("\nlet b = '<b>';\n")]
        assert rules["frame-ancestors"] == ["'none'"]
        assert rules["object-src"] == ["'none'"]
        assert "ws://anna.localhost:3100" in rules["connect-src"]
        assert "unsafe-inline" not in " ".join(rules["script-src"])


def test_a_page_is_not_sent_in_a_packing_whose_scripts_cannot_be_found() -> None:
    """A browser asks for a page with `br`, and a service worker for a training's page as for anything; what is no page may come so."""
    told = {
        path: Route(path, lambda request: HTMLResponse(request.headers["accept-encoding"])) for path in ("/", "/shadow/1a2b", "/x.wasm")
    }
    client = _guarded(**told)
    browser = {"accept-encoding": "gzip, deflate, br, zstd"}
    assert client.get("/", headers={**browser, "accept": "text/html,*/*;q=0.8"}).text == "gzip, deflate, zstd"
    assert client.get("/shadow/1a2b", headers={**browser, "accept": "*/*"}).text == "gzip, deflate, zstd"
    assert client.get("/x.wasm", headers={**browser, "accept": "*/*"}).text == "gzip, deflate, br, zstd"


def test_a_strange_host_cannot_write_into_the_policy() -> None:
    client = _guarded(page=Route("/", lambda _: HTMLResponse("")))
    policy = client.get("/", headers={"host": "x; script-src *"}).headers["content-security-policy"]
    assert "script-src *" not in policy


def test_answers_carry_their_headers(house: House) -> None:
    headers = house.browser().get("/api/health").headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"
    assert "camera=(self)" in headers["permissions-policy"]
    assert headers["content-security-policy"].startswith("default-src 'none'")


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("/assets/x-1a2b.js", "immutable"),
        ("/vendor/pyodide/314.0.7/pyodide.mjs", "immutable"),
        ("/vendor/manifest.json", "no-cache"),
        ("/vendor/fonts/onest.woff2", "no-cache"),
        ("/shadow/main.js", "no-cache"),
        ("/assets/missing.js", "no-cache"),
    ],
)
def test_what_is_named_by_content_is_kept_for_ever(address: str, kept: str) -> None:
    found = PlainTextResponse("x")
    client = _guarded(**{name: Route(name, lambda _: found) for name in (address,) if "missing" not in address})
    assert kept in client.get(address).headers["cache-control"]


def test_the_cookie_is_for_this_host_and_not_for_scripts(house: House) -> None:
    answer = house.browser().post("/api/sign-in", data={"token": house.anna.link()})
    cookie = answer.headers["set-cookie"].lower()
    assert answer.headers["location"] == "/welcome"
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "path=/" in cookie
    assert "domain" not in cookie
    assert "secure" not in cookie
    forwarded = house.browser().post("/api/sign-in", data={"token": house.maria.link()}, headers={"x-forwarded-proto": "https"})
    assert "secure" in forwarded.headers["set-cookie"].lower()
    assert forwarded.headers["location"] == "/welcome"


def test_a_spent_link_leads_back_to_its_page(house: House) -> None:
    token = house.anna.link()
    house.browser().post("/api/sign-in", data={"token": token})
    again = house.browser().post("/api/sign-in", data={"token": token})
    assert (again.status_code, again.headers["location"]) == (303, f"/enter/{token}")
    assert "set-cookie" not in again.headers


def test_a_token_cannot_lead_elsewhere(house: House) -> None:
    answer = house.browser().post("/api/sign-in", data={"token": "//evil.example/\r\nset-cookie: a=b"})
    assert answer.headers["location"].startswith("/enter/%2F%2Fevil")
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    ("following", "goes_to"),
    [
        ("/trainer?x=1", "/trainer?x=1"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example", "/"),
        ("", "/"),
        ("/a\nb", "/"),
    ],
)
def test_the_language_form_stays_on_this_host(house: House, following: str, goes_to: str) -> None:
    answer = house.browser().post("/api/language", data={"language": "en", "next": following})
    assert (answer.status_code, answer.headers["location"]) == (303, goes_to)


def test_an_unknown_language_is_refused(house: House) -> None:
    assert house.browser().post("/api/language", data={"language": "xx"}).status_code == 422


def test_hammering_sign_in_is_slowed_down(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(brakes, "ADDRESS", brakes.Brake(3, 60))
    answers = [house.browser().post("/api/sign-in", data={"token": "x"}, headers={"accept-language": "ru"}) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [303, 303, 303, 429, 429]
    assert answers[-1].headers["retry-after"] == "60"
    assert answers[-1].json()["message"].startswith("Слишком много попыток")


@pytest.mark.parametrize("secret", ["", "changeme", "short", "x" * 31])
def test_production_refuses_weak_secrets(secret: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsRefused, match="PERSCOACH_SECRET"):
        Settings(env="production", secret=secret, var_dir=tmp_path)
    assert not list(tmp_path.iterdir())


def test_production_takes_a_strong_secret(tmp_path: Path) -> None:
    assert Settings(env="production", secret="k" * 40, var_dir=tmp_path).env == "production"


def test_the_development_secret_is_made_once_and_for_its_owner(fresh_settings: Path) -> None:
    first = get_settings().secret
    get_settings.cache_clear()
    assert get_settings().secret == first
    assert len(first) > 40
    assert (fresh_settings / "secret").stat().st_mode & 0o077 == 0


def test_the_port_has_two_names(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PERSCOACH_VAR_DIR", str(tmp_path))
    monkeypatch.delenv("PERSCOACH_PORT", raising=False)
    monkeypatch.setenv("PORT", "4000")
    assert Settings().port == 4000
    monkeypatch.setenv("PERSCOACH_PORT", "5000")
    assert Settings().port == 5000
