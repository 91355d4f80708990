"""How finely the client is looked at: as finely as this device can at a steady rate.

The page tells once a second what a frame costs. Too dear for some seconds: one level down, at once. Cheap enough for the next better
level for much longer: one up, but never in the middle of a set, and each time that this proves too much the next try waits twice as long.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

WANTED_FPS: Final = 24.0
"""Poses a second. Below it a silhouette no longer moves, it steps."""
FRAME_MS: Final = 1000 / WANTED_FPS
TOO_SLOW_FOR_S: Final = 3.0
"""A phone that does something else for a moment is no slow phone."""
FAST_ENOUGH_FOR_S: Final = 12.0
"""A rest or the camera check is long enough to go up in."""
MARGIN: Final = 1.15
"""What the better level is thought to cost must fit into a frame with so much room: devices grow warm and slow."""
SETTLING_S: Final = 3.0
"""A model that was just begun with, and the first pictures of another size, cost more than they will."""
MOST_FALLS: Final = 3
"""So many times down from a level that was tried again: it is left alone for the rest of this training."""
MOST_DEARER: Final = 2.0
"""Between two neighbours. What seems more was the device doing something else."""
LONGEST_GAP_S: Final = 2.0
"""Between two words about speed; after a longer one (a paused page) counting begins anew."""


@dataclass(frozen=True, slots=True)
class Level:
    """One way to look.

    Attributes:
        name: what the client reads, ``shadow.set_quality_<name>``.
        model: of MediaPipe's pose models.
        mask_every: the silhouette is painted from every so manieth frame.
        width, height: pixels asked of the camera.
        dearer: what a frame of the next better level is thought to cost, of one here, before it was tried.
    """

    name: str
    model: str
    mask_every: int
    width: int
    height: int
    dearer: float = 1.0


LEVELS: Final = (
    Level("best", "full", 1, 640, 480),
    Level("usual", "lite", 1, 640, 480, dearer=1.35),
    Level("frugal", "lite", 2, 480, 360, dearer=1.3),
    Level("least", "lite", 3, 320, 240, dearer=1.2),
)
"""From the finest to the cheapest. The camera's size counts because the mask is as large as the picture."""
BEGINS: Final = "usual"
"""The lite model is there sooner, and on a first visit 3.4 MB sooner; a device that can do more goes up in the camera check."""
CHOICES: Final = ("auto", "best", "usual", "frugal")
"""What may be set by hand."""


class Quality:
    """The present level, and when it changes.

    Example:
        >>> quality = Quality()
        >>> told = [quality.heard({"pose_ms": 70.0, "mask_ms": 3.0, "step_ms": 0.5}, float(second)) for second in range(9)]
        >>> told.index(True), quality.order()["width"]
        (5, 480)
    """

    def __init__(self, begins: str = BEGINS, chosen: str = "auto") -> None:
        """Begin where this device ended last time.

        Args:
            begins: a level's name.
            chosen: of `CHOICES`; anything but ``auto`` stays as it is.
        """
        self._at = _place(begins)
        self._chosen = "auto"
        self._dearer = [level.dearer for level in LEVELS]
        self._falls = [0] * len(LEVELS)
        self._tried = [False] * len(LEVELS)
        self._cost = self._dear_before = 0.0
        self._heard_at: float | None = None
        self._here_s = self._slow_s = self._fast_s = 0.0
        self.choose(chosen)

    @property
    def level(self) -> Level:
        """The present one."""
        return LEVELS[self._at]

    def order(self) -> dict[str, Any]:
        """What the worker and the camera are told."""
        level = self.level
        return {"model": level.model, "mask_every": level.mask_every, "width": level.width, "height": level.height}

    def choose(self, chosen: str) -> bool:
        """By hand: a level, or ``auto`` again; whether anything changed."""
        self._chosen = chosen if chosen in CHOICES else "auto"
        return self._go(self._at if self._chosen == "auto" else _place(self._chosen))

    def heard(self, speed: Mapping[str, Any], now: float, *, may_rise: bool = True) -> bool:
        """What a frame cost of late, in milliseconds by part; whether the level changed.

        Args:
            speed: ``pose_ms``, ``mask_ms``, ``step_ms``, ``hand_ms`` in the worker one after the other, ``draw_ms`` in the page beside it.
            now: the page's seconds.
            may_rise: false in the middle of a set: a better model counts a little otherwise.
        """
        worker = sum(float(speed.get(part) or 0.0) for part in ("pose_ms", "mask_ms", "step_ms", "hand_ms"))
        self._cost = max(worker, float(speed.get("draw_ms") or 0.0))
        gap = now - self._heard_at if self._heard_at is not None else 0.0
        self._heard_at = now
        if gap > LONGEST_GAP_S or gap < 0.0:
            self._slow_s = self._fast_s = gap = 0.0
        self._here_s += gap
        if self._chosen != "auto" or not worker or self._here_s < SETTLING_S:
            return False
        if self._dear_before:
            self._dearer[self._at] = min(MOST_DEARER, max(1.0, self._dear_before / self._cost))
            self._dear_before = 0.0
        self._slow_s = self._slow_s + gap if self._cost > FRAME_MS else 0.0
        self._fast_s = self._fast_s + gap if self._could_rise() else 0.0
        if self._slow_s >= TOO_SLOW_FOR_S and self._at + 1 < len(LEVELS):
            return self._fall()
        if may_rise and self._fast_s >= FAST_ENOUGH_FOR_S * 2 ** self._falls[self._at - 1]:
            return self._rise()
        return False

    def _could_rise(self) -> bool:
        better = self._at - 1
        return better >= 0 and self._falls[better] < MOST_FALLS and self._cost * self._dearer[self._at] * MARGIN <= FRAME_MS

    def _fall(self) -> bool:
        if self._tried[self._at]:
            self._falls[self._at] += 1
        self._dear_before = self._cost
        return self._go(self._at + 1)

    def _rise(self) -> bool:
        self._dear_before = 0.0
        self._tried[self._at - 1] = True
        return self._go(self._at - 1)

    def _go(self, place: int) -> bool:
        changed, self._at = place != self._at, place
        if changed:
            self._heard_at = None
            self._here_s = self._slow_s = self._fast_s = 0.0
        return changed


def _place(name: str) -> int:
    return next((place for place, level in enumerate(LEVELS) if level.name == name), 1)
