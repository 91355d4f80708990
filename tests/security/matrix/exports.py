"""A report is taken away by whom it is of and by her trainer; nobody else learns that there is one."""

from perscoach_app.state.exports import ExportState
from tests.security.walls.rows import CLIENT, Event, Route

REPORT = "/report/{session}"

ROWS = (
    Route("GET", "/api/reports/{training}/report.csv", CLIENT, reader="anna"),
    Route("GET", "/api/reports/{training}/report.pdf", CLIENT, reader="anna"),
    Event(ExportState, "load", CLIENT, at=REPORT, reader="anna"),
    Event(ExportState, "follow", CLIENT, at=REPORT, reader="anna", after=("load",)),
    Event(ExportState, "make_film", CLIENT, at=REPORT, reader="anna", after=("load",)),
)
