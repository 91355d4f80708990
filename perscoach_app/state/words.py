"""Numbers as people read them: times, percentages, initials, and the three tones of a score."""

from perscoach_app.texts import say

GOOD_ABOVE = 70  # the product's two thresholds: green above 70, amber above 40, red below
FAIR_ABOVE = 40
THIN = "\u202f"  # a narrow space that never breaks: «78 %»


def tone(score: float | None) -> str:
    """`good`, `fair` or `poor`; empty when there is no score."""
    if score is None:
        return ""
    return "good" if score > GOOD_ABOVE else "fair" if score > FAIR_ABOVE else "poor"


def percent(language: str, score: float | None) -> str:
    """«78 %» in Russian, “78%” in English, a dash when unknown."""
    if score is None:
        return "–"
    return f"{round(score)}{THIN}%" if language == "ru" else f"{round(score)}%"


def clock(seconds: float) -> str:
    """A place on a time line: `1:12`, `1:02:03`."""
    whole = max(0, int(seconds))
    hours, minutes = whole // 3600, whole // 60 % 60
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"


def duration(language: str, seconds: float | None) -> str:
    """How long something took: «48 с», «1 мин 12 с», «24 мин»; empty when unknown."""
    if seconds is None:
        return ""
    whole = max(0, round(seconds))
    minutes, rest = divmod(whole, 60)
    if minutes == 0:
        return say(language, "time.seconds", n=rest)
    if rest == 0 or minutes >= 10:  # nobody needs the seconds of a quarter of an hour
        return say(language, "time.minutes", n=minutes + (minutes >= 10 and rest >= 30))
    return say(language, "time.minutes_seconds", m=minutes, s=rest)


def decimal(language: str, value: float, digits: int = 1) -> str:
    """A number with the language's own decimal mark, without idle zeros."""
    text = f"{value:.{digits}f}".rstrip("0").rstrip(".") if digits else f"{value:.0f}"
    return text.replace(".", ",") if language == "ru" else text


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
