"""The FastAPI application that Reflex mounts beside its pages."""

from fastapi import Depends, FastAPI

from perscoach_app.http import (
    account,
    bodies,
    exports,
    films,
    health,
    language,
    look,
    media,
    metrics,
    my_data,
    passkeys,
    push,
    report,
    shadow,
    sign_in,
    sign_up,
    site,
    theme,
    tus,
    uploads,
    voice,
)
from perscoach_app.http.access import narrowed
from perscoach_app.http.hints import hints_for_shadow
from perscoach_app.http.presence import notes_presence
from perscoach_app.http.refusals import add_refusals
from perscoach_app.own_files import unchanging_addresses
from perscoach_app.security.headers import protective_headers
from perscoach_app.security.origin import same_origin_only
from perscoach_app.security.proxies import behind_proxies

PEOPLE = (sign_in.router, sign_up.router, account.router, passkeys.router, language.router, theme.router)
GUARDS = (
    unchanging_addresses,
    bodies.bounded_bodies,
    tus.relative_location,
    notes_presence,
    same_origin_only,
    hints_for_shadow,
    protective_headers,
    metrics.observed,
    behind_proxies,
)
"""What every request passes, from the inside out."""


def create_api() -> FastAPI:
    """All plain routes, under `/api`."""
    api = FastAPI(title="pers.coach", docs_url=None, redoc_url=None, openapi_url=None, dependencies=[Depends(narrowed)])
    for router in (
        health.router,
        media.router,
        look.router,
        sign_in.router,
        sign_up.router,
        account.router,
        my_data.router,
        passkeys.router,
        language.router,
        theme.router,
        site.router,
        shadow.router,
        report.router,
        films.router,
        exports.router,
        push.router,
        voice.router,
    ):
        api.include_router(router, prefix="/api")
    api.include_router(metrics.router)
    api.include_router(uploads.create_router())
    api.include_router(films.create_router())
    add_refusals(api)
    return api
