"""IC-Light (Zhang et al., ICLR 2025): Stable Diffusion 1.5, taught to light a person anew; by her picture alone, or before a background.

Two passes: a small picture first, then that one enlarged and half made over. The light's direction is a gradient: where the person alone
is the condition (`fc`) the first pass begins with it, else (`fbc`) it is the background.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np

from gpu_jobs.catalogue import ICLIGHT_FBC, ICLIGHT_FC, MODELS, SD15_UNET
from gpu_jobs.device import in_batches
from gpu_jobs.frames import Alpha, Pixels
from gpu_jobs.relight import Direction, Light
from gpu_jobs.relight.diffusion import GREY, Denoising, Diffusion, base_unet
from gpu_jobs.relight.offsets import LATENT_CHANNELS, add_offsets, fitting, widened
from gpu_jobs.weights import need, weight_file

if TYPE_CHECKING:
    import torch

UNWISHED = "deformed, blurred, low quality"
COMING_FROM: dict[Direction, str] = {
    "left": "light from the left",
    "right": "light from the right",
    "top": "light from above",
    "bottom": "light from below",
    "none": "",
}
LARGER = 1.5  # times the first pass's size is the second's…
MULTIPLE = 64  # …rounded to this: eight latents, which the network halves three times


@dataclass(frozen=True, slots=True)
class Variant:
    """One of the published networks, with the settings that its makers show it with.

    Attributes:
        file: Its offsets.
        seen: How many pictures it sees beside the latents: the person, perhaps the background.
        first: The first pass without a direction; `guided` is the one that begins with a gradient, `second` makes the enlarged one over.
        bright: Of 255, the gradient's side of the light; `dark` the other one, `even` the background of a light without direction.
        size: Shorter and longer side of the first pass, pixels.
    """

    file: str
    seen: int
    first: Denoising
    guided: Denoising
    second: Denoising
    bright: int
    dark: int
    even: int
    size: tuple[int, int] = (512, 640)


VARIANTS: dict[str, Variant] = {
    "iclight": Variant(ICLIGHT_FC, 1, Denoising(25, 2.0), Denoising(25, 2.0, 0.9), Denoising(25, 2.0, 0.5), 255, 0, GREY),
    "iclight-fbc": Variant(ICLIGHT_FBC, 2, Denoising(20, 7.0), Denoising(20, 7.0), Denoising(20, 7.0, 0.5), 224, 32, 64),
}


def files_of(name: str) -> tuple[Path, Path]:
    """The base network's file and the offsets', looked at from outside: nothing is loaded.

    Raises:
        WeightsMissing: A package or a file is missing, or the two do not belong together.
    """
    need(name)
    paths = {file.name: weight_file(name, file.name) for file in MODELS[name].files}
    base, offsets = paths[SD15_UNET], paths[VARIANTS[name].file]
    fitting(name, base, offsets, _channels(VARIANTS[name]))
    return base, offsets


class ICLight:
    """A `Relighter`."""

    def __init__(self, name: str) -> None:
        """
        Args:
            name: Which of the published networks.

        Raises:
            WeightsMissing: As `files_of`; or a part of the base is not what it should be, or the memory does not hold it.
        """
        self._name, self._how = name, VARIANTS[name]
        self._diffusion = in_batches(name, self._loaded, [files_of(name)], 1)[0]

    def lit(self, pixels: Pixels, alpha: Alpha, light: Light, seed: int) -> Pixels:
        """One picture in another light; see `Relighter`.

        Raises:
            WeightsMissing: The memory does not hold a single picture.
        """

        def work(alphas: Sequence[Alpha]) -> list[Pixels]:
            return [self._lit(pixels, each, light, seed) for each in alphas]

        return in_batches(self._name, work, [alpha], 1)[0]

    def close(self) -> None:
        """Let go of the networks."""
        del self._diffusion

    def _loaded(self, files: Sequence[tuple[Path, Path]]) -> list[Diffusion]:
        ((base, offsets),) = files
        folder = base.parent.parent
        unet = base_unet(self._name, folder)
        widened(unet, _channels(self._how))
        add_offsets(unet, offsets)
        return [Diffusion(self._name, folder, unet)]

    def _lit(self, pixels: Pixels, alpha: Alpha, light: Light, seed: int) -> Pixels:
        import torch

        height, width = alpha.shape
        small = self._how.size if height >= width else self._how.size[::-1]
        large = (_multiple(LARGER * small[0]), _multiple(LARGER * small[1]))
        with torch.inference_mode():
            noise = torch.Generator().manual_seed(seed)
            said = ", ".join(filter(None, (light.words, COMING_FROM[light.direction])))
            words = self._diffusion.words(UNWISHED, said)
            rough = self._first(pixels, alpha, light.direction, small, words, noise)
            enlarged = self._diffusion.latents(cv2.resize(rough, large, interpolation=cv2.INTER_LANCZOS4))
            seen = self._seen(pixels, alpha, light.direction, large)
            fine = self._diffusion.picture(self._diffusion.denoised(words, seen, self._how.second, noise, enlarged))
        left, top, right, bottom = _placed(width, height, large)
        back: Pixels = cv2.resize(fine[top:bottom, left:right], (width, height), interpolation=cv2.INTER_AREA)
        return back

    def _first(
        self, pixels: Pixels, alpha: Alpha, direction: Direction, size: tuple[int, int], words: "torch.Tensor", noise: "torch.Generator"
    ) -> Pixels:
        seen = self._seen(pixels, alpha, direction, size)
        if direction == "none" or self._how.seen > 1:
            return self._diffusion.picture(self._diffusion.denoised(words, seen, self._how.first, noise))
        begun = self._diffusion.latents(gradient(direction, size, self._how))
        return self._diffusion.picture(self._diffusion.denoised(words, seen, self._how.guided, noise, begun))

    def _seen(self, pixels: Pixels, alpha: Alpha, direction: Direction, size: tuple[int, int]) -> "torch.Tensor":
        import torch

        pictures = (on_grey(pixels, alpha, size), gradient(direction, size, self._how))
        return torch.cat([self._diffusion.latents(picture) for picture in pictures[: self._how.seen]], dim=1)


def on_grey(pixels: Pixels, alpha: Alpha, size: tuple[int, int]) -> Pixels:
    """The person over grey, as large as `(width, height)` holds her whole."""
    over = np.rint(GREY + (pixels.astype(np.float32) - GREY) * (alpha[..., None] / np.float32(255))).astype(np.uint8)
    left, top, right, bottom = _placed(alpha.shape[1], alpha.shape[0], size)
    canvas = np.full((size[1], size[0], 3), GREY, np.uint8)
    canvas[top:bottom, left:right] = cv2.resize(over, (right - left, bottom - top), interpolation=cv2.INTER_AREA)
    return canvas


def gradient(direction: Direction, size: tuple[int, int], how: Variant) -> Pixels:
    """A grey picture `(height, width, 3)`, brightest where the light comes from."""
    width, height = size
    if direction == "none":
        return np.full((height, width, 3), how.even, np.uint8)
    along = width if direction in ("left", "right") else height
    levels = np.linspace(how.bright, how.dark, along)[:: 1 if direction in ("left", "top") else -1]
    plane = np.broadcast_to(levels[None, :] if direction in ("left", "right") else levels[:, None], (height, width))
    return np.repeat(plane[..., None].astype(np.uint8), 3, axis=2)


def _placed(width: int, height: int, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """Where a picture lies in the middle of a canvas, its ratio kept: left, top, right, bottom."""
    scale = min(size[0] / width, size[1] / height)
    wide, tall = max(1, round(width * scale)), max(1, round(height * scale))
    left, top = (size[0] - wide) // 2, (size[1] - tall) // 2
    return left, top, left + wide, top + tall


def _multiple(side: float) -> int:
    return max(1, round(side / MULTIPLE)) * MULTIPLE


def _channels(how: Variant) -> int:
    return LATENT_CHANNELS * (1 + how.seen)
