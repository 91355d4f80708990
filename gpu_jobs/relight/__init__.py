"""Light after the fact: a person's own light made over, steadily through a whole clip."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Literal, Protocol

from gpu_jobs.errors import WeightsMissing
from gpu_jobs.frames import Alpha, Pixels

Direction = Literal["left", "right", "top", "bottom", "none"]
UNLIT = "none"  # the light stays as it was filmed
SEED = 20240  # of the noise; one for all key frames, so that they are made over alike


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


@dataclass(frozen=True, slots=True)
class Entry:
    """A model in the registry.

    Attributes:
        open: Gives it ready to work.
        check: Raises `WeightsMissing` unless it could be opened here; loads nothing.
    """

    open: Callable[[], Relighter]
    check: Callable[[], None]


def _iclight(name: str) -> Relighter:
    from gpu_jobs.relight.iclight import ICLight

    return ICLight(name)


def _iclight_files(name: str) -> None:
    from gpu_jobs.relight.iclight import files_of

    files_of(name)


RELIGHTERS: dict[str, Entry] = {name: Entry(partial(_iclight, name), partial(_iclight_files, name)) for name in ("iclight", "iclight-fbc")}


def relighter(name: str) -> Relighter:
    """Open a model by its registry name.

    Raises:
        WeightsMissing: The name is unknown, or its weights or packages are not there, or not the official ones.
    """
    return _entry(name).open()


def check_relighter(name: str) -> None:
    """Make sure that a model could be opened here, without loading it.

    Raises:
        WeightsMissing: As `relighter`.
    """
    _entry(name).check()


def _entry(name: str) -> Entry:
    if name not in RELIGHTERS:
        raise WeightsMissing("model_unknown", name=name, known=", ".join((UNLIT, *RELIGHTERS)))
    return RELIGHTERS[name]
