"""How often something may be tried: counted in the database, so that all processes count together and a restart forgets nothing."""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import Session, col, select

from perscoach_app.services.errors import TooFast
from perscoach_app.tables import Attempt
from perscoach_app.tables.moments import now

MAX_WINDOW_S = 24 * 3600  # the longest that is counted; older rows are swept away


def check(db: Session, key: str, limit: int, per_s: int) -> None:
    """Counts one attempt.

    Raises:
        TooFast: it is one too many.
    """
    if not allow(db, key, limit, per_s):
        raise TooFast(seconds=per_s)


def allow(db: Session, key: str, limit: int, per_s: int) -> bool:
    """Whether one more attempt is fine now; counts it when it is, and commits: a failed sign-in must not roll its own count back.

    A sliding window: the part of the window before that is still within `per_s` seconds counts on, spread evenly. So no span of
    `per_s` seconds sees much more than `limit` attempts, and no instant lets through two limits.

    Args:
        key: what is counted, such as `sign-in:203.0.113.5`; only its SHA-256 is kept.
        limit: attempts in `per_s` seconds.
        per_s: at most `MAX_WINDOW_S`.
    """
    assert 0 < per_s <= MAX_WINDOW_S
    digest, moment = hashlib.sha256(f"{per_s}:{key}".encode()).hexdigest(), now()
    window = datetime.fromtimestamp(moment.timestamp() // per_s * per_s, UTC)
    room = limit - _still_counting(db, digest, window, per_s, moment)
    count = _count(db, digest, window, room) if room >= 1 else None
    if count == 1:  # the first of a window has the time
        db.exec(delete(Attempt).where(col(Attempt.window) < moment - timedelta(seconds=2 * MAX_WINDOW_S)))
    db.commit()
    return count is not None


def _still_counting(db: Session, digest: str, window: datetime, per_s: int, moment: datetime) -> float:
    before = db.exec(
        select(Attempt.count).where(col(Attempt.key) == digest, col(Attempt.window) == window - timedelta(seconds=per_s))
    ).first()
    return (before or 0) * (1.0 - (moment - window).total_seconds() / per_s)


def _count(db: Session, digest: str, window: datetime, room: float) -> int | None:
    """One statement, so that of many at the same moment no more than there is room for get through; None for the others."""
    insert: Any = postgres_insert if db.get_bind().dialect.name == "postgresql" else sqlite_insert
    counted = (
        insert(Attempt)
        .values(key=digest, window=window, count=1)
        .on_conflict_do_update(
            index_elements=["key", "window"], set_={"count": col(Attempt.count) + 1}, where=col(Attempt.count) + 1 <= room
        )
        .returning(col(Attempt.count))
    )
    found: int | None = db.execute(counted).scalar_one_or_none()
    return found
