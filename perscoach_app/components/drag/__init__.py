"""Drag and drop of the homework builder, by dnd-kit: mouse, long press, keyboard. A drop is one event; the order is the server's.

Names of things: `item:<id>` in the workout, `clip:<id>` in the library. Places: `item:<id>`, `join:<id>` (one superset with it), `end`.
"""

from typing import Any

import reflex as rx

from perscoach_app.components.text import texts_json

_ASSET = rx.asset("board.jsx", shared=True)


class _Part(rx.Component):
    library = _ASSET.importable_path
    lib_dependencies: list[str] = [
        "@dnd-kit/core@6.3.1",
        "@dnd-kit/sortable@10.0.0",
        "@dnd-kit/utilities@3.2.2",
    ]


class Board(_Part):
    """Everything that can be taken and every place to put it.

    Attributes:
        order: names of the workout's items, top to bottom.
        texts: what a screen reader is told, as JSON.
        on_drop: what was dropped and where.
    """

    tag = "Board"

    order: rx.Var[list[str]]
    texts: rx.Var[str]
    on_drop: rx.EventHandler[rx.event.passthrough_event_spec(str, str)]


class Row(_Part):
    """An item of the workout: sorted by its `handle`, a place for others; `title` and `picture` are shown while it moves."""

    tag = "Row"

    name: rx.Var[str]
    title: rx.Var[str]
    picture: rx.Var[str]
    turns: rx.Var[str]
    """What the place «into one superset» says; empty for none."""


class Card(_Part):
    """A clip of the library: taken anywhere by mouse or long press, by keyboard at its `handle`."""

    tag = "Card"

    name: rx.Var[str]
    title: rx.Var[str]
    picture: rx.Var[str]


class Handle(_Part):
    """Where a row or a card is taken."""

    tag = "Handle"

    label: rx.Var[str]


class End(_Part):
    """The place below the last item."""

    tag = "End"


def board(*children: rx.Component, order: Any, on_drop: Any) -> rx.Component:
    """The builder's drag and drop; `order` are the items' names."""
    return Board.create(*children, order=order, texts=texts_json("drag"), on_drop=on_drop)


row, card, handle, end = Row.create, Card.create, Handle.create, End.create
