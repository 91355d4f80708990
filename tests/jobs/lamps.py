"""Relighters whose light is known, and a flat person to try them on."""

import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gpu_jobs.frames import Alpha, Pixels
from gpu_jobs.relight import RELIGHTERS, Entry, Light, Relighter
from gpu_jobs.relight.keyframe import opened
from gpu_jobs.relight.linear import lit

LEFT_GAIN, RIGHT_GAIN = 1.6, 0.6


def slope(alpha: Alpha) -> NDArray[np.float32]:
    """Gains that fall from the person's left edge in the picture to her right one, evenly in stops; `(H, W, 3)`."""
    columns = np.nonzero((alpha > 127).any(axis=0))[0]
    along = np.clip((np.arange(alpha.shape[1]) - columns[0]) / max(1, columns[-1] - columns[0]), 0, 1)
    gains = LEFT_GAIN * (RIGHT_GAIN / LEFT_GAIN) ** along
    return np.broadcast_to(gains[None, :, None], (*alpha.shape, 3)).astype(np.float32)


@dataclass
class Slope:
    """Light from the left, the same on every picture."""

    asked: int = 0

    def lit(self, pixels: Pixels, alpha: Alpha, light: Light, seed: int) -> Pixels:
        self.asked += 1
        return lit(pixels, slope(alpha))

    def close(self) -> None:
        pass


@dataclass
class Flicker:
    """The same light at an exposure that depends on every pixel of the picture: any other picture is lit otherwise."""

    def lit(self, pixels: Pixels, alpha: Alpha, light: Light | None = None, seed: int = 0) -> Pixels:
        drawn = np.random.default_rng(zlib.crc32(np.ascontiguousarray(pixels).tobytes()))
        return lit(pixels, slope(alpha) * np.float32(np.exp(0.3 * drawn.standard_normal())))

    def close(self) -> None:
        pass


def registered(name: str, lamp: Relighter) -> str:
    """Put a lamp into the registry, and out of the workers' memory who was there before; its name."""
    RELIGHTERS[name] = Entry(lambda: lamp, lambda: None)
    opened.cache_clear()
    return name
