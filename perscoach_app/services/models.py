"""Which models can be chosen here, and what of the others is missing. Cheap enough for every page: nothing is opened, nothing imported."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gpu_jobs.catalogue import MODELS, Kind
from gpu_jobs.estimate import CPU
from gpu_jobs.matting import EMBEDDED
from gpu_jobs.options import options_from
from gpu_jobs.relight import UNLIT
from gpu_jobs.weights import Lack, lacks
from perscoach_app.settings import get_settings

POSE, FINER_POSE = "mediapipe", "mediapipe-heavy"
_EMBEDDED: dict[Kind, tuple[str, ...]] = {"matting": (EMBEDDED,), "pose": (POSE, FINER_POSE), "relight": (UNLIT,)}


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose.

    Attributes:
        name: As `gpu_jobs.options.ProcessOptions` has it.
        title: What its makers call it; empty for what comes with the product: the pages have words for that.
        licence: Of its weights.
        licence_page: Where that can be read.
        packages: What it needs installed.
        gpu_memory_mb: Of a GPU; 0 where nobody published it.
        gpu_only: It does not run on processors.
        gated: Its makers give it on request only.
        missing: What it needs and what is not here; empty where it can be chosen.
    """

    name: str
    title: str = ""
    licence: str = ""
    licence_page: str = ""
    packages: tuple[str, ...] = ()
    gpu_memory_mb: int = 0
    gpu_only: bool = False
    gated: bool = False
    missing: tuple[Lack, ...] = ()


def names(kind: Kind) -> tuple[str, ...]:
    """All that can be named for a kind of work, what comes with the product first."""
    return (*_EMBEDDED[kind], *(model.name for model in MODELS.values() if model.kind == kind and not model.embedded))


def choices(kind: Kind) -> list[Choice]:
    """All of them, with what is missing here."""
    return [_choice(name) for name in names(kind)]


def title_of(name: str) -> str:
    """What a model is called; what comes with the product has none of its own here."""
    return "" if any(name in embedded for embedded in _EMBEDDED.values()) else MODELS[name].title if name in MODELS else name


def known(name: str) -> bool:
    """Whether there is anything of that name."""
    return name in MODELS or not title_of(name)


def family_of(name: str) -> str:
    """Variants of one model are called `modnet-onnx`, `birefnet-lite`; sizes of the embedded network are told apart."""
    return name.partition("-")[0] if title_of(name) else name


def missing(name: str) -> tuple[Lack, ...]:
    """What a model needs and what is not here."""
    return lacks(name, gpu=get_settings().device != CPU) if title_of(name) and name in MODELS else ()


def missing_for(options: Mapping[str, Any]) -> dict[str, tuple[Lack, ...]]:
    """The models that a job's stored options ask for and that cannot work here, with what is missing."""
    gpu = get_settings().device != CPU
    found = {name: lacks(name, gpu=gpu) for name in options_from(options).models if not MODELS[name].embedded}
    return {name: missing for name, missing in found.items() if missing}


def _choice(name: str) -> Choice:
    if not title_of(name):
        return Choice(name)
    model = MODELS[name]
    return Choice(
        name,
        model.title,
        model.licence,
        model.licence_page,
        model.packages,
        model.gpu_memory_mb,
        model.gpu_only,
        model.gated,
        missing(name),
    )
