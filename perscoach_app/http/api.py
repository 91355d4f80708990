"""The FastAPI application that Reflex mounts beside its pages."""

from fastapi import Depends, FastAPI

from perscoach_app.http import (
    account,
    bodies,
    films,
    health,
    language,
    media,
    passkeys,
    push,
    shadow,
    sign_in,
    sign_up,
    site,
    tus,
    uploads,
    voice,
)
from perscoach_app.http.access import narrowed
from perscoach_app.http.hints import hints_for_shadow
from perscoach_app.http.presence import notes_presence
from perscoach_app.http.refusals import add_refusals
from perscoach_app.security.headers import protective_headers
from perscoach_app.security.origin import same_origin_only

PEOPLE = (sign_in.router, sign_up.router, account.router, passkeys.router, language.router)
GUARDS = (bodies.bounded_bodies, tus.relative_location, notes_presence, same_origin_only, hints_for_shadow, protective_headers)
"""What every request passes, from the inside out."""


def create_api() -> FastAPI:
    """All plain routes, under `/api`."""
    api = FastAPI(title="pers.coach", docs_url=None, redoc_url=None, openapi_url=None, dependencies=[Depends(narrowed)])
    for router in (
        health.router,
        media.router,
        sign_in.router,
        sign_up.router,
        account.router,
        passkeys.router,
        language.router,
        site.router,
        shadow.router,
        films.router,
        push.router,
        voice.router,
    ):
        api.include_router(router, prefix="/api")
    api.include_router(uploads.create_router())
    api.include_router(films.create_router())
    add_refusals(api)
    return api
