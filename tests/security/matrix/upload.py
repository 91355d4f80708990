"""Uploads belong to the trainer who began them."""

from perscoach_app.state.upload import UploadState
from tests.security.walls.rows import TRAINER, Event, Route, everybody

TUS = {"tus-resumable": "1.0.0"}
NEW = {**TUS, "upload-length": "5", "upload-metadata": "filename c3F1YXQubXA0"}  # squat.mp4

ROWS = (
    Route("OPTIONS", "/api/uploads/", everybody("what the server can: no names in it"), headers=TUS),
    Route("POST", "/api/uploads/", TRAINER, names_nothing=True, headers=NEW),
    Route("POST", "/api/uploads", TRAINER, names_nothing=True, headers=NEW),
    Route("HEAD", "/api/uploads/{uuid}", TRAINER, fill={"uuid": "{upload}"}, headers=TUS),
    Route(
        "PATCH",
        "/api/uploads/{uuid}",
        TRAINER,
        fill={"uuid": "{upload}"},
        content=b"x" * 16,
        headers={**TUS, "upload-offset": "0", "content-type": "application/offset+octet-stream"},
    ),
    Route("DELETE", "/api/uploads/{uuid}", TRAINER, fill={"uuid": "{upload}"}, headers=TUS),
    Event(UploadState, "load", TRAINER, at="/trainer/upload"),
    Event(UploadState, "choose", TRAINER, at="/trainer/upload", arguments=("preset", "best")),
    Event(UploadState, "begin_with", TRAINER, at="/trainer/upload", after=("load",)),
    Event(UploadState, "rename", TRAINER, at="/trainer/upload", arguments=("{exercise}", "Присед у стены")),
    Event(UploadState, "retry", TRAINER, at="/trainer/upload", arguments=("{exercise}",)),
    Event(UploadState, "cancel", TRAINER, at="/trainer/upload", arguments=("{job}",)),
    Event(UploadState, "follow", TRAINER, at="/trainer/upload", after=("load",)),
)
