"""A word to everybody on top of every page: works that are planned, or a trouble we know of."""

import time
from dataclasses import asdict, dataclass
from datetime import datetime
from threading import Lock
from typing import Any

from sqlmodel import Session, delete, select

from perscoach_app.services.admin_errors import BannerUnclear
from perscoach_app.settings import get_settings
from perscoach_app.tables import Banner
from perscoach_app.tables.moments import now

KEPT_S = 5.0  # a page that is opened looks at most so many seconds into the past: not a query for every event
MOST_CHARACTERS = 300  # two lines of a phone


@dataclass(frozen=True, slots=True)
class Told:
    """What the page shows.

    Attributes:
        begins: ISO 8601; empty where no works are planned.
    """

    text_ru: str
    text_en: str
    begins: str
    ends: str

    def text(self, language: str) -> str:
        """In the reader's language."""
        return self.text_ru if language == "ru" else self.text_en


@dataclass(frozen=True, slots=True)
class Wish:
    """What an administrator wants to be told."""

    text_ru: str
    text_en: str
    begins_at: datetime | None
    ends_at: datetime | None

    def checked(self) -> dict[str, Any]:
        """Ready for an order.

        Raises:
            BannerUnclear: words missing in a language, too many of them, or times that cannot be meant.
        """
        words = [self.text_ru.strip(), self.text_en.strip()]
        if not all(0 < len(text) <= MOST_CHARACTERS for text in words) or self.ends_at is None or self.ends_at <= now():
            raise BannerUnclear
        if self.begins_at is not None and self.begins_at >= self.ends_at:
            raise BannerUnclear
        begins = self.begins_at.isoformat() if self.begins_at else ""
        return {"text_ru": words[0], "text_en": words[1], "begins": begins, "ends": self.ends_at.isoformat()}


class _Kept:
    """The banner as this process knows it. It is everybody's: nothing of any tenant is in it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._known: dict[str, tuple[float, Told | None]] = {}

    def look(self, db: Session) -> Told | None:
        """By the database's address, at most `KEPT_S` old."""
        url = get_settings().database_url
        with self._lock:
            at, told = self._known.get(url, (float("-inf"), None))
        if time.monotonic() - at >= KEPT_S:
            told = _read(db)
            with self._lock:
                self._known = {url: (time.monotonic(), told)}
        return told if told is None or datetime.fromisoformat(told.ends) > now() else None

    def forget(self) -> None:
        """The next look reads anew."""
        with self._lock:
            self._known = {}


_kept = _Kept()
present = _kept.look
"""What is to be told now; None most of the time."""
forget = _kept.forget


def put(db: Session, values: dict[str, Any] | None) -> None:
    """A worker's: this banner in place of the one before, or none. Not committed."""
    db.exec(delete(Banner))
    if values is not None:
        begins = datetime.fromisoformat(values["begins"]) if values["begins"] else None
        ends = datetime.fromisoformat(values["ends"])
        db.add(Banner(text_ru=values["text_ru"], text_en=values["text_en"], begins_at=begins, ends_at=ends))
    forget()


def as_values(told: Told | None) -> dict[str, str]:
    """For a form that changes it."""
    return asdict(told) if told else {"text_ru": "", "text_en": "", "begins": "", "ends": ""}


def _read(db: Session) -> Told | None:
    row = db.exec(select(Banner)).first()
    if row is None:
        return None
    return Told(row.text_ru, row.text_en, row.begins_at.isoformat() if row.begins_at else "", row.ends_at.isoformat())
