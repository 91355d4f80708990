"""The director as the page's worker has it."""

from typing import Any

from perscoach_training.director import Director
from perscoach_training.look import Look
from perscoach_training.reach import reach_of


class PageDirector(Director):
    """Its face goes out as the page's elements, only those that changed; the trainer's poses as arrays, with the room they need."""

    def __init__(self, plan_json: str, place_json: str | None = None, settings_json: str | None = None) -> None:
        """As :class:`Director`."""
        super().__init__(plan_json, place_json, settings_json)
        self._look = Look()
        self._around: dict[str, Any] = {}

    def dressed(self, face: dict[str, Any]) -> dict[str, Any] | None:
        """The face as it goes out; ``None`` where it looks as before."""
        changed = self._look.changes(face)
        around = {name: part for name, part in changed.items() if name != "parts"}
        if not changed["parts"] and around == self._around:
            return None
        self._around = around
        return changed

    def track(self, item: int) -> dict[str, Any] | None:
        """What the stage draws of the trainer's poses."""
        track = super().track(item)
        channels = ("times", "image", "world", "visibility")
        return {**{name: getattr(track, name) for name in channels}, "reach": reach_of(track)} if track else None
