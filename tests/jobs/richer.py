"""Stand-ins for networks whose weights are not here: an ONNX file that finds colours, and SAM 3D Body's package giving recorded results."""

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import numpy as np
import onnx
import pytest
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from gpu_jobs.catalogue import RTMPOSE_FILE, SAM3D_BODY_MODEL, SAM3D_CONFIG, SAM3D_FILE
from gpu_jobs.pose import Person, Place
from gpu_jobs.pose.simcc import MEAN, SPREAD
from tests.jobs.conftest import SAMPLES

WIDTH, HEIGHT = 192, 256
APART = 1.2  # of the normalised colours from grey; 60 to 180 of 255
BLUR = 5  # px of the crop over which a colour is looked for


def colours(count: int = 26) -> NDArray[np.uint8]:
    """`(count, 3)` RGB, all alike far from grey in what the network takes: a sphere, evenly."""
    number = np.arange(count) + 0.5
    polar, around = np.arccos(1 - 2 * number / count), np.pi * (1 + 5**0.5) * number
    bgr = APART * np.stack([np.cos(around) * np.sin(polar), np.sin(around) * np.sin(polar), np.cos(polar)], axis=1)
    return np.rint(bgr * SPREAD + MEAN).astype(np.uint8)[:, ::-1]


def write_colour_finder(path: Path, count: int = 26, batch: int | str = "batch") -> None:
    """An ONNX file with RTMPose's inputs and outputs whose keypoint number k is where the crop shows colour number k."""
    ways = ((colours(count)[:, ::-1].astype(np.float32) - MEAN) / SPREAD).astype(np.float32)
    weights = (ways / APART**2)[:, :, None, None]  # 1 where the colour is met
    constants = {"ways": weights, "twice_x": np.array([1, 1, 2], np.float32), "row": np.array([2]), "column": np.array([3])}
    nodes = [
        helper.make_node("Conv", ["input", "ways"], ["alike"]),
        helper.make_node("AveragePool", ["alike"], ["even"], kernel_shape=[BLUR, BLUR], pads=[BLUR // 2] * 4),
        helper.make_node("ReduceMax", ["even", "row"], ["along_x"], keepdims=0),
        helper.make_node("ReduceMax", ["even", "column"], ["along_y"], keepdims=0),
        helper.make_node("Resize", ["along_x", "", "twice_x"], ["simcc_x"], mode="nearest"),
        helper.make_node("Resize", ["along_y", "", "twice_x"], ["simcc_y"], mode="nearest"),
    ]
    graph = helper.make_graph(
        nodes,
        "colours",
        [helper.make_tensor_value_info("input", TensorProto.FLOAT, [batch, 3, HEIGHT, WIDTH])],
        [
            helper.make_tensor_value_info("simcc_x", TensorProto.FLOAT, [batch, count, 2 * WIDTH]),
            helper.make_tensor_value_info("simcc_y", TensorProto.FLOAT, [batch, count, 2 * HEIGHT]),
        ],
        [numpy_helper.from_array(value, name) for name, value in constants.items()],
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9), path)


def rtmpose_file(folder: Path) -> Path:
    """Where the weights' folder keeps RTMPose."""
    return folder / RTMPOSE_FILE


PACKAGE = """
import numpy as np

calls = []

def load_sam_3d_body(checkpoint_path="", device="cuda", mhr_path=""):
    with open(checkpoint_path, "rb") as file:
        if file.read() != b"checkpoint":
            raise KeyError("state_dict")
    return {"device": device, "mhr_path": mhr_path}, "settings"

class SAM3DBodyEstimator:
    faces = np.array([[0, 1, 2], [2, 1, 3]])

    def __init__(self, sam_3d_body_model, model_cfg, human_detector=None, human_segmentor=None, fov_estimator=None):
        self.model = sam_3d_body_model

    def process_one_image(self, img, bboxes=None, masks=None, cam_int=None, det_cat_id=0, bbox_thr=0.5, nms_thr=0.3,
                          use_mask=False, inference_type="full"):
        print("Processing image")
        assert img.dtype == np.uint8 and img.shape[2] == 3 and img.flags["C_CONTIGUOUS"]
        assert bboxes.shape == (1, 4) and tuple(cam_int.to("cpu").shape) == (1, 3, 3)
        calls.append((img.shape, bboxes[0], cam_int.numpy()[0], inference_type))
        if not img.any():
            return []
        with np.load(RECORDED) as held:
            return [{name: held[name] for name in held.files}]
"""


def recorded(number: int) -> Path:
    """One of four real results."""
    path = SAMPLES / "sam3d_fixtures" / f"img_subj{number:02}.npz"
    if not path.is_file():
        pytest.skip(f"no recorded results: PERSCOACH_SAMPLES names no folder with {path.name}")
    return path


def stand_in_package(folder: Path, weights: Path, patch: pytest.MonkeyPatch, number: int = 1) -> None:
    """Put a module with SAM 3D Body's documented names in its place, and files with its names among the weights; say there is a GPU."""
    module = folder / "sam_3d_body.py"
    module.write_text(PACKAGE.replace("RECORDED", repr(str(recorded(number)))), encoding="utf-8")
    spec = spec_from_file_location("sam_3d_body", module)
    assert spec is not None
    assert spec.loader is not None
    patch.setitem(sys.modules, "sam_3d_body", package := module_from_spec(spec))
    spec.loader.exec_module(package)
    patch.setenv("PERSCOACH_ALLOW_PICKLE", "1")
    patch.setenv("PERSCOACH_TORCH_DEVICE", "cpu")  # all but this model
    patch.setattr("torch.cuda.is_available", lambda: True)
    for name in (SAM3D_FILE, SAM3D_CONFIG, SAM3D_BODY_MODEL):
        (weights / name).parent.mkdir(parents=True, exist_ok=True)
        (weights / name).write_bytes(b"checkpoint")


def person_at(image: NDArray[np.floating], world: NDArray[np.floating]) -> Person:
    """A finder's person, all of whom is seen."""
    whole = np.concatenate([image[:, :2], np.zeros((33, 1))], axis=1).astype(np.float32)
    return Person(whole, world.astype(np.float32), np.full(33, 0.9, np.float32), None, Place(0.5, 0.5, 0.8, 0.0))
