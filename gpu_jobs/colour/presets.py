"""What a trainer may choose about colour, and what each choice means in numbers. The numbers that tune the grade are here only."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

GradeName = Literal["v11", "none"]
PresetName = Literal["natural", "warm", "crisp", "soft"]

MOST_STRENGTH = 1.5  # beyond it skin looks painted


@dataclass(frozen=True, slots=True)
class Preset:
    """How far each part of the grade may go at strength 1.

    Attributes:
        lift: Share of the way from the person's lightness to the usual band, 0..1.
        contrast: Steepening of the curve at the person's middle tones, per cent.
        black: CIELAB L that the person's darkest parts sink to, where they are lighter: haze goes, clothes stay black.
        warmth: CIELAB b added to middle tones; evening light is about 4.
        saturation: Per cent of chroma added; half as much on skin.
        balance: Share of a colour cast that is taken out, 0..1.
    """

    lift: float
    contrast: float
    black: float
    warmth: float
    saturation: float
    balance: float


PRESETS: MappingProxyType[PresetName, Preset] = MappingProxyType(
    {
        # What a good phone would have taken in good light.
        "natural": Preset(lift=0.6, contrast=12, black=8, warmth=2.0, saturation=12, balance=0.6),
        # Evening sun: for cold gyms with white tubes.
        "warm": Preset(lift=0.6, contrast=10, black=9, warmth=5.0, saturation=12, balance=0.6),
        # Muscles and folds stand out: for dull light and grey walls.
        "crisp": Preset(lift=0.6, contrast=24, black=5, warmth=1.0, saturation=18, balance=0.7),
        # Hard sun from a window: shadows open, edges quiet.
        "soft": Preset(lift=0.9, contrast=-10, black=12, warmth=2.4, saturation=6, balance=0.6),
    }
)


@dataclass(frozen=True, slots=True)
class Grade:
    """What the trainer asks for.

    Attributes:
        name: `v11` grades, `none` leaves the colours alone.
        strength: 0 is as filmed, 1 the preset, up to `MOST_STRENGTH`.
        preset: Which look.
    """

    name: GradeName = "v11"
    strength: float = 1.0
    preset: PresetName = "natural"

    def __post_init__(self) -> None:
        if self.name not in ("v11", "none"):
            raise ValueError(f"colour is v11 or none, not {self.name}")
        if self.preset not in PRESETS:
            raise ValueError(f"there is no preset {self.preset}; there are {', '.join(PRESETS)}")
        if not 0 <= self.strength <= MOST_STRENGTH:
            raise ValueError(f"strength goes from 0 to {MOST_STRENGTH}, not {self.strength}")
