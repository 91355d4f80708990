"""The page's socket follows the page.

Reflex bakes the port it was compiled for into the page. Behind a proxy, or when the next start takes another port, the socket has to go
where the page came from: one line of the generated `utils/state.js` makes it so.
"""

from typing import Any

import reflex as rx

_HOOK = "endpoint.hostname = frontend_hostname;"
_FOLLOW = " if (import.meta.env.PROD) endpoint.port = window.location.port;"
_GUESS = 'endpoint.port = ""; // Assume websocket is on https port via load balancer.'
_DONE = "// the port follows the page"


class CannotPatch(RuntimeError):
    """Reflex generates other code than this version of the patch knows."""


def follow_the_page(source: str) -> str:
    """The generated module with the port taken from the page; a second run changes nothing."""
    if _DONE in source:
        return source
    if _HOOK not in source or _GUESS not in source:
        raise CannotPatch("utils/state.js of this Reflex version looks different: check perscoach_app/setup/reflex_port.py")
    return source.replace(_GUESS, _DONE, 1).replace(_HOOK, _HOOK + _FOLLOW, 1)


class FollowThePage(rx.plugins.Plugin):
    """Applies the patch before every compilation."""

    def pre_compile(self, **context: Any) -> None:
        """Asks Reflex to run the patch over its own module."""
        context["add_modify_task"]("utils/state.js", follow_the_page)
