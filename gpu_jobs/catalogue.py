"""What is known of each model that can be chosen: its files, packages, licence and what it asks of a machine. Data alone."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["pose", "matting", "relight"]


@dataclass(frozen=True, slots=True)
class WeightFile:
    """One file of a model.

    Attributes:
        name: What it is called in the folder of the weights.
        url: Where its makers publish it; empty where a person has to fetch it by hand.
        bytes: How large it is; 0 where that is not known.
        sha256: What it must be; empty where nobody could read the official file yet. Then the first one that is brought in is remembered.
        optional: The model works without it.
    """

    name: str
    url: str = ""
    bytes: int = 0
    sha256: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Model:
    """What a person should know before choosing a model.

    Attributes:
        name: In the registry, on the command line and in every file.
        kind: What it does.
        title: What its makers call it.
        licence: Of the weights, by its SPDX name or its own.
        home: Where its makers describe it.
        files: Its weights.
        packages: Names of the packages it needs besides the embedded ones, as they are imported.
        gpu_memory_mb: Of a GPU, with one frame at work; 0 for models that need none.
        gpu_only: It does not run on processors.
        gated: Its makers ask for consent before one may fetch it: `home` says how.
    """

    name: str
    kind: Kind
    title: str
    licence: str
    home: str
    files: tuple[WeightFile, ...] = ()
    packages: tuple[str, ...] = ()
    gpu_memory_mb: int = 0
    gpu_only: bool = False
    gated: bool = False


MODNET_FILE = "modnet_photographic_portrait_matting.ckpt"
BIREFNET_FILE = "birefnet.onnx"
RTMPOSE_FILE = "rtmpose_body_with_feet.onnx"
RTMPOSE_DETECTOR = "yolox_person.onnx"
SAM3D_FILE, SAM3D_CONFIG, SAM3D_BODY_MODEL = "sam3d_body/model.ckpt", "sam3d_body/model_config.yaml", "sam3d_body/assets/mhr_model.pt"
ICLIGHT_FC, ICLIGHT_FBC = "iclight_sd15_fc.safetensors", "iclight_sd15_fbc.safetensors"

MODELS: dict[str, Model] = {
    model.name: model
    for model in (
        Model("mediapipe", "pose", "BlazePose", "Apache-2.0", "https://ai.google.dev/edge/mediapipe/solutions/vision/pose_landmarker"),
        Model(
            "selfie",
            "matting",
            "Selfie Segmentation",
            "Apache-2.0",
            "https://ai.google.dev/edge/mediapipe/solutions/vision/image_segmenter",
        ),
        Model(
            "modnet",
            "matting",
            "MODNet",
            "Apache-2.0",
            "https://github.com/ZHKKKe/MODNet",
            (WeightFile(MODNET_FILE),),
            ("torch",),
        ),
        Model(
            "birefnet",
            "matting",
            "BiRefNet",
            "MIT",
            "https://github.com/ZhengPeng7/BiRefNet",
            (WeightFile(BIREFNET_FILE),),
            ("onnxruntime",),
            gpu_memory_mb=3500,
        ),
        Model(
            "rtmpose",
            "pose",
            "RTMPose",
            "Apache-2.0",
            "https://github.com/Tau-J/rtmlib",
            (WeightFile(RTMPOSE_FILE), WeightFile(RTMPOSE_DETECTOR)),
            ("onnxruntime",),
        ),
        Model(
            "sam3d_body",
            "pose",
            "SAM 3D Body",
            "SAM License",
            "https://github.com/facebookresearch/sam-3d-body",
            (WeightFile(SAM3D_FILE), WeightFile(SAM3D_CONFIG), WeightFile(SAM3D_BODY_MODEL)),
            ("torch", "sam_3d_body"),
            gpu_only=True,
            gated=True,
        ),
        Model(
            "iclight",
            "relight",
            "IC-Light",
            "Apache-2.0; Stable Diffusion 1.5: CreativeML OpenRAIL-M",
            "https://github.com/lllyasviel/IC-Light",
            (WeightFile(ICLIGHT_FC, "https://huggingface.co/lllyasviel/ic-light/resolve/main/iclight_sd15_fc.safetensors"),),
            ("torch", "diffusers", "transformers"),
        ),
    )
}
