"""The folders that jobs work in: one a job, which outlives the worker's death and not the job's end."""

import os

from perscoach_app.work import tidy, work_folder
from tests.app.house import House
from tests.app.stand_in import cancel, seen, upload, work


def test_folders_vanish_with_their_jobs_and_not_before(house: House) -> None:
    exercise_id = upload(house)
    job = seen(house, exercise_id).job
    assert job is not None
    home = house.var / "work"
    for name in (f"job-{job.id}", f"job-{job.id}-2", "job-999", "job-1-x7z", "strange"):
        (home / name).mkdir(parents=True)
    os.utime(home / "strange", (0, 0))
    os.utime(home / f"job-{job.id}", (0, 0))  # age says nothing: it may have waited for a worker for days
    tidy()
    assert work(house) == [f"job-{job.id}", f"job-{job.id}-2", "job-1-x7z"]
    cancel(house, exercise_id)
    with work_folder(job.id, 1, ()):
        tidy()
        assert f"job-{job.id}" in work(house)  # its worker has not noticed yet
    tidy()
    assert work(house) == ["job-1-x7z"]


def test_two_workers_never_share_a_folder(house: House) -> None:
    with work_folder(5, 1, ()) as first, work_folder(5, 2, ()) as second:
        assert (first.name, second.name) == ("job-5", "job-5-2")
