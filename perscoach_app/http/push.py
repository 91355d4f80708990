"""A browser subscribes to reminders, and ends it."""

from typing import Annotated

from fastapi import APIRouter, Body, Response
from pydantic import BaseModel, Field
from starlette import status

from perscoach_app.http.access import Caller
from perscoach_app.services import push
from perscoach_app.tables.database import open_session

router = APIRouter()


class Keys(BaseModel):
    """What a notice is encrypted with."""

    p256dh: str = Field(max_length=200)
    auth: str = Field(max_length=100)


class Subscription(BaseModel):
    """What `PushSubscription.toJSON()` says in a browser."""

    endpoint: str = Field(max_length=1000)
    keys: Keys


class Ended(BaseModel):
    """Which one is not wanted any more."""

    endpoint: str = Field(max_length=1000)


@router.post("/push", status_code=status.HTTP_204_NO_CONTENT)
def subscribe(wanted: Annotated[Subscription, Body()], scope: Caller) -> Response:
    """This browser takes the caller's reminders."""
    with open_session() as db:
        push.subscribe(db, scope, wanted.endpoint, wanted.keys.p256dh, wanted.keys.auth)
    return Response(status_code=status.HTTP_204_NO_CONTENT)


@router.delete("/push", status_code=status.HTTP_204_NO_CONTENT)
def unsubscribe(ended: Annotated[Ended, Body()], scope: Caller) -> Response:
    """And no more."""
    with open_session() as db:
        push.unsubscribe(db, scope, ended.endpoint)
    return Response(status_code=status.HTTP_204_NO_CONTENT)
