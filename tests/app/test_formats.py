"""Numbers, units and dates as a Russian and an English reader write them."""

from datetime import UTC, date, datetime

from perscoach_app.texts import formats

TUESDAY = date(2026, 11, 24)
EVENING = datetime(2026, 11, 24, 21, 30, tzinfo=UTC)


def both(write: object, *values: object, **options: object) -> list[str]:
    """In Russian and English, breaking spaces or not."""
    assert callable(write)
    return [str(write(language, *values, **options)).replace("\u00a0", " ").replace("\u202f", " ") for language in ("ru", "en")]


def test_days() -> None:
    assert both(formats.day, TUESDAY) == ["24 ноября", "Nov 24"]
    assert both(formats.day, TUESDAY, weekday=True) == ["вт, 24 ноября", "Tue, Nov 24"]
    assert both(formats.day, TUESDAY, year=True) == ["24 ноября 2026", "Nov 24, 2026"]
    assert both(formats.weekday, TUESDAY) == ["вт", "Tue"]
    assert both(formats.weekday, TUESDAY, whole=True) == ["вторник", "Tuesday"]
    assert both(formats.month, TUESDAY) == ["ноябрь 2026", "November 2026"]


def test_a_moment_is_told_by_the_clocks_of_its_zone() -> None:
    assert both(formats.moment, EVENING, "Europe/Moscow") == ["25 ноября, 00:30", "Nov 25, 12:30 AM"]
    assert both(formats.time_of_day, EVENING, "UTC") == ["21:30", "9:30 PM"]


def test_numbers() -> None:
    assert both(formats.decimal, 12.50) == ["12,5", "12.5"]
    assert both(formats.decimal, 12345.0) == ["12 345", "12,345"]
    assert both(formats.percent, 78.4) == ["78 %", "78%"]
    assert both(formats.percent, None) == ["–", "–"]
    assert both(formats.money, 1.29) == ["1,29 $", "$1.29"]


def test_units() -> None:
    assert both(formats.weight, 7.5) == ["7,5 кг", "7.5 kg"]
    assert both(formats.size, 2_140_000_000) == ["2,1 ГБ", "2.1 GB"]
    assert both(formats.size, 640_400_000) == ["640 МБ", "640 MB"]
    assert both(formats.seconds, 12.54) == ["12,5 с", "12.5 sec"]


def test_how_long() -> None:
    assert both(formats.duration, 48) == ["48 с", "48 sec"]
    assert both(formats.duration, 72) == ["1 мин 12 с", "1 min 12 sec"]
    assert both(formats.duration, 24 * 60 + 40) == ["25 мин", "25 min"]
    assert both(formats.duration, 3900) == ["1 ч 5 мин", "1 hr 5 min"]
    assert both(formats.duration, None) == ["", ""]


def test_a_number_and_its_unit_never_part() -> None:
    for text in (formats.duration("ru", 72), formats.weight("ru", 7.5), formats.percent("ru", 78), formats.day("ru", TUESDAY)):
        assert " " not in text
