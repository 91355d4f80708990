"""Whether a browser is still there: a background event stops when nobody looks any more."""

import reflex as rx
from reflex.utils import prerequisites

PERIOD_S = 1.0  # how often a page with running jobs asks the job table


def still_here(state: rx.State) -> bool:
    """True while the browser that started a background event keeps its connection."""
    namespace = prerequisites.get_and_validate_app().app.event_namespace
    return namespace is not None and state.router.session.client_token in namespace.token_to_sid
