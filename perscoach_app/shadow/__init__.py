"""Shadow Mode as a Reflex component: one static prop in, nothing out. What happens inside never passes through a state."""

import reflex as rx

_ASSET = rx.asset("shadow_mode.js", shared=True)


class ShadowMode(rx.NoSSRComponent):
    """The client's live training. It reads and writes its session by plain HTTP under `/api/shadow/`.

    Attributes:
        session: The session's id.
    """

    library = _ASSET.importable_path
    tag = "ShadowMode"

    session: rx.Var[str]


shadow_mode = ShadowMode.create
