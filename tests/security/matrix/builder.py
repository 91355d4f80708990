"""Homework is built by trainers: the list, the builder, the preview, a client's own settings, spoken notes."""

from perscoach_app.state.builder import BuilderState
from perscoach_app.state.client_targets import ClientTargetsState
from perscoach_app.state.preview import PreviewState
from perscoach_app.state.workouts import WorkoutsState
from tests.security.walls.rows import TRAINER, Event, Route

BUILDER, LIST, CLIENT_PAGE = "/trainer/homework/{workout}", "/trainer/homework", "/trainer/clients/{maria}"


def _builder(event: str, *arguments: object) -> Event:
    return Event(BuilderState, event, TRAINER, at=BUILDER, arguments=arguments, after=("load",))


ROWS = (
    Event(WorkoutsState, "load", TRAINER, at=LIST),
    Event(WorkoutsState, "search", TRAINER, at=LIST, arguments=("присед",)),
    Event(WorkoutsState, "make", TRAINER, at=LIST, names_nothing=True),
    Event(WorkoutsState, "copy_of", TRAINER, at=LIST, arguments=("{template}",)),
    Event(WorkoutsState, "remove", TRAINER, at=LIST, arguments=("{workout}",)),
    Event(WorkoutsState, "undo", TRAINER, at=LIST, after=("load",)),
    Event(BuilderState, "load", TRAINER, at=BUILDER),
    _builder("search", "присед"),
    _builder("write_title", "{workout}", "Ноги"),
    _builder("write_note", "{workout}", "спину ровнее"),
    _builder("add", "{exercise}"),
    _builder("drop", "clip:{exercise}", "end"),
    _builder("move", "{item}", 1),
    _builder("set_field", "{item}", "sets", "9"),
    _builder("step", "{item}", "sets", 1),
    _builder("ask_for", "{item}", "time"),
    _builder("join", "{item}"),
    _builder("part", "{item}"),
    _builder("duplicate", "{item}"),
    _builder("remove", "{item}"),
    _builder("undo"),
    _builder("read_again"),
    _builder("forget_voice", "{item}"),
    _builder("keep_as_template"),
    _builder("start_from_it"),
    Event(PreviewState, "load", TRAINER, at=f"{BUILDER}/preview"),
    Event(ClientTargetsState, "load_client", TRAINER, at=CLIENT_PAGE),
    Event(ClientTargetsState, "open_exercise", TRAINER, at=CLIENT_PAGE, arguments=("{exercise}",)),
    Event(ClientTargetsState, "choose", TRAINER, at=CLIENT_PAGE, arguments=("{maria}",)),
    Event(ClientTargetsState, "set_strictness", TRAINER, at=CLIENT_PAGE, arguments=("0.7",)),
    Event(ClientTargetsState, "set_share", TRAINER, at=CLIENT_PAGE, arguments=(60.0,)),
    Event(ClientTargetsState, "toggle", TRAINER, at=CLIENT_PAGE, arguments=("left_shin",)),
    Event(ClientTargetsState, "set_reason", TRAINER, at=CLIENT_PAGE, arguments=("колено",)),
    Event(ClientTargetsState, "forget", TRAINER, at=CLIENT_PAGE),
    Event(ClientTargetsState, "close", TRAINER, at=CLIENT_PAGE),
    Route("POST", "/api/voice/{item}", TRAINER, content=b"\x1a\x45\xdf\xa3voice"),
)
