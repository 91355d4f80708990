"""What of a training's report can be taken away: the report as a sheet, to be written as CSV or PDF. The film is `strip_films`."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from perscoach_app.services import training_report
from perscoach_app.services.scope import Scope
from perscoach_app.services.training_report import ExerciseReport, SetReport, TrainingReport
from perscoach_app.tables import Tenant
from perscoach_app.texts import say


@dataclass(frozen=True, slots=True)
class Sheet:
    """A training as it is written down for its client or her trainer.

    Attributes:
        studio: whose client she is, as the site calls itself.
        zone: the studio's time zone.
    """

    studio: str
    zone: str
    report: TrainingReport

    def title(self, language: str) -> str:
        """The workout's, else the first exercise's."""
        return self.report.title or self.report.exercises[0].title(language)

    def exercise(self, item: int) -> ExerciseReport:
        """By its place in the plan."""
        return next(one for one in self.report.exercises if one.item == item)

    def done(self) -> Iterator[tuple[ExerciseReport, SetReport]]:
        """The finished sets in the order of the plan."""
        return ((self.exercise(one.item), one) for one in self.report.sets if one.id)


def sheet(db: Session, scope: Scope, training_id: str | uuid.UUID) -> Sheet:
    """A training that the caller may see: the client's own, or any of the tenant for the trainer.

    Raises:
        NotFound: there is none, or no set of it is finished.
    """
    report = training_report.of(db, scope, training_id)
    tenant = db.get_one(Tenant, scope.tenant_id)
    return Sheet(tenant.name, tenant.timezone, report)


def limb_name(limb: str | None, language: str) -> str:
    """«Левое бедро»; empty for none."""
    return say(language, f"limb.{limb}") if limb else ""


def moment_words(moment: Mapping[str, Any], language: str) -> str:
    """What was off in a moment, in the reader's language."""
    said = (moment.get("words") or {}).get(language)
    return str(said or limb_name(moment.get("limb"), language) or say(language, "exports.moment_one"))
