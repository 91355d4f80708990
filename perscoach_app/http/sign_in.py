"""Signing in by a link, a password or a letter; signing out. Answered by a full navigation: pages read their socket's cookie."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, BackgroundTasks, Form, Request, Response
from fastapi.responses import JSONResponse

from perscoach_app.http.access import Caller, CurrentTenant, Host, MaybeTenant
from perscoach_app.http.brakes import MAILED, slow_down, slow_down_for
from perscoach_app.http.cookies import admit, entered, forget, home_of, is_https, onward, session_cookie
from perscoach_app.services import browsers, letters, passwords, sign_in, tenants
from perscoach_app.services.errors import LinkInvalid
from perscoach_app.services.people_errors import SignInRefused
from perscoach_app.tables import Person
from perscoach_app.tables.database import open_session

Email = Annotated[str, Form(max_length=254)]
Password = Annotated[str, Form(max_length=1000)]

router = APIRouter()


@router.post("/sign-in")
def by_link(request: Request, host: Host, token: Annotated[str, Form(max_length=200)]) -> Response:
    """Spends a one-time link. A link that cannot be used leads back to its page, which says so."""
    try:
        with open_session() as db:
            slow_down(db, request, "sign-in")
            signed_in = sign_in.by_link(db, token, host, request.headers.get("user-agent", ""))
    except LinkInvalid:
        return onward(f"/enter/{quote(token, safe='')}")
    answer = onward("/welcome" if signed_in.first_time else home_of(signed_in))
    admit(request, answer, signed_in)
    return answer


@router.post("/sign-in/password")
def by_password(request: Request, host: Host, tenant: CurrentTenant, email: Email, password: Password) -> JSONResponse:
    """E-mail and password. An unknown address takes as long as a wrong password, and answers the same."""
    with open_session() as db:
        slow_down(db, request, "sign-in")
        slow_down_for(db, "password", host, email)
        known = passwords.find(db, email, host)
    if not passwords.matches(password, known) or known.person_id is None:
        raise SignInRefused
    with open_session() as db:
        signed_in = sign_in.as_person(db, known.person_id, host, request.headers.get("user-agent", ""))
    return entered(request, signed_in)


@router.post("/sign-in/mail")
def by_mail(request: Request, host: Host, tenant: CurrentTenant, email: Email, later: BackgroundTasks) -> dict[str, bool]:
    """Sends a one-time link, if the address is known here; the answer is the same when it is not."""
    return _mailed(request, host, email, later, "enter-mail", letters.way_in)


@router.post("/reset/mail")
def reset_by_mail(request: Request, host: Host, tenant: CurrentTenant, email: Email, later: BackgroundTasks) -> dict[str, bool]:
    """Sends a link for a new password, if the address is known here; the answer is the same when it is not."""
    return _mailed(request, host, email, later, "reset-mail", letters.new_password)


@router.post("/reset")
def reset(
    request: Request, host: Host, tenant: CurrentTenant, token: Annotated[str, Form(max_length=200)], password: Password
) -> JSONResponse:
    """A new password by a link from a letter; everybody else who was signed in is out."""
    with open_session() as db:
        slow_down(db, request, "reset")
        owner = passwords.reset_owner(db, token, host)
    passwords.check(password, tenant.slug, *owner)
    hashed = passwords.hash_of(password)
    with open_session() as db:
        signed_in = passwords.reset(db, token, hashed, host, request.headers.get("user-agent", ""))
    return entered(request, signed_in)


@router.post("/sign-out")
def sign_out(request: Request, tenant: MaybeTenant) -> Response:
    """Ends the session in the database, not only in this browser."""
    if tenant is not None:  # elsewhere nobody is signed in
        with open_session() as db:
            browsers.sign_out(db, session_cookie(request))
    return _out(request)


@router.post("/sign-out/everywhere")
def sign_out_everywhere(request: Request, scope: Caller) -> Response:
    """Ends all of the caller's sessions, this one too."""
    with open_session() as db:
        browsers.end_all(db, scope.person_id)
        db.commit()
    return _out(request)


def _out(request: Request) -> Response:
    answer = onward("/")
    forget(answer, secure=is_https(request))
    answer.headers["clear-site-data"] = '"storage"'  # plans, clips and results kept for Shadow Mode are hers, not the next person's
    return answer


def _mailed(request: Request, host: str, email: str, later: BackgroundTasks, deed: str, letter: letters.Letter) -> dict[str, bool]:
    with open_session() as db:
        slow_down(db, request, deed)
        slow_down_for(db, deed, host, email, MAILED)

    def send() -> None:  # after the answer: how long it takes tells nobody whether the address is known
        with open_session() as db:
            known, tenant = passwords.find(db, email, host), tenants.by_host(db, host)
            person = db.get(Person, known.person_id) if known.person_id else None
            ready = letter(db, tenant, person, host) if tenant and person else None
        if ready:
            ready()

    later.add_task(send)
    return {"sent": True}
