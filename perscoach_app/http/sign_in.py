"""Signing in and out, and the language: plain forms, answered by a full navigation."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse
from starlette import status

from perscoach_app.http.access import Host, MaybeCaller
from perscoach_app.services import attempts, people
from perscoach_app.services.errors import LinkInvalid
from perscoach_app.settings import get_settings
from perscoach_app.tables import Language
from perscoach_app.tables.database import open_session
from perscoach_app.texts.language import LANGUAGE_COOKIE

SIGN_IN_PER_MINUTE = 30  # a studio behind one address signs in at once; 256-bit tokens need no stricter guard
LANGUAGE_LIFETIME_S = 365 * 24 * 3600

router = APIRouter()


def _is_https(request: Request) -> bool:
    # A forwarded scheme may be claimed by anybody, but all it can do here is make the cookie stricter.
    return "https" in (request.url.scheme, request.headers.get("x-forwarded-proto", ""))


@router.post("/sign-in")
def sign_in(request: Request, host: Host, token: Annotated[str, Form(max_length=200)]) -> Response:
    """Spends a one-time link. A link that cannot be used leads back to its page, which says so."""
    address = request.client.host if request.client else ""
    try:
        with open_session() as db:
            attempts.check(db, f"sign-in:{address}", SIGN_IN_PER_MINUTE, per_s=60)
            signed_in = people.sign_in(db, token, host)
    except LinkInvalid:
        return RedirectResponse(f"/enter/{quote(token, safe='')}", status.HTTP_303_SEE_OTHER)
    answer = RedirectResponse("/trainer" if signed_in.scope.is_trainer else "/home", status.HTTP_303_SEE_OTHER)
    answer.set_cookie(
        people.COOKIE,
        signed_in.cookie,
        max_age=get_settings().cookie_lifetime_s,
        path="/",  # no domain: the cookie belongs to this host alone
        secure=_is_https(request),
        httponly=True,
        samesite="lax",
    )
    return answer


@router.post("/sign-out")
def sign_out(request: Request) -> Response:
    """Ends the session in the database, not only in this browser."""
    with open_session() as db:
        people.sign_out(db, request.cookies.get(people.COOKIE))
    answer = RedirectResponse("/", status.HTTP_303_SEE_OTHER)
    answer.delete_cookie(people.COOKIE, path="/", secure=_is_https(request), httponly=True, samesite="lax")
    return answer


@router.post("/language")
def choose(
    request: Request,
    scope: MaybeCaller,
    language: Annotated[Language, Form()],
    following: Annotated[str, Form(alias="next", max_length=500)] = "/",
) -> Response:
    """Remembers the language in a cookie, and with the person when signed in; then goes back to `next` on this host."""
    if scope is not None:
        with open_session() as db:
            people.set_language(db, scope, language)
    answer = RedirectResponse(_local(following), status.HTTP_303_SEE_OTHER)
    answer.set_cookie(
        LANGUAGE_COOKIE, language, max_age=LANGUAGE_LIFETIME_S, path="/", secure=_is_https(request), httponly=True, samesite="lax"
    )
    return answer


def _local(address: str) -> str:
    """A path on this host; browsers read `//x` and `/\\x` as another host."""
    local = address.startswith("/") and not address.startswith(("//", "/\\")) and not any(ord(sign) < 32 for sign in address)
    return address if local else "/"
