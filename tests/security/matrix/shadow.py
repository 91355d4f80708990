"""Shadow Mode: a training is its client's alone; stored files are for who holds a good link."""

from tests.security.walls.rows import CLIENT, Route, everybody

SET = "/api/shadow/{training}/sets/{position}"

ROWS = (
    Route("GET", "/api/shadow/{training}", CLIENT),
    Route("POST", f"{SET}/chunks/{{number}}", CLIENT, fill={"position": "1", "number": "1"}, json={"samples": []}),
    Route("POST", f"{SET}/finish", CLIENT, fill={"position": "1"}, json={"chunks": 1, "duration_s": 1.0}),
    Route("POST", "/api/shadow/{training}/feelings/{item}", CLIENT, fill={"item": "0"}, json={"feeling": "pain"}),
    Route("POST", "/api/shadow/{training}/consents", CLIENT, json={"recording": False}),
    Route("POST", "/api/shadow/{training}/finish", CLIENT),
    Route("GET", "/api/media/{key:path}", everybody("signed links only: this one is unsigned"), fill={"key": "{voice_key}"}),
    Route("HEAD", "/api/media/{key:path}", everybody("signed links only: this one is unsigned"), fill={"key": "{voice_key}"}),
)
