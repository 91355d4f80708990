"""Cutting people out: the embedded way weighs colours around the pose network's mask; learned mattes stand behind one small protocol."""

from collections.abc import Callable
from functools import partial
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from gpu_jobs.catalogue import BIREFNET_FILE, BIREFNET_LITE, BIREFNET_MATTING, BIREFNET_PORTRAIT, MODELS, MODNET_FILE, MODNET_ONNX
from gpu_jobs.errors import WeightsMissing
from gpu_jobs.weights import models_dir, need, need_remote_code, weight_file

EMBEDDED = "mediapipe"  # the pose network's own mask: nothing else is opened


class Matting(Protocol):
    """A network that says how much of each pixel is a person. Every frame stands by itself."""

    def cell(self, width: int, height: int) -> float:
        """Size of one of the network's own pixels in a frame of that size, 1 or more: what is finer, our own matte stage draws."""

    def alphas(self, frames: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Mattes of frames of one size.

        Args:
            frames: `(N, H, W, 3)` RGB; N may be 0.

        Returns:
            `(N, H, W)`, 255 is wholly a person.

        Raises:
            WeightsMissing: A single frame does not fit into memory.
        """

    def close(self) -> None:
        """Let go of the network."""


def _selfie() -> Matting:
    from gpu_jobs.matting.selfie import SelfieMatting

    return SelfieMatting()


def _modnet(model: str, file: str) -> Matting:
    from gpu_jobs.matting.modnet import ONNX, MODNetMatting, MODNetOnDevice

    return MODNetMatting(model, file) if file.endswith(ONNX) else MODNetOnDevice(model, file)


def _birefnet(model: str, file: str) -> Matting:
    from gpu_jobs.matting.birefnet import BiRefNetMatting

    return BiRefNetMatting(model, file)


MATTERS: dict[str, Callable[[], Matting]] = {
    "selfie": _selfie,
    "modnet": partial(_modnet, "modnet", MODNET_FILE),
    "modnet-onnx": partial(_modnet, "modnet-onnx", MODNET_ONNX),
    "birefnet": partial(_birefnet, "birefnet", BIREFNET_FILE),
    "birefnet-lite": partial(_birefnet, "birefnet-lite", BIREFNET_LITE),
    "birefnet-portrait": partial(_birefnet, "birefnet-portrait", BIREFNET_PORTRAIT),
    "birefnet-matting": partial(_birefnet, "birefnet-matting", BIREFNET_MATTING),
}


def ready(name: str) -> None:
    """Make sure that a matte's files and packages are here, before long work that ends with it; nothing is opened.

    Raises:
        WeightsMissing: The name is unknown, or a file or a package is not there.
    """
    if name == EMBEDDED:
        return
    if name not in MATTERS:
        raise _unknown(name)
    need(name)
    files = [file.name for file in MODELS[name].files]
    if (models_dir() / name).is_dir() and not all((models_dir() / file).is_file() for file in files):
        need_remote_code(name)  # a folder holds a whole model with its makers' code
        return
    for file in files:
        weight_file(name, file)


def matting(name: str) -> Matting:
    """Open a matting network by its registry name.

    Raises:
        WeightsMissing: The name is unknown, or its weights or packages are not there.
    """
    if name not in MATTERS:
        raise _unknown(name)
    return MATTERS[name]()


def _unknown(name: str) -> WeightsMissing:
    return WeightsMissing("model_unknown", name=name, known=", ".join((EMBEDDED, *MATTERS)))
