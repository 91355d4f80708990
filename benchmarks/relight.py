"""What relighting asks of a machine: counted on shapes anywhere, measured where IC-Light's weights are."""

from dataclasses import replace

import numpy as np

from benchmarks.models import Figures, alternating, gflop_of, matmul_peak, memory_mb, not_measured
from gpu_jobs.device import chosen
from gpu_jobs.relight import SEED, Light, relighter
from gpu_jobs.relight.iclight import LARGER, VARIANTS
from gpu_jobs.relight.keyframes import EVERY_MS
from gpu_jobs.weights import lacks

HEIGHT = 720  # px; of the picture, half as wide
FPS = 30  # of the clip that a key frame is reckoned over
ROUNDS = 3  # a key frame takes seconds on a GPU


def key_frame(name: str) -> Figures:
    """IC-Light on one key frame; a clip's frame is charged its share of it. The work is counted on shapes, with or without weights."""
    lacking = {lack.kind for lack in lacks(name, gpu=chosen().type == "cuda")}
    if "package" in lacking:
        return not_measured("its packages are not installed")
    share = 1000 / (EVERY_MS * FPS)
    gflop = share * _gflop_of_relighting(name)
    counted = f"gflop counts the denoising alone; a key frame every {EVERY_MS} ms of {FPS} frames a second"
    if lacking:
        why = not_measured("its weights are not here")
        return replace(why, gflop=gflop, note=f"{why.note}; {counted}")
    before = memory_mb()
    model = relighter(name)
    pixels, alpha = np.full((HEIGHT, HEIGHT // 2, 3), 127, np.uint8), np.full((HEIGHT, HEIGHT // 2), 255, np.uint8)
    (ms,) = alternating(lambda: model.lit(pixels, alpha, Light("left"), SEED), rounds=ROUNDS)
    return Figures(
        str(chosen()), "real", share * ms, memory_mb() - before, None, gflop, gflop / (share * ms) * 1000 / matmul_peak(),
        f"a key frame took {ms / 1000:.1f} s; {counted}",
    )  # fmt: skip


def _gflop_of_relighting(name: str) -> float:
    """Of one key frame: both passes' steps, with words and without, of a network of Stable Diffusion 1.5's shape that holds no numbers."""
    import torch
    from diffusers import UNet2DConditionModel

    how = VARIANTS[name]
    with torch.device("meta"):
        unet = UNet2DConditionModel(sample_size=64, in_channels=4 * (1 + how.seen), cross_attention_dim=768, attention_head_dim=8)

        def step(times: float) -> float:
            width, height = (int(side * times) // 8 for side in how.size)
            seen = torch.empty(2, 4 * (1 + how.seen), height, width)
            return gflop_of(lambda: unet(seen, torch.tensor(1), torch.empty(2, 77, 768)))

        return how.first.steps * step(1.0) + how.second.steps * step(LARGER)
