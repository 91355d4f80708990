"""A look at one training by a trainer's grant. On her own host, for an administrator who brings a pass; nobody signs in here."""

from dataclasses import dataclass
from urllib.parse import parse_qs, quote, urlsplit

import reflex as rx
from sqlmodel import Session

from perscoach_app.services import addresses, grants, looks, tenants
from perscoach_app.services.errors import NotFound
from perscoach_app.state.findings import Moment, moments_of
from perscoach_app.state.visitor import Visitor
from perscoach_app.state.words import duration, joined, percent, tone
from perscoach_app.tables.database import open_session
from perscoach_app.texts import say


@dataclass(frozen=True, slots=True)
class LookedSet:
    """One set of the training."""

    id: str
    title: str
    started: str
    score: str
    tone: str
    facts: str
    moments: list[Moment]
    film: str  # an address that asks for the grant with every piece


class LookState(Visitor):
    """The training, or the way to the panel for a pass."""

    sets: list[LookedSet] = []
    opened: bool = False
    reason: str = ""
    until: str = ""
    panel: str = ""
    """Where an administrator gets a pass for this link."""

    @rx.event
    def load(self) -> None:
        """Notes the look, then shows what was granted. Without a pass nothing is read at all."""
        self.sets, self.opened, self.reason, self.until = [], False, "", ""
        written = parse_qs(urlsplit(self.router.url).query).get("pass", [""])[0]
        with open_session(reading=True) as db:
            self._look_at_site(db)
        if self.place != "ok":
            return
        host, token = self.router.headers.host, self._last_part()
        self.panel = f"{addresses.origin(tenants.PLATFORM_SLUG, host)}/admin/pass/{self.site_label}/{quote(token)}"
        if written:
            with open_session() as db:
                self._open(db, token, written)

    def _open(self, db: Session, token: str, written: str) -> None:
        host = tenants.read_host(self.router.headers.host)
        tenant = tenants.by_host(db, self.router.headers.host)
        assert tenant is not None
        assert tenant.id is not None
        try:
            look = grants.look(db, tenant.id, tenant.slug, token, written)
            grants.note_use(db, look)
            found = looks.sets(db, look, host.host)
            moments = moments_of(looks.whole(db, look, host.host), self.voice, _no_still, own=False) if found else []
        except NotFound:
            self._miss()
            return
        query = f"?pass={quote(written)}"
        self.sets = [_set(each, moments, f"/api/look/{token}/film/{each.report.id}{query}", self.language) for each in found]
        self.opened, self.reason, self.until = True, look.reason, look.until.isoformat()


def _no_still(_session: str, _at_s: float) -> str:
    """Its pictures are links of the trainer's own."""
    return ""


def _set(found: looks.LookedAt, moments: list[Moment], film: str, language: str) -> LookedSet:
    report = found.report
    return LookedSet(
        id=report.id,
        title=report.title(language),
        started=report.started_at.isoformat(),
        score=percent(language, report.score),
        tone=tone(report.score),
        facts=joined(
            say(language, "admin.client", n=report.client_id),
            say(language, "report.reps", n=report.reps) if report.reps else "",
            duration(language, report.duration_s),
            say(language, "report.seen", n=round(100 * report.seen)) if report.seen is not None else "",
            report.counted_by,
        ),
        moments=[moment for moment in moments if moment.session == report.id],
        film=film if found.filmed else "",
    )
