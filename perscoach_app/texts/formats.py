"""Numbers, units, dates and times as the reader's language writes them (babel, Unicode CLDR)."""

from datetime import date, datetime, tzinfo
from zoneinfo import ZoneInfo

from babel import dates, numbers, units

from perscoach_app.texts.catalogue import language_of

THIN = "\u202f"  # a narrow space that never breaks: «78 %»
FAST = "\u00a0"  # a space that never breaks: «48 с»
UNKNOWN = "–"

_DAY = {"ru": "d MMMM", "en": "MMM d"}
_DAY_OF_WEEK = {"ru": "EEE, d MMMM", "en": "EEE, MMM d"}
_DAY_OF_YEAR = {"ru": "d MMMM y", "en": "MMM d, y"}
_MONTH = {"ru": "LLLL y", "en": "LLLL y"}
_SIZES = (("gigabyte", 10**9), ("megabyte", 10**6), ("kilobyte", 10**3))


def decimal(voice: str, value: float, digits: int = 1) -> str:
    """«12,5» or “12.5”: at most `digits` digits after the mark, no idle zeros."""
    return numbers.format_decimal(round(value, digits), "#,##0." + "#" * digits if digits else "#,##0", locale=language_of(voice))


def percent(voice: str, score: float | None) -> str:
    """«78 %» in Russian, “78%” in English, a dash when unknown. `score` is 0 to 100."""
    if score is None:
        return UNKNOWN
    return numbers.format_percent(round(score) / 100, locale=language_of(voice)).replace(FAST, THIN)


def clock(seconds: float) -> str:
    """A place on a time line: `1:12`, `1:02:03`."""
    whole = max(0, int(seconds))
    hours, minutes = whole // 3600, whole // 60 % 60
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"


def duration(voice: str, seconds: float | None) -> str:
    """How long something takes: «48 с», «1 мин 12 с», «24 мин», «1 ч 5 мин»; empty when unknown."""
    if seconds is None:
        return ""
    minutes, rest = divmod(max(0, round(seconds)), 60)
    if minutes == 0:
        return _unit(voice, rest, "duration-second")
    if minutes >= 10:  # nobody needs the seconds of a quarter of an hour
        hours, minutes = divmod(minutes + (rest >= 30), 60)
        parts = (_unit(voice, hours, "duration-hour"), _unit(voice, minutes, "duration-minute"))
        return FAST.join(part for part, n in zip(parts, (hours, minutes), strict=True) if n)
    return _unit(voice, minutes, "duration-minute") + (FAST + _unit(voice, rest, "duration-second") if rest else "")


def seconds(voice: str, value: float) -> str:
    """A short time to a tenth: «12,5 с»."""
    return _unit(voice, round(value, 1), "duration-second")


def weight(voice: str, kilograms: float) -> str:
    """«12,5 кг»."""
    return _unit(voice, kilograms, "mass-kilogram")


def size(voice: str, bytes_: float) -> str:
    """How much room something takes: «2,1 ГБ», «640 МБ»."""
    name, unit = next(((name, unit) for name, unit in _SIZES if bytes_ >= unit), _SIZES[-1])
    return _unit(voice, round(bytes_ / unit, 1 if bytes_ < 10 * unit else 0), f"digital-{name}")


def money(voice: str, amount: float, currency: str = "USD") -> str:
    """«1,29 $» or “$1.29”."""
    return numbers.format_currency(amount, currency, locale=language_of(voice))


def day(voice: str, when: date, *, weekday: bool = False, year: bool = False) -> str:
    """«24 ноября», «вт, 24 ноября» or «24 ноября 2026»; “Nov 24”, “Tue, Nov 24”, “Nov 24, 2026”. A moment is its day in its own zone."""
    pattern = (_DAY_OF_WEEK if weekday else _DAY_OF_YEAR if year else _DAY)[language_of(voice)]
    return dates.format_date(when, pattern, locale=language_of(voice)).replace(" ", FAST, 1 if not weekday else -1)


def weekday(voice: str, when: date, *, whole: bool = False) -> str:
    """«вт» or «вторник»."""
    return dates.format_date(when, "cccc" if whole else "ccc", locale=language_of(voice))


def month(voice: str, when: date) -> str:
    """«ноябрь 2026»."""
    return dates.format_date(when, _MONTH[language_of(voice)], locale=language_of(voice))


def time_of_day(voice: str, moment: datetime, zone: str | tzinfo) -> str:
    """«19:05» or “7:05 PM”, on the clocks of `zone` (an IANA name)."""
    return dates.format_time(_in(moment, zone), "short", locale=language_of(voice))


def moment(voice: str, when: datetime, zone: str | tzinfo) -> str:
    """«24 ноября, 19:05»."""
    return f"{day(voice, _in(when, zone))}, {time_of_day(voice, when, zone)}"


def _in(moment: datetime, zone: str | tzinfo) -> datetime:
    return moment.astimezone(ZoneInfo(zone) if isinstance(zone, str) else zone)


def _unit(voice: str, value: float, unit: str) -> str:
    written = units.format_unit(value, unit, "short", locale=language_of(voice))
    return written.replace(" ", FAST).replace(THIN, FAST)
