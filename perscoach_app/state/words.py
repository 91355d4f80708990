"""Small words for pages: numbers and times (`texts.formats`), initials, the three tones of a score."""

from perscoach_app.texts.formats import clock, decimal, duration, percent, seconds

__all__ = ["clock", "decimal", "duration", "given", "initials", "joined", "percent", "seconds", "tone"]

GOOD_ABOVE = 70  # the product's two thresholds: green above 70, amber above 40, red below
FAIR_ABOVE = 40


def tone(score: float | None) -> str:
    """`good`, `fair` or `poor`; empty when there is no score."""
    if score is None:
        return ""
    return "good" if score > GOOD_ABOVE else "fair" if score > FAIR_ABOVE else "poor"


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
