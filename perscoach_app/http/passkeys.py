"""Passkeys: made by somebody who is signed in, used by somebody who is not."""

from typing import Annotated, Any

from fastapi import APIRouter, Body, Request, Response
from fastapi.responses import JSONResponse

from perscoach_app.http.access import Caller, CurrentTenant, Host
from perscoach_app.http.brakes import slow_down
from perscoach_app.http.cookies import entered, is_https
from perscoach_app.services import passkeys, sign_in, tenants
from perscoach_app.tables.database import open_session

Credential = Annotated[dict[str, Any], Body(embed=True)]

router = APIRouter()


@router.post("/passkeys/options")
def options_to_make(scope: Caller, tenant: CurrentTenant) -> Response:
    """What the browser needs to make one."""
    with open_session(reading=True) as db:
        return Response(passkeys.offer_to_make(db, scope, tenant.name), media_type="application/json")


@router.post("/passkeys")
def make(request: Request, host: Host, scope: Caller, credential: Credential) -> dict[str, str]:
    """Keeps the one it made."""
    with open_session() as db:
        slow_down(db, request, "passkey")
        passkeys.keep(db, scope, credential, _origin(request, host), request.headers.get("user-agent", ""))
    return {"go": "/account"}


@router.post("/sign-in/passkey/options")
def options_to_enter(tenant: CurrentTenant, host: Host) -> Response:
    """What the browser needs to use one."""
    return Response(passkeys.offer_to_enter(tenants.read_host(host).host), media_type="application/json")


@router.post("/sign-in/passkey")
def enter(request: Request, host: Host, tenant: CurrentTenant, credential: Credential) -> JSONResponse:
    """Signs in whoever holds the passkey."""
    with open_session() as db:
        slow_down(db, request, "sign-in")
        person_id = passkeys.owner(db, host, credential, _origin(request, host))
    with open_session() as db:
        signed_in = sign_in.as_person(db, person_id, host, request.headers.get("user-agent", ""))
    return entered(request, signed_in)


def _origin(request: Request, host: str) -> str:
    """The page's own origin, as its browser writes it into what it signs; `same_origin_only` has compared Origin with Host already."""
    return f"{'https' if is_https(request) else 'http'}://{host.lower()}"
