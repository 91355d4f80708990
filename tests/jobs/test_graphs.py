"""ONNX files: what is no network says so with its sum, and a batch too large for the memory is halved."""

import hashlib
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from gpu_jobs.device import in_batches
from gpu_jobs.errors import WeightsMissing
from gpu_jobs.graphs import Graph


@pytest.fixture
def doubling(tmp_path: Path) -> Path:
    sides = ["batch", 2]
    graph = helper.make_graph(
        [helper.make_node("Add", ["input", "input"], ["twice"])],
        "doubling",
        [helper.make_tensor_value_info("input", TensorProto.FLOAT, sides)],
        [helper.make_tensor_value_info("twice", TensorProto.FLOAT, sides)],
    )
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9), tmp_path / "doubling.onnx")
    return tmp_path / "doubling.onnx"


def test_a_network_runs(doubling: Path) -> None:
    graph = Graph("rtmpose", doubling)
    assert graph.shape == (0, 2)
    assert np.array_equal(graph.run(np.ones((3, 2), np.float32))[0], np.full((3, 2), 2, np.float32))


def test_what_is_no_network_says_so_with_its_sum(tmp_path: Path) -> None:
    (tmp_path / "rtmpose.onnx").write_bytes(b"<html>")
    with pytest.raises(WeightsMissing) as caught:
        Graph("rtmpose", tmp_path / "rtmpose.onnx")
    assert caught.value.code == "weights_unlike"
    assert hashlib.sha256(b"<html>").hexdigest() in caught.value.sentence("ru")


def test_a_batch_too_large_is_halved(doubling: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    graph, tried = Graph("rtmpose", doubling), []
    real = graph._session.run

    class Small:
        def run(self, names: None, feeds: dict[str, np.ndarray]) -> list[np.ndarray]:
            tried.append(len(feeds["input"]))
            if tried[-1] > 2:
                raise RuntimeError("Failed to allocate memory for requested buffer of size 8")
            return real(names, feeds)

    monkeypatch.setattr(graph, "_session", Small())
    found = in_batches("rtmpose", lambda rows: list(graph.run(np.stack(rows))[0]), list(np.ones((5, 2), np.float32)), 8)
    assert tried == [5, 2, 2, 1]
    assert np.array_equal(np.stack(found), np.full((5, 2), 2, np.float32))
