"""Reads `ru.toml` and `en.toml` and answers `say(language, key, **values)`."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = ("ru", "en")
DEFAULT_LANGUAGE = "ru"

Text = str | dict[str, str]
"""A sentence, or its plural forms by name: one, few, many (Russian) or one, many (English)."""

_SHORT_WORD = re.compile(r"(?<![^\s(«])([А-Яа-яЁё]{1,2}) ")
_PLURAL_FORMS = frozenset({"one", "few", "many"})


class UnknownText(KeyError):
    """A page asked for a sentence that the catalogue does not hold."""


@cache
def _catalogue(language: str) -> dict[str, Text]:
    raw = tomllib.loads((Path(__file__).parent / f"{language}.toml").read_text(encoding="utf-8"))
    found: dict[str, Text] = {}

    def walk(prefix: str, node: dict[str, Any]) -> None:
        for name, value in node.items():
            key = f"{prefix}.{name}" if prefix else name
            if isinstance(value, dict) and not (value.keys() <= _PLURAL_FORMS and "many" in value):
                walk(key, value)
            else:
                found[key] = (
                    {form: _typeset(text, language) for form, text in value.items()}
                    if isinstance(value, dict)
                    else _typeset(value, language)
                )

    walk("", raw)
    return found


def _typeset(text: str, language: str) -> str:
    """Spaces that must not break: before a dash, and after the short words of Russian («в », «на », «не »)."""
    text = text.replace(" — ", "\u00a0— ")
    return _SHORT_WORD.sub("\\1\u00a0", text) if language == "ru" else text


def keys(language: str) -> frozenset[str]:
    """All keys of one language's catalogue."""
    return frozenset(_catalogue(language))


def plural_form(language: str, n: float) -> str:
    """Which form a number takes: «1 повтор, 2 повтора, 5 повторов», a fraction as «1,5 повтора».

    Source: Unicode CLDR plural rules for `ru` and `en` (cardinals).
    """
    if language == "en":
        return "one" if n == 1 else "many"
    if n != int(n):
        return "few"
    tens, units = abs(int(n)) % 100, abs(int(n)) % 10
    if units == 1 and tens != 11:
        return "one"
    if units in (2, 3, 4) and tens not in (12, 13, 14):
        return "few"
    return "many"


def say(language: str, key: str, **values: object) -> str:
    """The sentence for `key`, with `{name}` replaced by the values.

    Args:
        language: `ru` or `en`; anything else is answered in the default language.
        key: dotted name in the catalogue, such as `library.empty.title`.
        **values: what the sentence names; `n` also chooses the plural form.

    Raises:
        UnknownText: the catalogue has no such key.
    """
    language = language if language in LANGUAGES else DEFAULT_LANGUAGE
    text = _catalogue(language).get(key)
    if text is None:
        raise UnknownText(key)
    if isinstance(text, dict):
        n = values["n"]
        assert isinstance(n, int | float)
        text = text.get(plural_form(language, n), text["many"])
    return text.format(**values) if values else text
