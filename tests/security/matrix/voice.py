"""The trainer's own voice."""

from tests.app.speaking import recording
from tests.security.walls.rows import TRAINER, Route

ROWS = (
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
