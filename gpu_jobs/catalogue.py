"""What is known of each model that can be chosen: its files, packages, licence and what it asks of a machine. Data alone."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["pose", "matting", "relight"]

SPDX = frozenset({"Apache-2.0", "MIT"})
PICKLE_VARIABLE = "PERSCOACH_ALLOW_PICKLE"  # 1: checkpoints may be read that run code of their own


@dataclass(frozen=True, slots=True)
class WeightFile:
    """One file of a model.

    Attributes:
        name: What it is called in the folder of the weights.
        url: Where its makers publish it; empty where a person has to fetch it by hand.
        bytes: How large it is; 0 where that is not known.
        sha256: What it must be; empty where nobody could read the official file yet. Then the first one that is brought in is remembered.
        optional: The model works without it.
        page: Where a person fetches it by hand; empty where that is the model's own home.
    """

    name: str
    url: str = ""
    bytes: int = 0
    sha256: str = ""
    optional: bool = False
    page: str = ""


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
        makers_package: Which of these no extra of ours brings: `home` says how to install it.
        gpu_memory_mb: Of a GPU, with one frame at work; 0 for models that need none, and where nobody published it.
        gpu_memory_source: Who published that.
        gpu_only: It does not run on processors.
        gated: Its makers ask for consent before one may fetch it: `home` says how.
        pickled: Reading its weights runs code that is in them (`PICKLE_VARIABLE` has to allow it): bring only the makers' own file.
        embedded: Its files are put together from registry packages when the product is set up.
    """

    name: str
    kind: Kind
    title: str
    licence: str
    home: str
    files: tuple[WeightFile, ...] = ()
    packages: tuple[str, ...] = ()
    makers_package: str = ""
    gpu_memory_mb: int = 0
    gpu_memory_source: str = ""
    gpu_only: bool = False
    gated: bool = False
    pickled: bool = False
    embedded: bool = False

    @property
    def wants_gpu(self) -> bool:
        """Whether it is given a GPU where there is one."""
        return self.gpu_only or self.gpu_memory_mb > 0 or "torch" in self.packages

    @property
    def licence_page(self) -> str:
        """Where the licence's text is: SPDX keeps those with a name of its own, all others stand at the model's home."""
        return f"https://spdx.org/licenses/{self.licence}.html" if self.licence in SPDX else self.home


MODNET_FILE = "modnet_photographic_portrait_matting.ckpt"
MODNET_ONNX = "modnet.onnx"
BIREFNET_FILE = "birefnet.onnx"
BIREFNET_LITE, BIREFNET_PORTRAIT, BIREFNET_MATTING = "birefnet_lite.onnx", "birefnet_portrait.onnx", "birefnet_matting.onnx"
RTMPOSE_FILE = "rtmpose_body_with_feet.onnx"
SAM3D_FILE, SAM3D_CONFIG, SAM3D_BODY_MODEL = "sam3d_body/model.ckpt", "sam3d_body/model_config.yaml", "sam3d_body/assets/mhr_model.pt"
RTMPOSE_PAGE = "https://download.openmmlab.com/mmpose/v1/projects/rtmposev1/onnx_sdk/"
SAM3D_PAGE = "https://huggingface.co/facebook/sam-3d-body-dinov3"
ICLIGHT_FC, ICLIGHT_FBC = "iclight_sd15_fc.safetensors", "iclight_sd15_fbc.safetensors"
SD15_UNET = "sd15/unet/diffusion_pytorch_model.safetensors"
# Stable Diffusion 1.5, which IC-Light's weights are added to, in the layout of diffusers.
SD15 = tuple(
    WeightFile(name, page="https://huggingface.co/stablediffusionapi/realistic-vision-v51")
    for name in (
        SD15_UNET,
        "sd15/unet/config.json",
        "sd15/vae/diffusion_pytorch_model.safetensors",
        "sd15/vae/config.json",
        "sd15/text_encoder/model.safetensors",
        "sd15/text_encoder/config.json",
        "sd15/tokenizer/vocab.json",
        "sd15/tokenizer/merges.txt",
        "sd15/tokenizer/tokenizer_config.json",
    )
)

MODELS: dict[str, Model] = {
    model.name: model
    for model in (
        Model(
            "mediapipe",
            "pose",
            "BlazePose",
            "Apache-2.0",
            "https://ai.google.dev/edge/mediapipe/solutions/vision/pose_landmarker",
            (
                WeightFile(
                    "pose_landmarker_lite.task", bytes=5777126, sha256="1ce730dea8fde73744a85b9b36e818f5a334c6e6980d4f77d16c7fefbdc4c4a1"
                ),
                WeightFile(
                    "pose_landmarker_full.task", bytes=9397610, sha256="fe72c33bfe4cb2aab548b3cd8a5962181a53514e66041d023e93c95bc8853144"
                ),
                WeightFile(
                    "pose_landmarker_heavy.task", bytes=30663654, sha256="0a217a15547a1151eacd01eef8181e3facc174451fc14c457365e0e9356effdc"
                ),
            ),
            embedded=True,
        ),
        Model(
            "selfie",
            "matting",
            "Selfie Segmentation",
            "Apache-2.0",
            "https://ai.google.dev/edge/mediapipe/solutions/vision/image_segmenter",
            (
                WeightFile(
                    "selfie_segmenter.tflite", bytes=248928, sha256="f00b8caaafc7614145a8631cfeb991ea7460fa35930aa3b324846ff712761d0e"
                ),
            ),
            embedded=True,
        ),
        Model(
            "modnet",
            "matting",
            "MODNet",
            "Apache-2.0",
            "https://github.com/ZHKKKe/MODNet",
            (WeightFile(MODNET_FILE, page="https://drive.google.com/drive/folders/1umYmlCulvIFNaqPjwod1SayFmSRHziyR"),),
            ("torch",),
        ),
        Model(
            "modnet-onnx",
            "matting",
            "MODNet (ONNX)",
            "Apache-2.0",
            "https://github.com/ZHKKKe/MODNet",
            (WeightFile(MODNET_ONNX, page="https://drive.google.com/file/d/1cgycTQlYXpTh26gB9FTnthE7AvruV8hd"),),
            ("onnxruntime",),
        ),
        Model(
            "birefnet",
            "matting",
            "BiRefNet",
            "MIT",
            "https://github.com/ZhengPeng7/BiRefNet",
            (WeightFile(BIREFNET_FILE, page="https://github.com/ZhengPeng7/BiRefNet/releases/tag/v1"),),
            ("onnxruntime",),
            gpu_memory_mb=3500,
            gpu_memory_source="BiRefNet's README: 3.45-3.5 GB, float16, 1024 x 1024",
        ),
        Model(
            "birefnet-lite",
            "matting",
            "BiRefNet lite",
            "MIT",
            "https://github.com/ZhengPeng7/BiRefNet",
            (WeightFile(BIREFNET_LITE, page="https://github.com/ZhengPeng7/BiRefNet/releases/tag/v1"),),
            ("onnxruntime",),
        ),
        Model(
            "birefnet-portrait",
            "matting",
            "BiRefNet portrait",
            "MIT",
            "https://github.com/ZhengPeng7/BiRefNet",
            (WeightFile(BIREFNET_PORTRAIT, page="https://github.com/ZhengPeng7/BiRefNet/releases/tag/v1"),),
            ("onnxruntime",),
        ),
        Model(
            "birefnet-matting",
            "matting",
            "BiRefNet matting",
            "MIT",
            "https://github.com/ZhengPeng7/BiRefNet",
            (WeightFile(BIREFNET_MATTING, page="https://github.com/ZhengPeng7/BiRefNet/releases/tag/v1"),),
            ("onnxruntime",),
        ),
        Model(
            "rtmpose",
            "pose",
            "RTMPose",
            "Apache-2.0",
            "https://github.com/Tau-J/rtmlib",
            (WeightFile(RTMPOSE_FILE, page=RTMPOSE_PAGE),),
            ("onnxruntime",),
        ),
        Model(
            "sam3d_body",
            "pose",
            "SAM 3D Body",
            "SAM License",
            "https://github.com/facebookresearch/sam-3d-body",
            (
                WeightFile(SAM3D_FILE, page=SAM3D_PAGE),
                WeightFile(SAM3D_CONFIG, page=SAM3D_PAGE),
                WeightFile(SAM3D_BODY_MODEL, page=SAM3D_PAGE),
            ),
            ("torch", "sam_3d_body"),
            makers_package="sam_3d_body",
            gpu_only=True,
            gated=True,
            pickled=True,
        ),
        Model(
            "iclight",
            "relight",
            "IC-Light",
            "Apache-2.0; Stable Diffusion 1.5: CreativeML OpenRAIL-M",
            "https://github.com/lllyasviel/IC-Light",
            (WeightFile(ICLIGHT_FC, "https://huggingface.co/lllyasviel/ic-light/resolve/main/iclight_sd15_fc.safetensors"), *SD15),
            ("torch", "diffusers", "transformers", "safetensors"),
        ),
        Model(
            "iclight-fbc",
            "relight",
            "IC-Light FBC",
            "Apache-2.0; Stable Diffusion 1.5: CreativeML OpenRAIL-M",
            "https://github.com/lllyasviel/IC-Light",
            (WeightFile(ICLIGHT_FBC, "https://huggingface.co/lllyasviel/ic-light/resolve/main/iclight_sd15_fbc.safetensors"), *SD15),
            ("torch", "diffusers", "transformers", "safetensors"),
        ),
    )
}
