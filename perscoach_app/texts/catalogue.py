"""Reads the gettext catalogues `<voice>/<room>.po` and answers `say(voice, key, **values)`.

A voice is a language, or a language in another tone: `ru@ty` holds only the sentences that say «ты» instead of «вы» and leaves the rest
to `ru`. A key is dotted; its first part names its room, that is its file.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

LANGUAGES = ("ru", "en")
DEFAULT_LANGUAGE = "ru"
FAMILIAR = "ru@ty"
VOICES = (*LANGUAGES, FAMILIAR)

Text = str | dict[str, str]
"""A sentence, or its plural forms by their CLDR names."""

PLURAL_FORMS = {"ru": ("one", "few", "many"), "en": ("one", "other")}
"""Names of `msgstr[0]`, `msgstr[1]`, … in each language."""
_FRACTIONS_LIKE = {"ru": "few"}  # «1,5 повтора» is written as «2 повтора»; gettext has no form of its own for CLDR's `other`

_SHORT_WORD = re.compile(r"(?<![^\s(«])([А-Яа-яЁё]{1,2}) ")


class UnknownText(KeyError):
    """A page asked for a sentence that the catalogue does not hold."""


class CatalogueBroken(ValueError):
    """A catalogue file holds what does not belong there."""


def language_of(voice: str) -> str:
    """`ru` of `ru@ty`; the default language of anything unknown."""
    return voice.partition("@")[0] if voice in VOICES else DEFAULT_LANGUAGE


def keys(voice: str) -> frozenset[str]:
    """All keys a voice can say."""
    return frozenset(catalogue(voice))


def own_keys(voice: str) -> frozenset[str]:
    """The keys a voice says in its own words: fewer than `keys` for a tone."""
    return frozenset(_written(voice))


def plural_form(voice: str, n: float) -> str:
    """Which form a number takes: «1 повтор, 2 повтора, 5 повторов», a fraction as «1,5 повтора».

    Source: Unicode CLDR plural rules (cardinals), by babel.
    """
    language = language_of(voice)
    form = Locale(language).plural_form(n)
    return form if form in PLURAL_FORMS[language] else _FRACTIONS_LIKE.get(language, PLURAL_FORMS[language][-1])


def say(voice: str, key: str, **values: object) -> str:
    """The sentence for `key`, with `{name}` replaced by the values.

    Args:
        voice: `ru`, `en` or `ru@ty`; anything else is answered in the default language.
        key: dotted name in the catalogue, such as `library.empty_title`.
        **values: what the sentence names; `n` also chooses the plural form.

    Raises:
        UnknownText: the catalogue has no such key.
    """
    voice = voice if voice in VOICES else DEFAULT_LANGUAGE
    text = catalogue(voice).get(key)
    if text is None:
        raise UnknownText(key)
    if isinstance(text, dict):
        n = values["n"]
        assert isinstance(n, int | float)
        text = text[plural_form(voice, n)]
    return text.format(**values) if values else text


@cache
def catalogue(voice: str) -> dict[str, Text]:
    """Every sentence of a voice, typeset; what a tone does not hold is its language's."""
    language = language_of(voice)
    return dict(_written(language)) if voice == language else {**_written(language), **_written(voice)}


@cache
def _written(voice: str) -> dict[str, Text]:
    found: dict[str, Text] = {}
    for path in sorted((Path(__file__).parent / voice).glob("*.po")):
        for key, text in _read(path, language_of(voice)):
            if key in found or key.partition(".")[0] != path.stem:
                raise CatalogueBroken(f"{voice}/{path.name}: {key} is there twice, or belongs to another file")
            found[key] = text
    return found


def _read(path: Path, language: str) -> Iterator[tuple[str, Text]]:
    with path.open("rb") as file:
        messages = read_po(file, locale=language, charset="utf-8", abort_invalid=True)
    for message in messages:
        if message.id:
            yield _entry(message, language)


def _entry(message: Message, language: str) -> tuple[str, Text]:
    if isinstance(message.id, str):
        return message.id, _typeset(str(message.string), language)
    forms = dict(zip(PLURAL_FORMS[language], message.string or (), strict=True))
    return message.id[0], {form: _typeset(text, language) for form, text in forms.items()}


def _typeset(text: str, language: str) -> str:
    """Spaces that must not break: before a dash, and after the short words of Russian («в », «на », «не »)."""
    text = text.replace(" — ", "\u00a0— ")
    return _SHORT_WORD.sub("\\1\u00a0", text) if language == "ru" else text
