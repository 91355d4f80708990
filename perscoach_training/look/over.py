"""What stands over the stage: cue, meter, countdown, strip, and the one card."""

from typing import Any

from perscoach_training.look.fields import field
from perscoach_training.look.nodes import Face, Node, bar, button, el, ring, sends

SLOTS = 48
"""Marks that the strip shows at least: a short training does not look finished."""
METER_TOP = 1.15
"""The meter's full height in goals: a little more than asked can be seen."""
MOST_LINES = 3
"""Of a cue."""
DIGITS = 9
"""So many choices have a digit."""


def cue(shown: Face | None, told: Face | None) -> list[Node]:
    """A few words to be read from two and a half metres; the sheet writes them as large as their room allows."""
    if told:
        return [_cue(told["title"], "told"), *([el("span", told["hint"])] if told.get("hint") else [])]
    return [_cue(shown["text"], shown["mood"])] if shown else []


def _cue(text: str, mood: str) -> Node:
    lengths = {f"--line{lines}": letters for lines, letters in enumerate(longest_lines(text), 1)}
    return ["b", {"data-mood": mood, **{name: str(letters) for name, letters in lengths.items()}}, text]


def longest_lines(text: str) -> list[int]:
    """How many letters the longest line has when a text stands in one line, in two, in three.

    Example:
        >>> longest_lines("правое колено наружу"), longest_lines("вас не\u00a0видно")
        ([20, 13, 6], [12, 8, 8])
    """
    words = [len(word) for word in text.split(" ")]  # not at a space that holds two words together
    found: list[int] = []
    for lines in range(1, MOST_LINES + 1):
        room = max(words, default=1)
        while _wrapped(words, room) > lines:
            room += 1
        found.append(room)
    return found


def _wrapped(words: list[int], room: int) -> int:
    """Lines that words of so many letters fill in so much room."""
    lines, filled = 1, -1
    for word in words:
        filled += 1 + word
        if filled > room:
            lines, filled = lines + 1, word
    return lines


def hud(meter: bool, names: list[str], state: str, timer: Face | None, card: bool, close: str) -> list[Node]:
    """The range-of-motion meter, whose skeleton is whose, the countdown's huge digit or a rest's ring, the way out of 3D."""
    shown: list[Node] = []
    if meter:
        reach: Node = ["div", {"--top": str(METER_TOP)}, el("i", id="shadow-reach")]
        shown.append(el("div", reach, el("span", names[0]), cls="shadow-range", aria_hidden="true"))
    people = [el("span", name, cls=f"is-{who}") for who, name in zip(("trainer", "client"), names[1:], strict=False)]
    shown.append(el("div", *people, cls="shadow-legend", aria_hidden="true"))
    if close:
        shown.append(el("button", "×", type="button", cls="shadow-close", aria_label=close, data_send=sends("control", id="three")))
    if timer and state == "countdown":
        shown.append(el("div", timer["value"], cls="shadow-digit", aria_hidden="true"))
    elif timer and not card:
        shown.append(_timer(timer))
    return shown


def _timer(timer: Face) -> Node:
    return ring("shadow-timer", timer["share"], [timer["value"], timer["label"]])


def _result(score: Face) -> Node:
    return ring("shadow-timer", score["value"] / 100, [f"{score['value']}%", score["label"]], score["grade"])


def strip(grades: list[str], label: str) -> list[Node]:
    """The score over time."""
    ahead = ["ahead"] * (SLOTS - len(grades))
    return [el("div", *(el("i", data_grade=grade) for grade in [*grades, *ahead]), cls="shadow-strip", role="img", aria_label=label)]


def card(shown: Face | None, timer: Face | None, result: Face | None, *, beside: bool) -> list[Node]:
    """The card: what is left of a rest or the score, words, film, lines, bars, fields, choices."""
    if not shown:
        return []
    text, film, lines = shown.get("text"), shown.get("video"), shown.get("lines") or []
    inside: list[Node | None] = [
        _timer(timer) if timer else None,
        ring("shadow-timer", result["value"] / 100, [f"{result['value']}%", result["label"]], result["grade"])
        if result and not timer
        else None,
        el("div", el("h2", shown["title"], id="shadow-card-title"), _text(text), cls="shadow-said"),
        _film(film) if film else None,
        _listed("ul", "shadow-lines", [_line(line) for line in lines], id="shadow-card-lines"),
        _listed("dl", "shadow-bars", [_bar(one) for one in shown.get("bars") or []]),
        _listed("div", "shadow-asked", [field(one) for one in shown.get("fields") or []]),
        _listed("div", "shadow-choices", _choices(shown.get("choices") or [])),
    ]
    about = {"role": "dialog", "tabindex": "-1", "aria-labelledby": "shadow-card-title", "data-name": shown["id"], "data-id": shown["id"]}
    if text or lines:  # heard with the title, where the focus comes to the card
        about["aria-describedby"] = " ".join(name for name, there in (("shadow-card-text", text), ("shadow-card-lines", lines)) if there)
    tone = {"class": "shadow-card", "data-tone": shown.get("tone") or "plain"}
    whole: list[Any] = ["div", {**about, **tone}, *(one for one in inside if one is not None)]
    return [el("div", whole, cls="shadow-overlay", data_beside=beside)]


def _text(text: str | None) -> Node | None:
    return el("p", text, id="shadow-card-text") if text else None


def _listed(tag: str, name: str, children: list[Node], **more: str) -> Node | None:
    return el(tag, *children, cls=name, **more) if children else None


def _choices(choices: list[Face]) -> list[Node]:
    several = len(choices) > 1
    digits = [f"Digit{number} Numpad{number}" if several and number <= DIGITS else "" for number in range(1, len(choices) + 1)]
    return [button(choice, "choose", digit) for choice, digit in zip(choices, digits, strict=True)]


def _film(address: str) -> Node:
    source = {"data-film": True} if address == "film" else {"src": address}
    return el("div", el("video", controls=True, playsinline=True, preload="metadata", data_id="film", **source), cls="shadow-film")


def _line(line: Face) -> Node:
    share = line.get("share")
    return el("li", el("span", line["text"]), None if share is None else bar(share), data_mark=line["mark"])


def _bar(one: Face) -> Node:
    note = el("small", one["note"]) if one.get("note") else None
    return el("div", el("dt", one["label"], note), el("dd", bar(one["share"]), one["text"]), data_grade=one.get("grade"))
