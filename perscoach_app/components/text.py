"""`t("key")`: a sentence chosen in the browser by the language state."""

import json

import reflex as rx

from perscoach_app.state.language import LanguageState
from perscoach_app.texts import keys, say


def t(key: str, **values: object) -> rx.Var[str]:
    """The sentence for `key` in the visitor's language; values may be Vars of a state."""
    return rx.cond(LanguageState.language == "en", say("en", key, **values), say("ru", key, **values))


def texts_json(section: str) -> rx.Var[str]:
    """All sentences of one section as JSON, for the page's own JavaScript."""

    def of(language: str) -> str:
        names = (key for key in keys(language) if key.startswith(f"{section}.") and key.count(".") == 1)
        return json.dumps({key.partition(".")[2]: say(language, key) for key in sorted(names)}, ensure_ascii=False)

    return rx.cond(LanguageState.language == "en", of("en"), of("ru"))
