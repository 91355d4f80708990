"""What Shadow Mode says: every catalogue room whose name begins with `shadow`, handed to the browser whole."""

from functools import cache

from perscoach_app.texts.catalogue import PLURAL_FORMS, catalogue
from perscoach_app.texts.language import choose_voice

ROOMS = "shadow"


@cache
def of(language: str, *, familiar: bool) -> dict[str, str | list[str]]:
    """The sentences by key; of one with plural forms their list, in the order of CLDR: one, few, many, other (those the language has).

    Args:
        familiar: the site says «ты» to its clients.
    """
    voice = choose_voice(language, familiar=familiar)
    found: dict[str, str | list[str]] = {}
    for key, text in catalogue(voice).items():
        if key.startswith(ROOMS):
            found[key] = text if isinstance(text, str) else [text[form] for form in PLURAL_FORMS[language]]
    return found
