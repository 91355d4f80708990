"""The trainer's own voice."""

from perscoach_app.state.my_voice import MyVoiceState
from tests.app.speaking import recording
from tests.security.walls.rows import TRAINER, Event, Route

PAGE = "/trainer/voice"

ROWS = (
    Event(MyVoiceState, "load", TRAINER, at=PAGE, names_nothing=True),
    Event(MyVoiceState, "choose", TRAINER, at=PAGE, arguments=("en",), names_nothing=True),
    Event(MyVoiceState, "record", TRAINER, at=PAGE, arguments=("cue.11",), names_nothing=True),
    Event(MyVoiceState, "record_all", TRAINER, at=PAGE, names_nothing=True),
    Event(MyVoiceState, "kept", TRAINER, at=PAGE, names_nothing=True),
    Event(MyVoiceState, "lost", TRAINER, at=PAGE, names_nothing=True),
    Event(MyVoiceState, "forget", TRAINER, at=PAGE, arguments=("cue.11",), after=("load",), names_nothing=True),
    Route(
        "POST",
        "/api/voice/phrases/{language}/{name}",
        TRAINER,
        fill={"language": "ru", "name": "cue.11"},
        content=recording(),
        names_nothing=True,
        success=204,
    ),
)
