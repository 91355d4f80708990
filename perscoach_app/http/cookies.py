"""The session cookie in requests and answers."""

from fastapi import Request, Response
from fastapi.responses import JSONResponse, RedirectResponse
from starlette import status
from starlette.requests import HTTPConnection

from perscoach_app.services import browsers
from perscoach_app.services.browsers import SignedIn
from perscoach_app.settings import get_settings
from perscoach_app.tables.database import open_session

THEME_LIFETIME_S = 365 * 24 * 3600


def is_https(request: HTTPConnection) -> bool:
    """Whether the visitor's browser speaks https, by ourselves or by way of a proxy."""
    # A forwarded scheme may be claimed by anybody, but all it can do here is make the cookie stricter.
    return "https" in (request.url.scheme, request.headers.get("x-forwarded-proto", ""))


def session_cookie(request: Request) -> str | None:
    """What the browser holds."""
    return browsers.cookie_in(request.headers.get("cookie"))


def admit(request: Request, answer: Response, signed_in: SignedIn) -> None:
    """Gives the browser its cookie; whoever was signed in here before is out, so that one browser is one line in the list of devices."""
    former = session_cookie(request)
    if former is not None:
        with open_session() as db:
            browsers.sign_out(db, former)
    keep_signed_in(answer, signed_in.cookie, secure=is_https(request))
    keep_theme(answer, light=signed_in.scope.light, secure=is_https(request))


def keep_signed_in(answer: Response, cookie: str, *, secure: bool) -> None:
    """Gives the browser its cookie: of this host alone, unreadable for scripts."""
    answer.set_cookie(
        browsers.HOST_COOKIE if secure else browsers.COOKIE,
        cookie,
        max_age=get_settings().cookie_lifetime_s,
        path="/",  # no domain: the cookie belongs to this host alone
        secure=secure,
        httponly=True,
        samesite="lax",
    )


def keep_theme(answer: Response, *, light: bool, secure: bool) -> None:
    """Tells the browser which theme to begin with. A script of ours has to read it before the page is drawn (assets/pages/light.js)."""
    answer.set_cookie(browsers.THEME_COOKIE, "1" if light else "0", max_age=THEME_LIFETIME_S, path="/", secure=secure, samesite="lax")


def forget(answer: Response, *, secure: bool) -> None:
    """Takes the cookie away."""
    for name in {browsers.COOKIE, browsers.HOST_COOKIE if secure else browsers.COOKIE}:
        answer.delete_cookie(name, path="/", secure=secure, httponly=True, samesite="lax")


def home_of(signed_in: SignedIn) -> str:
    """Where somebody begins."""
    if signed_in.scope.is_admin:
        return "/admin"
    return "/trainer" if signed_in.scope.is_trainer else "/home"


def onward(address: str) -> RedirectResponse:
    """A full navigation: pages read the cookie of their socket's handshake."""
    return RedirectResponse(address, status.HTTP_303_SEE_OTHER)


def entered(request: Request, signed_in: SignedIn, address: str = "") -> JSONResponse:
    """What `<pc-post>` expects after a way in: the cookie, and where to go."""
    answer = JSONResponse({"go": address or home_of(signed_in)})
    admit(request, answer, signed_in)
    return answer
