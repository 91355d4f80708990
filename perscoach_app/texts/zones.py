"""Time zones as the reader calls them."""

from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from babel.core import get_global
from babel.dates import get_timezone_location

from perscoach_app.texts.catalogue import language_of


@cache
def zones(voice: str) -> tuple[tuple[str, str], ...]:
    """IANA names and words, «Москва, +03:00», by words; each zone once, under its present name."""
    aliases, placed = get_global("zone_aliases"), get_global("zone_territories")
    names = (zone for zone in available_timezones() if zone in placed and zone not in aliases and "/" in zone)
    return tuple(sorted(((zone, _in_words(zone, language_of(voice))) for zone in names), key=lambda pair: pair[1].casefold()))


def _in_words(zone: str, language: str) -> str:
    offset = datetime.now(ZoneInfo(zone)).strftime("%z")
    return f"{get_timezone_location(zone, locale=language, return_city=True)}, {offset[:3]}:{offset[3:]}"
