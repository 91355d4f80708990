"""Elements of a page as JSON: ``[tag, attributes, child, …]``, a child being text or another element.

``assets/shadow/face.js`` puts them into the page, where the same element stays as long as its tag and ``data-id`` do. Attributes that begin
with ``--`` are properties of the style, which a style attribute, forbidden by our policy, cannot set.
"""

import json
from collections.abc import Sequence
from typing import Any

Node = str | list[Any]
Face = dict[str, Any]

SIGNS = {"Escape": "Esc", "Space": "␣", "Enter": "↵", "ArrowLeft": "←", "ArrowRight": "→", "Equal": "+", "Minus": "−"}
"""Of keys that are no letters."""
NAMED = {"choose": "data-choice", "control": "data-control"}
"""Where the id of a choice and of a control is written, for tests."""


def el(tag: str, *children: Node | None, **attributes: str | float | bool | None) -> Node:
    """One element; children and attributes that are ``None`` or ``False`` are left out.

    ``cls`` is the class, an underscore within a name a hyphen; ``data_id`` keeps its focus from one document to the next.

    Example:
        >>> el("p", "Вас не видно", None, cls="shadow-told", hidden=False, aria_hidden="true")
        ['p', {'class': 'shadow-told', 'aria-hidden': 'true'}, 'Вас не видно']
    """
    named = {("class" if name == "cls" else name.replace("_", "-")): value for name, value in attributes.items()}
    written = {name: "" if value is True else str(value) for name, value in named.items() if value is not None and value is not False}
    return [tag, written, *(child for child in children if child is not None)]


def sends(name: str, **values: Any) -> str:
    """The event that an element sends when it is pressed; a slider adds its value.

    Example:
        >>> sends("choose", id="go")
        '{"name": "choose", "id": "go"}'
    """
    return json.dumps({"name": name, **values}, ensure_ascii=False)


def ring(kind: str, share: float, words: Sequence[str], grade: str = "") -> Node:
    """A ring filled to a share, with words in its middle: the first large, the second small."""
    texts = [el(tag, text) for tag, text in zip(("b", "small"), words, strict=False) if text]
    filled = {"--share": f"{min(1.0, max(0.0, share)):.3f}"}
    return ["div", {"class": f"shadow-ring {kind}", "data-grade": grade, **filled}, *texts]


def bar(share: float) -> Node:
    """A thin bar filled to a share."""
    return ["i", {"--share": f"{min(1.0, max(0.0, share)):.3f}", "aria-hidden": "true"}]


def key_name(code: str) -> str:
    """What a key is called on a button.

    Example:
        >>> [key_name(code) for code in ("KeyF", "Escape", "Space", "Digit3")]
        ['F', 'Esc', '␣', '3']
    """
    return SIGNS.get(code) or code.removeprefix("Key").removeprefix("Digit")


def button(one: Face, event: str, key: str = "") -> Node:
    """A control or a choice: its words, a smaller line, the key that presses it."""
    code = one.get("key") or key
    hint = one.get("hint")
    name = key_name(code.partition(" ")[0])
    return [
        "button",
        {
            **{"type": "button", "class": f"shadow-button is-{one.get('kind') or 'plain'}", "data-id": one["id"]},
            **{"data-send": sends(event, id=one["id"]), NAMED[event]: one["id"]},
            **({"data-key": code, "aria-keyshortcuts": code.partition(" ")[0].removeprefix("Key").removeprefix("Digit")} if code else {}),
        },
        el("span", one["label"], el("small", hint) if hint else None),
        *([el("kbd", name, aria_hidden="true")] if code else []),
    ]
