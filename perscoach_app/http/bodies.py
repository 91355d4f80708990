"""What a request may send: no more than its route can want, and not for ever."""

import asyncio

from fastapi import HTTPException
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from perscoach_app.http.tus import PREFIXES

SILENCE_S = 15.0  # without a byte, and the phone is elsewhere by now: it must not find its own upload locked for long
MOST_BYTES = 12 * 1024**2  # a photo is at most 8 MB, a voice note 5; results come in chunks of a few kilobytes


def bounded_bodies(app: ASGIApp) -> ASGIApp:
    """Cuts off a body that is longer than any route wants, or falls silent: neither memory nor a lock is kept for it.

    Uploads are as long as they like, in pieces: the tus router knows how long.
    """

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith("/api/"):
            await app(scope, receive, send)
            return
        most = float("inf") if scope["path"].startswith(PREFIXES) else MOST_BYTES
        length = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
        if length.isdigit() and int(length) > most:
            await _refuse(scope, receive, send)
            return
        read, ended = 0, False

        async def receive_bounded() -> Message:
            nonlocal read, ended
            if ended:
                return await receive()  # waits for the end of the connection, as long as that takes
            try:
                message = await asyncio.wait_for(receive(), SILENCE_S)
            except TimeoutError:
                ended = True
                return {"type": "http.disconnect"}
            read += len(message.get("body", b""))
            if read > most:
                raise HTTPException(413, "too long")
            ended = not message.get("more_body", False)
            return message

        await app(scope, receive_bounded, send)

    return wrapped


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    await JSONResponse({"error": "too_long"}, 413, {"connection": "close"})(scope, receive, send)
