"""BiRefNet as a matte: its ONNX file run by ONNX Runtime, or, where that was allowed, its makers' own code by transformers.

The network is its makers' own and is not written anew here. By default a file without code is read: `birefnet.onnx`, or that of a variant.
Whoever keeps this installation may allow the code that comes with the weights instead: then one revision of it, brought here whole as
`birefnet/<revision>/` and read before, is run; nothing is fetched.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from gpu_jobs.catalogue import MODELS
from gpu_jobs.device import chosen, in_batches, precision
from gpu_jobs.errors import WeightsMissing
from gpu_jobs.frames import Alpha, Pixels
from gpu_jobs.pose.blaze.network import sigmoid
from gpu_jobs.weights import models_dir, need, need_remote_code, unlike, weight_file

Floats = NDArray[np.float32]

SIDE = 1024  # px; what its makers feed it, whatever the picture's ratio
MEAN = np.array([0.485, 0.456, 0.406], np.float32)  # ImageNet's, of 0..1
SPREAD = np.array([0.229, 0.224, 0.225], np.float32)
SURPLUS = 1e-3  # what lies farther outside of 0..1 is no rounding but a graph without its last step
REVISION = re.compile(r"[0-9a-f]{40}")


class BiRefNetMatting:
    """Mattes by BiRefNet, frame by frame."""

    def __init__(self, model: str, name: str) -> None:
        """
        Args:
            model: In `catalogue.MODELS`.
            name: Its `.onnx` file.

        Raises:
            WeightsMissing: Nothing of it is here, a package is missing, or the file is none of it.
        """
        self._model = model
        revisions = _revisions(models_dir() / model)
        self._network: _OnnxFile | _RemoteCode = (
            _RemoteCode(model, revisions[-1]) if revisions and not (models_dir() / name).is_file() else _OnnxFile(model, name)
        )

    def cell(self, width: int, height: int) -> float:
        """See `Matting`."""
        return max(1.0, width / SIDE, height / SIDE)

    def alphas(self, frames: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """See `Matting`."""
        found = in_batches(self._model, self._of, list(frames), 1)
        return np.stack(found) if found else np.zeros(frames.shape[:3], np.uint8)

    def _of(self, frames: Sequence[Pixels]) -> list[Alpha]:
        height, width = frames[0].shape[:2]
        fed = np.stack([(cv2.resize(frame, (SIDE, SIDE)) / np.float32(255) - MEAN) / SPREAD for frame in frames])
        found = self._network.run(np.ascontiguousarray(fed.transpose(0, 3, 1, 2)))
        if found.min() < -SURPLUS or found.max() > 1 + SURPLUS:
            found = sigmoid(found)
        return [cv2.resize(matte, (width, height)) for matte in np.rint(np.clip(found, 0, 1) * 255).astype(np.uint8)]

    def close(self) -> None:
        """See `Matting`."""
        del self._network


class _OnnxFile:
    """The network in a file without code."""

    def __init__(self, model: str, name: str) -> None:
        need(model)
        path = weight_file(model, name)
        from gpu_jobs.graphs import Graph

        self._graph = Graph(model, path)
        sides = {side for side in self._graph.shape[2:] if side}
        if len(self._graph.shape) != 4 or sides - {SIDE}:
            raise unlike(model, path, f"input {self._graph.shape}")

    def run(self, pictures: Floats) -> Floats:
        """`(N, 3, 1024, 1024)` to `(N, 1024, 1024)`, probabilities or their logits."""
        found: Floats = np.asarray(self._graph.run(pictures.astype(np.float16) if self._graph.half else pictures)[-1], np.float32)
        return found.reshape(len(pictures), SIDE, SIDE)


class _RemoteCode:
    """Its makers' code, of one revision, from a local folder."""

    def __init__(self, model: str, folder: Path) -> None:
        need_remote_code(model)
        try:
            import torch
            from transformers import AutoModelForImageSegmentation

            network: Any = AutoModelForImageSegmentation.from_pretrained(str(folder), trust_remote_code=True, local_files_only=True)
        except ImportError as error:  # its code needs packages of its own besides
            raise WeightsMissing("model_package_missing", model=model, package=error.name or error) from error
        except (OSError, ValueError) as error:
            raise WeightsMissing("weights_missing", model=model, path=folder, home=MODELS[model].home) from error
        torch.set_num_threads(1)  # the cores are shared out among workers already
        self._device = chosen()
        self._precision = precision(self._device)
        self._network = network.eval().to(self._device, self._precision)

    def run(self, pictures: Floats) -> Floats:
        """`(N, 3, 1024, 1024)` to logits `(N, 1024, 1024)`."""
        import torch

        with torch.inference_mode():
            found: Floats = self._network(torch.from_numpy(pictures).to(self._device, self._precision))[-1][:, 0].float().cpu().numpy()
        return found


def _revisions(folder: Path) -> list[Path]:
    """The folders of whole revisions, named by their 40 digits; by their names, so that it is always the same one that is taken."""
    return sorted(path for path in folder.glob("*") if path.is_dir() and REVISION.fullmatch(path.name))
