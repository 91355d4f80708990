"""The processing page is the trainer's."""

from perscoach_app.state.jobs import JobsState
from tests.security.walls.rows import TRAINER, Event

ROWS = (
    Event(JobsState, "load", TRAINER, at="/trainer/jobs", names_nothing=True),
    Event(JobsState, "retry", TRAINER, at="/trainer/jobs", arguments=("{exercise}",)),
    Event(JobsState, "cancel", TRAINER, at="/trainer/jobs", arguments=("{job}",)),
    Event(JobsState, "follow", TRAINER, at="/trainer/jobs", after=("load",)),
)
