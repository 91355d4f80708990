"""Light after the fact: a person's own light made over, steadily through a whole clip."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

from gpu_jobs.errors import WeightsMissing
from gpu_jobs.frames import Alpha, Pixels

Direction = Literal["left", "right", "top", "bottom", "none"]
UNLIT = "none"  # the light stays as it was filmed


@dataclass(frozen=True, slots=True)
class Light:
    """The light a trainer wishes for.

    Attributes:
        direction: Where it comes from; `none` leaves that to the model.
        strength: How far it goes, 0 as filmed .. 1.
        words: What it is like, in English: models were taught so.
    """

    direction: Direction = "none"
    strength: float = 0.7
    words: str = "soft studio light"


class Relighter(Protocol):
    """A model that lights single pictures."""

    def lit(self, pixels: Pixels, alpha: Alpha, light: Light, seed: int) -> Pixels:
        """One picture in another light.

        Args:
            pixels: `(H, W, 3)` RGB, the person's own colours.
            alpha: `(H, W)` how much of each pixel is the person.
            light: Its direction and words; the strength is applied by who asks.
            seed: Equal seeds give equal pictures.

        Returns:
            `(H, W, 3)`.
        """

    def close(self) -> None:
        """Let go of the model."""


RELIGHTERS: dict[str, Callable[[], Relighter]] = {}


def relighter(name: str) -> Relighter:
    """Open a model by its registry name.

    Raises:
        WeightsMissing: The name is unknown, or its weights or packages are not there.
    """
    if name not in RELIGHTERS:
        raise WeightsMissing("model_unknown", name=name, known=", ".join((UNLIT, *RELIGHTERS)))
    return RELIGHTERS[name]()
