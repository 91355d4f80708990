"""The sidebar, which on a phone is the sheet at the thumb: whose site, how far, how well, what is shown and heard, what can be pressed."""

from typing import Any

from perscoach_training.look.nodes import Face, Node, button, el, ring


def brand(tenant: str, badge: str, title: str, where: str, steps: list[Face], words: dict[str, str]) -> list[Node]:
    """Whose site this is, what is trained and how far it is."""
    pulsing = el("span", el("i", aria_hidden="true"), badge, cls="shadow-badge")
    return [
        el("div", el("span", tenant, cls="shadow-name"), pulsing, cls="shadow-brand"),
        el("div", el("h1", title, cls="shadow-title"), el("span", where, cls="shadow-where"), cls="shadow-line"),
        el("ol", *(_step(step) for step in steps), cls="shadow-steps", aria_label=words.get("steps", "")),
    ]


def _step(step: Face) -> Node:
    parts: Node = [
        "span",
        {"class": "shadow-parts", "aria-hidden": "true"},
        *(_part(part, step.get("share", 0.0)) for part in step["parts"]),
    ]
    now = "step" if step["state"] == "now" else None
    return el("li", el("span", step["label"]), parts, data_state=step["state"], aria_current=now)


def _part(state: str, share: float) -> Node:
    """One set; the present one fills with what is done of it."""
    return ["i", {"data-state": state, **({"--share": f"{share:.3f}"} if state == "now" else {})}]


def now(count: Face | None, score: Face | None) -> list[Node]:
    """The repetition and the score, large; who listens hears them from ``live``."""
    shown: list[Node] = []
    if count:
        asked = el("i", f"/{count['of']}") if count.get("of") else None
        note = el("small", count["note"]) if count.get("note") else None
        large = el("b", count["value"], id="shadow-count")
        shown.append(el("div", large, asked, el("span", count["label"]), note, cls="shadow-count", aria_hidden="true"))
    if score:
        value = "—" if score["value"] is None else str(score["value"])
        shown.append(el("div", el("b", value), id="shadow-score", cls="shadow-score", data_grade=score["grade"], aria_hidden="true"))
    return shown


def match(score: Face | None, facts: list[Face], words: dict[str, str]) -> list[Node]:
    """The score as a ring, and what the page knows about itself."""
    value = score["value"] if score else None
    shown = ring("shadow-match", (value or 0) / 100, ["—" if value is None else f"{value}%"], score["grade"] if score else "none")
    rows = [el("div", el("dt", fact["label"]), el("dd", fact["value"]), data_fact=fact["id"]) for fact in facts]
    scored = el("div", shown, el("dl", *rows, cls="shadow-facts") if rows else None, cls="shadow-scored")
    # on a phone only the facts are new: the score stands there large
    return [el("section", el("h2", words.get("match", "")), scored, cls="shadow-box", data_id="match")]


def thumb(controls: list[Face], words: dict[str, str], settings: bool) -> list[Node]:
    """What can be pressed: the settings unfold on a phone, then the large ones in a row, then the quiet ones."""
    more: list[Node] = []
    if settings:
        box = el("input", type="checkbox", id="shadow-more", data_id="more")
        more.append(el("label", box, el("span", words.get("more", "")), cls="shadow-more"))
    rows: list[Any] = [[button(one, "control") for one in controls if (one["kind"] == "quiet") is quiet] for quiet in (False, True)]
    return [*more, *(el("div", *row, cls=name) for name, row in zip(("shadow-row", "shadow-quiet"), rows, strict=True) if row)]
