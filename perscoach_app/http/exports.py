"""A training's report to take away: CSV and PDF, in the reader's language, each with a line in the audit."""

from collections.abc import Callable
from urllib.parse import quote
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request, Response

from perscoach_app.http.access import Caller
from perscoach_app.http.refusals import language_of
from perscoach_app.services import audit, export_csv, export_pdf, exports
from perscoach_app.services.exports import Sheet
from perscoach_app.services.scope import Scope
from perscoach_app.tables.database import open_session
from perscoach_app.texts import say

router = APIRouter(prefix="/reports")


@router.get("/{training}/report.csv")
def table(training: str, scope: Caller, request: Request) -> Response:
    """Numbers for a spreadsheet."""
    return _file(scope, training, language_of(request), "csv", "text/csv; charset=utf-8", export_csv.write)


@router.get("/{training}/report.pdf")
def paper(training: str, scope: Caller, request: Request) -> Response:
    """The report for printing and for sending on."""
    return _file(scope, training, language_of(request), "pdf", "application/pdf", export_pdf.write)


def _file(scope: Scope, training: str, language: str, form: str, kind: str, write: Callable[[Sheet, str], bytes]) -> Response:
    with open_session() as db:
        sheet = exports.sheet(db, scope, training)
        audit.note(db, scope.tenant_id, scope, "data.exported", f"training {sheet.report.id}", form=form)
        db.commit()
    started = sheet.report.started_at.astimezone(ZoneInfo(sheet.zone))
    name = f"{say(language, 'exports.file')} {started:%Y-%m-%d}.{form}"
    said = f"attachment; filename=\"report.{form}\"; filename*=UTF-8''{quote(name)}"
    return Response(write(sheet, language), media_type=kind, headers={"content-disposition": said, "cache-control": "no-store"})
