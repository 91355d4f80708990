"""From a face to the page, a part at a time: only what changed is made and sent."""

from typing import Any

from perscoach_training.look import over, panel
from perscoach_training.look.fields import groups
from perscoach_training.look.nodes import Face, Node

BESIDE = ("check", "rest", "countdown", "intro")
"""States whose card stands beside the client instead of before her."""
BADGE = "Shadow Mode"


class Look:
    """Remembers what the page shows.

    Example:
        >>> look = Look()
        >>> face = {"state": "trouble", "card": {"id": "lost", "title": "Камера отключилась"}}
        >>> first = look.changes(face)
        >>> first["root"]["data-card"], sorted(first["parts"])
        ('over', ['brand', 'card', 'cue', 'hud', 'live', 'match', 'now', 'settings', 'strip', 'thumb'])
        >>> look.changes({**face, "live": "Камера отключилась"})["parts"]
        {'live': ['Камера отключилась']}
    """

    def __init__(self) -> None:
        """Nothing is shown yet."""
        self._shown: dict[str, tuple[Any, ...]] = {}

    def changes(self, face: Face) -> dict[str, Any]:
        """What the page is to show now.

        Args:
            face: ``docs/formats.md``; what it lacks is not shown.

        Returns:
            Attributes of the page, what the stage draws, and the parts that look otherwise than before.
        """
        words, card, view = face.get("words") or {}, face.get("card"), face.get("view") or {}
        outline = bool(card and card.get("picture") == "silhouette")
        beside = bool(card) and (outline or face["state"] in BESIDE)
        parts = {}
        for name, made_of in _parts(face, beside=beside).items():
            if self._shown.get(name) != made_of:
                self._shown[name] = made_of
                build, *given = made_of
                parts[name] = build(*given)
        place = ("beside" if beside else "over") if card else "none"
        state = {"data-state": face["state"], "data-training": "true" if face.get("training") else "false", "data-card": place}
        state["data-beside"] = "true" if view.get("beside") else "false"
        return {
            "root": {**state, **(face.get("colours") or {})},
            "parts": parts,
            "view": view,
            "outline": outline,
            "label": words.get("stage", ""),
        }


def _parts(face: Face, *, beside: bool) -> dict[str, tuple[Any, ...]]:
    """Each part, how it is built and from what."""
    words, card, view, settings = face.get("words") or {}, face.get("card"), face.get("view") or {}, face.get("settings") or []
    timer, score, state = face.get("timer"), face.get("score"), face["state"]
    result = score if score and score["value"] is not None and not face.get("training") else None
    seen = view.get("clientShadow") or view.get("clientSkeleton")
    people = [words[name] for name in (("trainer", "you") if seen else ("trainer",)) if name in words]
    about = [face.get(name) or "" for name in ("tenant", "badge", "title", "where")]
    return {
        "brand": (_brand, *about, face.get("steps") or [], words),
        "now": (panel.now, face.get("count"), score),
        "match": (panel.match, score, face.get("facts") or [], words),
        "settings": (groups, settings, words),
        "thumb": (panel.thumb, face.get("controls") or [], words, bool(settings)),
        "hud": (
            over.hud,
            bool(face.get("range")),
            [words.get("range", ""), *people],
            state,
            timer,
            bool(card),
            words.get("close", "") if face.get("three") else "",
        ),
        "cue": (over.cue, face.get("cue"), face.get("told")),
        "strip": (over.strip, face.get("grades") or [], words.get("strip", "")),
        "card": (_card, card, None if state == "countdown" else timer, result, beside),
        "live": (_live, face.get("live") or ""),
    }


def _brand(tenant: str, badge: str, *rest: Any) -> list[Node]:
    return panel.brand(tenant, badge or BADGE, *rest)


def _card(card: Face | None, timer: Face | None, result: Face | None, beside: bool) -> list[Node]:
    return over.card(card, timer, result, beside=beside)


def _live(text: str) -> list[Node]:
    return [text]
