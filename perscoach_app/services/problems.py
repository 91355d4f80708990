"""Exceptions of ours, counted by where they came from. Their words are left out: they may hold what somebody wrote or sent."""

import logging
import threading
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import update
from sqlmodel import Session, col, select

from perscoach_app.services.scope import Scope, require_admin
from perscoach_app.settings import PROJECT_ROOT
from perscoach_app.tables import Problem, Tenant, TenantKind
from perscoach_app.tables.database import open_session
from perscoach_app.tables.moments import now_of

FLUSH_S = 5.0  # not at once: whoever failed may hold the one write lock of SQLite
SHOWN = 100
KIND_CHARACTERS, PLACE_CHARACTERS = 120, 200

Where = tuple[str, str]
"""An exception's class and place."""

log = logging.getLogger(__name__)


class Tally(logging.Handler):
    """Counts what is logged with an exception."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._seen: Counter[Where] = Counter()

    def emit(self, record: logging.LogRecord) -> None:
        """Only where it came from is kept."""
        error = record.exc_info[1] if record.exc_info else None
        if error is not None and not record.name.startswith(__name__):
            with self.lock or threading.Lock():
                self._seen[where(error)] += 1

    def emptied(self) -> Counter[Where]:
        """What was counted since the last time."""
        with self.lock or threading.Lock():
            seen, self._seen = self._seen, Counter()
        return seen

    def put_back(self, seen: Counter[Where]) -> None:
        """It could not be written down: the next time, then."""
        with self.lock or threading.Lock():
            self._seen.update(seen)


def where(error: BaseException) -> Where:
    """The class of an exception, and the innermost line of ours it passed."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if _is_ours(frame.filename)] or list(frames)
    kind = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    if not ours:
        return kind[:KIND_CHARACTERS], ""
    path = Path(ours[-1].filename)
    name = path.relative_to(PROJECT_ROOT) if path.is_relative_to(PROJECT_ROOT) else Path(path.name)
    return kind[:KIND_CHARACTERS], f"{name}:{ours[-1].lineno} {ours[-1].name}"[:PLACE_CHARACTERS]


def count_for_good(process: str) -> tuple[Tally, threading.Event]:
    """Counts whatever this process logs, and writes it down every few seconds until the event is set."""
    tally, ended = Tally(), threading.Event()
    logging.getLogger().addHandler(tally)
    threading.Thread(target=_write_until, args=(ended, tally, process), name="problems", daemon=True).start()
    return tally, ended


@contextmanager
def counted(process: str) -> Iterator[Tally]:
    """The same for the time of the block."""
    tally, ended = count_for_good(process)
    try:
        yield tally
    finally:
        ended.set()
        logging.getLogger().removeHandler(tally)


def write_down(tally: Tally, process: str) -> None:
    """What was counted, into the platform's own rows."""
    seen = tally.emptied()
    if not seen:
        return
    try:
        with open_session(reading=True) as db:
            platform = db.exec(select(Tenant.id).where(col(Tenant.kind) == TenantKind.PLATFORM)).first()
        if platform is None:  # the first worker makes it
            tally.put_back(seen)
            return
        with open_session(tenant_id=platform) as db:
            for (kind, place), count in seen.items():
                _add(db, platform, process, kind, place, count)
            db.commit()
    except Exception as error:  # the database may be what failed
        tally.put_back(seen)
        log.warning("problems are not written down: %s", type(error).__name__)


def listed(db: Session, scope: Scope) -> list[Problem]:
    """What is not settled, the latest first."""
    require_admin(scope)
    query = select(Problem).where(col(Problem.tenant_id) == scope.tenant_id, col(Problem.settled_at).is_(None))
    return list(db.exec(query.order_by(col(Problem.last_at).desc()).limit(SHOWN)))


def settle(db: Session, scope: Scope, problem_id: int) -> None:
    """An administrator has seen to it: it is shown again when it happens again."""
    require_admin(scope)
    mine = (col(Problem.id) == problem_id, col(Problem.tenant_id) == scope.tenant_id)
    db.exec(update(Problem).where(*mine).values(settled_at=now_of(db), count=0))
    db.commit()


def _write_until(ended: threading.Event, tally: Tally, process: str) -> None:
    while not ended.wait(FLUSH_S):
        write_down(tally, process)


def _add(db: Session, platform: int, process: str, kind: str, place: str, count: int) -> None:
    moment, which = now_of(db), (col(Problem.process) == process, col(Problem.kind) == kind, col(Problem.place) == place)
    change = update(Problem).where(*which).values(count=col(Problem.count) + count, last_at=moment, settled_at=None)
    if db.exec(change).rowcount == 0:
        db.add(Problem(tenant_id=platform, process=process, kind=kind, place=place, count=count, first_at=moment, last_at=moment))


def _is_ours(filename: str) -> bool:
    path = Path(filename)
    return path.is_relative_to(PROJECT_ROOT) and ".venv" not in path.parts
