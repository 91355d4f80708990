"""The video of a training that an administrator was granted a look at."""

from typing import Annotated

from fastapi import APIRouter, Header, Query, Request, Response
from fastapi.concurrency import run_in_threadpool

from perscoach_app.http import media
from perscoach_app.http.access import CurrentTenant, Host
from perscoach_app.services import grants, looks, tenants
from perscoach_app.tables import Tenant
from perscoach_app.tables.database import open_session

router = APIRouter()


@router.api_route("/look/{token}/film/{session}", methods=["GET", "HEAD"])
async def film(
    request: Request,
    token: str,
    session: str,
    tenant: CurrentTenant,
    host: Host,
    written: Annotated[str, Query(alias="pass")] = "",
    range_header: Annotated[str, Header(alias="range")] = "",
    if_range: Annotated[str, Header()] = "",
) -> Response:
    """Grant and pass are asked for every piece; no browser keeps any of it."""
    key = await run_in_threadpool(_key, tenant, tenants.read_host(host).host, token, session, written)
    return await media.send(request, key, media.Wanted(range_header, if_range))


def _key(tenant: Tenant, host: str, token: str, session: str, written: str) -> str:
    assert tenant.id is not None
    with open_session(reading=True) as db:
        look = grants.look(db, tenant.id, tenant.slug, token, written)
        return looks.film_key(db, look, session, host)
