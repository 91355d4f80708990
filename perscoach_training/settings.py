"""What the client may choose, in one table: what it is called on the device, what it may be, what it is at first."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from perscoach_training.quality import BEGINS, CHOICES, LEVELS
from perscoach_training.texts import Say

Value = bool | float | str


@dataclass(frozen=True, slots=True)
class Setting:
    """One choice; of kind ``kept`` it is the device's own, remembered but not shown.

    Its words are ``shadow.set_<id>``, those of its options ``shadow.set_<id>_<option>``; sound has a room of its own.
    """

    id: str
    group: str
    kind: str
    default: Value
    options: tuple[str, ...] = ()
    least: float = 0.0
    most: float = 1.0
    step: float = 0.1


LONGEST = 200
"""Letters of what is remembered as it came: a camera's own name for itself."""
RATES = {"full": 1.0, "slower": 0.75, "half": 0.5}
"""How fast the trainer's clip plays."""

SETTINGS = (
    Setting("clientShadow", "view", "switch", True),
    Setting("trainerSkeleton", "view", "switch", True),
    Setting("clientSkeleton", "view", "switch", True),
    Setting("autoAlign", "view", "switch", True),
    Setting("align", "view", "select", "once", ("once", "frame")),
    Setting("figure", "view", "select", "colour", ("colour", "real")),
    Setting("beside", "view", "switch", False),
    Setting("limbs", "view", "switch", True),
    Setting("mirror", "view", "switch", True),
    Setting("pace", "pace", "select", "trainer", ("trainer", "mine")),
    Setting("rate", "pace", "select", "full", tuple(RATES)),
    Setting("sound", "sound", "switch", True),
    Setting("speech", "sound", "select", "usual", ("much", "usual", "few")),
    Setting("volume", "sound", "range", 80.0, most=100.0, step=10.0),
    Setting("clip_volume", "sound", "range", 60.0, most=100.0, step=10.0),
    Setting("device", "camera", "kept", ""),
    Setting("quality", "camera", "select", CHOICES[0], CHOICES),
    Setting("level", "camera", "kept", BEGINS, tuple(level.name for level in LEVELS)),
)
SEEN = ("clientShadow", "trainerSkeleton", "clientSkeleton", "figure", "beside", "limbs", "mirror")
"""What the stage draws by; alignment is told apart."""


class Settings:
    """The present choices.

    Example:
        >>> chosen = Settings({"beside": True, "rate": "fast", "gone": 1})
        >>> chosen["beside"], chosen["rate"], chosen.put("rate", "half"), chosen.put("rate", "9"), chosen["rate"]
        (True, 'full', True, False, 'half')
    """

    def __init__(self, kept: Mapping[str, Any] | None = None) -> None:
        """Begin with what the device kept; what no longer exists is dropped."""
        self._rows = {row.id: row for row in SETTINGS}
        self._shown: list[dict[str, Any]] | None = None
        self._values: dict[str, Value] = {row.id: row.default for row in SETTINGS}
        for name, value in (kept or {}).items():
            self.put(name, value)

    def __getitem__(self, name: str) -> Any:
        return self._values[name]

    @property
    def live(self) -> Mapping[str, Value]:
        """The choices as they are at any later moment, too."""
        return self._values

    def put(self, name: str, value: object) -> bool:
        """Choose; whether that was a choice there is."""
        row = self._rows.get(name)
        if row is None:
            return False
        self._shown = None
        if row.kind == "switch" and isinstance(value, bool):
            self._values[name] = value
        elif row.kind in ("select", "kept") and value in row.options:
            self._values[name] = str(value)
        elif row.kind == "kept" and not row.options and isinstance(value, str) and len(value) <= LONGEST:
            self._values[name] = value
        elif row.kind == "range" and isinstance(value, int | float) and row.least <= value <= row.most:
            self._values[name] = float(value)
        else:
            return False
        return True

    def document(self) -> dict[str, Value]:
        """What the device keeps."""
        return dict(self._values)

    @property
    def rate(self) -> float:
        """How fast the trainer's clip plays."""
        return RATES[self["rate"]]

    def view(self) -> dict[str, Any]:
        """What the stage draws."""
        chosen = {name: self._values[name] for name in SEEN}
        return {**chosen, "autoAlign": self._values["align"] if self._values["autoAlign"] else "off"}

    def rows(self, say: Say) -> list[dict[str, Any]]:
        """As the page shows them; the same list until something else is chosen: half of what a face costs."""
        if self._shown is None:
            self._shown = [_shown(row, self._values[row.id], say) for row in SETTINGS if row.kind != "kept"]
        return self._shown


def _shown(row: Setting, value: Value, say: Say) -> dict[str, Any]:
    shown: dict[str, Any] = {"id": row.id, "group": row.group, "kind": row.kind, "label": _label(row, say), "value": value}
    if row.kind == "select":
        shown["options"] = [{"value": option, "label": _label(row, say, f"_{option}")} for option in row.options]
    if row.kind == "range":
        shown |= {"min": row.least, "max": row.most, "step": row.step}
    return shown


def _label(row: Setting, say: Say, option: str = "") -> str:
    return say(f"shadow_sound.{row.id}{option}") if row.group == "sound" else say(f"shadow.set_{row.id}{option}")
