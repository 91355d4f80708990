"""Switches, choices and sliders."""

from perscoach_training.look.nodes import Face, Node, el, sends

OPEN = "view"
"""The group that is always open; the others unfold."""
FIRST = 4
"""Of its settings so many: the layers of the stage. The rest unfolds too."""


def groups(settings: list[Face], words: dict[str, str]) -> list[Node]:
    """Settings under the headings of their groups."""
    names = list(dict.fromkeys(setting["group"] for setting in settings))
    more = words.get("rest", "")
    return [_group(name, words.get(name, name), [field(one) for one in settings if one["group"] == name], more) for name in names]


def _group(name: str, title: str, children: list[Node], more: str) -> Node:
    if name != OPEN:
        return el("details", el("summary", title), *children, cls="shadow-box", data_id=name)
    rest = el("details", el("summary", more), *children[FIRST:]) if len(children) > FIRST else None
    return el("section", el("h2", title), *children[:FIRST], rest, cls="shadow-box", data_id=name)


def field(setting: Face) -> Node:
    """One setting."""
    kinds = {"switch": _switch, "range": _range}
    return kinds.get(setting["kind"], _select)(setting)


def _switch(setting: Face) -> Node:
    on, name = bool(setting["value"]), setting["id"]
    event = sends("set", id=name, value=not on)
    words = el("span", setting["label"]), el("i", aria_hidden="true")
    return el(
        "button",
        *words,
        type="button",
        role="switch",
        aria_checked="true" if on else "false",
        cls="shadow-toggle",
        data_id=name,
        data_send=event,
    )


def _range(setting: Face) -> Node:
    name, value = setting["id"], setting["value"]
    shown = setting.get("text") or f"{value:g}"
    limits = {bound: setting[bound] for bound in ("min", "max", "step")}
    event = sends("set", id=name)
    about = {"aria_label": setting["label"], "aria_valuetext": shown, "data_id": name, "data_send": event}
    slider = el("input", type="range", value=value, **about, **limits)
    return el("label", el("span", setting["label"]), el("output", shown), slider, cls="shadow-field")


def _select(setting: Face) -> Node:
    name = setting["id"]
    options = [
        el(
            "button",
            option["label"],
            type="button",
            aria_pressed="true" if option["value"] == setting["value"] else "false",
            data_id=f"{name}.{number}",
            data_send=sends("set", id=name, value=option["value"]),
        )
        for number, option in enumerate(setting["options"])
    ]
    side_by_side = el("div", *options, cls="shadow-segments")
    return el("div", el("span", setting["label"]), side_by_side, role="group", aria_label=setting["label"], cls="shadow-field")
