"""Rendering with the frames on the device all the way: what a learned matte on a GPU has cut out is graded and made planes there, too.

Without a GPU there is nothing to win: numpy and OpenCV are faster on processors. Only torch is needed, and only where it is chosen.
"""

import os
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from gpu_jobs.catalogue import MODELS
from gpu_jobs.device import DEVICE_VARIABLE, chosen

if TYPE_CHECKING:
    import torch

RESIDENT_VARIABLE = "PERSCOACH_RESIDENT"  # `1`: even without a GPU, to try it; `0`: not even with one


NVDEC_VARIABLE = "PERSCOACH_NVDEC"  # `1`: recordings are the house's own, a GPU may decode them
NVDEC_PACKAGE = "PyNvVideoCodec"
DRIVERS = ("/dev/nvidiactl", "/dev/dxg", "/dev/kfd")  # of NVIDIA, of Windows' Linux, of AMD: without any torch need not be asked


def resident_on(matting: str) -> "torch.device | None":
    """The device on which frames stay; None where they are rendered by numpy and OpenCV.

    Args:
        matting: Registry name of what cuts out. Only a network that wants a GPU is given one; others must not crowd in beside it.
    """
    wish = os.environ.get(RESIDENT_VARIABLE, "").strip()
    if wish == "1":
        return chosen() if installed("torch") else None
    model, named = MODELS.get(matting), os.environ.get(DEVICE_VARIABLE, "").strip()
    if wish == "0" or model is None or not model.wants_gpu or not (named.startswith("cuda") or (not named and _driver_there())):
        return None
    return device if installed("torch") and (device := chosen()).type == "cuda" else None


def nvdec_asked() -> bool:
    """Whether the setting lets GPUs decode: their demuxer is not confined as ours is."""
    return os.environ.get(NVDEC_VARIABLE, "").strip() == "1"


@cache
def installed(package: str) -> bool:
    """Whether a package could be imported."""
    return find_spec(package) is not None


@cache
def _driver_there() -> bool:
    return any(Path(driver).exists() for driver in DRIVERS)
