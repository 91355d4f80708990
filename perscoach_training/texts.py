"""Sentences in the client's language, picked from the catalogue that came with the plan; numbers as that language writes them."""

from collections.abc import Callable, Mapping
from math import floor

Say = Callable[..., str]


class Texts:
    """Answers a key such as ``shadow.reps`` with ``n=3``.

    A sentence that counts comes as a list of plural forms: one, few, many in Russian, one, other in English.

    Example:
        >>> words = Texts("ru", {"shadow.reps": ["{n} повтор", "{n} повтора", "{n} повторов"], "shadow.far": "На {by} м"})
        >>> [words("shadow.reps", n=n) for n in (1, 3, 11, 2.5)]
        ['1 повтор', '3 повтора', '11 повторов', '2,5 повтора']
        >>> words("shadow.far", by=1.25), words("shadow.none")
        ('На 1,2 м', 'shadow.none')
    """

    def __init__(self, language: str, texts: Mapping[str, str | list[str]]) -> None:
        self.language = language
        self._texts = texts

    def __call__(self, key: str, **values: object) -> str:
        """The sentence of ``key``; the key itself where the catalogue has none, so that a training never stops over a word."""
        text = self._texts.get(key, key)
        if isinstance(text, list):
            n = values["n"]
            assert isinstance(n, int | float)
            text = text[min(plural(self.language, n), len(text) - 1)]
        return text.format(**{name: self.number(value) for name, value in values.items()}) if values else text

    def number(self, value: object) -> object:
        """One digit after the comma at most; words stay as they are."""
        if not isinstance(value, float):
            return value
        text = f"{value:.1f}".removesuffix(".0")
        return text.replace(".", ",") if self.language == "ru" else text


def plural(language: str, n: float) -> int:
    """Which form a number takes.

    Source: Unicode CLDR plural rules, cardinals; a fraction is written with the second form («2,5 повтора»).

    Example:
        >>> [plural("ru", n) for n in (0, 1, 2, 5, 11, 12, 21, 104, 1.5)], [plural("en", n) for n in (0, 1, 2)]
        ([2, 0, 1, 2, 2, 2, 0, 1, 1], [1, 0, 1])
    """
    if language != "ru":
        return 0 if n == 1 else 1
    if n != floor(n):
        return 1
    tens, ones = n % 100, n % 10
    if ones == 1 and tens != 11:
        return 0
    return 1 if 2 <= ones <= 4 and not 12 <= tens <= 14 else 2


def clock(seconds: float) -> str:
    """Minutes and seconds.

    Example:
        >>> clock(45.0), clock(125.9), clock(-1.0)
        ('0:45', '2:05', '0:00')
    """
    whole = max(0, floor(seconds))
    return f"{whole // 60}:{whole % 60:02d}"
