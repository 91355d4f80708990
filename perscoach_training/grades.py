"""Scores as colours."""

GOOD, FAIR = 70.0, 40.0
"""Above the first green, above the second amber, else red."""


def grade(score: float | None) -> str:
    """The colour of a score.

    Example:
        >>> grade(71.0), grade(70.0), grade(40.0), grade(None)
        ('good', 'fair', 'poor', 'none')
    """
    return "none" if score is None else "good" if score > GOOD else "fair" if score > FAIR else "poor"
