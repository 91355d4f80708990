"""Small words for pages: numbers and times (`texts.formats`), initials, the three tones of a score."""

from perscoach_app.services.tones import FAIR_ABOVE, GOOD_ABOVE, tone
from perscoach_app.texts.formats import clock, decimal, duration, percent, seconds

__all__ = ["FAIR_ABOVE", "GOOD_ABOVE", "clock", "decimal", "duration", "given", "initials", "joined", "percent", "seconds", "tone"]


def initials(name: str) -> str:
    """«Анна Петрова» → «АП»."""
    words = [word for word in name.replace("-", " ").split() if word[0].isalpha()]
    return "".join(word[0] for word in words[:2]).upper() or "·"


def given(name: str) -> str:
    """How a page greets: «Мария К.» is «Мария»."""
    return " ".join(word for word in name.split() if not word.endswith(".")) or name


def joined(*parts: str) -> str:
    """Small facts in one line; empty ones are left out."""
    return " · ".join(part for part in parts if part)
