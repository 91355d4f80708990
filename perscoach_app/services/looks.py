"""What an administrator sees by a trainer's grant: the sets of one training and their videos, and whose they are by number only."""

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from sqlmodel import Session, col, select

from perscoach_app.services import recordings, reports, training_report
from perscoach_app.services.errors import NotFound
from perscoach_app.services.grants import Look
from perscoach_app.services.scope import Scope, parse_id
from perscoach_app.services.training_report import TrainingReport
from perscoach_app.tables import Language, Person, ReportPublic, Role, TrainingSession

MEDIA = "/api/media/"


@dataclass(frozen=True, slots=True)
class LookedAt:
    """One set."""

    report: ReportPublic
    filmed: bool


def sets(db: Session, look: Look, host: str) -> list[LookedAt]:
    """The finished sets of the training that the grant names, in their order."""
    scope = _in_the_name_of(db, look, host)
    query = (
        select(TrainingSession.id)
        .where(
            col(TrainingSession.tenant_id) == look.tenant_id,
            col(TrainingSession.training_id) == parse_id(look.training_id),
            col(TrainingSession.finished_at).is_not(None),
        )
        .order_by(col(TrainingSession.position))
    )
    return [LookedAt(reports.report(db, scope, each), _film(db, scope, str(each)) != "") for each in db.exec(query).all()]


def whole(db: Session, look: Look, host: str) -> TrainingReport:
    """The same training as its trainer's report has it."""
    return training_report.of(db, _in_the_name_of(db, look, host), look.training_id)


def film_key(db: Session, look: Look, session_id: str, host: str) -> str:
    """Where the video of a set lies, asked anew for every piece of it: a grant that ends, ends in the middle of a video.

    Raises:
        NotFound: the set is of another training, or there is no video.
    """
    scope = _in_the_name_of(db, look, host)
    mine = (
        col(TrainingSession.tenant_id) == look.tenant_id,
        col(TrainingSession.id) == parse_id(session_id),
        col(TrainingSession.training_id) == parse_id(look.training_id),
    )
    link = _film(db, scope, session_id) if db.exec(select(TrainingSession.id).where(*mine)).first() else ""
    if not link:
        raise NotFound
    return unquote(urlsplit(link).path.removeprefix(MEDIA))


def _film(db: Session, scope: Scope, session_id: str) -> str:
    film = recordings.of_session(db, scope, session_id)
    return film.video if film else ""


def _in_the_name_of(db: Session, look: Look, host: str) -> Scope:
    """The trainer's eyes, for reading alone; they see nothing when she is no trainer of the tenant any more."""
    giver = db.exec(
        select(Person).where(
            col(Person.id) == look.given_by,
            col(Person.tenant_id) == look.tenant_id,
            col(Person.role) == Role.TRAINER,
            col(Person.removed_at).is_(None),
        )
    ).first()
    if giver is None:
        raise NotFound
    return Scope(look.tenant_id, "", look.given_by, Role.TRAINER, Language.RU, "", host)
