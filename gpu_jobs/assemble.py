"""Model bundles for MediaPipe Tasks, put together from the npm packages that ship the bare networks.

The registries carry the networks (`@mediapipe/pose`, `@mediapipe/selfie_segmentation`, Apache-2.0) but not the bundles that
MediaPipe Tasks asks for. What is missing is little: metadata that says how to normalise the picture, and a zip around detector and
landmark network. Landmarks from these bundles equal those from the published ones exactly.
"""

import hashlib
import io
import os
import zipfile
from dataclasses import dataclass
from pathlib import Path

import flatbuffers
from mediapipe.tasks.metadata import metadata_schema_py_generated as metadata_schema
from mediapipe.tasks.metadata import schema_py_generated as model_schema

from gpu_jobs.catalogue import MODELS
from gpu_jobs.errors import WeightsMissing

POSE_PACKAGE = "@mediapipe/pose"
SEGMENTATION_PACKAGE = "@mediapipe/selfie_segmentation"

# SHA-256 of the networks inside @mediapipe/pose 0.5.1675469404 and @mediapipe/selfie_segmentation 0.1.1675465747.
INPUTS = {
    f"{POSE_PACKAGE}/pose_solution_packed_assets.data": "a63c614bef30d35947f13be361820b1e4e3bec9cfeebf4d11216a18373108e85",
    f"{POSE_PACKAGE}/pose_landmark_lite.tflite": "f17bfbecadb61c3be1baa8b8d851cc6619c870a87167b32848ad20db306b9d61",
    f"{POSE_PACKAGE}/pose_landmark_full.tflite": "e9a5c5cb17f736fafd4c2ec1da3b3d331d6edbe8a0d32395855aeb2cdfd64b9f",
    f"{POSE_PACKAGE}/pose_landmark_heavy.tflite": "59e42d71bcd44cbdbabc419f0ff76686595fd265419566bd4009ef703ea8e1fe",
    f"{SEGMENTATION_PACKAGE}/selfie_segmentation.tflite": "8d13b7fae74af625c641226813616a2117bd6bca19eb3b75574621fc08557f27",
}

# SHA-256 of what comes out: the same inputs give the same bytes on every machine.
OUTPUTS = {file.name: file.sha256 for model in MODELS.values() if model.embedded for file in model.files}

ZIP_ALIGNMENT = 4  # bytes; MediaPipe maps the members into memory and needs them aligned
ZIP_HEADER = 30  # bytes of a local header before the name
EXTRA_HEADER = 4  # bytes of an extra field before its content: number and length
ZIP_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest a zip can say: a fixed date keeps the bundle reproducible
TENSOR_ALIGNMENT_HEADROOM = 1024  # bytes to start the builder with, beyond the network itself


@dataclass(frozen=True, slots=True)
class Normalization:
    """What the network expects: (pixel 0..255 - mean) / std."""

    mean: float
    std: float


DETECTOR_INPUT = Normalization(127.5, 127.5)  # -1..1
LANDMARK_INPUT = Normalization(0.0, 255.0)  # 0..1


def assemble(npm_dir: Path, models_dir: Path) -> list[Path]:
    """Write the pose bundles (lite, full, heavy) and the selfie segmenter, each all at once.

    Files that are already there with the right SHA-256 are left alone, so a second call is quick.

    Args:
        npm_dir: The `node_modules` folder that holds `@mediapipe/pose` and `@mediapipe/selfie_segmentation`.
        models_dir: Where the models go; made if missing.

    Returns:
        The paths of all models, in the order of `OUTPUTS`.

    Raises:
        WeightsMissing: A package is not there, or its content is not the one we know.
    """
    paths = [models_dir / name for name in OUTPUTS]
    if all(_is(path, OUTPUTS[path.name]) for path in paths):
        return paths
    models_dir.mkdir(parents=True, exist_ok=True)
    detector = with_metadata(_network(npm_dir, f"{POSE_PACKAGE}/pose_solution_packed_assets.data"), DETECTOR_INPUT, "pose_detector")
    for size in ("lite", "full", "heavy"):
        landmarks = with_metadata(
            _network(npm_dir, f"{POSE_PACKAGE}/pose_landmark_{size}.tflite"), LANDMARK_INPUT, "pose_landmarks_detector"
        )
        members = {"pose_detector.tflite": detector, "pose_landmarks_detector.tflite": landmarks}
        _write(models_dir / f"pose_landmarker_{size}.task", bundle(members))
    segmenter = _network(npm_dir, f"{SEGMENTATION_PACKAGE}/selfie_segmentation.tflite")
    _write(models_dir / "selfie_segmenter.tflite", with_metadata(segmenter, LANDMARK_INPUT, "selfie_segmenter"))
    return paths


def with_metadata(network: bytes, normalization: Normalization, name: str) -> bytes:
    """A TFLite network with the metadata MediaPipe Tasks refuses to work without: its name, its input's normalisation, its outputs."""
    model = model_schema.ModelT.InitFromObj(model_schema.Model.GetRootAs(network, 0))
    graph = model.subgraphs[0]
    described = metadata_schema.ModelMetadataT()
    described.name = name
    subgraph = metadata_schema.SubGraphMetadataT()
    subgraph.inputTensorMetadata = [_image_input(normalization)]
    subgraph.outputTensorMetadata = [_feature_output(graph.tensors[index].name) for index in graph.outputs]
    described.subgraphMetadata = [subgraph]
    described.minParserVersion = "1.0.0"
    builder = flatbuffers.Builder(TENSOR_ALIGNMENT_HEADROOM)
    builder.Finish(described.Pack(builder), b"M001")
    attached = model_schema.BufferT()
    attached.data = list(builder.Output())
    entry = model_schema.MetadataT()
    entry.name = "TFLITE_METADATA"
    entry.buffer = len(model.buffers)
    model.buffers.append(attached)
    model.metadata = [*(model.metadata or []), entry]
    builder = flatbuffers.Builder(len(network) + TENSOR_ALIGNMENT_HEADROOM)
    builder.Finish(model.Pack(builder), b"TFL3")
    return bytes(builder.Output())


def bundle(members: dict[str, bytes]) -> bytes:
    """A stored zip whose members begin on aligned offsets, with fixed dates."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members.items():
            entry = zipfile.ZipInfo(name, ZIP_DATE)
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            # Readers skip the extra field by its stated length, so zeros there move the content to where we want it.
            padding = -(packed.tell() + ZIP_HEADER + len(name) + EXTRA_HEADER) % ZIP_ALIGNMENT
            entry.extra = b"\x00\x00" + padding.to_bytes(2, "little") + b"\x00" * padding
            archive.writestr(entry, content)
    return packed.getvalue()


def _image_input(normalization: Normalization) -> metadata_schema.TensorMetadataT:
    options = metadata_schema.NormalizationOptionsT()
    options.mean = [normalization.mean]
    options.std = [normalization.std]
    unit = metadata_schema.ProcessUnitT()
    unit.optionsType = metadata_schema.ProcessUnitOptions.NormalizationOptions
    unit.options = options
    properties = metadata_schema.ImagePropertiesT()
    properties.colorSpace = metadata_schema.ColorSpaceType.RGB
    tensor = _tensor("image", metadata_schema.ContentProperties.ImageProperties, properties)
    tensor.processUnits = [unit]
    return tensor


def _feature_output(name: bytes | str) -> metadata_schema.TensorMetadataT:
    text = name.decode() if isinstance(name, bytes) else name
    return _tensor(text, metadata_schema.ContentProperties.FeatureProperties, metadata_schema.FeaturePropertiesT())


def _tensor(name: str, kind: int, properties: object) -> metadata_schema.TensorMetadataT:
    content = metadata_schema.ContentT()
    content.contentPropertiesType = kind
    content.contentProperties = properties
    tensor = metadata_schema.TensorMetadataT()
    tensor.name = name
    tensor.content = content
    return tensor


def _network(npm_dir: Path, name: str) -> bytes:
    path = npm_dir / name
    if not path.is_file():
        raise WeightsMissing("package_missing", path=path)
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != INPUTS[name]:
        raise WeightsMissing("package_changed", path=path)
    return content


def _is(path: Path, sha256: str) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == sha256


def _write(path: Path, content: bytes) -> None:
    if hashlib.sha256(content).hexdigest() != OUTPUTS[path.name]:
        raise WeightsMissing("assembly_differs", path=path)
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        partial.write_bytes(content)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
