"""`process.json`: what was done, with which versions, how long each stage took."""

import json
import platform
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

import av
import cv2
import numpy as np

from gpu_jobs.relight import SEED, UNLIT
from gpu_jobs.video.probe import Clip
from perscoach_motion.trackfile import PoseFile

if TYPE_CHECKING:
    from gpu_jobs.options import ProcessOptions
    from gpu_jobs.pipeline import ProcessResult

FORMAT = "perscoach.process"
VERSION = 1


def record(clip: Clip, options: "ProcessOptions", poses: PoseFile, result: "ProcessResult", versions: dict[str, str]) -> str:
    """The record as JSON text.

    Args:
        clip: The source.
        options: What was asked for.
        poses: What was read.
        result: What came out.
        versions: Of what the workers ran on.
    """
    content = {
        "format": FORMAT,
        "version": VERSION,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "options": asdict(options),
        "source": {
            "name": clip.path.name,
            "width": clip.width,
            "height": clip.height,
            "fps": round(clip.fps, 3),
            "frames": result.frames,
            "duration_s": round(clip.duration_s, 3),
            "quarter_turns": clip.quarter_turns,
            "sound": clip.sound,
        },
        "crop": {"x": poses.crop.x, "y": poses.crop.y, "width": poses.crop.width, "height": poses.crop.height},
        "rendition": {"width": poses.rendition.width, "height": poses.rendition.height},
        "estimator": {"name": poses.estimator.name, "version": poses.estimator.version, "model": poses.estimator.model},
        "light": _light(options),
        "files": sorted(result.files),
        "frames": result.frames,
        "stages": {stage: round(seconds, 3) for stage, seconds in result.stages.items()},
        "wall_s": round(result.wall_s, 3),
        "warnings": [{"code": notice.code, "ru": notice.sentence("ru"), "en": notice.sentence("en")} for notice in result.warnings],
        "versions": {**_versions(), **versions},
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _light(options: "ProcessOptions") -> dict[str, object] | None:
    if options.relight == UNLIT:
        return None
    return {"model": options.relight, **asdict(options.wished_light), "seed": SEED}


def _versions() -> dict[str, str]:
    return {
        "perscoach": _installed("perscoach"),
        "python": platform.python_version(),
        "av": av.__version__,
        "ffmpeg": av.ffmpeg_version_info,
        "litert": _installed("ai-edge-litert"),
        "opencv": cv2.__version__,
        "numpy": np.__version__,
    }


def _installed(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"
