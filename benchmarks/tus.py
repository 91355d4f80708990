"""Uploads cut at random bytes, by the phone and by `kill -9` of the server: what arrives is what was sent, and nothing else is left."""

import hashlib
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

from starlette.types import ASGIApp

from benchmarks.cut_phone import HERE, TUS, Phone
from perscoach_app.services import browsers, budgets, exercises, links, people, sign_in, tenants, unfinished
from perscoach_app.settings import get_settings
from perscoach_app.storage import get_storage
from perscoach_app.tables import Role
from perscoach_app.tables.database import engine_for, migrate, open_session

CUTS = 100
KILL_EVERY = 10  # uploads: in each of these the server dies once
LEAST, MOST = 200_000, 3_000_000  # bytes of a file; the cuts fall everywhere in it
WORKERS = 2  # server processes that share the folder
UP_S = 60.0
SEED = 7
ENDLESS = 10**12  # bytes that a piece announces without there being room for them


def measure(cuts: int = CUTS, kill_every: int = KILL_EVERY) -> dict[str, Any]:
    """Cuts uploads so often; after how many cuts the file came out equal, what was left, what is answered to what is not allowed."""
    with tempfile.TemporaryDirectory() as folder, _house(Path(folder)) as (anna, boris), Server() as server:
        chance = random.Random(SEED)
        phone = Phone(server.port, "anna.localhost", anna, chance)
        uploads = equal = kills = 0
        started = time.monotonic()
        while phone.cuts < cuts:
            uploads += 1
            content = b"\x00\x00\x00\x20ftypisom" + chance.randbytes(chance.randrange(LEAST, MOST))
            dies = uploads % kill_every == 0
            kills += dies
            before = phone.cuts
            same = _arrives(phone, content, min(chance.randint(1, 3), cuts - phone.cuts), server if dies else None)
            equal += (phone.cuts - before) * same
        seconds = time.monotonic() - started
        other = Phone(server.port, "boris.localhost", boris, chance)
        codes = _refusals(phone, other)
        left = [path for path in get_settings().uploads_dir.rglob("*") if path.is_file()]
    return {
        "cuts": phone.cuts,
        "uploads": uploads,
        "equal": equal,
        "kills": kills,
        "leftovers": len(left),
        "codes": codes,
        "seconds": round(seconds, 1),
    }


def _arrives(phone: Phone, content: bytes, cuts: int, server: "Server | None") -> bool:
    """Whether a file arrives as it is, its way cut so many times; after each cut the phone knows nothing but the address."""
    status, place = phone.begin(len(content))
    assert status == 201, status
    for number in range(cuts):
        offset, exercise = phone.how_far(place)
        if exercise:  # all of it had arrived before the cut
            break
        phone.cut_piece(place, offset, content[offset:])
        if server is not None and number == 0:
            server.kill()
            server.start()
    offset, exercise = phone.how_far(place)
    while not exercise:
        phone.piece(place, offset, content[offset:])
        offset, exercise = phone.how_far(place)
    return _stored(exercise) == hashlib.sha256(content).hexdigest()


def _stored(exercise: str) -> str:
    """SHA-256 of what lies in the storage for an exercise."""
    with open_session(reading=True) as db, tempfile.TemporaryDirectory() as folder:
        tenant = tenants.by_host(db, "anna.localhost")
        assert tenant is not None
        assert tenant.id is not None
        (trainer,) = people.of_tenant(db, tenant.id, Role.TRAINER)
        row = exercises.row_of(db, people.scope_of(db, trainer.id), UUID(exercise))
        get_storage().get_file(row.source_key, Path(folder) / "copy")
        found = hashlib.sha256((Path(folder) / "copy").read_bytes()).hexdigest()
        assert row.source_sha256 == found
        return found


def _refusals(phone: Phone, other: Phone) -> dict[str, int]:
    """What the server answers to what is not allowed; each leaves nothing behind."""
    content = b"\x00\x00\x00\x20ftypisom" + bytes(100_000)
    _, place = phone.begin(len(content))
    codes = {
        "wrong_offset": phone.piece(place, 5, content[5:])[0],
        "longer_than_announced": phone.piece(place, 0, content + b"more")[0],
        "foreign_asks": other.ask("HEAD", place, TUS)[0],
        "foreign_writes": other.piece(place, 0, content)[0],
        "foreign_deletes": other.ask("DELETE", place, TUS)[0],
        "nobody_asks": Phone(phone.port, phone.host, "", phone.chance).ask("HEAD", place, TUS)[0],
        "endless": _endless(phone, place),
    }
    with socket.create_connection((HERE, phone.port)) as link:  # a first writer, in the middle of its piece
        link.sendall(phone.opening(place, 0, len(content)) + content[:1000])
        time.sleep(0.3)
        codes["second_writer"] = phone.piece(place, 0, content)[0]
        codes["asked_meanwhile"] = phone.ask("HEAD", place, TUS)[0]
    phone.how_far(place)
    codes["aborted"] = phone.ask("DELETE", place, TUS)[0]
    codes["gone"] = phone.ask("HEAD", place, TUS)[0]
    _, place = phone.begin(1000)
    codes["no_video"] = phone.piece(place, 0, bytes(1000))[0]
    with open_session() as db:
        budgets.set_budget(db, "anna", storage_bytes=1000)
    codes["over_quota"] = phone.begin(len(content))[0]
    unfinished.sweep()
    return codes


def _endless(phone: Phone, place: str) -> int:
    """A piece without end: the status, or the bytes the server took before it closed the connection without one."""
    taken = 0
    with socket.create_connection((HERE, phone.port), 5) as link:
        link.sendall(phone.opening(place, 0, ENDLESS))
        time.sleep(0.5)  # time to say no before a byte of it comes
        try:
            while taken < 50_000_000:
                link.setblocking(False)
                try:
                    if said := link.recv(200):
                        return int(said.split()[1])
                except BlockingIOError:
                    pass
                link.settimeout(5)
                link.sendall(bytes(100_000))
                taken += 100_000
        except OSError:
            pass
    return taken


class Server:
    """The product's HTTP in processes of its own, behind the server that Reflex uses."""

    def __init__(self) -> None:
        with socket.socket() as probe:
            probe.bind((HERE, 0))
            self.port = int(probe.getsockname()[1])
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Server":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def start(self) -> None:
        """Returns when it answers."""
        command = [sys.executable, "-m", "granian", "--interface", "asgi", "--factory", "--workers", str(WORKERS), "--no-log"]
        self._process = subprocess.Popen(
            [*command, "--host", HERE, "--port", str(self.port), "benchmarks.tus:serving"],
            cwd=Path(__file__).resolve().parents[1],
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until = time.monotonic() + UP_S
        while time.monotonic() < until:
            try:
                with socket.create_connection((HERE, self.port), 1):
                    return
            except OSError:
                time.sleep(0.1)
        raise AssertionError("the server did not start")

    def kill(self) -> None:
        """`kill -9` of all its processes."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()


def serving() -> ASGIApp:
    """All plain routes behind their guards, as Reflex mounts them."""
    from perscoach_app.http import GUARDS, create_api

    app: ASGIApp = create_api()
    for guard in GUARDS:
        app = guard(app)
    return app


@contextmanager
def _house(folder: Path) -> Iterator[tuple[str, str]]:
    """Two studios in a folder of their own, and the Cookie headers of their trainers."""
    kept = {name: os.environ.get(name) for name in ("PERSCOACH_VAR_DIR", "PERSCOACH_DATABASE_URL")}
    os.environ["PERSCOACH_VAR_DIR"] = str(folder)
    os.environ.pop("PERSCOACH_DATABASE_URL", None)
    get_settings.cache_clear()
    try:
        migrate()
        yield _trainer("anna", "Анна"), _trainer("boris", "Борис")
    finally:
        engine_for(get_settings().database_url).dispose()
        for name, value in kept.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
        get_settings.cache_clear()
        shutil.rmtree(folder / "uploads", ignore_errors=True)


def _trainer(slug: str, name: str) -> str:
    with open_session() as db:
        person = people.add(db, tenants.create(db, slug, name).id, Role.TRAINER, name)
        token = links.issue(db, person.id)
    with open_session() as db:
        return f"{browsers.COOKIE}={sign_in.by_link(db, token, f'{slug}.localhost').cookie}"
