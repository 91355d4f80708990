"""Money, sizes and days as the reader writes them."""

from datetime import date

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal

KILO = 1000  # as disks and phones count
_UNITS = {"ru": ("Б", "КБ", "МБ", "ГБ", "ТБ"), "en": ("B", "KB", "MB", "GB", "TB")}
_WHOLE_FROM = 100  # of a unit; beyond it a tenth says nothing
_SMALLEST_UNIT = 2  # nobody counts a video in kilobytes
CENT = 0.01


def money(language: str, usd: float) -> str:
    """«0,42 $», “$0.42”; what is worth something, but no cent, is said to be less than one."""
    if 0 < usd < CENT:
        return "< " + format_currency(CENT, "USD", locale=_locale(language))
    return format_currency(usd, "USD", locale=_locale(language))


def file_size(language: str, size: int) -> str:
    """«1,3 ГБ», “1.3 GB”."""
    amount, unit, units = float(max(0, size)), 0, _UNITS[_locale(language)]
    while unit < _SMALLEST_UNIT or (amount >= KILO and unit < len(units) - 1):
        amount, unit = amount / KILO, unit + 1
    return f"{format_decimal(amount, '0' if amount >= _WHOLE_FROM else '0.#', locale=_locale(language))}\u00a0{units[unit]}"


def day_and_month(language: str, day: date) -> str:
    """«1 декабря», “December 1”."""
    return format_date(day, "d MMMM" if _locale(language) == "ru" else "MMMM d", locale=_locale(language))


def _locale(language: str) -> str:
    return "ru" if language == "ru" else "en"
