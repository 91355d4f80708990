"""The language the pages are shown in."""

import reflex as rx

from perscoach_app.texts import DEFAULT_LANGUAGE


class LanguageState(rx.State):
    """Pages compile once for all languages; `components.text.t` chooses by this state's `language`."""

    language: str = DEFAULT_LANGUAGE
    """`ru` or `en`: what logic, dates and numbers go by."""
    voice: str = DEFAULT_LANGUAGE
    """The language, or `ru@ty` for a client whose trainer says «ты»: what sentences are chosen by."""
