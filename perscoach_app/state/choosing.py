"""How a clip is to be processed, as a page offers it: three presets, or each model by itself; what that takes, and what it needs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import reflex as rx
from sqlmodel import Session

from gpu_jobs.catalogue import Kind
from gpu_jobs.estimate import Estimate
from gpu_jobs.weights import Lack
from perscoach_app.services import models, processing
from perscoach_app.services.errors import WishUnknown
from perscoach_app.services.models import Choice
from perscoach_app.services.processing import FAST, OWN, PRESETS, Wishes
from perscoach_app.services.scope import Scope
from perscoach_app.state.meters import expected_words
from perscoach_app.state.words import joined
from perscoach_app.texts import say
from perscoach_app.texts.formats import decimal

MB_IN_GB = 1000
KINDS: tuple[Kind, ...] = ("matting", "pose", "relight")
NAMES = frozenset({"preset", "quality", *KINDS, "light", "light_strength"})


@dataclass(frozen=True, slots=True)
class PresetCard:
    """One preset, in the reader's language."""

    name: str
    title: str
    words: str
    uses: str  # what it comes to here
    takes: str  # time and money
    without: str  # what it would rather use, were it here


@dataclass(frozen=True, slots=True)
class ModelRow:
    """One thing to choose for a kind of work."""

    name: str
    title: str
    about: str
    needs: str
    licence: str
    licence_page: str
    lack: str  # why it cannot be chosen; empty where it can


@dataclass(frozen=True, slots=True)
class KindRows:
    """All that can do one kind of work: what is here, and what is not."""

    here: list[ModelRow] = field(default_factory=list)
    away: list[ModelRow] = field(default_factory=list)
    away_words: str = ""


class Choosing(rx.State, mixin=True):
    """Stands before `Deeds`. The page's `_expected(db, scope, options)` says what its work would take."""

    look: str = Wishes().look
    preset: str = FAST
    quality: str = Wishes().quality
    matting: str = Wishes().matting
    pose: str = Wishes().pose
    relight: str = Wishes().relight
    light: str = Wishes().light
    light_strength: str = str(Wishes().light_strength)
    presets: list[PresetCard] = []
    mattings: KindRows = KindRows()
    poses: KindRows = KindRows()
    relights: KindRows = KindRows()
    expected: str = ""
    """What the present choice takes."""
    first_preset: str = FAST
    """What the studio's uploads begin with."""
    begin_words: str = ""
    """The offer to begin with the present preset; empty where they do, or where there is none."""

    @rx.event
    def choose(self, name: str, value: str) -> None:
        """Chooses a preset, or one thing by itself: then the rest stays as the preset had it."""

        def chosen(db: Session, scope: Scope) -> None:
            if name not in NAMES:
                raise WishUnknown
            kept = {known: getattr(self, known) for known in (*NAMES, "look")}
            wished = processing.wishes({**kept, "preset": OWN, name: value})
            self._take(wished)
            self._show_price(db, scope, wished)

        self._do(chosen, reading=True, fill=False)

    @rx.event
    def begin_with(self) -> None:
        """New uploads of the studio begin with the present preset."""

        def write(db: Session, scope: Scope) -> None:
            processing.begin_with(db, scope, self.preset)
            self.first_preset, self.begin_words = self.preset, ""
            self._tell(say(self.language, "processing.kept"))

        self._do(write, fill=False)

    def _expected(self, db: Session, scope: Scope, options: Mapping[str, Any]) -> Estimate:
        """What the page's work takes with these options."""
        raise NotImplementedError

    def _show_choices(self, db: Session, scope: Scope, wished: Wishes) -> None:
        """Everything there is to choose, and what was wished for."""
        self.first_preset = processing.first_preset(db, scope)
        wished = processing.possible(wished)
        self._take(wished)
        self.presets = [self._card(db, scope, name) for name in PRESETS]
        self.mattings, self.poses, self.relights = (self._rows(kind) for kind in KINDS)
        self._show_price(db, scope, wished)

    def _rows(self, kind: Kind) -> KindRows:
        rows = [model_row(kind, one, self.language) for one in models.choices(kind)]
        away = [row for row in rows if row.lack]
        words = say(self.language, "processing.others", n=len(away)) if away else ""
        return KindRows([row for row in rows if not row.lack], away, words)

    def _take(self, wished: Wishes) -> None:
        self.look, self.preset, self.quality = wished.look, wished.preset, wished.quality
        self.matting, self.pose, self.relight = wished.matting, wished.pose, wished.relight
        self.light, self.light_strength = wished.light, str(wished.light_strength)

    def _show_price(self, db: Session, scope: Scope, wished: Wishes) -> None:
        self.expected = self._price(db, scope, wished)
        title = next((card.title for card in self.presets if card.name == wished.preset != self.first_preset), "")
        self.begin_words = say(self.language, "processing.begin_with", preset=title) if title else ""

    def _price(self, db: Session, scope: Scope, wished: Wishes) -> str:
        return expected_words(self._expected(db, scope, wished.options()), self.language)

    def _card(self, db: Session, scope: Scope, name: str) -> PresetCard:
        wished, language = processing.of_preset(name), self.language
        lacking = ", ".join(models.title_of(model) for model in processing.better(name))
        return PresetCard(
            name,
            say(language, f"processing.preset_{name}"),
            say(language, f"processing.words_{name}"),
            joined(
                say(language, "processing.cut_by", model=title_of("matting", wished.matting, language)),
                say(language, "processing.pose_by", model=title_of("pose", wished.pose, language)),
                say(language, "processing.quality_as", quality=say(language, f"exercise.quality_of.{wished.quality}")),
            ),
            self._price(db, scope, wished),
            say(language, "processing.without", models=lacking) if lacking else "",
        )


def model_row(kind: Kind, one: Choice, language: str) -> ModelRow:
    """One model with what it is, what it needs, and why it cannot be chosen."""
    needs = joined(
        say(language, "processing.needs", packages=", ".join(one.packages)) if one.packages else "",
        say(language, "processing.gpu_only") if one.gpu_only else "",
        say(language, "processing.gpu_memory", size=decimal(language, one.gpu_memory_mb / MB_IN_GB)) if one.gpu_memory_mb else "",
        say(language, "processing.on_request") if one.gated else "",
    )
    about = say(language, f"processing.about_{kind}_{_key(models.family_of(one.name))}")
    title = title_of(kind, one.name, language)
    title = title[:1].upper() + title[1:]
    return ModelRow(one.name, title, about, needs, one.licence, one.licence_page, lack_words(one.missing, language))


def title_of(kind: Kind, name: str, language: str) -> str:
    """What a model is called on the page."""
    return models.title_of(name) or say(language, f"processing.title_{kind}_{_key(name)}")


def lack_words(missing: tuple[Lack, ...], language: str) -> str:
    """«Здесь не установлена: нет файла birefnet.onnx. Поставить может администратор.»; several files are one thing to her."""
    if not missing:
        return ""
    files = [lack.what for lack in missing if lack.kind == "file"]
    told = [say(language, f"processing.lack_{lack.kind}", what=lack.what) for lack in missing if lack.kind != "file"]
    if files:
        told.insert(0, say(language, "processing.lack_file", what=files[0], n=len(files)))
    return say(language, "processing.lack", what=", ".join(told))


def _key(name: str) -> str:
    return name.replace("-", "_")
