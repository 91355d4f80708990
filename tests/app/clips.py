"""Ready exercises with everything the pipeline writes that services and pages read."""

import json

from perscoach_app.services import exercises, media
from perscoach_app.storage import get_storage
from perscoach_app.tables.database import open_session
from perscoach_motion.cutting.segment import Segment
from tests.app.house import House

SQUATS = Segment(1.0, 9.0, "squat-like", ("left_thigh",), ((1.0, 3.0), (3.0, 5.0), (5.0, 9.0)))
HOLD = Segment(10.0, 12.0, "hold")
OPTIONS = {"colour": "v11", "preset": "warm", "quality": "publish", "crop": "auto"}
FRAME_MS = 33
MADE = (media.OUTPUT_VIDEO, media.OUTPUT_STACKED, media.OUTPUT_POSES, media.OUTPUT_CUBE, media.OUTPUT_BEFORE)


def processed(house: House, slug: str = "squat") -> str:
    """A ready exercise of Anna's, 12.5 s long, cut by movement into squats and a hold."""
    exercise_id = house.ready_exercise(house.anna, slug)
    with open_session(reading=True) as db:
        prefix = exercises.row_of(db, house.anna.scope, exercise_id).output_prefix()
    record = {"frames": 60, "source": {"fps": 30.0, "width": 720, "height": 1280}, "files": [*MADE, "cuts"], "options": OPTIONS}
    put(house, f"{prefix}/{media.RECORD}", json.dumps(record).encode())
    times = [0] + [FRAME_MS] * 378
    poses = {"scale": {"times": 1e-3}, "times": times, "segments": [SQUATS.document(), HOLD.document()]}
    put(house, f"{prefix}/{media.OUTPUT_POSES}", json.dumps(poses).encode())
    for name in (media.OUTPUT_STACKED, media.OUTPUT_CUBE, media.OUTPUT_BEFORE):
        put(house, f"{prefix}/{name}", name.encode())
    return exercise_id


def put(house: House, key: str, content: bytes) -> None:
    """Stores bytes under a key."""
    file = house.var / "file"
    file.write_bytes(content)
    get_storage().put_file(key, file)
