"""Light or dark: a plain form, and the cookie by which a page has its theme before the server is asked."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from perscoach_app.http.access import MaybeCaller
from perscoach_app.http.cookies import is_https, keep_theme, onward
from perscoach_app.services import addresses, people
from perscoach_app.tables.database import open_session

router = APIRouter()


@router.post("/theme")
def choose(
    request: Request,
    scope: MaybeCaller,
    light: Annotated[bool, Form()],
    following: Annotated[str, Form(alias="next", max_length=500)] = "/",
) -> Response:
    """Remembers the theme in a cookie, and with the person when signed in; then goes back to `next` on this host."""
    if scope is not None:
        with open_session() as db:
            people.set_light(db, scope, light=light)
    answer = onward(addresses.local_path(following))
    keep_theme(answer, light=light, secure=is_https(request))
    return answer
