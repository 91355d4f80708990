"""The tenant's own calendar: which day it is where the trainer lives, and when a local hour comes."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlmodel import Session

from perscoach_app.tables import Tenant
from perscoach_app.tables.moments import now

__all__ = ["day_of", "moment_of", "now", "today", "zone", "zone_of"]

FALLBACK = "UTC"  # a zone this machine does not know must not close the house


def zone_of(db: Session, tenant_id: int) -> ZoneInfo:
    """The tenant's time zone."""
    return zone(db.get_one(Tenant, tenant_id).timezone)


def zone(name: str) -> ZoneInfo:
    """The zone with this IANA name, UTC when there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo(FALLBACK)


def today(db: Session, tenant_id: int) -> date:
    """Which day it is for the tenant now."""
    return day_of(now(), zone_of(db, tenant_id))


def day_of(moment: datetime, where: ZoneInfo) -> date:
    """The calendar day of a moment in a zone."""
    return moment.astimezone(where).date()


def moment_of(day: date, clock: str, where: ZoneInfo) -> datetime:
    """When the local `clock` («18:00») of a day comes, UTC.

    An hour that a change of clocks leaves out comes as much later as the clocks jump; one that comes twice counts the first time.
    """
    return datetime.combine(day, time.fromisoformat(clock), where).astimezone(UTC)
