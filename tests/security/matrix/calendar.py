"""Giving homework, the calendar, a client's days."""

from perscoach_app.state.assign import AssignState
from tests.security.walls.rows import TRAINER, Event

BUILDER = "/trainer/homework/{workout}"

ROWS = (
    Event(AssignState, "load_panel", TRAINER, at=BUILDER),
    Event(AssignState, "choose", TRAINER, at=BUILDER, arguments=("client", "{maria}")),
    Event(AssignState, "write", TRAINER, at=BUILDER, arguments=("remind_at", "18:00")),
    Event(AssignState, "give", TRAINER, at=BUILDER),
    Event(AssignState, "change", TRAINER, at=BUILDER, arguments=("{assignment}",)),
    Event(AssignState, "leave", TRAINER, at=BUILDER),
    Event(AssignState, "end", TRAINER, at=BUILDER, arguments=("{assignment}",)),
)
