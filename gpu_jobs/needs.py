"""What a job asks of a machine, and how many of our hands a machine takes for it. Plain arithmetic: it knows neither Ray nor any model."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

from gpu_jobs.catalogue import MODELS
from gpu_jobs.device import DEVICE_VARIABLE
from gpu_jobs.options import ProcessOptions

GPU_MEMORY_MB = {"T4": 16_000, "L4": 24_000, "A100": 40_000}  # as sold; an A100 of 80 GB is taken for the smaller one
GPU_FILL = 0.9  # of a GPU's memory; each process that uses it keeps a context and loose ends of its own there
ACCELERATOR = "accelerator_type:"  # Ray's name for a kind of GPU begins like this
FINEST = 10_000  # Ray shares a GPU out in such parts


@dataclass(frozen=True, slots=True)
class Needs:
    """What one process that does any part of a job's work asks for, besides one processor.

    Attributes:
        gpu: A GPU, where there is one.
        gpu_only: It does not run without.
        gpu_memory_mb: Of the GPU; 0 where that is not known: then nobody else gets that GPU.
    """

    gpu: bool = False
    gpu_only: bool = False
    gpu_memory_mb: int = 0


@dataclass(frozen=True, slots=True)
class Places:
    """How many processes a machine takes, each with one processor and `gpus` of its GPUs."""

    count: int
    gpus: float = 0.0


def needs_of(options: ProcessOptions, *, waits: bool) -> Needs:
    """What a job with these wishes asks for: one process may do any of its work, so it holds all its models.

    Args:
        options: The wishes.
        waits: On machines without a GPU nothing is done that wants one: better ones come. `PERSCOACH_TORCH_DEVICE=cpu` says that none will.
    """
    on_cpu = os.environ.get(DEVICE_VARIABLE, "").strip() == "cpu"
    chosen = [MODELS[name] for name in (options.pose, options.matting, options.relight) if name in MODELS]
    on_gpu = [model for model in chosen if model.gpu_only or (not on_cpu and model.wants_gpu)]
    known = all(model.gpu_memory_mb for model in on_gpu)
    return Needs(
        gpu=bool(on_gpu),
        gpu_only=bool(on_gpu) and (waits or any(model.gpu_only for model in on_gpu)),
        gpu_memory_mb=sum(model.gpu_memory_mb for model in on_gpu) if known else 0,
    )


def places(resources: Mapping[str, float], needs: Needs) -> Places:
    """How many processes a machine takes.

    Args:
        resources: Of the machine, by Ray's names: `CPU`, `GPU`, `accelerator_type:T4`.
        needs: Of each process.
    """
    processors, gpus = int(resources.get("CPU", 0)), int(resources.get("GPU", 0))
    if not needs.gpu or not (gpus or needs.gpu_only):
        return Places(processors)
    each = _on_one(resources, needs)
    return Places(min(processors, gpus * each), FINEST // each / FINEST)


def _on_one(resources: Mapping[str, float], needs: Needs) -> int:
    """How many processes share one GPU; its kind tells its memory."""
    kind = next((name.removeprefix(ACCELERATOR) for name in resources if name.startswith(ACCELERATOR)), "")
    if not needs.gpu_memory_mb or kind not in GPU_MEMORY_MB:
        return 1
    return max(1, int(GPU_FILL * GPU_MEMORY_MB[kind] / needs.gpu_memory_mb))
