"""A client's own page and reports."""

from perscoach_app.state.home import HomeState
from perscoach_app.state.pains import PainsState
from perscoach_app.state.report import ReportState
from tests.security.walls.rows import CLIENT, MEMBER, TRAINER, Event, Route

ROWS = (
    Event(HomeState, "load", MEMBER, at="/home"),
    Event(HomeState, "start", MEMBER, at="/home", arguments=("{exercise}",)),
    Event(ReportState, "load", CLIENT, at="/report/{session}", reader="anna"),
    Event(ReportState, "follow", CLIENT, at="/report/{session}", reader="anna", after=("load",)),
    Event(ReportState, "choose", CLIENT, at="/report/{session}", arguments=(0,), reader="anna"),
    Event(ReportState, "reply", TRAINER, at="/report/{session}", arguments=("great",), after=("load",)),
    Event(ReportState, "settle", TRAINER, at="/report/{session}", after=("load",)),
    Event(ReportState, "discuss", CLIENT, at="/report/{session}", arguments=(0,), reader="anna", after=("load",)),
    Event(ReportState, "mark", TRAINER, at="/report/{session}", arguments=(0, "right"), after=("load",)),
    Event(ReportState, "mark_moment", TRAINER, at="/report/{session}", arguments=(0, "right"), after=("load",)),
    Event(ReportState, "once_more", MEMBER, at="/report/{session}", after=("load",)),
    Route("GET", "/api/report/{session}/bodies", CLIENT, reader="anna"),
    Event(PainsState, "load", TRAINER, at="/trainer"),
    Event(PainsState, "put_aside", TRAINER, at="/trainer", arguments=("{felt}",)),
    Event(PainsState, "follow", TRAINER, at="/trainer", after=("load",)),
)
