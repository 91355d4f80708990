"""A client trains in a real browser on a real server that is cut off again and again; what her device believed stands beside what is kept.

The page, its Python, its outbox, its service worker, the routes and the database are the product's own; recorded landmarks take the
camera's place (`recorded_eyes.js`), and the page's clock runs faster.
"""

import json
import multiprocessing
import os
import random
import socket
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import pairwise
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any, Self
from urllib.request import urlopen

from playwright.sync_api import Browser, BrowserContext, Error, Page
from sqlmodel import col, select

from benchmarks import cut_server
from benchmarks.cut_server import serve
from perscoach_app.services import assignments, browsers, local_time, media, people, sign_in, tenants, trainings
from perscoach_app.settings import get_settings
from perscoach_app.storage import get_storage
from perscoach_app.tables import AssignmentBase, Exercise, Role, SessionChunk, SetDone, Training, TrainingSession, Workout, WorkoutItem
from perscoach_app.tables.database import migrate, open_session
from perscoach_motion.trackfile import loads
from tests.browser.session import Part, session
from tests.browser.stage_server import PAGE, WORDS

SETS, REPETITIONS = 4, 3
FASTER = 4  # the page's clock; the landmarks keep its pace
FPS = 30
LOOKS_S = 0.25
UP_S = 60.0
TRAINING_S = 240.0  # a training of four short sets that takes longer has come to a stop
CUTS = ("offline", "killed", "reload", "reload offline", "reload while killed", "closed tab")
CARD = ".shadow-card:not([hidden]) .shadow-choices"
MAIN = f"{CARD} .is-main, .shadow[data-state=feel] {CARD} button"  # how it felt is asked without a hint
BELIEVED = """
const put = IDBObjectStore.prototype.put;
IDBObjectStore.prototype.put = function (row, ...more) {
  if (this.name === "outbox") localStorage.setItem("believed", (localStorage.getItem("believed") ?? "") + JSON.stringify(row) + "\\n");
  return put.call(this, row, ...more);
};
"""
"""Notes each result that the device takes for kept, where a reload finds it again."""
_WAITING = "async () => (await (await import('/shadow/store.js')).all('outbox')).length"
_SEEN = """() => {
  const root = document.querySelector(".shadow");
  const count = root?.querySelector(".shadow-count b")?.textContent ?? "";
  return { state: root?.dataset.state ?? "", main: !!document.querySelector(MAIN), count };
}""".replace("MAIN", json.dumps(MAIN))


class Server:
    """The process that is killed and started again, forked from one that has everything imported."""

    def __init__(self, var: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self._var = str(var)
        self._processes = multiprocessing.get_context("forkserver")
        self._processes.set_forkserver_preload(["benchmarks.cut_server"])
        self._process: ForkServerProcess | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_failed: object) -> None:
        self.kill()

    def start(self) -> None:
        """Resolves once it answers."""
        self._process = self._processes.Process(target=serve, args=(self._var, self.port, FASTER, FPS), daemon=True)
        self._process.start()
        deadline = time.monotonic() + UP_S
        while time.monotonic() < deadline:
            with suppress(OSError), urlopen(f"http://127.0.0.1:{self.port}/api/health", timeout=2):
                return
            time.sleep(0.05)
        raise RuntimeError("the server did not come up")

    def kill(self) -> None:
        """`kill -9`."""
        if self._process is not None:
            self._process.kill()
            self._process.join()


@dataclass
class Tally:
    """What came of it all."""

    cuts: Counter[str] = field(default_factory=Counter)
    trainings: int = 0
    sets: int = 0
    lost_sets: int = 0
    doubled_sets: int = 0
    chunks: int = 0
    lost_rows: int = 0  # kept by the device, not in the database
    strange_rows: int = 0  # in the database, unlike anything the device kept
    wrong_counts: int = 0  # a set whose repetitions differ between device, day and samples
    unsteady: int = 0  # sets whose samples do not go forward
    most_reps_forgotten: int = 0  # shown before a cut, not after it

    @property
    def whole(self) -> bool:
        """Nothing lost, nothing doubled, nothing different."""
        return not (self.lost_sets or self.doubled_sets or self.lost_rows or self.strange_rows or self.wrong_counts or self.unsteady)


class CutHouse:
    """A trainer, her client, one exercise; each training is a new day's homework of four short sets."""

    def __init__(self, var: Path, exercise: Path) -> None:
        """
        Args:
            var: an empty folder; the present settings are made to point there.
            exercise: a folder as `perscoach process` leaves it.
        """
        os.environ["PERSCOACH_VAR_DIR"] = str(var)
        os.environ.pop("PERSCOACH_DATABASE_URL", None)
        get_settings.cache_clear()
        migrate()
        trainer = loads((exercise / "trainer_poses.json").read_text("utf-8")).track
        page = PAGE.replace('"{training}"', "location.pathname.split('/').pop()").format(language="ru", words=json.dumps(WORDS))
        (var / cut_server.PAGE).write_text(page, "utf-8")
        (var / cut_server.RECORDED).write_bytes(session(trainer, [Part(trainer)], 60.0, float(FPS)).tobytes())
        with open_session() as db:
            tenant = tenants.create(db, "anna", "Анна").id
            self.anna = people.scope_of(db, people.add(db, tenant, Role.TRAINER, "Анна").id)
            self.maria = people.scope_of(db, people.add(db, tenant, Role.CLIENT, "Мария").id)
            row = Exercise(
                tenant_id=tenant, created_by=self.anna.person_id, slug="squat", title_ru="Приседание", title_en="Squat", version=1
            )
            db.add(row)
            db.commit()
            self.exercise = row.id
            for name in (media.OUTPUT_VIDEO, media.OUTPUT_STACKED, media.OUTPUT_POSES, media.OUTPUT_POSTER):
                if (exercise / name).exists():
                    get_storage().put_file(f"{row.output_prefix()}/{name}", exercise / name)

    def homework(self) -> str:
        """A new homework for today; the key of its day."""
        with open_session() as db:
            made = Workout(tenant_id=self.anna.tenant_id, created_by=self.anna.person_id, title="Ноги")
            db.add(made)
            db.flush()
            asked = {"sets": SETS, "repetitions": REPETITIONS, "rest_s": 3}
            db.add(WorkoutItem(tenant_id=made.tenant_id, workout_id=made.id, exercise_id=self.exercise, position=0, **asked))
            db.commit()
            today = local_time.today(db, self.anna.tenant_id)
            (given,) = assignments.give(db, self.anna, str(made.id), AssignmentBase(starts_on=today), clients=[self.maria.person_id])
        return f"{given}-{today}"

    def begin(self) -> str:
        """A training of a new day's homework."""
        with open_session() as db:
            return trainings.for_day(db, self.maria, self.homework())

    def cookie(self, port: int) -> dict[str, str]:
        """Maria is signed in."""
        with open_session() as db:
            value = sign_in.as_person(db, self.maria.person_id, "anna.localhost").cookie
        return {"name": browsers.COOKIE, "value": value, "url": f"http://anna.localhost:{port}"}


class Client:
    """Maria before her screen: she taps what is to be tapped, whatever happens to her line."""

    def __init__(self, context: BrowserContext, server: Server, training: str, chance: random.Random, tally: Tally) -> None:
        self.context, self.server, self.chance, self.tally = context, server, chance, tally
        self.address = f"http://anna.localhost:{server.port}/shadow/{training}?clock={FASTER}"
        self.page = self._opened()

    def train(self, cuts: list[str]) -> None:
        """Through to the end, cut off at random moments.

        Raises:
            RuntimeError: the training came to a stop.
        """
        pending = list(cuts)
        soon = time.monotonic() + self.chance.uniform(4, 9)
        deadline = time.monotonic() + TRAINING_S
        while time.monotonic() < deadline:
            seen = self._look()
            if seen["state"] == "done" and not pending:
                break
            if seen["state"] == "done":
                pending.clear()  # it ended sooner than its cuts: they are made up for elsewhere
                break
            if pending and seen["state"] not in ("", "opening") and time.monotonic() > soon:
                self._cut(pending.pop(0), seen)
                soon = time.monotonic() + self.chance.uniform(3, 8)
            elif seen["main"] and seen["state"] not in ("countdown", "set"):
                self._tap()
            time.sleep(LOOKS_S)
        else:
            raise RuntimeError(f"the training stopped in {self._look()} after {self.tally.cuts}")
        self._settle()

    def believed(self) -> list[dict[str, Any]]:
        """Every result the device ever kept."""
        text = self.page.evaluate("() => localStorage.getItem('believed') ?? ''")
        return [json.loads(line) for line in text.splitlines()]

    def _cut(self, kind: str, seen: dict[str, Any]) -> None:
        self.tally.cuts[kind] += 1
        away = self.chance.uniform(0.3, 3.0)
        before = _number(seen["count"]) if seen["state"] == "set" else 0
        if kind in ("offline", "reload offline"):
            self.context.set_offline(True)
            if kind == "reload offline":
                self._reload()
            time.sleep(away)
            self.context.set_offline(False)
        elif kind in ("killed", "reload while killed"):
            self.server.kill()
            if kind == "reload while killed":
                self._reload()
            time.sleep(away)
            self.server.start()
        elif kind == "reload":
            self._reload()
        else:
            self.page.close()
            self.page = self._opened()
        if kind not in ("offline", "killed"):
            self._compare(before)

    def _compare(self, before: int) -> None:
        """How many repetitions that were shown are no longer there; the welcome says «6 из 10»."""
        with suppress(Error):
            self.page.wait_for_function("() => document.querySelector('.shadow')?.dataset.state === 'welcome'", timeout=20_000)
            title = self.page.locator("#shadow-card-title").inner_text(timeout=2000)
            standing = [int(part) for part in title.replace("\u00a0", " ").replace(",", " ").split() if part.isdigit()]
            if before and len(standing) == 3:
                self.tally.most_reps_forgotten = max(self.tally.most_reps_forgotten, before - standing[1])

    def _settle(self) -> None:
        """Until the device has nothing left to send."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with suppress(Error):
                if self.page.evaluate(_WAITING) == 0:
                    return
            time.sleep(LOOKS_S)
        raise RuntimeError("the outbox does not become empty")

    def _look(self) -> dict[str, Any]:
        with suppress(Error):
            return dict(self.page.evaluate(_SEEN))
        return {"state": "", "main": False, "count": ""}

    def _tap(self) -> None:
        with suppress(Error):
            self.page.locator(MAIN).first.click(timeout=1000)

    def _reload(self) -> None:
        with suppress(Error):
            self.page.evaluate("() => void location.reload()")

    def _opened(self) -> Page:
        page = self.context.new_page()
        page.goto(self.address, wait_until="commit")
        return page


@contextmanager
def visited(browser: Browser, house: CutHouse, server: Server) -> Iterator[BrowserContext]:
    """A browser of its own for one training."""
    context = browser.new_context(viewport={"width": 1000, "height": 700}, locale="ru-RU")
    context.add_init_script(BELIEVED)
    context.add_cookies([house.cookie(server.port)])  # type: ignore[list-item]
    yield context
    context.close()


def judge(training: str, believed: list[dict[str, Any]], tally: Tally, sets: int = SETS) -> None:
    """Compares what the device believes with what the database holds, row by row."""
    told: dict[str, list[Any]] = {}
    for row in believed:
        told.setdefault(row["key"], []).append(row["body"])
    with open_session(reading=True) as db:
        begun = db.get_one(Training, uuid.UUID(training))
        rows = db.exec(select(TrainingSession).where(col(TrainingSession.training_id) == begun.id)).all()
        done = {row.number: row for row in db.exec(select(SetDone).where(col(SetDone.homework_id) == begun.homework_id))}
        kept = {
            f"sets/{row.position}/chunks/{chunk.number}": chunk.samples
            for row in rows
            for chunk in db.exec(select(SessionChunk).where(col(SessionChunk.session_id) == row.id).order_by(col(SessionChunk.number)))
        }
    finished = Counter(row.position for row in rows if row.finished_at is not None)
    tally.trainings += 1
    tally.sets += sets
    counted = {position: _ended(told, position).get("repetitions") for position in range(sets)}
    tally.lost_sets += sum(finished[place] == 0 or (bool(count) and place + 1 not in done) for place, count in counted.items())
    tally.doubled_sets += sum(count > 1 for count in finished.values()) + len(rows) - len({row.position for row in rows})
    chunks = {key: [body["samples"] for body in bodies] for key, bodies in told.items() if "/chunks/" in key}
    tally.chunks += len(kept)
    tally.lost_rows += sum(key not in kept for key in chunks)
    tally.strange_rows += sum(samples not in chunks.get(key, []) for key, samples in kept.items())
    for row in rows:
        own = [sample for key, samples in kept.items() if key.startswith(f"sets/{row.position}/") for sample in samples]
        forward = all(one[0] < other[0] and one[4] <= other[4] for one, other in pairwise(own))
        tally.unsteady += not forward
        written = done[row.position + 1].repetitions if row.position + 1 in done else 0  # a set without a repetition is not written
        tally.wrong_counts += not (counted.get(row.position) == written == max((sample[4] for sample in own), default=0))


def _ended(told: dict[str, list[Any]], position: int) -> dict[str, Any]:
    """What the device last said of a set's end."""
    said = told.get(f"sets/{position}/finish", [{}])[-1]
    return dict(said)


def _number(text: str) -> int:
    return int(text) if text.isdigit() else 0
