"""A house that is killed again and again: real processes over one folder, people who go on using it, and a count of what is left."""

import http.client
import json
import os
import random
import signal
import socket
import sys
import threading
import time
import uuid
from base64 import b64encode
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlencode

import psutil
from sqlalchemy import text
from sqlmodel import col, select
from starlette.types import ASGIApp

from benchmarks.pipeline import looped_to
from perscoach_app import outputs
from perscoach_app.http import GUARDS, create_api
from perscoach_app.services import exercises, jobs, leases, links, people, sessions, tenants, trainings
from perscoach_app.services.scope import Scope
from perscoach_app.settings import PROJECT_ROOT, get_settings
from perscoach_app.setup import processes
from perscoach_app.storage import get_storage
from perscoach_app.tables import Exercise, ExerciseCreate, Job, JobStatus, Role, SessionChunk
from perscoach_app.tables.database import engine_for, migrate, open_session
from perscoach_app.tables.job import ACTIVE
from perscoach_app.work import tidy

CLIP = PROJECT_ROOT / "assets" / "demo" / "squat.mp4"
FRAMES = 40  # two seconds of a person
LEASE_S = 8  # a silent worker's job is taken over as soon as that
PIECE = 40_000  # bytes of an upload sent at once: several requests a clip
QUEUE = 2  # jobs that are always there to be killed
RETRY_S = 0.3
TIMEOUT_S = 20.0
# Whom to kill among the worker's processes, by what their command lines hold.
MARKS = {"hand": "ray::Hand", "raylet": "raylet/raylet", "gcs": "gcs/gcs_server", "reader": "gpu_jobs.video.confined"}
HISTORY = """
CREATE TABLE job_history (job_id INTEGER, old TEXT, new TEXT);
CREATE TRIGGER job_changes AFTER UPDATE OF status ON job WHEN old.status <> new.status
BEGIN INSERT INTO job_history VALUES (new.id, old.status, new.status); END;
"""


def web() -> ASGIApp:
    """All plain routes behind their guards, for uvicorn; the pages' own server is Reflex's business."""
    app: ASGIApp = create_api()
    for guard in GUARDS:
        app = guard(app)
    return app


class House:
    """A tenant with a trainer and a client in a folder of its own, served by processes that may die."""

    def __init__(self, var: Path, *, ray: bool) -> None:
        """
        Args:
            var: An empty folder.
            ray: The worker's own Ray does the work; else the worker does it itself.
        """
        self._ray = ray
        models = get_settings().var_dir / "models"
        os.environ |= {"PERSCOACH_VAR_DIR": str(var), "PERSCOACH_JOB_LEASE_S": str(LEASE_S)}
        os.environ.setdefault("PERSCOACH_WEIGHTS_DIR", str(models))
        for name in ("PERSCOACH_DATABASE_URL", "PERSCOACH_STORAGE_URL", "PERSCOACH_RAY_ADDRESS"):
            os.environ.pop(name, None)
        get_settings.cache_clear()
        migrate()
        self.var, self.port, self._children = var, _free_port(), []
        self._lock = threading.Lock()
        self.clip = looped_to(CLIP, FRAMES, var / "clip.mkv").read_bytes()
        with engine_for(get_settings().database_url).connect() as connection:
            raw = connection.connection.driver_connection
            assert raw is not None
            raw.executescript(HISTORY)
        with open_session() as db:
            tenant = tenants.create(db, "anna", "Анна").id
            self.trainer = people.scope_of(db, people.add(db, tenant, Role.TRAINER, "Анна").id)
            self.client = people.scope_of(db, people.add(db, tenant, Role.CLIENT, "Мария").id)
        self.trained = self._exercise_to_train()
        self._stack = processes.ended_together()
        processes.MOST_DEATHS = sys.maxsize  # we kill more often than a worker would die by itself

    def __enter__(self) -> Self:
        self._children = self._stack.__enter__()
        self._children += [self._web(), processes.start_worker() if self._ray else self._plain_worker()]
        self._until(lambda: _answers(self.port), 60)
        return self

    def __exit__(self, *failed: Any) -> None:
        self._stack.__exit__(*failed)

    def wait(self, seconds: float) -> None:
        """Looks after the processes for a while."""
        self._until(lambda: False, seconds)

    def wait_for(self, progress: float, at_most_s: float) -> None:
        """Until a job has come so far, 0..1."""
        with open_session(reading=True) as db:
            ended = len(db.exec(select(Job.id).where(col(Job.status) == JobStatus.READY)).all())

        def reached() -> bool:
            with open_session(reading=True) as db:
                jobs_now = db.exec(select(Job.status, Job.progress)).all()
            running = [done for status, done in jobs_now if status == JobStatus.RUNNING]
            return any(done >= progress for done in running) or sum(status == JobStatus.READY for status, _ in jobs_now) > ended

        self._until(reached, at_most_s)

    def wait_until_idle(self, at_most_s: float) -> None:
        """Until no job waits or runs."""
        self._until(lambda: not self.active(), at_most_s)

    def active(self) -> list[int]:
        """Jobs that have not ended."""
        with open_session(reading=True) as db:
            return [number for number in db.exec(select(Job.id).where(col(Job.status).in_(ACTIVE))) if number is not None]

    def kill(self, whom: str, chance: random.Random) -> bool:
        """`kill -9`; False where there is no such process now."""
        with self._lock:
            served, worker = self._children
            if whom in ("web", "worker"):
                found = [(served if whom == "web" else worker).process.pid]
            else:
                found = [child.pid for child in _below(worker.process.pid) if MARKS[whom] in _command(child)]
            if not found:
                return False
            with suppress(ProcessLookupError):
                os.kill(chance.choice(found), signal.SIGKILL)
            return True

    def cancel_one(self) -> None:
        """A trainer changes her mind about the newest job."""
        for number in self.active()[-1:]:
            with open_session() as db:
                jobs.cancel(db, self.trainer, number)

    def link(self, who: Scope) -> str:
        """A one-time token."""
        with open_session() as db:
            return links.issue(db, who.person_id)

    def _until(self, happened: Any, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and not happened():
            with self._lock:
                processes.tend(self._children)
            time.sleep(0.1)

    def _web(self) -> processes.Child:
        command = [sys.executable, "-m", "uvicorn", "--factory", "benchmarks.kill_house:web", "--port", str(self.port)]
        return replace(processes.start("web", command, goes_on=True), again=self._web)

    def _plain_worker(self) -> processes.Child:
        return replace(processes.start("worker", [sys.executable, "-m", "benchmarks.plain_worker"], goes_on=True), again=self._plain_worker)

    def _exercise_to_train(self) -> str:
        exercise = Exercise(tenant_id=self.trainer.tenant_id)
        with open_session() as db:
            exercises.add(
                db, self.trainer, ExerciseCreate(slug="trained"), exercise_id=exercise.id, source_key=f"{exercise.prefix}/none.mp4"
            )
            jobs.enqueue(db, self.trainer, exercise.id)
            held = leases.lease(db, "bench")
            assert held is not None
            leases.finish(db, held, duration_s=3.0)
        return str(exercise.id)


class Load:
    """A trainer who uploads and a client who trains, each in a thread; what the server acknowledged is written down."""

    def __init__(self, house: House) -> None:
        """
        Args:
            house: Whom they belong to.
        """
        self.house = house
        self.uploaded: list[str] = []  # exercises the server said are there
        self.chunks: Counter[str] = Counter()  # session to how many chunks it acknowledged
        self._ended, self._uploading = threading.Event(), threading.Event()
        self._uploading.set()
        self._threads = [threading.Thread(target=work, daemon=True) for work in (self._upload, self._train)]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def no_more_uploads(self) -> None:
        """The one under way is finished."""
        self._uploading.clear()
        self._threads[0].join(60)

    def stop(self) -> None:
        """Everybody goes home."""
        self._uploading.clear()
        self._ended.set()
        for thread in self._threads:
            thread.join(30)

    def _upload(self) -> None:
        browser, number = Browser(self.house, self.house.trainer), 0
        while self._uploading.is_set():
            if len(self.house.active()) >= QUEUE:
                time.sleep(RETRY_S)
                continue
            number += 1
            void = b"\xec\x88" + number.to_bytes(8, "big")  # a Matroska element that says nothing: no two clips are the same
            exercise = self._sent(browser, self.house.clip + void, f"clip-{number}.mkv")
            if exercise:
                self.uploaded.append(exercise)

    def _sent(self, browser: "Browser", content: bytes, name: str) -> str:
        """Uploads a clip as a page does: after every failure it asks how far the server is."""
        tus = {"tus-resumable": "1.0.0"}
        length, metadata = str(len(content)), f"filename {b64encode(name.encode()).decode()}"
        created = browser.ask("POST", "/api/uploads/", {**tus, "upload-length": length, "upload-metadata": metadata})
        place = created.getheader("location", "")
        while place and not self._ended.wait(0.05):
            state = browser.ask("HEAD", place, tus)
            if state.status != 200:
                return ""  # finished by a request whose answer was lost, or cleared away: not acknowledged
            offset = int(state.getheader("upload-offset", "0"))
            headers = {**tus, "upload-offset": str(offset), "content-type": "application/offset+octet-stream"}
            answer = browser.ask("PATCH", place, headers, content[offset : offset + PIECE], again=False)
            if answer is not None and answer.status == 204 and answer.getheader("x-exercise"):
                return str(answer.getheader("x-exercise"))
        return ""

    def _train(self) -> None:
        browser = Browser(self.house, self.house.client)
        while not self._ended.is_set():
            with open_session() as db:
                training = trainings.for_exercise(db, self.house.client, self.house.trained)
            session = str(sessions.id_of(uuid.UUID(training), 0))
            for number in range(20):
                samples = [[number + part / 5, 90.0, 0.5, 0.2, 0, [90.0] * 14] for part in range(5)]
                body = json.dumps({"samples": samples}).encode()
                answer = browser.ask("POST", f"/api/shadow/{training}/sets/0/chunks/{number}", {"content-type": "application/json"}, body)
                if answer.status == 200:
                    self.chunks[session] = number + 1
                if self._ended.wait(RETRY_S):
                    return
            browser.ask("POST", f"/api/shadow/{training}/finish", {})


class Browser:
    """Keeps a cookie and tries again while the server is away."""

    def __init__(self, house: House, who: Scope) -> None:
        self._house, self._host = house, f"anna.localhost:{house.port}"
        self._cookie = ""
        while not self._cookie:
            body = urlencode({"token": house.link(who)}).encode()
            answer = self.ask("POST", "/api/sign-in", {"content-type": "application/x-www-form-urlencoded"}, body)
            self._cookie = str(answer.getheader("set-cookie", "")).partition(";")[0]

    def ask(self, method: str, path: str, headers: dict[str, str], body: bytes = b"", *, again: bool = True) -> Any:
        """One request; repeated until there is an answer, unless not `again`: then None where there was none."""
        while True:
            connection = http.client.HTTPConnection("127.0.0.1", self._house.port, timeout=TIMEOUT_S)
            try:
                connection.request(method, path, body or None, {"host": self._host, "cookie": self._cookie, **headers})
                answer = connection.getresponse()
                answer.read()
                return answer
            except (OSError, http.client.HTTPException):
                if not again:
                    return None
                time.sleep(RETRY_S)
            finally:
                connection.close()


def verdict(house: House, load: Load) -> dict[str, Any]:
    """What the tables and the storage say in the end."""
    tidy()
    outputs.sweep()
    with open_session(reading=True) as db:
        rows = list(db.exec(select(Job)))
        made = {str(row.id): row for row in db.exec(select(Exercise))}
        stored = Counter(str(session) for session in db.exec(select(SessionChunk.session_id)))
        ends = Counter(job_id for job_id, new in db.execute(text("SELECT job_id, new FROM job_history")) if new not in ACTIVE)
        sound = [row[0] for row in db.execute(text("PRAGMA integrity_check"))]
        broken = list(db.execute(text("PRAGMA foreign_key_check")))
    lost_chunks = sum(max(0, acknowledged - stored[session]) for session, acknowledged in load.chunks.items())
    return {
        "jobs": len(rows),
        "ended_once": sum(job.status not in ACTIVE and ends[job.id] == 1 for job in rows),
        "ended_as": dict(Counter(job.status for job in rows)),
        "attempts": dict(sorted(Counter(job.attempts for job in rows).items())),
        "acknowledged_rows": sum(load.chunks.values()) + len(load.uploaded),
        "lost_rows": lost_chunks + sum(exercise not in made for exercise in load.uploaded),
        "wrong_outputs": sum(not _as_said(row) for row in made.values() if str(row.id) != house.trained),
        "folders_left": len(list((house.var / "work").iterdir())) if (house.var / "work").exists() else 0,
        "integrity": "ok" if sound == ["ok"] and not broken else str(sound or broken),
    }


def _as_said(exercise: Exercise) -> bool:
    """The current version's outputs lie there, whole, and no other's."""
    keys = [key.removeprefix(f"{exercise.prefix}/") for key in get_storage().keys(exercise.prefix)]
    versions = {key.partition("/")[0] for key in keys if "/" in key}
    wanted = {f"v{exercise.version}"} if exercise.version else set()
    return versions - {"first-look"} == wanted and (not wanted or f"v{exercise.version}/trainer_poses.json" in keys)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def _below(pid: int) -> list[psutil.Process]:
    with suppress(psutil.Error):
        return psutil.Process(pid).children(recursive=True)
    return []


def _command(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""
