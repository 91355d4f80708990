"""A client's own progress, and what is kept of her trainings."""

from perscoach_app.state.before_after import BeforeAfterState
from perscoach_app.state.mine import MineState
from perscoach_app.state.progress import ProgressState
from tests.security.walls.rows import CLIENT, MEMBER, Event, everybody

EXERCISE, MINE = "/home/progress/{exercise}", "/home/mine"

ROWS = (
    Event(ProgressState, "load", MEMBER, at="/home/progress"),
    Event(ProgressState, "more", MEMBER, at="/home/progress"),
    Event(BeforeAfterState, "load", CLIENT, at=EXERCISE),
    Event(BeforeAfterState, "draw", CLIENT, at=EXERCISE, after=("load",)),
    Event(MineState, "load", MEMBER, at=MINE),
    Event(MineState, "drop", CLIENT, at=MINE, arguments=("{recording}",), reader="anna"),
    Event(MineState, "forget", CLIENT, at=MINE, arguments=("{training}",)),
    Event(MineState, "ask", everybody("opens a question, reads nothing"), at=MINE, arguments=("{training}",)),
    Event(MineState, "keep", everybody("closes it"), at=MINE),
)
