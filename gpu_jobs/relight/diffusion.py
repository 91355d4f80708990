"""Stable Diffusion 1.5 from a folder on disk, reduced to what relighting asks: pictures to latents and back, words, denoising."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from gpu_jobs.device import chosen
from gpu_jobs.frames import Pixels
from gpu_jobs.weights import unlike

if TYPE_CHECKING:
    import torch

GREY = 127  # of 255: what a latent of zero stands for; the makers of IC-Light scale pictures by x / 127 - 1
# The noise schedule of the makers' demonstration: DPM-Solver++ 2M (Lu et al., 2022) as an SDE, over Karras' noise levels.
SCHEDULE = {
    "num_train_timesteps": 1000,
    "beta_start": 0.00085,
    "beta_end": 0.012,
    "algorithm_type": "sde-dpmsolver++",
    "use_karras_sigmas": True,
    "steps_offset": 1,
}


@dataclass(frozen=True, slots=True)
class Denoising:
    """How a picture is made out of noise.

    Attributes:
        steps: How many times the network looks.
        guidance: How much farther than without words it goes towards them (classifier-free guidance; Ho & Salimans, 2022).
        share: Of the noise, 0..1: below 1 what is there already stays in part.
    """

    steps: int
    guidance: float
    share: float = 1.0


class Diffusion:
    """The parts of Stable Diffusion 1.5, opened once."""

    def __init__(self, model: str, folder: Path, unet: "torch.nn.Module") -> None:
        """
        Args:
            model: Whose parts they are, for the sentence.
            folder: In diffusers' layout: `vae`, `text_encoder`, `tokenizer`.
            unet: The denoising network; takes the latents and, on more channels, the condition.

        Raises:
            WeightsMissing: A part is not what it should be.
        """
        import torch
        from diffusers import AutoencoderKL
        from transformers import CLIPTextModel, CLIPTokenizer

        self._device = chosen()
        on_gpu = self._device.type == "cuda"
        if not on_gpu:
            torch.set_num_threads(1)  # the cores are shared out among workers already
        # As the makers ran it: the autoencoder's numbers grow beyond what float16 holds. On processors half floats gain nothing sure.
        self._dtype = torch.float16 if on_gpu else torch.float32
        with _reading(model, folder / "tokenizer" / "vocab.json"):
            self._tokenizer = CLIPTokenizer.from_pretrained(folder, subfolder="tokenizer", local_files_only=True)
        vae = _network(model, AutoencoderKL, folder / "vae" / "diffusion_pytorch_model.safetensors", low_cpu_mem_usage=False)
        text = _network(model, CLIPTextModel, folder / "text_encoder" / "model.safetensors")
        self._vae = vae.to(self._device, torch.bfloat16 if on_gpu else torch.float32)
        self._text = text.to(self._device, self._dtype)
        self._unet = unet.to(self._device, self._dtype)

    def latents(self, picture: Pixels) -> "torch.Tensor":
        """A picture `(H, W, 3)`, sides multiples of 8, as `(1, 4, H/8, W/8)` float32: the autoencoder's most likely ones, scaled."""
        import torch

        values = torch.from_numpy(picture.astype(np.float32) / GREY - 1).permute(2, 0, 1)[None]
        found = self._vae.encode(values.to(self._device, self._vae.dtype)).latent_dist.mode()
        scaled: torch.Tensor = (found * self._vae.config.scaling_factor).float()
        return scaled

    def picture(self, latents: "torch.Tensor") -> Pixels:
        """Latents as a picture `(H, W, 3)`."""
        values = self._vae.decode((latents / self._vae.config.scaling_factor).to(self._vae.dtype)).sample[0]
        shown: Pixels = (values.float().permute(1, 2, 0).cpu().numpy() * 127.5 + 127.5).clip(0, 255).astype(np.uint8)
        return shown

    def words(self, *texts: str) -> "torch.Tensor":
        """Texts as `(N, tokens, features)` for the network; what is too long is cut."""
        length = self._tokenizer.model_max_length
        read = self._tokenizer(list(texts), padding="max_length", max_length=length, truncation=True, return_tensors="pt")
        found: torch.Tensor = self._text(read.input_ids.to(self._device)).last_hidden_state
        return found

    def denoised(
        self,
        words: "torch.Tensor",
        condition: "torch.Tensor",
        how: Denoising,
        noise: "torch.Generator",
        start: "torch.Tensor | None" = None,
    ) -> "torch.Tensor":
        """Latents made out of noise.

        Args:
            words: What is not wished for and what is, `(2, tokens, features)`.
            condition: `(1, C, h, w)` what the network sees beside the latents in every step.
            how: Steps, guidance, share of noise.
            noise: Where the noise comes from. It is drawn on the processor, so that every device gets the same.
            start: `(1, 4, h, w)` what stays in part; None begins with noise alone.

        Returns:
            `(1, 4, h, w)` float32.
        """
        import torch
        from diffusers import DPMSolverMultistepScheduler

        scheduler = DPMSolverMultistepScheduler(**SCHEDULE)
        whole = round(how.steps / how.share)
        scheduler.set_timesteps(whole, device=self._device)
        scheduler.set_begin_index(whole - how.steps)
        times = scheduler.timesteps[whole - how.steps :]
        drawn = torch.randn((1, self._vae.config.latent_channels, *condition.shape[2:]), generator=noise).to(self._device)
        latents: torch.Tensor = drawn * scheduler.init_noise_sigma if start is None else scheduler.add_noise(start, drawn, times[:1])
        beside = torch.cat([condition, condition])
        for time in times:
            seen = torch.cat([scheduler.scale_model_input(torch.cat([latents, latents]), time), beside], dim=1)
            without, towards = self._unet(seen.to(self._dtype), time, words).sample.float().chunk(2)
            latents = scheduler.step(without + how.guidance * (towards - without), time, latents, generator=noise).prev_sample
        return latents


def base_unet(model: str, folder: Path) -> "torch.nn.Module":
    """The denoising network of the base model, as it is.

    Raises:
        WeightsMissing: It is not what it should be.
    """
    from diffusers import UNet2DConditionModel

    _quiet()
    unet: torch.nn.Module = _network(
        model, UNet2DConditionModel, folder / "unet" / "diffusion_pytorch_model.safetensors", low_cpu_mem_usage=False
    )
    return unet


def _network(model: str, kind: Any, path: Path, **how: object) -> Any:
    """A network with every one of its tensors from this file: left alone, the libraries fill up what is missing with random numbers."""
    with _reading(model, path):
        found, told = kind.from_pretrained(path.parent, local_files_only=True, use_safetensors=True, output_loading_info=True, **how)
        missing = sorted(told["missing_keys"])
        if missing:
            raise ValueError(f"{len(missing)} tensors missing: {missing[0]}, …")
    return found.eval()


@contextmanager
def _reading(model: str, path: Path) -> Iterator[None]:
    """Whatever the libraries say of a file becomes our sentence."""
    from safetensors import SafetensorError

    try:
        yield
    except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as error:
        raise unlike(model, path, (str(error).splitlines() or [type(error).__name__])[0]) from error


def _quiet() -> None:
    """The libraries' hints and bars are for those who program with them; ours are the sentences."""
    from diffusers.utils import logging as of_diffusers
    from transformers.utils import logging as of_transformers

    of_diffusers.set_verbosity_error()
    of_transformers.set_verbosity_error()
    of_transformers.disable_progress_bar()
