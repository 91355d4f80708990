"""The three tones of a score."""

GOOD_ABOVE = 70  # the product's two thresholds: green above 70, amber above 40, red below
FAIR_ABOVE = 40


def tone(score: float | None) -> str:
    """`good`, `fair` or `poor`; empty when there is no score."""
    if score is None:
        return ""
    return "good" if score > GOOD_ABOVE else "fair" if score > FAIR_ABOVE else "poor"
