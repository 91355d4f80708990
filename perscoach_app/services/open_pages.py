"""Open pages: each holds a socket, and all its events carry the cookie the socket began with, however old that grows.

A browser's cookie is another one every day (`browsers`), and the one before soon opens nothing. A page left open overnight would be
signed out by that. So this process remembers, while a socket lives, which signed-in browser it was opened by; whoever comes later with
an outworn cookie gets no socket of that browser (`http.presence` takes the cookie away), and so nothing here.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from perscoach_app.services import tokens

_open: dict[str, list[int]] = {}
"""By the cookie's hash: the browser's row, once for each socket that began with it."""


@contextmanager
def held(cookie: str, browser_id: int) -> Iterator[None]:
    """While a socket lives that this browser opened."""
    key = tokens.hash_of(cookie)
    _open.setdefault(key, []).append(browser_id)
    try:
        yield
    finally:
        _open[key].remove(browser_id)
        if not _open[key]:
            del _open[key]


def browser_of(cookie: str) -> int | None:
    """Whose socket began with this cookie; None for nobody's here."""
    return next(iter(_open.get(tokens.hash_of(cookie), ())), None)
