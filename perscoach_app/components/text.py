"""`t("key")`: a sentence chosen in the browser by the visitor's voice."""

import json
from collections.abc import Callable

import reflex as rx

from perscoach_app.state.language import LanguageState
from perscoach_app.texts import FAMILIAR, keys, say


def t(key: str, **values: object) -> rx.Var[str]:
    """The sentence for `key` in the visitor's language and tone; values may be Vars of a state.

    A number that decides the plural must be known on the server: use `say(self.voice, key, n=…)` in the state.
    """
    return _chosen(lambda voice: say(voice, key, **values))


def texts_json(section: str) -> rx.Var[str]:
    """All sentences of one section as JSON, for the page's own JavaScript."""

    def of(voice: str) -> str:
        names = (key for key in keys(voice) if key.startswith(f"{section}.") and key.count(".") == 1)
        return json.dumps({key.partition(".")[2]: say(voice, key) for key in sorted(names)}, ensure_ascii=False)

    return _chosen(of)


def _chosen(words: Callable[[str], str]) -> rx.Var[str]:
    """Most sentences are the same in both tones of Russian: those carry no third branch."""
    formal, familiar, english = words("ru"), words(FAMILIAR), words("en")
    russian = formal if familiar == formal else rx.cond(LanguageState.voice == FAMILIAR, familiar, formal)
    return rx.cond(LanguageState.voice == "en", english, russian)
