"""What the tests of the worker share: a clip, a stand-in for the pipeline, a look at what came of it."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import av
import numpy as np
from sqlalchemy import update
from sqlmodel import col

from gpu_jobs.clock import Progress
from gpu_jobs.errors import Notice
from gpu_jobs.options import ProcessOptions
from gpu_jobs.pipeline import OnNotices, ProcessResult
from perscoach_app.services import exercises, jobs, uploads
from perscoach_app.tables import ExerciseCreate, ExercisePublic, Job, JobStatus
from perscoach_app.tables.database import open_session
from perscoach_app.tables.moments import now
from perscoach_motion.npzfile import track_from_arrays
from perscoach_motion.trackfile import Crop, Estimator, PoseFile, Size, Source, write
from tests.app.house import House

Tell = Callable[[Progress], None]


def clip(folder: Path, frames: int = 5) -> Path:
    """A video without a person."""
    path = folder / "grey.mp4"
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=10)
        stream.width, stream.height, stream.pix_fmt = 320, 240, "yuv420p"
        for number in range(frames):
            picture = np.full((240, 320, 3), 40 * number, np.uint8)
            out.mux(stream.encode(av.VideoFrame.from_ndarray(picture, "rgb24")))
        out.mux(stream.encode())
    return path


def upload(house: House) -> str:
    new = ExerciseCreate(slug="squat", title_en="Squat", source_name="grey.mp4")
    return uploads.take_in(house.anna.scope, clip(house.var), new, uploads.Wish(again=True)).exercise_id


def seen(house: House, exercise_id: str) -> ExercisePublic:
    with open_session(reading=True) as db:
        return exercises.get(db, house.anna.scope, exercise_id)


def quick(source: Path, out: Path, _options: ProcessOptions, tell: Tell, notice: OnNotices, kept: Path) -> ProcessResult:
    """Stands in for the pipeline where the test is about the worker: writes outputs of the right form."""
    assert source.stat().st_size > 1000
    kept.mkdir(exist_ok=True)
    notice([Notice("camera_moves")])
    (out / "cuts").mkdir(parents=True, exist_ok=True)
    (out / "cuts" / "01-squat-like.webm").write_bytes(b"cut")
    tell(Progress("look", 0.5, 2.0))
    one = np.zeros((2, 33, 3), np.float32)
    track = track_from_arrays(np.array([0.0, 0.1]), one, one, one[:, :, 0], 4 / 3)
    estimator = Estimator("none", "0", "none")
    write(out / "trainer_poses.json", PoseFile(track, Source(320, 240, 10.0, 2, 0.2), Crop(0, 0, 320, 240), Size(320, 240), estimator))
    (out / "trainer_transparent.webm").write_bytes(b"\x1a\x45\xdf\xa3")
    return ProcessResult({}, 2, {}, 0.1, (Notice("two_people"),))


def work(house: House) -> list[str]:
    """What workers left lying."""
    home = house.var / "work"
    return sorted(path.name for path in home.iterdir()) if home.exists() else []


def cancel(house: House, exercise_id: str) -> None:
    job = seen(house, exercise_id).job
    assert job is not None
    with open_session() as db:
        jobs.cancel(db, house.anna.scope, job.id)


def wait_no_longer() -> None:
    """As if the pause before the next attempt were over."""
    with open_session() as db:
        db.exec(update(Job).values(not_before=None))
        db.commit()


def expire_leases() -> None:
    """As if the workers had been silent for too long."""
    with open_session() as db:
        db.exec(update(Job).where(col(Job.status) == JobStatus.RUNNING).values(lease_until=now() - timedelta(seconds=1)))
        db.commit()
