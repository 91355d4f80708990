"""Shadow Mode: a session is its client's alone; stored files are for who holds a good link."""

from tests.security.walls.rows import CLIENT, Route, everybody

ROWS = (
    Route("GET", "/api/shadow/{session}", CLIENT, fill={"session": "{open_session}"}),
    Route("POST", "/api/shadow/{session}/chunks/{number}", CLIENT, fill={"session": "{open_session}", "number": "1"}, json={"samples": []}),
    Route("POST", "/api/shadow/{session}/finish", CLIENT, fill={"session": "{open_session}"}, json={"chunks": 1, "duration_s": 1.0}),
    Route("GET", "/api/media/{key:path}", everybody("signed links only: this one is unsigned"), fill={"key": "{voice_key}"}),
    Route("HEAD", "/api/media/{key:path}", everybody("signed links only: this one is unsigned"), fill={"key": "{voice_key}"}),
)
