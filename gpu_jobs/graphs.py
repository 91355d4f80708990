"""Networks kept as ONNX files, run by ONNX Runtime: on the GPU where it can, on one core else."""

import os
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from gpu_jobs.device import DEVICE_VARIABLE
from gpu_jobs.weights import unlike

RUNTIME = f"onnxruntime {onnxruntime.__version__}"
CUDA, PROCESSORS = "CUDAExecutionProvider", "CPUExecutionProvider"
NO_MEMORY = (
    "allocate memory",
    "bad_alloc",
    "bad allocation",
    "out of memory",
)  # what the runtime says; it has no error of its own for that

Array = NDArray[Any]


class Graph:
    """A network with one input.

    Attributes:
        shape: Of the input; what may vary is 0.
        half: Whether it is fed float16.
    """

    def __init__(self, model: str, path: Path) -> None:
        """
        Args:
            model: Its name in `catalogue.MODELS`, for the sentence.
            path: The `.onnx` file.

        Raises:
            WeightsMissing: The file is no such network.
        """
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1  # the cores are shared out among workers
        options.log_severity_level = 3  # errors; it warns of every node that stays on the processors
        try:
            self._session = onnxruntime.InferenceSession(str(path), options, providers=_providers())
        except Exception as error:  # each kind of failure has a class of its own, and no common one
            raise unlike(model, path, type(error).__name__) from error
        inputs = self._session.get_inputs()
        if len(inputs) != 1:
            raise unlike(model, path, f"{len(inputs)} inputs")
        self._input = inputs[0].name
        self.shape = tuple(side if isinstance(side, int) else 0 for side in inputs[0].shape)
        self.half = inputs[0].type == "tensor(float16)"

    def run(self, batch: Array) -> list[Array]:
        """Every output for a batch, in the file's order.

        Raises:
            MemoryError: The batch is too large.
        """
        try:
            found: list[Array] = self._session.run(None, {self._input: np.ascontiguousarray(batch)})
        except Exception as error:
            if any(words in str(error) for words in NO_MEMORY):
                raise MemoryError(str(error)) from error
            raise
        return found


def _providers() -> list[Any]:
    named = os.environ.get(DEVICE_VARIABLE, "").strip()
    if named == "cpu" or CUDA not in onnxruntime.get_available_providers():
        return [PROCESSORS]
    return [(CUDA, {"device_id": int(named.partition(":")[2] or 0)}), PROCESSORS]
