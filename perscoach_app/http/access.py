"""Who calls, as FastAPI dependencies.

One look at the database answers for a whole request. What is asked of its answer runs on the event loop: a thread each would cost more than
all of the questions.
"""

from typing import Annotated, NamedTuple

from fastapi import Depends, HTTPException, Request
from starlette.status import HTTP_401_UNAUTHORIZED

from perscoach_app.http.cookies import session_cookie
from perscoach_app.services import browsers, tenants
from perscoach_app.services.errors import NotFound
from perscoach_app.services.scope import Scope
from perscoach_app.tables import Tenant, walls
from perscoach_app.tables.database import open_session


class Visit(NamedTuple):
    """The tenant that the host names, and who is signed in there."""

    tenant: Tenant | None
    scope: Scope | None


async def host_header(request: Request) -> str:
    """The Host header as it came."""
    return host_of(request)


def host_of(request: Request) -> str:
    """The same for whoever has the request at hand."""
    return request.headers.get("host", "")


Host = Annotated[str, Depends(host_header)]


def visit(request: Request, host: Host) -> Visit:
    """Looked up in the database anew for every request."""
    with open_session(reading=True) as db:
        tenant = tenants.by_host(db, host)
        return Visit(tenant, browsers.whoami_on(db, tenant, session_cookie(request), host) if tenant else None)


Visiting = Annotated[Visit, Depends(visit)]


async def narrowed(visiting: Visiting) -> None:
    """Every session of this request speaks for the host's tenant. Asynchronous: what a thread sets here would be gone with it."""
    walls.enter(visiting.tenant.id if visiting.tenant else None)


async def tenant_or_none(visiting: Visiting) -> Tenant | None:
    """The tenant that the host names."""
    return visiting.tenant


async def current_tenant(visiting: Visiting) -> Tenant:
    """The same; any other host has nothing here."""
    if visiting.tenant is None:
        raise NotFound
    return visiting.tenant


async def caller_or_none(visiting: Visiting) -> Scope | None:
    """Who is signed in on this host."""
    return visiting.scope


async def caller(visiting: Visiting) -> Scope:
    """Who is signed in; 401 for nobody."""
    if visiting.scope is None:
        raise HTTPException(HTTP_401_UNAUTHORIZED, "sign_in")
    return visiting.scope


async def trainer(scope: Annotated[Scope, Depends(caller)]) -> Scope:
    """A signed-in trainer; a client is told that there is nothing here."""
    if not scope.is_trainer:
        raise NotFound
    return scope


MaybeTenant = Annotated[Tenant | None, Depends(tenant_or_none)]
CurrentTenant = Annotated[Tenant, Depends(current_tenant)]
MaybeCaller = Annotated[Scope | None, Depends(caller_or_none)]
Caller = Annotated[Scope, Depends(caller)]
Trainer = Annotated[Scope, Depends(trainer)]
