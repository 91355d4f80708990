"""A client's own page and reports."""

from perscoach_app.state.home import HomeState
from perscoach_app.state.pains import PainsState
from perscoach_app.state.report import ReportState
from perscoach_app.state.reports import ReportsState
from tests.security.walls.rows import CLIENT, MEMBER, TRAINER, Event

ROWS = (
    Event(HomeState, "load", MEMBER, at="/home"),
    Event(HomeState, "start", MEMBER, at="/home", arguments=("{exercise}",)),
    Event(ReportState, "load", CLIENT, at="/report/{session}", reader="anna"),
    Event(ReportState, "once_more", MEMBER, at="/report/{session}", after=("load",)),
    Event(ReportsState, "load", TRAINER, at="/trainer/reports"),
    Event(PainsState, "load", TRAINER, at="/trainer"),
    Event(PainsState, "put_aside", TRAINER, at="/trainer", arguments=("{felt}",)),
    Event(PainsState, "follow", TRAINER, at="/trainer", after=("load",)),
)
