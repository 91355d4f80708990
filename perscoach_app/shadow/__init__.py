"""Shadow Mode as a Reflex component: one static prop in, nothing out. What happens inside never passes through a state."""

from typing import Any

import reflex as rx

_ASSET = rx.asset("shadow_mode.js", shared=True)


class ShadowMode(rx.NoSSRComponent):
    """The client's live training. It reads and writes its training by plain HTTP under `/api/shadow/`.

    Attributes:
        main: The address of the module that does it all.
        training: The training's id.
        words: By language, what is said before the training's own words are there.
    """

    library = _ASSET.importable_path
    tag = "ShadowMode"

    main: rx.Var[str]
    training: rx.Var[str]
    words: rx.Var[dict[str, Any]]


shadow_mode = ShadowMode.create
