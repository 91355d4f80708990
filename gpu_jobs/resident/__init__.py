"""Rendering with the frames on the device all the way: what a GPU has cut out it grades and prepares for the encoders, too.

Without a GPU there is nothing to win: numpy and OpenCV are faster on processors. Only torch is needed, and only where it is chosen.
"""

import os
from importlib.util import find_spec
from typing import TYPE_CHECKING

from gpu_jobs.device import chosen

if TYPE_CHECKING:
    import torch

RESIDENT_VARIABLE = "PERSCOACH_RESIDENT"  # `1`: even without a GPU, to try it; `0`: not even with one


def resident_on() -> "torch.device | None":
    """The device on which frames stay; None where they are rendered by numpy and OpenCV."""
    wish = os.environ.get(RESIDENT_VARIABLE, "").strip()
    if wish == "0" or find_spec("torch") is None:
        return None
    device = chosen()
    return device if wish == "1" or device.type == "cuda" else None
