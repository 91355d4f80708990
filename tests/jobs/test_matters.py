"""Learned mattes: what every one of them keeps to, and MODNet against what the published network gives."""

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from hashlib import sha256
from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper
from safetensors.torch import save_file

from gpu_jobs.catalogue import BIREFNET_FILE, MODELS, MODNET_FILE, MODNET_ONNX
from gpu_jobs.clock import silent
from gpu_jobs.colour.grade import cube_of
from gpu_jobs.colour.presets import Grade
from gpu_jobs.colour.tones import tones
from gpu_jobs.errors import WeightsMissing
from gpu_jobs.frames import Chunk
from gpu_jobs.geometry import Box
from gpu_jobs.graphs import Graph
from gpu_jobs.look import look
from gpu_jobs.matting import EMBEDDED, MATTERS, Matting, matting, ready
from gpu_jobs.matting.modnet import folded_from, network_size
from gpu_jobs.matting.modnet_network import MODNet, renamed
from gpu_jobs.options import ProcessOptions
from gpu_jobs.pipeline import WEBM, process
from gpu_jobs.render import STAGES, Plan, cut_outs
from gpu_jobs.weights import REMOTE_CODE_VARIABLE, WEIGHTS_DIR_VARIABLE, models_dir
from gpu_jobs.workers import Here
from tests.jobs.conftest import SAMPLES, transparent_frames

SELFIE_FILE = "selfie_segmenter.tflite"
POSE_FILE = "pose_landmarker_lite.task"
SHORT_MS = 300
OPENED = ("selfie", "modnet", "modnet-onnx", "birefnet")


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with a file for each: the real segmenter, random MODNets, and a graph that stands for BiRefNet."""
    folder = tmp_path_factory.mktemp("weights")
    for name in (SELFIE_FILE, POSE_FILE, "pose_landmarker_full.task"):
        (folder / name).symlink_to(models_dir() / name)
    network = random_modnet()
    torch.save({f"module.{name}": tensor for name, tensor in network.state_dict().items()}, folder / MODNET_FILE)
    exported(network, folder / MODNET_ONNX)
    onnx.save(light_is_a_person(), str(folder / BIREFNET_FILE))
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv(WEIGHTS_DIR_VARIABLE, str(folder))
        yield folder


@cache
def random_modnet() -> MODNet:
    """With weights that mean nothing, but always the same."""
    torch.manual_seed(1)
    return MODNet().eval()


def exported(network: MODNet, path: Path) -> None:
    """As an ONNX file with pictures of any size."""
    free = {0: "n", 2: "h", 3: "w"}
    torch.onnx.export(
        network,
        (torch.zeros(1, 3, 64, 64),),
        str(path),
        dynamo=False,
        input_names=["input"],
        output_names=["output"],
        dynamic_axes={"input": free, "output": free},
    )


def light_is_a_person(kind: int = TensorProto.FLOAT) -> onnx.ModelProto:
    """A graph with BiRefNet's input: the lighter a pixel, the likelier a person. Logits, as its makers' graphs may give them."""
    nodes = [
        helper.make_node("ReduceMean", ["input", "axes"], ["grey"], keepdims=1),
        helper.make_node("Mul", ["grey", "slope"], ["logits"]),
    ]
    constants = [helper.make_tensor("axes", TensorProto.INT64, [1], [1]), helper.make_tensor("slope", kind, [1], [4.0])]
    ends = [helper.make_tensor_value_info(name, kind, ["n", c, 1024, 1024]) for name, c in (("input", 3), ("logits", 1))]
    graph = helper.make_graph(nodes, "light", ends[:1], ends[1:], constants)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=10)


@pytest.fixture(scope="module", params=OPENED)
def opened(request: pytest.FixtureRequest, weights: Path) -> Iterator[Matting]:
    network = matting(request.param)
    yield network
    network.close()


@pytest.mark.usefixtures("_models")
def test_mattes_are_as_large_as_the_frames_whatever_is_in_them(opened: Matting, person: list[NDArray[np.uint8]]) -> None:
    small = [np.ascontiguousarray(person[0][:, ::2]), np.zeros_like(person[0][:, ::2])]  # a person, and a black frame
    frames = np.stack(small)
    found = opened.alphas(frames)
    assert found.shape == frames.shape[:3]
    assert found.dtype == np.uint8
    assert np.array_equal(found, opened.alphas(frames)), "the same frames give the same bytes"
    assert np.array_equal(found[1:], opened.alphas(frames[1:])), "every frame stands by itself"
    assert opened.alphas(frames[:0]).shape == (0, *frames.shape[1:3])
    assert opened.cell(1080, 1920) >= opened.cell(270, 480) >= 1


def test_the_segmenter_sees_the_person(weights: Path, person: list[NDArray[np.uint8]]) -> None:
    alpha = matting("selfie").alphas(np.stack(person[:1]))[0] / 255
    assert 0.05 < alpha.mean() < 0.5
    assert alpha[:, :20].mean() < 0.01


def test_every_matte_that_can_be_chosen_is_described() -> None:
    assert set(MATTERS) == {model.name for model in MODELS.values() if model.kind == "matting"}


@pytest.mark.parametrize("kind", [TensorProto.FLOAT, TensorProto.FLOAT16])
def test_logits_become_probabilities(kind: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(WEIGHTS_DIR_VARIABLE, str(tmp_path))
    onnx.save(light_is_a_person(kind), str(tmp_path / BIREFNET_FILE))
    frames = np.zeros((1, 90, 160, 3), np.uint8)
    frames[:, :, 80:] = 255
    found = matting("birefnet").alphas(frames)[0]
    assert found[:, :70].max() < 5
    assert found[:, 90:].min() > 250


def test_modnet_gives_what_the_published_network_gives() -> None:
    if not (SAMPLES / "modnet_reference.npz").is_file():
        pytest.skip("no recorded matte: PERSCOACH_SAMPLES names no folder with modnet_reference.npz")
    network = MODNet().eval()
    assert sum(parameter.numel() for parameter in network.parameters()) == 6_487_075
    network.load_state_dict(renamed(recorded_weights()))
    with np.load(SAMPLES / "modnet_reference.npz") as reference, torch.inference_mode():
        found = network(torch.from_numpy(reference["input"])).numpy()
        assert np.abs(found - reference["matte"]).max() < 1e-3


def recorded_weights() -> dict[str, torch.Tensor]:
    """The weights that the recorded matte was made with: random ones by each tensor's number, under the official names."""
    lines = (SAMPLES / "modnet_keys.tsv").read_text(encoding="utf-8").splitlines()
    named = [line.split("\t") for line in lines if not line.startswith("#")][1:]
    found = {}
    for number, (name, shape_text) in enumerate(named):
        shape = () if shape_text == "scalar" else tuple(int(side) for side in shape_text.split("x"))
        random = np.random.default_rng(number)
        if name.endswith("num_batches_tracked"):
            values = np.zeros(shape)
        elif name.endswith("running_var"):
            values = 1 + 0.1 * np.abs(random.standard_normal(shape))
        elif len(shape) >= 2:
            values = random.standard_normal(shape) * np.sqrt(2 / np.prod(shape[1:]))
        else:
            values = 0.1 * random.standard_normal(shape) + (1 if name.endswith("weight") else 0)
        found[f"module.{name}"] = torch.from_numpy(values.astype(np.float32))
    return found


def test_folded_and_exported_modnet_agree_with_the_one_that_is_written_down(weights: Path) -> None:
    pictures = torch.rand(2, 3, 96, 64, generator=torch.Generator().manual_seed(2)) * 2 - 1
    with torch.inference_mode():
        plain = random_modnet()(pictures).numpy()
        folded = folded_from("modnet", weights / MODNET_FILE)(pictures).numpy()
    assert np.abs(folded - plain).max() < 1e-4
    assert np.abs(Graph("modnet-onnx", weights / MODNET_ONNX).run(pictures.numpy())[0] - plain).max() < 1e-4


@pytest.mark.parametrize(
    ("frame", "seen"),
    [
        ((300, 200), (768, 512)),  # small: the shorter side becomes 512
        ((1080, 1920), (512, 896)),  # large: so does it
        ((446, 720), (416, 704)),  # between: as it is, but for multiples of 32
        ((512, 512), (512, 512)),
    ],
)
def test_modnets_rule_of_sizes(frame: tuple[int, int], seen: tuple[int, int]) -> None:
    assert network_size(*frame) == seen


@pytest.mark.parametrize("name", sorted(set(MATTERS) - {"selfie"}))
def test_without_weights_the_way_to_them_is_said(name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(WEIGHTS_DIR_VARIABLE, str(tmp_path))
    with pytest.raises(WeightsMissing) as failed:
        matting(name)
    assert failed.value.code == "weights_missing"
    assert str(tmp_path) in failed.value.sentence("ru")


@pytest.mark.parametrize(("name", "file"), [("modnet", MODNET_FILE), ("modnet-onnx", MODNET_ONNX), ("birefnet", BIREFNET_FILE)])
def test_another_file_is_named_with_its_sum(name: str, file: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(WEIGHTS_DIR_VARIABLE, str(tmp_path))
    (tmp_path / file).write_bytes(b"a log-in page")
    with pytest.raises(WeightsMissing) as failed:
        matting(name)
    assert failed.value.code == "weights_unlike"
    assert sha256(b"a log-in page").hexdigest() in failed.value.sentence("en")


def test_another_networks_graph_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(WEIGHTS_DIR_VARIABLE, str(tmp_path))
    onnx.save(light_is_a_person(), str(tmp_path / MODNET_ONNX))
    with pytest.raises(WeightsMissing) as failed:
        matting("modnet-onnx")
    assert failed.value.code == "weights_unlike"


def test_another_networks_checkpoint_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(WEIGHTS_DIR_VARIABLE, str(tmp_path))
    torch.save({"module.head.weight": torch.zeros(3)}, tmp_path / MODNET_FILE)
    with pytest.raises(WeightsMissing) as failed:
        matting("modnet")
    assert failed.value.code == "weights_unlike"


@pytest.mark.parametrize("name", ["selfie", "modnet"])
def test_a_clip_goes_through_with_a_learned_matte(name: str, weights: Path, demo_squat: Path, tmp_path: Path) -> None:
    options = ProcessOptions(pose="mediapipe-lite", matting=name, stacked=False, end_ms=SHORT_MS)
    result = process(demo_squat, tmp_path / "out", options, silent, Here())
    shown = transparent_frames(result.files[WEBM])
    shares = [frame[..., 3].mean() / 255 for _, frame in shown]
    assert len(shown) == result.frames
    assert 0.05 < min(shares) <= max(shares) < 0.9
    assert result.stages["matte"] > 0


def test_a_chunk_is_cut_out_alike_each_time(weights: Path, person: list[NDArray[np.uint8]]) -> None:
    chunk = Chunk((0, 33), np.stack(person[:2]))
    seen = look(chunk, "mediapipe-lite")
    cube = cube_of(tones(chunk.pixels.reshape(-1, 3)), Grade())
    plan = Plan(Box(0, 0, 1, 1), cube, None, "preview", False, 0, "modnet")
    seconds = dict.fromkeys(STAGES, 0.0)

    def alphas(by: Plan) -> NDArray[np.uint8]:
        return np.stack([cut.alpha for cut in cut_outs(chunk, seen.masks, seen.image[..., :2], by, seconds)])

    assert np.array_equal(alphas(plan), alphas(plan))
    assert not np.array_equal(alphas(plan), alphas(replace(plan, matting=EMBEDDED)))


def test_missing_weights_are_said_before_the_work(demo_squat: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(WEIGHTS_DIR_VARIABLE, str(tmp_path))
    with pytest.raises(WeightsMissing):
        process(demo_squat, tmp_path / "out", ProcessOptions(matting="modnet"), _no_progress, Here())


def _no_progress(*_: object) -> None:
    pytest.fail("work has begun")


CODE = """
import torch
from transformers import PretrainedConfig, PreTrainedModel


class LightConfig(PretrainedConfig):
    model_type = "light"


class Light(PreTrainedModel):
    config_class = LightConfig

    def __init__(self, config):
        super().__init__(config)
        self.slope = torch.nn.Parameter(torch.tensor(4.0))
        self.post_init()

    def forward(self, pictures):
        return [pictures.mean(dim=1, keepdim=True) * self.slope]
"""


@pytest.mark.usefixtures("_models")
def test_its_makers_code_is_run_only_where_that_is_allowed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    monkeypatch.setenv(WEIGHTS_DIR_VARIABLE, str(tmp_path))
    monkeypatch.setenv("HF_MODULES_CACHE", str(tmp_path_factory.mktemp("code")))
    folder = tmp_path / "birefnet" / ("0123456789" * 4)
    folder.mkdir(parents=True)
    parts = {"AutoConfig": "light.LightConfig", "AutoModelForImageSegmentation": "light.Light"}
    (folder / "config.json").write_text(
        json.dumps({"model_type": "light", "architectures": ["Light"], "auto_map": parts}), encoding="utf-8"
    )
    (folder / "light.py").write_text(CODE, encoding="utf-8")
    save_file({"slope": torch.tensor(4.0)}, folder / "model.safetensors", metadata={"format": "pt"})
    for opening in (ready, matting):
        with pytest.raises(WeightsMissing) as failed:
            opening("birefnet")
        assert failed.value.code == "remote_code"
        assert REMOTE_CODE_VARIABLE in failed.value.sentence("ru")
    monkeypatch.setenv(REMOTE_CODE_VARIABLE, "1")
    ready("birefnet")
    frames = np.zeros((1, 90, 160, 3), np.uint8)
    frames[:, :, 80:] = 255
    found = matting("birefnet").alphas(frames)[0]
    assert found[:, :70].max() < 5
    assert found[:, 90:].min() > 250
