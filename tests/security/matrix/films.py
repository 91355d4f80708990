"""A recording is its client's; her trainer may see and delete it, nobody else knows of it."""

from perscoach_app.state.filmed import FilmedState
from tests.security.walls.rows import CLIENT, Event, Route, everybody

REPORT = "/report/{session}"
TUS = {"tus-resumable": "1.0.0"}
NEW = {**TUS, "upload-length": "5", "upload-metadata": "{film_metadata}"}

ROWS = (
    Route("OPTIONS", "/api/films/", everybody("what the server can: no names in it"), headers=TUS),
    Route("POST", "/api/films/", CLIENT, headers=NEW),
    Route("POST", "/api/films", CLIENT, headers=NEW),
    Route("HEAD", "/api/films/{uuid}", CLIENT, fill={"uuid": "{film_upload}"}, headers=TUS),
    Route(
        "PATCH",
        "/api/films/{uuid}",
        CLIENT,
        fill={"uuid": "{film_upload}"},
        content=b"x" * 16,
        headers={**TUS, "upload-offset": "0", "content-type": "application/offset+octet-stream"},
    ),
    Route("DELETE", "/api/films/{uuid}", CLIENT, fill={"uuid": "{film_upload}"}, headers=TUS),
    Route("POST", "/api/shadow/{training}/recordings/{recording}/finish", CLIENT, json={"pieces": 1}),
    Route("DELETE", "/api/shadow/recordings/{recording}", CLIENT, reader="anna"),
    Event(FilmedState, "open_set", CLIENT, at=REPORT, arguments=("{session}",), reader="anna"),
    Event(FilmedState, "follow", CLIENT, at=REPORT, reader="anna", after=("open_set",)),
    Event(FilmedState, "drop", CLIENT, at=REPORT, reader="anna", after=("open_set",)),
    Event(FilmedState, "ask", everybody("opens a question, reads nothing"), at=REPORT),
    Event(FilmedState, "keep", everybody("closes it"), at=REPORT),
)
