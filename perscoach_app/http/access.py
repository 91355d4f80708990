"""Who calls, as FastAPI dependencies."""

from typing import Annotated

from fastapi import Depends, HTTPException, Request
from starlette.status import HTTP_401_UNAUTHORIZED

from perscoach_app.http.cookies import session_cookie
from perscoach_app.services import browsers, tenants
from perscoach_app.services.errors import NotFound
from perscoach_app.services.scope import Scope
from perscoach_app.tables import Tenant, walls
from perscoach_app.tables.database import open_session


def host_header(request: Request) -> str:
    """The Host header as it came."""
    return request.headers.get("host", "")


Host = Annotated[str, Depends(host_header)]


def tenant_or_none(host: Host) -> Tenant | None:
    """The tenant that the host names."""
    with open_session(reading=True) as db:
        return tenants.by_host(db, host)


async def narrowed(tenant: Annotated[Tenant | None, Depends(tenant_or_none)]) -> None:
    """Every session of this request speaks for the host's tenant. Asynchronous: what a thread sets here would be gone with it."""
    walls.enter(tenant.id if tenant else None)


def current_tenant(tenant: Annotated[Tenant | None, Depends(tenant_or_none)]) -> Tenant:
    """The tenant that the host names; any other host has nothing here."""
    if tenant is None:
        raise NotFound
    return tenant


def caller_or_none(request: Request, host: Host) -> Scope | None:
    """Who is signed in on this host, looked up in the database for every request."""
    with open_session(reading=True) as db:
        return browsers.whoami(db, session_cookie(request), host)


def caller(scope: Annotated[Scope | None, Depends(caller_or_none)]) -> Scope:
    """Who is signed in; 401 for nobody."""
    if scope is None:
        raise HTTPException(HTTP_401_UNAUTHORIZED, "sign_in")
    return scope


def trainer(scope: Annotated[Scope, Depends(caller)]) -> Scope:
    """A signed-in trainer; a client is told that there is nothing here."""
    if not scope.is_trainer:
        raise NotFound
    return scope


MaybeTenant = Annotated[Tenant | None, Depends(tenant_or_none)]
CurrentTenant = Annotated[Tenant, Depends(current_tenant)]
MaybeCaller = Annotated[Scope | None, Depends(caller_or_none)]
Caller = Annotated[Scope, Depends(caller)]
Trainer = Annotated[Scope, Depends(trainer)]
