"""One TensorFlow Lite network on one core."""

import zipfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from ai_edge_litert.interpreter import Interpreter
from numpy.typing import NDArray

Floats = NDArray[np.float32]

RUNTIME = f"litert {version('ai-edge-litert')}"


class Network:
    """A network with one picture in and its tensors out.

    Attributes:
        side: Pixels of the square picture it takes.
    """

    def __init__(self, content: bytes) -> None:
        """
        Args:
            content: The `.tflite` file.
        """
        # One thread: the cores are shared out among workers, and two threads in one network waste a fifth of them.
        self._interpreter: Any = Interpreter(model_content=content, num_threads=1)
        self._interpreter.allocate_tensors()
        self._input = self._interpreter.get_input_details()[0]
        self.side = int(self._input["shape"][1])
        # By size: the names of the outputs are "Identity_…" in no telling order.
        self._outputs = {int(np.prod(output["shape"])): output["index"] for output in self._interpreter.get_output_details()}

    def run(self, picture: Floats) -> None:
        """Feed `(side, side, 3)`; the outputs are then there to be read."""
        self._interpreter.set_tensor(self._input["index"], picture[None])
        self._interpreter.invoke()

    def output(self, *shape: int) -> Floats:
        """The output with as many numbers as `shape` holds, in that shape; a copy."""
        tensor: Floats = self._interpreter.get_tensor(self._outputs[int(np.prod(shape))])
        return tensor.reshape(shape)


def networks_of(bundle: Path) -> tuple[Network, Network]:
    """The detector and the landmark network of a `.task` bundle."""
    with zipfile.ZipFile(bundle) as files:
        return Network(files.read("pose_detector.tflite")), Network(files.read("pose_landmarks_detector.tflite"))


def sigmoid(logits: Floats) -> Floats:
    """0..1; far logits are cut, not overflown."""
    likely: Floats = np.reciprocal(1 + np.exp(-np.clip(logits, -80, 80)), dtype=np.float32)
    return likely
