"""A trainer makes her site, and confirms her address on it."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, BackgroundTasks, Form, Request, Response

from perscoach_app.http.access import Host
from perscoach_app.http.brakes import MAILED, SIGN_UPS, slow_down, slow_down_for
from perscoach_app.http.cookies import admit, home_of, onward
from perscoach_app.http.refusals import language_of
from perscoach_app.http.sign_in import Email, Password
from perscoach_app.services import passwords, sign_up, tenants
from perscoach_app.services.errors import LinkInvalid, NotFound
from perscoach_app.tables.database import open_session

router = APIRouter()


@router.post("/sign-up")
def begin(
    request: Request,
    host: Host,
    later: BackgroundTasks,
    name: Annotated[str, Form(max_length=500)],
    slug: Annotated[str, Form(max_length=100)],
    email: Email,
    password: Password,
) -> dict[str, bool]:
    """Makes a pending site on the base domain and sends the letter that opens it."""
    if tenants.read_host(host).kind != "base":
        raise NotFound
    clean, address = sign_up.checked(name, slug, email, password)
    with open_session() as db:
        slow_down(db, request, "sign-up", SIGN_UPS)
        slow_down_for(db, "sign-up", host, address, MAILED)
        tenants.check_free(db, slug)
    hashed = passwords.hash_of(password)
    with open_session() as db:
        letter = sign_up.begin(db, name=clean, slug=slug, email=address, hashed=hashed, language=language_of(request), host=host)
    later.add_task(letter)
    return {"sent": True}


@router.post("/confirm")
def confirm(request: Request, host: Host, token: Annotated[str, Form(max_length=200)]) -> Response:
    """The address is confirmed by a button, never by opening a page. A link that cannot be used leads back to its page, which says so."""
    try:
        with open_session() as db:
            slow_down(db, request, "confirm")
            signed_in = sign_up.confirm(db, token, host, request.headers.get("user-agent", ""))
    except LinkInvalid:
        return onward(f"/confirm/{quote(token, safe='')}")
    if signed_in is None:
        return onward("/account")
    answer = onward(home_of(signed_in))
    admit(request, answer, signed_in)
    return answer
