"""What the learned models run on, and how much of it they may take at once."""

import gc
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

from gpu_jobs.errors import WeightsMissing

if TYPE_CHECKING:
    import torch

A = TypeVar("A")
B = TypeVar("B")

BFLOAT16 = ("avx512_bf16", "amx_bf16", "bf16")  # what processors call it that multiply it themselves
DEVICE_VARIABLE = "PERSCOACH_TORCH_DEVICE"  # `cpu`, `cuda`, `cuda:1`; by default the first GPU there is


def chosen() -> "torch.device":
    """The device of the learned models: what the setting names, else a GPU, else the processors."""
    import torch

    named = os.environ.get(DEVICE_VARIABLE, "").strip()
    return torch.device(named or ("cuda" if torch.cuda.is_available() else "cpu"))


def precision(device: "torch.device") -> "torch.dtype":
    """What networks compute in there: half as wide as float32 for twice the speed, except on processors that would only imitate it."""
    import torch

    if device.type == "cuda":
        return torch.float16
    able = torch.cpu.get_capabilities()
    return torch.bfloat16 if any(able.get(name) for name in BFLOAT16) else torch.float32


def in_batches(model: str, work: Callable[[Sequence[A]], Sequence[B]], items: Sequence[A], most: int) -> list[B]:
    """All of what `batches` gives."""
    return list(batches(model, work, items, most))


def batches(model: str, work: Callable[[Sequence[A]], Sequence[B]], items: Sequence[A], most: int) -> Iterator[B]:
    """Do the work on as many items at once as memory allows: a batch that does not fit is halved, and so are all after it.

    Args:
        model: Who works, for the sentence.
        work: Gives one result an item.
        items: What to work on.
        most: How many at once, at first.

    Raises:
        WeightsMissing: Not even one fits.
    """
    done = 0
    at_once = max(1, min(most, len(items)))
    while done < len(items):
        try:
            batch = work(items[done : done + at_once])
        except (MemoryError, RuntimeError) as error:
            if not _out_of_memory(error):
                raise
            if at_once == 1:
                raise WeightsMissing("device_memory", model=model) from error
            at_once //= 2
            _tidy()
        else:
            yield from batch
            done += len(batch)


def _out_of_memory(error: Exception) -> bool:
    # Torch's own error is said by its words: not every model needs torch, and the processors' allocator has no error of its own.
    return isinstance(error, MemoryError) or any(words in str(error) for words in ("out of memory", "not enough memory"))


def _tidy() -> None:
    gc.collect()
    if "torch" not in sys.modules:
        return
    import torch

    if torch.cuda.is_available():
        torch.cuda.empty_cache()
