"""What the trainer may choose about the processing of a clip."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal

from gpu_jobs.catalogue import MODELS
from gpu_jobs.colour.presets import Grade, GradeName, PresetName
from gpu_jobs.matting import EMBEDDED
from gpu_jobs.relight import UNLIT, Direction, Light
from gpu_jobs.video.encode import Quality


@dataclass(frozen=True, slots=True)
class ProcessOptions:
    """What the trainer may choose.

    Attributes:
        crop: `auto` cuts the picture to the person over the whole clip, `none` keeps the whole frame.
        quality: `preview` encodes quickly, `publish` smaller and finer.
        pose: Registry name of the pose estimator.
        matting: Registry name of what cuts out: `mediapipe` weighs colours around the pose network's mask.
        relight: Registry name of what makes the light over; `none` leaves it as filmed.
        light: Where that light comes from.
        light_strength: How far it goes, 0 as filmed .. 1.
        colour: `v11` grades, `none` leaves the colours alone.
        preset: The grade's look.
        strength: How far the grade goes, 0 as filmed .. 1.5.
        stacked: Also make the rendition for players without VP9 alpha.
        cut: Also write one video per exercise found.
        frames: Also write every frame as a PNG with alpha.
        start_ms: Work with the stretch of the video from here, in its own time…
        end_ms: …up to here; 0 is its end.
    """

    crop: Literal["auto", "none"] = "auto"
    quality: Quality = "preview"
    pose: str = "mediapipe"
    matting: str = EMBEDDED
    relight: str = UNLIT
    light: Direction = "none"
    light_strength: float = 0.7
    colour: GradeName = "v11"
    preset: PresetName = "natural"
    strength: float = 1.0
    stacked: bool = True
    cut: bool = False
    frames: bool = False
    start_ms: int = 0
    end_ms: int = 0

    @property
    def models(self) -> tuple[str, ...]:
        """Names in the catalogue of all that is opened for it; sizes of the embedded pose network count as one model."""
        pose = "mediapipe" if self.pose.startswith("mediapipe-") else self.pose
        names = (pose, *(name for name in (self.matting,) if name != EMBEDDED), *(name for name in (self.relight,) if name != UNLIT))
        return tuple(name for name in names if name in MODELS)

    @property
    def grade(self) -> Grade:
        """The wishes about colour together."""
        return Grade(self.colour, self.strength, self.preset)

    @property
    def wished_light(self) -> Light:
        """The wishes about light together."""
        return Light(self.light, self.light_strength)


def options_from(stored: Mapping[str, Any]) -> ProcessOptions:
    """Options from a table or a file; what this version does not know is left out."""
    known = {field.name for field in fields(ProcessOptions)}
    return ProcessOptions(**{name: value for name, value in stored.items() if name in known})
