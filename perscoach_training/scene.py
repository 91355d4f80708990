"""One state of a training: what it shows, and what it makes of what it is told."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from perscoach_training.training import Training

Event = Mapping[str, Any]
Face = dict[str, Any]


class Scene:
    """A state; each has its class in ``scenes``. What it does not care about does nothing."""

    state = "opening"
    shows_trainer = True
    """Whether the trainer's clip belongs on the stage."""

    def __init__(self, training: "Training") -> None:
        self.training = training
        self.since = training.now

    @property
    def lasted(self) -> float:
        """Seconds since it began."""
        return self.training.now - self.since

    def begin(self) -> None:
        """It is the present scene now."""

    def end(self) -> None:
        """Another one follows."""

    def tick(self) -> None:
        """Four times a second, also without a camera."""

    def frame(self) -> None:
        """After each step of the engine; this is the hot path."""

    def choose(self, choice: str) -> None:
        """A choice of its card."""

    def control(self, control: str) -> None:
        """A button or a key."""

    def heard(self, name: str, event: Event) -> None:
        """Anything else that happened."""

    def face(self) -> Face:
        """What it adds to the face."""
        return {}


def choice(name: str, label: str, kind: str = "plain", hint: str = "", key: str = "") -> dict[str, str]:
    """One choice of a card; ``key`` as a keyboard event's code."""
    return {"id": name, "label": label, "hint": hint, "kind": kind, "key": key}


def card(name: str, title: str, text: str = "", *choices: dict[str, str], **more: Any) -> dict[str, Any]:
    """A card over the stage; ``more``: lines, fields, bars, video, picture.

    Example:
        >>> card("paused", "Пауза", "", choice("resume", "Дальше", "main"))["choices"][0]["kind"]
        'main'
    """
    empty: dict[str, Any] = {"lines": [], "fields": [], "bars": [], "video": None, "picture": None}
    return {"id": name, "title": title, "text": text, "choices": list(choices), **empty, **more}


def control(name: str, label: str, key: str = "", kind: str = "plain") -> dict[str, str]:
    """One button that is always at hand."""
    return {"id": name, "label": label, "key": key, "kind": kind}
