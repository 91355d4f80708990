"""What a training asks for, read from the server's document."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

EACH_SIDE = "each"
CONSENTS = RECORDING, LANDMARKS = "recording", "landmarks"
"""What a client may allow in one training besides numbers."""


@dataclass(frozen=True, slots=True)
class Item:
    """One exercise of a training.

    Attributes:
        title: in the client's language.
        note: the trainer's words about it.
        sets: how many sets of it.
        repetitions: asked in one set; ``None`` where seconds are, or where nothing is.
        hold_s: seconds a position is held.
        load: weight or band in words, for the eye.
        rest_s: after each set of it.
        side: ``both``, ``each``, ``left`` or ``right``.
        target: what this client is judged by, as JSON's object; ``None``: the usual.
    """

    title: str
    note: str = ""
    sets: int = 1
    repetitions: int | None = None
    hold_s: float | None = None
    load_kg: float | None = None
    band: str = ""
    rest_s: float = 60.0
    side: str = "both"
    target: dict[str, Any] | None = None

    @property
    def asked(self) -> int | None:
        """Repetitions in one set, both sides together."""
        return None if self.repetitions is None else self.repetitions * (2 if self.side == EACH_SIDE else 1)


@dataclass(frozen=True, slots=True)
class SetSoFar:
    """What the server has of one set."""

    state: str = "open"
    next: int = 0
    elapsed: float = 0.0
    reps: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole training.

    Attributes:
        free: one exercise without a number of repetitions, ended by the client.
        order: ``(index of the item, number of its set from 1)``, set by set as they are done.
        sets: what the server has of each of them.
        feelings: answers given already, by the item's index.
        cues: what each cue number says.
        finished: it is over, and was sent.
        offers: what she may be asked to allow; less where a parent decides.
    """

    training: str
    language: str
    title: str
    tenant: str
    free: bool
    items: tuple[Item, ...]
    order: tuple[tuple[int, int], ...]
    sets: tuple[SetSoFar, ...]
    feelings: Mapping[int, str]
    texts: Mapping[str, str | list[str]]
    cues: tuple[Mapping[str, Any], ...] = ()
    phrases: Mapping[str, str] = field(default_factory=dict)
    consents: tuple[str, ...] = ()
    offers: tuple[str, ...] = CONSENTS
    home: str = "/home"
    report: str = "/home"
    finished: bool = False
    colours: Mapping[str, str] = field(default_factory=dict)
    demo_camera: str | None = None


def plan_from(document: Mapping[str, Any]) -> Plan:
    """Read the server's document; what it leaves out is the usual.

    Example:
        >>> squats = {"title": "Приседание", "sets": 2, "repetitions": 10, "side": "each"}
        >>> plan = plan_from({"training": "t1", "items": [squats], "order": [[0, 1], [0, 2]]})
        >>> plan.items[0].asked, plan.order, plan.sets[1].state
        (20, ((0, 1), (0, 2)), 'open')
    """
    items = tuple(_item(one) for one in document["items"])
    order = tuple((int(item), int(number)) for item, number in document["order"])
    known = {one["position"]: one for one in document.get("sets", ())}
    tenant = document.get("tenant") or {}
    return Plan(
        training=document["training"],
        language=document.get("language", "ru"),
        title=document.get("title") or items[0].title,
        tenant=tenant.get("name", ""),
        free=bool(document.get("free")),
        items=items,
        order=order,
        sets=tuple(_set(known.get(position, {})) for position in range(len(order))),
        feelings={int(item): feeling for item, feeling in (document.get("feelings") or {}).items()},
        texts=document.get("texts") or {},
        cues=tuple(document.get("cues") or ()),
        phrases=document.get("phrases") or {},
        consents=tuple(document.get("consents") or ()),
        offers=tuple(document.get("offers", CONSENTS)),
        home=document.get("home") or "/home",
        report=document.get("report") or "/home",
        finished=bool(document.get("finished")),
        colours=tenant.get("colours") or {},
        demo_camera=document.get("demo_camera"),
    )


def _item(one: Mapping[str, Any]) -> Item:
    return Item(
        title=one["title"],
        note=one.get("note") or "",
        sets=int(one.get("sets") or 1),
        repetitions=one.get("repetitions"),
        hold_s=one.get("hold_s"),
        load_kg=one.get("load_kg"),
        band=one.get("band") or "",
        rest_s=float(one.get("rest_s") or 0.0),
        side=one.get("side") or "both",
        target=one.get("target"),
    )


def _set(known: Mapping[str, Any]) -> SetSoFar:
    return SetSoFar(
        known.get("state", "open"), int(known.get("next") or 0), float(known.get("elapsed") or 0.0), int(known.get("reps") or 0)
    )
