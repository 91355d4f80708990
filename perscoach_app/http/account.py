"""The caller's own password."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import JSONResponse

from perscoach_app.http.access import Caller, Host
from perscoach_app.http.brakes import slow_down, slow_down_for
from perscoach_app.http.cookies import entered
from perscoach_app.http.sign_in import Password
from perscoach_app.services import passwords
from perscoach_app.services.people_errors import PasswordWrong
from perscoach_app.tables.database import open_session

router = APIRouter()


@router.post("/account/password")
def change_password(
    request: Request, host: Host, scope: Caller, password: Password, current: Annotated[str, Form(max_length=1000)] = ""
) -> JSONResponse:
    """Sets or changes it; whoever has one has to know it. All other browsers are signed out."""
    with open_session() as db:
        slow_down(db, request, "password")
        slow_down_for(db, "password", host, str(scope.person_id))
        known, own_words = passwords.of_caller(db, scope), passwords.own_words(db, scope)
    passwords.check(password, *own_words)
    if known.password_hash is not None and not passwords.matches(current, known):
        raise PasswordWrong
    hashed = passwords.hash_of(password)
    with open_session() as db:
        signed_in = passwords.change(db, scope, hashed, host, request.headers.get("user-agent", ""))
    return entered(request, signed_in, "/account")
