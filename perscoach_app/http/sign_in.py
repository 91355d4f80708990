"""Signing in by a link, and signing out: plain forms, answered by a full navigation."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form, Request, Response

from perscoach_app.http.access import Host
from perscoach_app.http.cookies import forget, home_of, is_https, keep_signed_in, onward, session_cookie
from perscoach_app.services import attempts, browsers, sign_in
from perscoach_app.services.errors import LinkInvalid
from perscoach_app.tables.database import open_session

SIGN_IN_PER_MINUTE = 30  # a studio behind one address signs in at once; 256-bit tokens need no stricter guard

router = APIRouter()


@router.post("/sign-in")
def by_link(request: Request, host: Host, token: Annotated[str, Form(max_length=200)]) -> Response:
    """Spends a one-time link. A link that cannot be used leads back to its page, which says so."""
    address = request.client.host if request.client else ""
    try:
        with open_session() as db:
            attempts.check(db, f"sign-in:{address}", SIGN_IN_PER_MINUTE, per_s=60)
            signed_in = sign_in.by_link(db, token, host, request.headers.get("user-agent", ""))
    except LinkInvalid:
        return onward(f"/enter/{quote(token, safe='')}")
    answer = onward(home_of(signed_in))
    keep_signed_in(answer, signed_in.cookie, secure=is_https(request))
    return answer


@router.post("/sign-out")
def sign_out(request: Request) -> Response:
    """Ends the session in the database, not only in this browser."""
    with open_session() as db:
        browsers.sign_out(db, session_cookie(request))
    answer = onward("/")
    forget(answer, secure=is_https(request))
    return answer
