"""MODNet as a matte: an official checkpoint in our own network (`modnet_network.py`), or an ONNX file of it."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
from numpy.typing import NDArray

from gpu_jobs.device import chosen, in_batches, precision
from gpu_jobs.frames import Alpha, Pixels
from gpu_jobs.weights import need, unlike, weight_file

if TYPE_CHECKING:
    from torch import Tensor

    from gpu_jobs.matting.modnet_network import MODNet

Floats = NDArray[np.float32]

SIDE = 512  # px; what the network was taught at
MULTIPLE = 32  # px; it halves the picture five times
AT_ONCE = {"cpu": 1, "cuda": 16}  # frames; on processors a batch gains nothing, and one by one every chunk gives the same bytes
MIDDLE = 127.5  # levels; 0..255 becomes -1..1
ONNX = ".onnx"


class MODNetMatting:
    """Mattes by MODNet, frame by frame."""

    def __init__(self, model: str, name: str) -> None:
        """
        Args:
            model: In `catalogue.MODELS`.
            name: Its file: a checkpoint, or an `.onnx`.

        Raises:
            WeightsMissing: The file or a package is missing, or the file is not MODNet's.
        """
        need(model)
        self._model = model
        path = weight_file(model, name)
        self._network: _Torch | _OnnxFile = _OnnxFile(model, path) if path.suffix == ONNX else _Torch(model, path)

    def cell(self, width: int, height: int) -> float:
        """See `Matting`."""
        return max(1.0, height / network_size(width, height)[1])

    def alphas(self, frames: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """See `Matting`."""
        found = in_batches(self._model, self._of, list(frames), self._network.at_once)
        return np.stack(found) if found else np.zeros(frames.shape[:3], np.uint8)

    def _of(self, frames: Sequence[Pixels]) -> list[Alpha]:
        height, width = frames[0].shape[:2]
        size = network_size(width, height)
        small = np.stack([cv2.resize(frame, size, interpolation=cv2.INTER_AREA) for frame in frames])
        mattes = np.rint(self._network.run(small) * 255).astype(np.uint8)
        return [cv2.resize(matte, (width, height), interpolation=cv2.INTER_AREA) for matte in mattes]

    def close(self) -> None:
        """See `Matting`."""
        del self._network


class MODNetOnDevice(MODNetMatting):
    """MODNet from a checkpoint: frames that are on its device get their mattes there."""

    def alphas_on(self, frames: "Tensor") -> "Tensor":
        """See `gpu_jobs.resident.learned.OnDevice`. Rounded wherever `alphas` rounds."""
        import torch

        from gpu_jobs.resident.sampling import resized

        assert isinstance(self._network, _Torch), "a checkpoint"
        height, width = frames.shape[-2:]
        across, down = network_size(width, height)
        levels = (self._network.mattes(resized(frames, (down, across)).round_()) * 255).round_()
        return resized(levels, (height, width)).round_().to(torch.uint8)


class _Torch:
    """The checkpoint in our network, at half the precision where the device gains by it."""

    def __init__(self, model: str, path: Path) -> None:
        import torch

        torch.set_num_threads(1)  # the cores are shared out among workers already
        self._device = chosen()
        self._precision = precision(self._device)
        self.at_once = AT_ONCE.get(self._device.type, 1)
        # Not compiled: beside what `folded` and channels_last gain, torch.compile gained nothing on processors and took 40 s.
        network = folded_from(model, path).to(self._device, self._precision)
        self._network: MODNet = network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]

    def run(self, pictures: NDArray[np.uint8]) -> Floats:
        """`(N, h, w, 3)` to mattes `(N, h, w)` 0..1."""
        import torch

        # Seen as (N, 3, h, w) these very bytes are in the order that channels_last means.
        found: Floats = self.mattes(torch.from_numpy(pictures).to(self._device).permute(0, 3, 1, 2))[:, 0].cpu().numpy()
        return found

    def mattes(self, pictures: "Tensor") -> "Tensor":
        """Levels `(N, 3, h, w)` on the network's device to mattes `(N, 1, h, w)` 0..1 there."""
        import torch

        fed = pictures.to(self._precision, memory_format=torch.channels_last) / MIDDLE - 1
        with torch.inference_mode():
            found: Tensor = self._network(fed).float()
        return found


class _OnnxFile:
    """The whole network in a file, as ONNX Runtime works it out."""

    at_once = 1  # whatever number the file was exported for

    def __init__(self, model: str, path: Path) -> None:
        from gpu_jobs.graphs import Graph

        self._graph = Graph(model, path)
        if len(self._graph.shape) != 4 or any(self._graph.shape[2:]) or self._graph.half:
            raise unlike(model, path, f"input {self._graph.shape}")  # the size rule needs a graph for any size

    def run(self, pictures: NDArray[np.uint8]) -> Floats:
        """`(N, h, w, 3)` to mattes `(N, h, w)` 0..1."""
        fed = pictures.transpose(0, 3, 1, 2).astype(np.float32) / np.float32(MIDDLE) - 1
        found: Floats = np.clip(self._graph.run(fed)[0][:, 0], 0, 1)
        return found


def network_size(width: int, height: int) -> tuple[int, int]:
    """Width and height that the network sees: its makers' rule.

    The shorter side becomes 512, unless one side is larger and the other smaller than that; then both are cut to multiples of 32.
    """
    by = SIDE / min(width, height) if max(width, height) < SIDE or min(width, height) > SIDE else 1.0
    across, down = (max(MULTIPLE, int(side * by) // MULTIPLE * MULTIPLE) for side in (width, height))
    return across, down


def folded_from(model: str, path: Path) -> "MODNet":
    """The network with an official checkpoint's weights, ready to be worked with.

    Raises:
        WeightsMissing: The file is no checkpoint, or another network's.
    """
    import torch

    from gpu_jobs.matting.modnet_network import MODNet, folded, renamed

    try:
        # Tensors alone: no code of the file's is run.
        official = torch.load(path, map_location="cpu", weights_only=True)
    except Exception as error:  # what is no checkpoint fails wherever its bytes lead the reader to
        raise unlike(model, path, type(error).__name__) from error
    network = MODNet().eval()
    try:
        network.load_state_dict(renamed(official))
    except (RuntimeError, AttributeError, TypeError) as error:
        raise unlike(model, path, str(error).splitlines()[-1].strip()) from error
    return folded(network)
