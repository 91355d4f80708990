"""The language switch: a plain form."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from perscoach_app.http.access import MaybeCaller
from perscoach_app.http.cookies import is_https, onward
from perscoach_app.services import addresses, people
from perscoach_app.tables import Language
from perscoach_app.tables.database import open_session
from perscoach_app.texts.language import LANGUAGE_COOKIE

LANGUAGE_LIFETIME_S = 365 * 24 * 3600

router = APIRouter()


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
    answer = onward(addresses.local_path(following))
    answer.set_cookie(
        LANGUAGE_COOKIE, language, max_age=LANGUAGE_LIFETIME_S, path="/", secure=is_https(request), httponly=True, samesite="lax"
    )
    return answer
