"""What a trainer may wish for when a clip is processed, and what the pipeline calls it.

She names one of three presets, which take the best of what is installed here, or chooses each model herself.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from sqlmodel import Session

from gpu_jobs.colour.presets import PRESETS as GRADES
from gpu_jobs.matting import EMBEDDED
from gpu_jobs.relight import UNLIT, Direction
from perscoach_app.services import models
from perscoach_app.services.errors import WishUnknown
from perscoach_app.services.processing_errors import ModelAway
from perscoach_app.services.scope import Scope, require_trainer
from perscoach_app.services.site import own_tenant
from perscoach_app.tables import Tenant

Quality = Literal["preview", "publish"]

UNGRADED = "none"
LOOKS: tuple[str, ...] = (*GRADES, UNGRADED)  # the grade's looks, and leaving the colours as filmed
QUALITIES: tuple[Quality, ...] = get_args(Quality)
LIGHTS: tuple[Direction, ...] = get_args(Direction)
STRENGTHS = ("0.4", "0.7", "1.0")  # how far a new light goes: a touch, as a studio would, all the way

FAST, STUDIO, BEST = "fast", "studio", "best"
OWN = "own"  # each model chosen by itself


@dataclass(frozen=True, slots=True)
class Preset:
    """What a preset takes: of each list the first that is installed here; the last one always is."""

    quality: Quality
    matting: tuple[str, ...]
    pose: tuple[str, ...]


PRESETS = {
    FAST: Preset("preview", (EMBEDDED,), (models.POSE,)),
    STUDIO: Preset("publish", ("modnet", "modnet-onnx", EMBEDDED), (models.POSE,)),
    BEST: Preset(
        "publish",
        ("birefnet", "birefnet-portrait", "birefnet-matting", "birefnet-lite", "modnet", "modnet-onnx", EMBEDDED),
        ("sam3d_body", models.FINER_POSE),
    ),
}


@dataclass(frozen=True, slots=True)
class Wishes:
    """One look, and how the work is done.

    Attributes:
        look: one of `LOOKS`.
        quality: `preview` is there sooner, `publish` is finer. Uploads begin with the first: what a trainer wants to know is whether the
            clip is good, and beside each other, enlarged, the two are hard to tell apart.
        preset: which of `PRESETS` chose the rest, or `OWN`.
        matting: what cuts the person out.
        pose: what reads the pose.
        relight: what makes the light over.
        light: where that light comes from.
        light_strength: how far it goes, 0..1.
    """

    look: str = "natural"
    quality: Quality = "preview"
    preset: str = OWN
    matting: str = EMBEDDED
    pose: str = models.POSE
    relight: str = UNLIT
    light: Direction = "none"
    light_strength: float = 0.7

    def options(self) -> dict[str, Any]:
        """As the job table keeps them: `gpu_jobs.options.ProcessOptions` reads all but `chosen`, which is the page's own."""
        colour = {"colour": UNGRADED} if self.look == UNGRADED else {"colour": "v11", "preset": self.look}
        light = {} if self.relight == UNLIT else {"relight": self.relight, "light": self.light, "light_strength": self.light_strength}
        return {**colour, "quality": self.quality, "matting": self.matting, "pose": self.pose, **light, "chosen": self.preset}


def of_preset(name: str, look: str = Wishes().look) -> Wishes:
    """What a preset comes to here and now.

    Raises:
        WishUnknown: there is no such preset or look.
    """
    if name not in PRESETS or look not in LOOKS:
        raise WishUnknown
    preset = PRESETS[name]
    return Wishes(look, preset.quality, name, _first_here(preset.matting), _first_here(preset.pose))


def better(name: str) -> tuple[str, ...]:
    """What a preset would rather take, where nothing of that family is here."""
    preset, taken = PRESETS[name], of_preset(name)
    pairs = ((preset.matting[0], taken.matting), (preset.pose[0], taken.pose))
    return tuple(wanted for wanted, got in pairs if models.family_of(wanted) != models.family_of(got))


def wishes(chosen: Mapping[str, Any]) -> Wishes:
    """Wishes as a page sends them: a look with one of the presets, or with each choice by itself.

    Raises:
        WishUnknown: there is no such preset, look, quality, model or light.
        ModelAway: a model that was chosen cannot work here.
    """
    said = {name: str(value) for name, value in chosen.items()}
    look, preset = said.get("look", ""), said.get("preset", "")
    if preset != OWN:
        return of_preset(preset, look)
    usual = Wishes()
    wished = Wishes(
        look,
        _one_of(QUALITIES, said.get("quality", usual.quality)),
        OWN,
        _one_of(models.names("matting"), said.get("matting", usual.matting)),
        _one_of(models.names("pose"), said.get("pose", usual.pose)),
        _one_of(models.names("relight"), said.get("relight", usual.relight)),
        _one_of(LIGHTS, said.get("light", usual.light)),
        float(_one_of(STRENGTHS, said.get("light_strength", str(usual.light_strength)))),
    )
    if look not in LOOKS:
        raise WishUnknown
    for name in (wished.matting, wished.pose, wished.relight):
        if models.missing(name):
            raise ModelAway(model=models.title_of(name))
    return wished


def possible(wished: Wishes) -> Wishes:
    """The same wishes with what is here now: a preset chooses anew, and what was taken away gives way to what comes with the product."""
    if wished.preset in PRESETS:
        return of_preset(wished.preset, wished.look)
    usual = Wishes()
    away = {kind: getattr(usual, kind) for kind in ("matting", "pose", "relight") if models.missing(getattr(wished, kind))}
    return replace(wished, **away)


def wishes_from(options: Mapping[str, Any]) -> Wishes | None:
    """The wishes behind stored options; None where they say nothing, or what only the command line offers."""
    if not options:
        return None
    usual = Wishes()
    found = Wishes(
        UNGRADED if options.get("colour") == UNGRADED else options.get("preset", usual.look),
        options.get("quality", usual.quality),
        OWN,
        options.get("matting", usual.matting),
        options.get("pose", usual.pose),
        options.get("relight", usual.relight),
        options.get("light", usual.light),
        options.get("light_strength", usual.light_strength),
    )
    known = found.look in LOOKS and found.quality in QUALITIES
    if not known or any(getattr(found, kind) not in models.names(kind) for kind in ("matting", "pose", "relight")):
        return None
    if found.relight == UNLIT:
        found = replace(found, light=usual.light, light_strength=usual.light_strength)
    told = options.get("chosen")
    if told in (*PRESETS, OWN):
        return replace(found, preset=told)
    same = (name for name in PRESETS if replace(of_preset(name, found.look), preset=OWN) == found)
    return replace(found, preset=next(same, OWN))


def first_preset(db: Session, scope: Scope) -> str:
    """The preset that new uploads of the caller's studio begin with."""
    require_trainer(scope)
    return known_preset(db.get_one(Tenant, scope.tenant_id).first_preset)


def begin_with(db: Session, scope: Scope, preset: str) -> None:
    """New uploads of the caller's studio begin with this preset.

    Raises:
        NotFound: the caller is no trainer here.
        WishUnknown: there is no such preset.
    """
    tenant = own_tenant(db, scope)
    if preset not in PRESETS:
        raise WishUnknown
    tenant.first_preset = preset
    db.add(tenant)
    db.commit()


def known_preset(name: str) -> str:
    """The same, or the first one where this version knows none of that name."""
    return name if name in PRESETS else FAST


def _first_here(names: tuple[str, ...]) -> str:
    return next((name for name in names if models.known(name) and not models.missing(name)), names[-1])


def _one_of(known: tuple[Any, ...], value: str) -> Any:
    if value not in known:
        raise WishUnknown
    return value
